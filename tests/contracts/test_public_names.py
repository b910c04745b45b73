"""Public names are found in every way that Python has, in whatever order."""

import ast
import importlib
import sys
from pathlib import Path

import pytest

import optimizer as opt

NAME = opt.__name__
OF_0_1 = [
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
    "Store",
    "Sweep",
    "Uncertainty",
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
"""Names of `optimizer.__all__` in version 0.1."""


def loaded():
    """Return the package's modules that have been imported."""
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] == NAME}


@pytest.fixture
def afresh():
    """Forget that the package was ever imported, until the test ends."""
    before = loaded()
    for name in before:
        del sys.modules[name]
    yield
    for name in loaded():
        del sys.modules[name]
    sys.modules.update(before)


def test_every_public_name_is_there():
    """And listed by dir(); a name that isn't is an AttributeError."""
    for name in opt.__all__:
        assert getattr(opt, name) is not None
    assert set(opt.__all__) <= set(dir(opt))
    with pytest.raises(AttributeError, match="nothing"):
        opt.nothing  # noqa: B018


def test_what_the_pages_of_0_1_showed_is_still_there():
    """Its public names, and the one deeper path that its page on the projection imported."""
    assert set(OF_0_1) <= set(opt.__all__)
    projection = importlib.import_module("optimizer.projection")
    assert callable(projection.project)
    assert callable(projection.cohorts_of)


def test_type_checkers_read_the_same_names():
    """What is imported for types alone is what is imported when asked for."""
    tree = ast.parse(Path(opt.__file__).read_text(encoding="utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    found = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(found) == set(opt.__all__) - {"__version__"}
    for name, room in found.items():
        assert getattr(importlib.import_module(room), name) is getattr(opt, name)


@pytest.mark.usefixtures("afresh")
def test_the_function_hides_the_folder_of_its_name():
    """`opt.sweep` is the function also where the folder optimizer/sweep was imported first."""
    store = importlib.import_module("optimizer.sweep.store")
    package = importlib.import_module("optimizer")
    assert callable(package.sweep)
    assert package.sweep is sys.modules["optimizer.api"].sweep
    assert package.Store is store.Store


@pytest.mark.usefixtures("afresh")
def test_the_folder_does_not_hide_the_function():
    """`opt.sweep` stays the function where the folder is imported later."""
    package = importlib.import_module("optimizer")
    sweep = package.sweep
    importlib.import_module("optimizer.sweep.store")
    importlib.import_module("optimizer.report")
    assert package.sweep is sweep
    from optimizer import sweep as again

    assert again is sweep
