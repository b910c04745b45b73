"""Tests of optimizer/studies."""
