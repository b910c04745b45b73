"""Every import of the package points down the list of rooms, and none comes back."""

import ast
from itertools import product
from pathlib import Path

import optimizer

PACKAGE = Path(optimizer.__file__).parent
ROOMS = (
    ("arrays", "deadline", "lazy", "light_pyomo", "spreadsheet"),
    ("equilibration", "kolm_pollak"),
    ("silent_highs",),
    ("display",),
    ("instance",),
    ("network", "projection"),
    ("coefficients",),
    ("model",),
    ("solver",),
    ("plan",),
    ("verify",),
    ("uncertainty",),
    ("sweep",),
    ("analysis", "report"),
    ("api",),
    ("explore",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
"""From the bottom; a room imports those in rows above it, and no other of its own row."""
ROW = {room: row for row, rooms in enumerate(ROOMS) for room in rooms}


def modules():
    """Return the package's files by dotted name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(path):
    """Yield what a file imports of the package, wherever in it, by dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            # A function of its module's name stands for itself: it came by the room's door.
            yield from (name if is_module(name) else node.module for name in names)


def is_module(name):
    """Whether a name is a module that its package does not hide behind a function."""
    if name not in MODULES:
        return False
    package = MODULES[name.rpartition(".")[0]].read_text(encoding="utf-8")
    return f'"{name.rpartition(".")[2]}"' not in package


IMPORTS = {name: set(imported(path)) - {name} for name, path in MODULES.items()}


def room(name):
    """Return the room of a module."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_every_room_is_in_the_list():
    """A new room needs a row, and none stands there that is gone."""
    assert {room(name) for name in MODULES} == set(ROW)


def test_no_import_points_up():
    """Also none that is done later, within a function, or for types alone."""
    up = [
        (name, other)
        for name, others in IMPORTS.items()
        for other in others
        if room(name) != room(other) and ROW[room(other)] >= ROW[room(name)]
    ]
    assert up == []


def test_no_circle():
    """No file imports itself by way of others."""
    reach = {name: set(others) for name, others in IMPORTS.items()}
    for middle, first in product(reach, reach):
        if middle in reach[first]:
            reach[first] |= reach[middle]
    assert [name for name, others in reach.items() if name in others] == []


def test_rooms_are_entered_by_their_door():
    """From another room only what its `__init__` offers is imported."""
    past = [
        (name, other)
        for name, others in IMPORTS.items()
        for other in others
        if room(name) != room(other) and other.count(".") > 1
    ]
    assert past == []
