"""Facts of finding an instance: a folder, or a shipped name."""

from pathlib import Path

import pytest

import optimizer as opt
from optimizer.instance import InputError, read_instance, shipped
from optimizer.instance import shipped as module
from optimizer.instance.reading.shipped import find_folder, scenarios_of
from optimizer.sweep.grid import variants
from optimizer.sweep.instances import instances_of


def test_shipped_names():
    """Tiny comes with the package and reads by its name."""
    assert "tiny" in shipped()
    assert read_instance("tiny").name == "tiny"


def test_korea_in_three_phases():
    """The scenario beside Korea's tables spreads the same budget over three years."""
    korea = opt.load("korea", scenarios=["three-phases"])
    assert [phase.year for phase in korea.phases] == [2024, 2027, 2030]
    assert sum(phase.budget for phase in korea.phases) == korea.settings.budget


@pytest.mark.slow
def test_scenarios_of_korea_are_read_and_shown():
    """Each scenario beside Korea's tables fits them, and the page on its levers names it."""
    page = Path(__file__).parents[3] / "docs" / "korea" / "levers.md"
    names = list(scenarios_of(shipped()["korea"]))
    assert names == ["balance", "blocs", "headcount", "housing", "line", "three-phases"]
    for name in names:
        assert f"`--scenario {name}" in page.read_text(encoding="utf-8")
    read = {name: read_instance("korea", scenarios=[name]) for name in names}
    assert read["balance"].limits.min_cost_share_decline_areas == 0.5
    assert read["blocs"].limits.min_fair_share == 0.8
    assert read["headcount"].limits.min_fair_share == 0
    assert read["headcount"].settings.weights == "column"
    assert read["line"].limits.max_measures == {"housing_subsidy": 0}
    assert read["housing"].limits.max_measures == {"housing_subsidy": 229}
    assert read["housing"].ranges["measures.retention"].high == 2.2
    assert read["line"].culture.curve == ((0, 0), (1, 0.01))
    assert all(one.culture.curve[-1][1] == 0.01 for one in read.values())


def test_inside_a_wheel(tmp_path, monkeypatch):
    """In an installed package the instances lie beside the code, and come first."""
    import importlib

    places = importlib.import_module("optimizer.instance.reading.shipped")
    (tmp_path / "shipped" / "other").mkdir(parents=True)
    (tmp_path / "shipped" / "other" / "instance.toml").write_text("")
    monkeypatch.setattr(places, "_PLACES", (tmp_path / "shipped", *places._PLACES))
    assert find_folder("other") == tmp_path / "shipped" / "other"
    assert module is shipped


def test_a_folder_wins_over_a_shipped_name(bare, monkeypatch):
    """A planner's folder of a shipped name is the planner's."""
    monkeypatch.chdir(bare.folder.parent)
    bare.folder.rename("tiny")
    assert find_folder("tiny").resolve() == bare.folder.parent / "tiny"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("tinny", ["no such folder", "'tiny'"]),
        ("TINY", ["did you mean 'tiny'?"]),
        ("\0", ["no such folder"]),
        ("x" * 5000, ["no such folder"]),
        ("", ["instance.toml"]),
    ],
)
def test_nothing_found(source, words, tmp_path, monkeypatch):
    """What isn't there is a problem with a remedy, never a traceback."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as raised:
        read_instance(source)
    assert all(word in str(raised.value) for word in words), str(raised.value)


def test_folder_without_instance(tmp_path):
    """A folder that holds no instance.toml is told how to get one."""
    with pytest.raises(InputError, match=r"no such file.*rooted new DIR"):
        read_instance(tmp_path)


def test_scenarios_are_named_without_a_path(copy):
    """A file of the instance's folder `scenarios` goes by its name, with or without .toml."""
    copy.write("scenarios/half.toml", "[settings]\nbudget = 1\n")
    for name in ("half", "half.toml", Path("half")):
        assert read_instance(copy.folder, scenarios=[name]).settings.budget == 1


def test_a_file_wins_over_the_name_of_a_scenario(copy, monkeypatch):
    """A planner's file of that name is the planner's."""
    copy.write("scenarios/half.toml", "[settings]\nbudget = 1\n")
    file = copy.write("../half", "[settings]\nbudget = 2\n")
    monkeypatch.chdir(file.parent)
    assert read_instance(copy.folder, scenarios=["half"]).settings.budget == 2


def test_an_unknown_scenario_lists_those_that_are_there(copy):
    """The message names all scenarios, and the nearest one; a path says that it can't be read."""
    copy.write("scenarios/half.toml", "")
    copy.write("scenarios/double.toml", "")
    copy.assert_names("halv", "known are double, half", "did you mean 'half'?", scenarios=["halv"])
    copy.assert_names("half.toml", "can't be read", scenarios=["elsewhere/half.toml"])


def test_a_sweep_takes_scenarios_by_name(copy):
    """What is laid over the instance is the named file, beside the word base."""
    copy.write("scenarios/half.toml", "[settings]\njob_only_share = 0.2\n")
    found = instances_of(opt.load(copy.folder), variants(["base", "half"]), opt.load)
    assert {name: one.settings.job_only_share for name, one in found.items()} == {
        "base": 0.45,
        "half": 0.2,
    }
