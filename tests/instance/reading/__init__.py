"""Tests of optimizer.instance.reading."""
