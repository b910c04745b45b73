"""Tests of optimizer.instance.schema."""
