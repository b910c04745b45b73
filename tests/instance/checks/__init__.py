"""Tests of optimizer.instance.checks."""
