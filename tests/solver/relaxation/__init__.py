"""Tests of optimizer.solver.relaxation."""
