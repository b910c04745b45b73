"""Tests of optimizer.solver.search."""
