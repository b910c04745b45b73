"""Tests of the check without the solver."""
