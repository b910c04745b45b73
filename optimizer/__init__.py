"""Which regions get high-tech clusters and cultural hubs, under a budget, so that youth can stay.

>>> import optimizer as opt
>>> plan = opt.solve("tiny")
>>> print(plan)
>>> plan.save("out/tiny")
"""

from optimizer.instance import InputError, Instance, Problem, shipped
from optimizer.instance.contents import Contents
from optimizer.plan import Plan
from optimizer.plan.folder import load_plan
from optimizer.recipe import CheckError, build_model, contents, load, solve, sweep, verify
from optimizer.solve import NoPlanError, Progress, Reason
from optimizer.studies import DamagedRecordError, Store, Sweep, open_sweep

__all__ = [
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
    "Store",
    "Sweep",
    "build_model",
    "contents",
    "load",
    "load_plan",
    "open_sweep",
    "shipped",
    "solve",
    "sweep",
    "verify",
]
