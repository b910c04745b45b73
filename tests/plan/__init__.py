"""Tests of optimizer/plan."""
