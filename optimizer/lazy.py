"""Packages that import what they offer when it is first asked for."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any


def lazily(package: str, places: Mapping[str, Sequence[str]]) -> None:
    """Let a package import each name that it offers when it is first asked for.

    Parameters
    ----------
    package : str
        Its `__name__`.
    places : mapping of str to sequence of str
        The names that each of its modules gives to it, "NAME as OTHER" where it offers another.

    Notes
    -----
    A module of a name that is offered (`optimizer/sweep`, for the function `sweep`) never hides
    what is offered.
    """
    place = {
        offered: (module, name)
        for module, names in places.items()
        for name, _, other in (words.partition(" as ") for words in names)
        for offered in (other or name,)
    }

    class Lazy(ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name not in place:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            module, own = place[name]
            found = getattr(import_module(f"{package}.{module}"), own)
            setattr(self, name, found)
            return found

        def __setattr__(self, name: str, value: object) -> None:
            # Importing a module sets it as an attribute of its package.
            if not (name in place and isinstance(value, ModuleType)):
                super().__setattr__(name, value)

        def __dir__(self) -> list[str]:
            return sorted({*super().__dir__(), *place})

    sys.modules[package].__class__ = Lazy
