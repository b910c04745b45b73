"""Tests of optimizer.model, a file for each of its files."""
