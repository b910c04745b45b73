"""What a sweep looks like to people: table, chart, page."""
