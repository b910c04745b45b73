"""A copy of `tiny` to break, and what reading it says."""

import shutil
from pathlib import Path

import pytest

from optimizer.instance import InputError, read_instance
from optimizer.instance.reading import read

TINY = Path(__file__).parents[2] / "instances" / "tiny"
TINY_FILES = {path.read_bytes() for path in TINY.rglob("*.csv")}
_KEPT = {}


@pytest.fixture(autouse=True)
def _kept_tables(monkeypatch, request):
    """Take files that are still those of tiny apart once; what a test breaks is read every time."""
    if request.node.get_closest_marker("slow"):
        return
    reading = read.read_table

    def kept(place, table):
        raw = place.path.read_bytes() if place.path.suffix == ".csv" else b""
        if raw not in TINY_FILES:
            return reading(place, table)
        key = (raw, place.name, table.name)
        if key not in _KEPT:
            _KEPT[key] = reading(place, table)
        frame, filled, problems = _KEPT[key]
        return frame.copy(), dict(filled), problems

    monkeypatch.setattr(read, "read_table", kept)


class Copy:
    """A copy of tiny: `edit` breaks a file, `says` reads it and gives the lines of the message."""

    def __init__(self, folder):
        self.folder = folder

    def __truediv__(self, name):
        return self.folder / name

    def edit(self, name, old, new):
        """Replace text (or bytes) once; the old must be there."""
        raw = (self.folder / name).read_bytes()
        old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))
        assert old in raw, f"{old!r} is not in {name}"
        (self.folder / name).write_bytes(raw.replace(old, new, 1))

    def write(self, name, content):
        """Write a file of the copy, or beside it, and give its path."""
        raw = content.encode() if isinstance(content, str) else content
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(raw)
        return self.folder / name

    def problems(self, **more):
        """Problems of the copy, none where it reads."""
        try:
            read_instance(self.folder, **more)
        except InputError as error:
            return error.problems
        return ()

    def says(self, **more):
        """Lines of the message, none where it reads."""
        return [str(problem) for problem in self.problems(**more)]

    def assert_names(self, *words, **more):
        """Assert that a single problem names all the words."""
        lines = self.says(**more)
        assert any(all(word in line for word in words) for line in lines), (words, lines)
        return lines


@pytest.fixture
def bare(tmp_path):
    """Copy of tiny without all but the two tables that every instance has."""
    (tmp_path / "bare").mkdir()
    for name in ("instance.toml", "regions.csv", "options.csv"):
        shutil.copyfile(TINY / name, tmp_path / "bare" / name)
    return Copy(tmp_path / "bare")


COHORTS = ("population.csv", "fertility.csv", "survival.csv", "migration.csv")
"""Half of the time that reading takes goes to these."""
WITHOUT_COHORTS = {
    "test_overrides",
    "test_read",
    "test_shipped",
    "test_ranges",
    "test_tables",
    "test_toml_words",
    "test_csv_text",
    "test_writing",
}
"""Tests that break other things."""


@pytest.fixture
def copy(tmp_path, request):
    """Copy of tiny; where other things are broken, without residents and rates."""
    shutil.copytree(TINY, tmp_path / "tiny")
    breaks_them = any(name in request.node.name for name in COHORTS)
    if Path(request.path).stem in WITHOUT_COHORTS and not breaks_them:
        for name in COHORTS:
            (tmp_path / "tiny" / name).unlink()
    return Copy(tmp_path / "tiny")
