"""Tests of optimizer.solver."""
