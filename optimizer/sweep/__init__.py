"""Many solves of variants over one store: sweeps over budgets and scenarios, nested plans."""

from typing import TYPE_CHECKING

from optimizer.lazy import lazily

if TYPE_CHECKING:
    from optimizer.sweep.frontier import changes, chosen, enough, frontier
    from optimizer.sweep.grid import Grid, Scenarios, Variant, budget_levels, variants
    from optimizer.sweep.instances import instances_of
    from optimizer.sweep.progress import Show
    from optimizer.sweep.run import run_sweep
    from optimizer.sweep.store import DamagedRecordError, Store
    from optimizer.sweep.table import SweepData, open_sweep
    from optimizer.sweep.tasks import Nested
    from optimizer.sweep.worker import NESTED, Asked

__all__ = [
    "NESTED",
    "Asked",
    "DamagedRecordError",
    "Grid",
    "Nested",
    "Scenarios",
    "Show",
    "Store",
    "SweepData",
    "Variant",
    "budget_levels",
    "changes",
    "chosen",
    "enough",
    "frontier",
    "instances_of",
    "open_sweep",
    "run_sweep",
    "variants",
]

_PLACES = {
    "frontier": (
        "changes",
        "chosen",
        "enough",
        "frontier",
    ),
    "grid": (
        "Grid",
        "Scenarios",
        "Variant",
        "budget_levels",
        "variants",
    ),
    "instances": ("instances_of",),
    "progress": ("Show",),
    "run": ("run_sweep",),
    "store": (
        "DamagedRecordError",
        "Store",
    ),
    "table": (
        "SweepData",
        "open_sweep",
    ),
    "tasks": ("Nested",),
    "worker": (
        "NESTED",
        "Asked",
    ),
}
"""Which module offers what."""

if not TYPE_CHECKING:  # type checkers read the imports above
    lazily(__name__, _PLACES)
