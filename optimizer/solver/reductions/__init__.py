"""Smaller programmes with the same best plan."""
