"""Tests of optimizer.solver.reductions."""
