"""What a rule of one's own does, as a digest: a store never takes one rule for another.

A function's digest covers its module and name, its source and byte code, its defaults, the values
that it closes over, and the module-wide names that it uses, with those that they use in turn. What
comes from an installed package counts by its name and the package's version. What a rule reads
when it runs (a file, the clock) is not known.
"""

from __future__ import annotations

import dis
import functools
import hashlib
import inspect
import json
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from optimizer.instance import InputError, Problem
from optimizer.model import OwnRule, rule_name
from optimizer.sweep.store import digest_of

_PLAIN = (type(None), type(Ellipsis), bool, int, float, complex, str, bytes)
_OF_CLASSES = {
    "__dict__",
    "__weakref__",
    "__doc__",
    "__module__",
    "__annotations__",
    "__annotate_func__",
    "__annotations_cache__",
    "__firstlineno__",
    "__static_attributes__",
    "__abstractmethods__",
    "_abc_impl",
    "__dataclass_fields__",
    "__dataclass_params__",
}
"""What Python itself keeps with a class; the fields of a dataclass stand in its methods."""


def digest_of_rule(rule: OwnRule) -> str:
    """Return a digest that two rules share only if they do the same.

    Raises
    ------
    InputError
        Its source can't be had, or it uses something whose value can't be written down.
    """
    try:
        written = _written(rule)
        # Of the function itself, not of what it wraps.
        inspect.getsource(getattr(written, "__code__", written))
        return digest_of(_Description(rule).of(rule))
    except Exception as error:  # whatever it holds, and whatever that says when it is asked
        message = (
            f"the rule of one's own “{rule_name(rule)}” can't be told from others in the store "
            f"({type(error).__name__}: {error})."
        )
        remedy = (
            "write it as a function in a file, which uses numbers, texts, lists and tables only; "
            "or do without --store."
        )
        raise InputError([Problem("rules", message, remedy=remedy)]) from error


def _written(rule: Any) -> Any:
    """Return the function or class in which a rule is written."""
    while isinstance(rule, functools.partial):
        rule = rule.func
    if isinstance(rule, MethodType):
        return rule.__func__
    return rule if isinstance(rule, FunctionType | type) else type(rule).__call__


