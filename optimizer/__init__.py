"""Which regions get high-tech clusters and cultural hubs, under a budget, so that youth can stay.

>>> import optimizer as opt
>>> plan = opt.solve("tiny")
>>> print(plan)
>>> plan.save("out/tiny")
"""

from importlib.metadata import PackageNotFoundError, version

from optimizer.analysis import BalanceCurve
from optimizer.api import (
    CheckError,
    Plan,
    Sweep,
    balance_curve,
    build_model,
    by_instrument,
    contents,
    load,
    load_plan,
    open_sweep,
    solve,
    sweep,
    verify,
)
from optimizer.instance import Contents, InputError, Instance, Problem, shipped
from optimizer.model import Rules
from optimizer.plan import Uncertainty
from optimizer.solver import NoPlanError, Progress, Reason
from optimizer.sweep import DamagedRecordError, Store

try:
    __version__ = version("rooted")
except PackageNotFoundError:  # run from a copy of the files
    __version__ = "not installed"

__all__ = [
    "BalanceCurve",
    "CheckError",
    "Contents",
    "DamagedRecordError",
    "InputError",
    "Instance",
    "NoPlanError",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "Rules",
    "Store",
    "Sweep",
    "Uncertainty",
    "__version__",
    "balance_curve",
    "build_model",
    "by_instrument",
    "contents",
    "load",
    "load_plan",
    "open_sweep",
    "shipped",
    "solve",
    "sweep",
    "verify",
]
