"""Tests of optimizer.analysis."""
