"""What a plan looks like to people: summary, figures, map, GeoPackage."""
