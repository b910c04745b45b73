"""Tests of optimizer/report."""
