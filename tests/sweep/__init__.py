"""Tests of optimizer.sweep."""
