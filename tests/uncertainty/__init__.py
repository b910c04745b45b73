"""Tests of optimizer.uncertainty."""
