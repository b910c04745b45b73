"""Tests of optimizer.sweep.executors."""
