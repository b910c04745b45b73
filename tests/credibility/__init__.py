"""Whether the Korean plan is one that a sceptical adviser would let pass."""
