"""From files to checked tables: finding, decoding, parsing, and laying scenarios over."""
