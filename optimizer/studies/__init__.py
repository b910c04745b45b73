"""Many solves of variants over one store: sweeps over budgets and scenarios, nested plans."""

from optimizer.studies.store import DamagedRecordError, Store
from optimizer.studies.sweep import Sweep, open_sweep

__all__ = ["DamagedRecordError", "Store", "Sweep", "open_sweep"]
