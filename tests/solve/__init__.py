"""Tests of optimizer/solve."""
