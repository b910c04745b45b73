"""All that the package takes of Pyomo, without what Pyomo imports beside it.

Pyomo watches for SciPy and Matplotlib: whoever imports one of them gets SciPy's statistics or
Matplotlib's pyplot too, which takes longer than to solve a small instance. SciPy imports its parts
by itself when they are asked for, and the figures need no pyplot. So Pyomo is told not to watch,
before SciPy or Matplotlib can be seen. `pyomo.environ` registers solvers and writers, which the
engine has no use for; models for others get them by `with_plugins`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

WATCHED = ("scipy", "matplotlib")


@contextmanager
def _unseen() -> Iterator[None]:
    """Hide from Pyomo what has been imported already, so that it asks for no parts of it."""
    seen = {name: sys.modules.pop(name) for name in WATCHED if name in sys.modules}
    try:
        yield
    finally:
        sys.modules.update(seen)


def _unwatched() -> None:
    """Import Pyomo so that it leaves SciPy and Matplotlib as they are."""
    if "pyomo.common.dependencies" in sys.modules:
        return  # imported by somebody else: it is too late, and no harm
    with _unseen():
        dependencies = import_module("pyomo.common.dependencies")
    finder = getattr(dependencies, "DeferredImportCallbackFinder", None)
    waiting: dict[str, list[Any]] = getattr(finder, "_callbacks", {})
    for indicator in waiting.pop("scipy", []):
        indicator._callback = None
    waiting.pop("matplotlib", None)


_unwatched()

# The order matters here: no Pyomo before the lines above.
import pyomo.core as pyo  # noqa: E402
from pyomo.common.errors import (  # noqa: E402
    InfeasibleConstraintException,
    InvalidConstraintError,
)
from pyomo.common.gc_manager import PauseGC  # noqa: E402
from pyomo.core.expr import LinearExpression  # noqa: E402
from pyomo.core.expr.visitor import identify_variables  # noqa: E402
from pyomo.repn import generate_standard_repn  # noqa: E402
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler  # noqa: E402

__all__ = [
    "InfeasibleConstraintException",
    "InvalidConstraintError",
    "LinearExpression",
    "LinearStandardFormCompiler",
    "PauseGC",
    "generate_standard_repn",
    "identify_variables",
    "pyo",
    "with_plugins",
]


def with_plugins(model: pyo.ConcreteModel) -> pyo.ConcreteModel:
    """Return a model that is given away: all of Pyomo is there for it, solvers and writers too."""
    import_module("pyomo.environ")
    return model
