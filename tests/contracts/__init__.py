"""What every part of a kind must keep to, forgotten parts named."""
