"""Two plans side by side: tables and a map."""
