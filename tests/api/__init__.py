"""Tests of optimizer.api."""
