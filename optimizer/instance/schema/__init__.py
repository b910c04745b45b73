"""What an instance may hold: each table, column, setting, range and kind of lever, once."""
