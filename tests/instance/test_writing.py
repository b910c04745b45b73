"""Facts of writing: all or nothing, and what is written reads as it was."""

import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance import InputError, read_instance
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.phases import Phase
from optimizer.instance.writing import new_instance, to_toml, words_of, write_instance

HEAD = {"name": "x", "base_year": 2024, "horizon_year": 2040}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_written_instance_reads_as_it_was(copy, tmp_path, suffix):
    """Tables, words and boundaries come back the same, to the last bit."""
    old = read_instance(copy.folder)
    folder = write_instance(
        tmp_path / "new", old.tables, words_of(old), boundaries=old.boundaries, suffix=suffix
    )
    new = read_instance(folder)
    assert new.data_hash == old.data_hash
    assert (new.settings, new.limits, new.locked) == (old.settings, old.limits, old.locked)
    assert new.notes == old.notes
    assert not list(tmp_path.glob(".*"))


def test_numbers_survive_csv(tmp_path):
    """Awkward numbers, quotes, commas and line breaks survive the way through CSV."""
    regions = pd.DataFrame(
        {
            "region_id": ["a", "b", "c"],
            "name": ['A "1"', "B, two", "C\nthree"],
            "province": "P",
            "leavers": [0.1 + 0.2, 1e-300, 12.0],
            "youth_zero_migration": [123456789012.34567, 1 / 3, 12.0],
            "land_ha": [0, 1, 2],
            "culture_level": [np.nan, 0.5, 1.0],
            "candidate": [True, False, True],
        }
    )
    options = pd.DataFrame(
        {"option_id": ["o"], "kind": ["cluster"], "sector": ["s"], "capital_cost": [1.5]}
    )
    tables = {"regions": regions, "options": options}
    read = read_instance(write_instance(tmp_path / "x", tables, HEAD)).regions
    for column in ("leavers", "youth_zero_migration", "land_ha"):
        assert read[column].tolist() == regions[column].tolist()
    assert read["name"].tolist() == regions["name"].tolist()
    assert read["culture_level"].tolist() == [0.0, 0.5, 1.0]


def test_nothing_is_left_of_what_does_not_read(copy, tmp_path):
    """Tables with a problem are refused, and neither folder nor rest of it remains."""
    old = read_instance(copy.folder)
    wrong = dict(old.tables) | {"regions": old.regions.assign(leavers=-1)}
    with pytest.raises(InputError, match="leavers"):
        write_instance(tmp_path / "new", wrong, words_of(old))
    with pytest.raises(InputError, match="unknown"):
        write_instance(tmp_path / "new", {"region": old.regions}, HEAD)
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


@pytest.mark.parametrize("kind", ["full", "file"])
def test_what_is_there_is_never_overwritten(tmp_path, kind):
    """A folder that holds something, or a file of that name, is refused untouched."""
    target = tmp_path / "mine"
    if kind == "full":
        target.mkdir()
        (target / "note.txt").write_text("keep")
    else:
        target.write_text("keep")
    with pytest.raises(InputError, match="name a new folder"):
        new_instance(target)
    kept = target / "note.txt" if kind == "full" else target
    assert kept.read_text() == "keep"


def test_new_instance_is_a_complete_example(tmp_path):
    """A new instance reads without a problem, bears its folder's name and keeps the comments."""
    (tmp_path / "my land").mkdir()
    folder = new_instance(tmp_path / "my land")
    instance = read_instance(folder)
    assert instance.name == "my land"
    assert set(instance.tables) == set(TABLES)
    assert "# today" in (folder / "instance.toml").read_text()
    assert folder.stat().st_mode & 0o555 == 0o555


def test_folder_that_cannot_be(tmp_path):
    """A place that can't be written to is a problem, not a traceback."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "below", "\0", tmp_path / ("x" * 300)):
        with pytest.raises(InputError):
            new_instance(place)


def test_toml():
    """Text, numbers, truth, lists and tables come back from TOML as they went."""
    words = {
        "name": 'a "b" \\ \n \x7f é',
        "year": 2024,
        "settings": {"rate": 0.1, "on": True, "tiny": 1e-9, "text": "none"},
        "limits": {"max_options": {"a b": 1, "c": 2}, "empty": {}},
        "locked": {"in": ["a:b"], "out": ()},
        "culture": {"curve": ((0, 0), (1, 0.5))},
    }
    read = tomllib.loads(to_toml(words))
    assert read["name"] == words["name"]
    assert read["settings"] == words["settings"]
    assert read["limits"] == words["limits"]
    assert read["locked"] == {"in": ["a:b"], "out": []}
    assert read["culture"]["curve"] == [[0, 0], [1, 0.5]]


@pytest.mark.parametrize("xlsx", [pytest.param(False, marks=pytest.mark.slow), True])
def test_what_is_saved_reads_the_same(copy, tmp_path, xlsx):
    """Names like formulas, phases and settings come back; no cell begins as a formula does."""
    tiny = opt.load(copy.folder, settings={"targeting": 0.5})
    regions = tiny.regions
    regions.loc[3, "name"], regions.loc[4, "name"] = "=cmd|' /C calc'!A0", "-Town"
    risky = replace(
        tiny.with_table("regions", regions), phases=(Phase(2026, 5.0), Phase(2030, 7.5))
    )
    again = opt.load(risky.save(tmp_path / "out", xlsx=xlsx))
    assert again.data_hash == risky.data_hash
    assert again.region_names == risky.region_names
    assert again.settings == risky.settings
    assert again.phases == risky.phases
    if not xlsx:
        text = (tmp_path / "out" / "regions.csv").read_text(encoding="utf-8")
        assert "'=cmd" in text
        assert ",=cmd" not in text
    with pytest.raises(opt.InputError, match="not empty"):
        risky.save(tmp_path / "out")


def test_travel_from_a_network_is_not_saved(copy, tmp_path):
    """It would be cut at the limits of today; it follows from nodes and edges again."""
    (copy / "travel.csv").unlink()
    found = opt.load(copy.folder)
    found.save(tmp_path / "out")
    assert not (tmp_path / "out" / "travel.csv").exists()
    assert opt.load(tmp_path / "out").data_hash == found.data_hash
