"""Tests of optimizer.report.page."""
