"""Tests of optimizer.report.sweep."""
