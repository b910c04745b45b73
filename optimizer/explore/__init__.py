"""A live view: a page on which a plan is changed and made anew, served on this machine alone."""

from optimizer.explore.serve import check_ready, explore

__all__ = ["check_ready", "explore"]
