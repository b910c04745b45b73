"""Pages as a reader has them: in a real browser."""
