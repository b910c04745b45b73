"""Tests of optimizer.report.plan."""
