"""What one table or setting requires of another."""