class _Description:
    """A value in lists and texts, each function and class described once.

    Parameters
    ----------
    rule : callable
        Its own package is described in full, also where it is installed.
    """

    def __init__(self, rule: OwnRule):
        self._seen: dict[int, tuple[int, Any]] = {}
        self._own = str(getattr(_written(rule), "__module__", "")).partition(".")[0]

    def of(self, value: Any) -> Any:
        """Return a value's description."""
        if type(value) in _PLAIN:
            return [type(value).__name__, repr(value)]
        if id(value) in self._seen:
            return ["again", self._seen[id(value)][0]]
        # Kept, so that no other value gets the same id.
        self._seen[id(value)] = len(self._seen), value
        for kind, describe in self._kinds():
            if isinstance(value, kind):
                return describe(value)
        return self._reduced(value)

    def _kinds(self) -> Iterator[tuple[type, Callable[[Any], Any]]]:
        yield CodeType, self._code
        yield FunctionType, self._function
        yield MethodType, lambda value: [self.of(value.__func__), self.of(value.__self__)]
        yield ModuleType, lambda value: ["module", value.__name__, _version(value.__name__)]
        yield type, self._class
        yield BuiltinFunctionType, self._builtin
        yield staticmethod | classmethod, lambda value: self.of(value.__func__)  # type: ignore[misc]
        yield property, lambda value: [self.of(f) for f in (value.fget, value.fset, value.fdel)]
        yield list | tuple, self._members  # type: ignore[misc]
        yield (
            set | frozenset,
            lambda value: [  # type: ignore[misc]
                type(value).__name__,
                sorted(json.dumps(self.of(member)) for member in value),
            ],
        )

    def _members(self, value: Any) -> Any:
        return [type(value).__name__, [self.of(member) for member in value]]

    def _function(self, function: FunctionType) -> Any:
        name = [function.__module__, function.__qualname__]
        if self._by_name(function.__module__):
            return ["installed", *name, _version(function.__module__)]
        code = function.__code__
        return [
            "function",
            *name,
            _source(code),
            self.of(code),
            self.of(function.__defaults__),
            self.of(function.__kwdefaults__),
            [self._cell(cell) for cell in function.__closure__ or ()],
            self._globals(function),
        ]

    def _cell(self, cell: Any) -> Any:
        try:
            return self.of(cell.cell_contents)
        except ValueError:
            return ["not set yet"]

    def _code(self, code: CodeType) -> Any:
        names = [code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars]
        return [
            "code",
            hashlib.sha256(code.co_code).hexdigest(),
            [list(each) for each in names],
            [self.of(constant) for constant in code.co_consts],
        ]

    def _globals(self, function: FunctionType) -> list[Any]:
        """Return the module-wide names that a function uses, and what they stand for."""
        loaded, attributes = _names(function.__code__)
        there = function.__globals__
        found = []
        for name in sorted(loaded & there.keys()):
            value = there[name]
            found.append([name, self.of(value)])
            if isinstance(value, ModuleType) and not self._by_name(value.__name__):
                inner = vars(value)
                found += [
                    [name, at, self.of(inner[at])] for at in sorted(attributes & inner.keys())
                ]
        return found

    def _class(self, kind: type) -> Any:
        name = [kind.__module__, kind.__qualname__]
        if self._by_name(kind.__module__):
            return ["installed", *name, _version(kind.__module__)]
        members = {at: value for at, value in vars(kind).items() if at not in _OF_CLASSES}
        return [
            "class",
            *name,
            [self.of(base) for base in kind.__bases__],
            [[at, self._member(members[at])] for at in sorted(members)],
        ]

    def _member(self, value: Any) -> Any:
        slot = inspect.ismemberdescriptor(value) or inspect.isgetsetdescriptor(value)
        return ["slot"] if slot else self.of(value)

    def _builtin(self, function: BuiltinFunctionType) -> Any:
        owner = function.__self__
        of = [] if owner is None or isinstance(owner, ModuleType) else [self.of(owner)]
        return ["builtin", function.__module__, function.__qualname__, *of]

    def _reduced(self, value: Any) -> Any:
        """Return what pickle would keep of a value."""
        if isinstance(value, dict):
            pairs = [[self.of(key), self.of(member)] for key, member in value.items()]
            return [self.of(type(value)), pairs]
        reduced = value.__reduce_ex__(4)
        if isinstance(reduced, str):
            return ["global", type(value).__module__, reduced]
        parts = [list(part) if isinstance(part, Iterator) else part for part in reduced]
        return [self.of(type(value)), [self.of(part) for part in parts]]

    def _by_name(self, module: str | None) -> bool:
        """Return whether a module's content counts by its name and version."""
        root = str(module).partition(".")[0]
        return root != self._own and _installed(root)


def _source(code: CodeType) -> str:
    """Return a source; "" where it can't be had, as of what dataclasses write."""
    try:
        return inspect.getsource(code)
    except (OSError, TypeError):
        return ""


def _names(code: CodeType) -> tuple[set[str], set[str]]:
    """Return the module-wide names and the attributes that a function asks for."""
    loaded: set[str] = set()
    attributes: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            loaded.add(str(step.argval))
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            attributes.add(str(step.argval))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            more, inner = _names(constant)
            loaded |= more
            attributes |= inner
    return loaded, attributes


@functools.cache
def _installed(root: str) -> bool:
    if root in sys.stdlib_module_names or root == __name__.partition(".")[0]:
        return True
    file = getattr(sys.modules.get(root), "__file__", None)
    places = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return file is not None and any(Path(file).is_relative_to(place) for place in places)


def _version(module: str) -> str:
    root = sys.modules.get(module.partition(".")[0])
    return str(getattr(root, "__version__", ""))
