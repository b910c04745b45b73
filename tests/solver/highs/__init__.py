"""Tests of optimizer.solver.highs."""
