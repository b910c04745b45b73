"""A live view: a page on which a plan is changed and made anew, served on this machine alone."""

from optimizer.explore.serve import GAP, check_installed, explore

__all__ = ["GAP", "check_installed", "explore"]
