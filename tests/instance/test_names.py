"""What options, measures, universities and instruments are called."""

import shutil
from pathlib import Path

import pandas as pd
from support.plans import tiny

import optimizer as opt
from optimizer.instance.names import Names, at_place, labels_of, names_of

SHIPPED = Path(__file__).parents[2] / "instances" / "tiny"


def frame(*rows):
    """Return a table of things with their names."""
    return pd.DataFrame(rows, columns=["option_id", "name", "name_local"])


def test_a_blank_name_is_the_code():
    """Without a name, in a table with or without the column, the code is shown."""
    named = names_of(frame(("a", "Alpha", ""), ("b", "", "비")), "option_id")
    assert [named.of(code) for code in "abc"] == ["Alpha", "b", "c"]
    assert named.local == {"b": "비"}
    assert names_of(frame(("a", "", ""))[["option_id"]], "option_id") == Names()


def test_one_name_of_two_bears_the_codes():
    """Two options that are called alike are told apart."""
    named = names_of(frame(("a", "Hub", ""), ("b", "Hub", ""), ("c", "Zone", "")), "option_id")
    assert list(named.english.values()) == ["Hub (a)", "Hub (b)", "Zone"]


def test_the_only_option_names_its_instrument():
    """A type of hub with one option is called as that; a sector by its word."""
    instance = tiny()
    labels = labels_of(instance.options, instance.table("measures"), instance.table("universities"))
    assert labels == instance.labels
    assert labels.instruments.of("venue") == "Performance venue"
    assert labels.instruments.of("green_energy") == "green energy"
    assert labels.instruments.of("zones") == "zones"
    assert labels.universities.of("royal") == "Royal University of Aurelle"


def test_another_name_makes_no_plan_stale(tmp_path):
    """The hash of an instance does not depend on what its options and measures are called."""
    folder = tmp_path / "tiny"
    shutil.copytree(SHIPPED, folder)
    for name in ("options.csv", "measures.csv"):
        table = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
        table.assign(name="x", name_local="").to_csv(folder / name, index=False)
    renamed = opt.load(folder)
    assert renamed.labels.options.of("ai_hub") == "x (ai_hub)"
    assert renamed.data_hash == tiny().data_hash


def test_a_place_comes_first():
    """“region name · option name”."""
    assert at_place("Tamsel", "Biotech zone") == "Tamsel · Biotech zone"
