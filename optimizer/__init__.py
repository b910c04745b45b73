"""Which regions get high-tech clusters and cultural hubs, under a budget, so that youth can stay.

>>> import optimizer as opt
>>> plan = opt.solve("tiny")
>>> print(plan)
>>> plan.save("out/tiny")
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.api import (
        Alternatives,
        BalanceCurve,
        Checked,
        CheckError,
        Comparison,
        Equity,
        Importance,
        Plan,
        Robust,
        Score,
        Sensitivity,
        Sweep,
        Why,
        alternatives,
        balance_curve,
        build_model,
        by_instrument,
        check,
        compare,
        contents,
        equity,
        explain,
        importance,
        load,
        load_plan,
        open_sweep,
        robust,
        score,
        sensitivity,
        solve,
        sweep,
        verify,
        why,
    )
    from optimizer.explore import explore
    from optimizer.instance import Contents, InputError, Instance, Problem, new_instance, shipped
    from optimizer.model import Rules
    from optimizer.plan import Uncertainty
    from optimizer.solver import NoPlanError, Progress, Reason
    from optimizer.sweep import DamagedRecordError, Store

    __version__: str

__all__ = [
    "Alternatives",
    "BalanceCurve",
    "CheckError",
    "Checked",
    "Comparison",
    "Contents",
    "DamagedRecordError",
    "Equity",
    "Importance",
    "InputError",
    "Instance",
    "NoPlanError",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "Robust",
    "Rules",
    "Score",
    "Sensitivity",
    "Store",
    "Sweep",
    "Uncertainty",
    "Why",
    "__version__",
    "alternatives",
    "balance_curve",
    "build_model",
    "by_instrument",
    "check",
    "compare",
    "contents",
    "equity",
    "explain",
    "explore",
    "importance",
    "load",
    "load_plan",
    "new_instance",
    "open_sweep",
    "robust",
    "score",
    "sensitivity",
    "shipped",
    "solve",
    "sweep",
    "verify",
    "why",
]

_ROOMS = {
    "explore": ("explore",),
    "instance": ("Contents", "InputError", "Instance", "Problem", "new_instance", "shipped"),
    "model": ("Rules",),
    "plan": ("Uncertainty",),
    "solver": ("NoPlanError", "Progress", "Reason"),
    "sweep": ("DamagedRecordError", "Store"),
}
"""Where public names stand that `api` does not offer; they are imported when first asked for."""
_ROOM = {name: room for room, names in _ROOMS.items() for name in names}


if not TYPE_CHECKING:  # type checkers read the imports above, and name what is not there

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first asked for: `rooted --help` needs no solver."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "__version__":
            found: Any = _version()
        else:
            found = getattr(import_module(f"optimizer.{_ROOM.get(name, 'api')}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("rooted")
    except PackageNotFoundError:  # run from a copy of the files
        return "not installed"


class _Package(ModuleType):
    """The package, whose public names are never hidden by a folder of the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        # To import the folder optimizer/sweep sets the attribute `sweep`, which is the function.
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
