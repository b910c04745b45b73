"""The command line: every command is one call of the public API, its words those of the API."""

from optimizer.cli.main import app, main

__all__ = ["app", "main"]
