"""From whole decisions to a complete plan: cheapest, settled, staffed."""
