"""Tests of optimizer.solver.postsolve."""
