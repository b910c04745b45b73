"""What a plan looks like to people: summary, map, GeoPackage."""

from optimizer.report.save import save
from optimizer.report.summary import summary

__all__ = ["save", "summary"]
