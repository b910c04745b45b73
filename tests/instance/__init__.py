"""Tests of `optimizer.instance`, a file for each of its files."""
