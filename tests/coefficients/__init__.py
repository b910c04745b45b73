"""Tests of optimizer.coefficients, a file for each of its files."""
