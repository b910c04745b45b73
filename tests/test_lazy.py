"""Packages import what they offer when it is asked for, and offer what they say."""

import ast
import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from optimizer.lazy import lazily

PACKAGES = ("optimizer.analysis", "optimizer.api", "optimizer.report", "optimizer.sweep")
"""All that call `lazily`."""


@pytest.fixture
def shop(monkeypatch, tmp_path):
    """Return a package with a module `bread` that holds `bread` and `crumbs`."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "bread.py").write_text("def bread():\n    return 1\n\ncrumbs = 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    package = importlib.import_module("shop")
    lazily("shop", {"bread": ("bread", "crumbs as rest")})
    yield package
    for name in ("shop", "shop.bread"):
        sys.modules.pop(name, None)


def test_a_name_is_imported_when_it_is_asked_for(shop):
    """Not before; and by the name under which it is offered."""
    assert "shop.bread" not in sys.modules
    assert shop.rest == 2
    assert "shop.bread" in sys.modules
    assert {"bread", "rest"} <= set(dir(shop))
    with pytest.raises(AttributeError, match="'crumbs'"):
        _ = shop.crumbs


def test_a_module_does_not_hide_what_bears_its_name(shop):
    """Whoever imports the module bread first still gets the function by that name."""
    importlib.import_module("shop.bread")
    assert not isinstance(shop.bread, ModuleType)
    assert shop.bread() == 1


@pytest.mark.parametrize("name", PACKAGES)
def test_type_checkers_and_python_see_the_same(name):
    """What is imported for type checkers is what the package offers, each from where it says."""
    package = importlib.import_module(name)
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(name)
        for alias in node.names
    }
    assert sorted(seen) == sorted(package.__all__)
    for offered, (module, own) in seen.items():
        assert getattr(package, offered) is getattr(importlib.import_module(module), own)
