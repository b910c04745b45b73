"""Travel times on a transport network, where an instance has no table of them."""

from optimizer.network.travel import travel_notes, travel_table, with_travel

__all__ = ["travel_notes", "travel_table", "with_travel"]
