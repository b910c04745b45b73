"""Commands, exit codes and options, as contract.md has them."""

import json
import shutil
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import geopandas
import pytest
from support.command import TINY
from support.command import here as run_here
from support.plans import tiny_plan

import optimizer as opt

QUICK = ("--budget", 60)
KEYS = {
    *("instance", "instance_hash", "budget", "settings", "status", "retained", "objective"),
    *("bound", "gap", "cost", "build", "measures", "seats", "regions", "projection"),
    *("seconds", "versions", "seed"),
}
FILES = {
    *("plan.json", "build.csv", "regions.csv", "flows.csv", "plan.gpkg", "map.png"),
    "summary.txt",
}

solving = import_module("optimizer.api.solve")


@pytest.fixture
def rooted(monkeypatch, capfd):
    """Run a command and return its exit code and streams."""
    return lambda *words: run_here(monkeypatch, capfd, *words)


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory):
    return replace(tiny_plan(), boundaries=None).save(tmp_path_factory.mktemp("once"))


@pytest.fixture
def saved(saved_once, tmp_path):
    """Return a folder with a plan, to corrupt."""
    return Path(shutil.copytree(saved_once, tmp_path / "plan"))


def test_solve_prints_a_summary_and_returns_0(rooted):
    """Standard output holds the summary alone; messages are on standard error."""
    answer = rooted("solve", "tiny", *QUICK)
    assert answer.code == 0
    assert answer.out.startswith("Plan for tiny")
    assert "read and checked" in answer.err


def test_json_holds_every_key_of_the_contract(rooted):
    """`--json` prints plan.json's content: every key, and the columns of its lists."""
    content = rooted("solve", "tiny", *QUICK, "--json", "--seed", 7).json
    assert set(content) >= KEYS
    assert set(content["seconds"]) == {"read", "build", "solve", "verify"}
    assert content["seconds"]["read"] > 0
    assert content["seed"] == 7
    assert content["budget"] == 60
    assert content["versions"]["highspy"]
    built = {"region_id", "option_id", "count", "cost", "jobs", "youth_jobs", "phase"}
    built |= {"uplift", "neighbour_jobs"}
    assert all(set(row) == built for row in content["build"])
    region = {"region_id", "leavers", "retained", "retained_by_jobs", "retained_by_culture"}
    assert all(region | {"culture_level"} <= set(row) for row in content["regions"])


def test_out_writes_every_file_and_leaves_others_alone(rooted, tmp_path):
    """plan.json, CSV tables, plan.gpkg, map.png and summary.txt; a stranger's file survives."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    answer = rooted("solve", "tiny", *QUICK, "--out", tmp_path, "--json")
    assert {file.name for file in tmp_path.iterdir()} >= {*FILES, "notes.txt"}
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8")) == answer.json
    assert not list(tmp_path.glob(".writing*"))
    assert rooted("check", tmp_path, "--instance", "tiny").code == 0


def test_an_instance_is_never_overwritten(rooted, monkeypatch):
    """`--out` into an instance is refused before any time is spent on solving."""
    monkeypatch.setattr(opt, "solve", None)
    before = (TINY / "regions.csv").read_bytes()
    for folder in (TINY, TINY / "network"):
        answer = rooted("solve", "tiny", "--out", folder)
        assert answer.code == 2
        assert "holds an instance" in answer.err
    assert (TINY / "regions.csv").read_bytes() == before
    assert not (TINY / "plan.json").exists()


def test_out_that_cannot_be_written_is_refused_first(rooted, monkeypatch, tmp_path):
    """A file where the folder should be: exit 2 before solving."""
    monkeypatch.setattr(opt, "solve", None)
    (tmp_path / "file").write_text("", encoding="utf-8")
    answer = rooted("solve", "tiny", "--out", tmp_path / "file" / "plan")
    assert answer.code == 2
    assert "not a folder" in answer.err


def test_a_plan_that_cannot_be_written_is_still_shown(rooted, tmp_path):
    """The result of a long solve is not thrown away because of its folder."""
    (tmp_path / "flows.csv").mkdir()
    answer = rooted("solve", "tiny", *QUICK, "--out", tmp_path, "--json")
    assert answer.code == 2
    assert answer.json["status"] == "optimal"
    assert "flows.csv" in answer.err
    assert [file.name for file in tmp_path.iterdir()] == ["flows.csv"]


def test_without_boundaries_there_is_no_map(rooted, tmp_path):
    """An instance without boundaries is solved and written, and the lack is said."""
    shutil.copytree(TINY, tmp_path / "bare")
    (tmp_path / "bare" / "regions.gpkg").unlink()
    answer = rooted("solve", tmp_path / "bare", *QUICK, "--out", tmp_path / "plan")
    assert answer.code == 0
    assert "no boundaries" in answer.err
    assert not (tmp_path / "plan" / "map.png").exists()
    assert (tmp_path / "plan" / "plan.json").exists()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("solve", "tiny", "--set", "budgett=4"), ("budgett", "did you mean 'budget'")),
        (("solve", "tiny", "--set", "limits.max_cluster_per_region=1"), ("did you mean",)),
        (("solve", "tinny"), ("tinny",)),
        (("solve", "tiny", "--budget", "-1"), ("--budget", "-1")),
        (("solve", "tiny", "--budget", "nan"), ("--budget", "nan")),
        (("solve", "tiny", "--gap", "nan"), ("--gap", "nan")),
        (("solve", "tiny", "--gap", "-0.1", "--seed", "99999999999"), ("--gap", "--seed")),
        (("solve", "tiny", "--scenario", "nowhere.toml"), ("nowhere.toml",)),
        (("solve", "tiny", "--set", "gap"), ("gap",)),
        (("check", "nowhere", "--instance", "tiny"), ("plan.json", "flows.csv")),
        (("schema", "--format", "xml"), ("xml",)),
    ],
)
def test_bad_input_returns_2_and_names_it(rooted, words, named):
    """Exit code 2, the offending words on standard error, no traceback."""
    answer = rooted(*words)
    assert answer.code == 2
    assert all(word in answer.err for word in named), answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_all_problems_are_named_at_once(rooted, tmp_path):
    """Three mistakes in two tables are three lines, on both streams with `--json`."""
    shutil.copytree(TINY, tmp_path / "bad")
    for name, old, new in (
        ("regions.csv", "41000,12300", "41000,-5"),
        ("regions.csv", "Kolvik", ""),
        ("options.csv", "ai_hub,cluster", "ai_hub,clustre"),
    ):
        path = tmp_path / "bad" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    answer = rooted("solve", tmp_path / "bad", "--json")
    assert answer.code == 2
    assert answer.json["status"] == "bad_input"
    assert any("leavers" in reason for reason in answer.json["reasons"])
    assert any("clustre" in reason for reason in answer.json["reasons"])
    assert "clustre" in answer.err


def test_no_plan_can_exist_returns_3_with_reasons(rooted):
    """A lock that the budget doesn't reach."""
    words = ("solve", "tiny", "--budget", 100, "--set", 'locked.in=["kolvik:semi_hub"]', "--json")
    answer = rooted(*words)
    assert answer.code == 3
    assert answer.json["status"] == "infeasible"
    assert any(
        "Budget: needs" in reason and "has 100" in reason for reason in answer.json["reasons"]
    )
    assert "No plan can exist" in answer.err


def test_none_in_time_returns_4(rooted):
    """`--time-limit 0` leaves no time to find a plan."""
    answer = rooted("solve", "tiny", "--time-limit", 0, "--json")
    assert answer.code == 4
    assert answer.json["status"] == "time_limit"
    assert answer.json["reasons"]


def test_a_wrong_plan_is_neither_shown_nor_written(rooted, monkeypatch, tmp_path):
    """A plan that fails its check ends with exit code 5 and leaves no trace."""

    def lying(*words, **more):
        plan = make(*words, **more)
        return replace(plan, retained=plan.retained + 100)

    make = solving.make_plan
    monkeypatch.setattr(solving, "make_plan", lying)
    answer = rooted("solve", "tiny", *QUICK, "--out", tmp_path / "plan")
    assert (answer.code, answer.out) == (5, "")
    assert "retained" in answer.err
    assert not (tmp_path / "plan").exists()
    answer = rooted("solve", "tiny", *QUICK, "--json")
    assert answer.json["status"] == "check_failed"
    assert answer.json["reasons"]


def _in_json(folder, change):
    path = folder / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.update(retained=plan["retained"] * 1.01),
        lambda plan: plan.update(cost=0),
        lambda plan: plan.update(bound=plan["objective"] - 5),
        lambda plan: plan["build"][0].update(count=50),
        lambda plan: plan["build"].append(plan["build"][0]),
        lambda plan: plan["regions"][3].update(culture_level="full"),
        lambda plan: plan.pop("gap"),
        lambda plan: plan.update(settings={"commute_limit": "far"}),
        lambda plan: plan.update(scale={"options.jobs": 2.0}),
        lambda plan: plan.update(status="perfect"),
    ],
)
def test_a_corrupt_plan_json_returns_5(rooted, saved, change):
    """Whatever is wrong in plan.json, the check names it and returns 5."""
    _in_json(saved, change)
    answer = rooted("check", saved, "--instance", "tiny", "--json")
    assert answer.code == 5
    assert answer.json["status"] == "check_failed"
    assert answer.json["reasons"]
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("cell", ["123456", "nan", "many", "-3"])
def test_a_corrupt_flow_returns_5(rooted, saved, cell):
    """A flow that is too large, no number or negative fails the check."""
    lines = (saved / "flows.csv").read_text(encoding="utf-8-sig").splitlines()
    parts = lines[1].split(",")
    parts[2] = cell
    text = "\n".join([lines[0], ",".join(parts), *lines[2:]])
    (saved / "flows.csv").write_text(text, encoding="utf-8-sig")
    assert rooted("check", saved, "--instance", "tiny").code == 5


def test_a_table_that_contradicts_plan_json_returns_5(rooted, saved):
    """build.csv and plan.json must say the same."""
    path = saved / "build.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8-sig")
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 5
    assert "build.csv" in answer.err


def test_a_missing_table_returns_2(rooted, saved):
    """A plan without its build.csv is bad input, with what to do about it."""
    (saved / "build.csv").unlink()
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 2
    assert "build.csv: the file is missing. Remedy: copy the whole folder." in answer.err


def test_a_loosened_limit_is_told(rooted, saved):
    """More zones in plan.json than in the instance break no rule of the plan, but are named."""
    _in_json(saved, lambda plan: plan["limits"].update(zones=9))
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 0
    assert "limits.zones is 9 in the plan and 2 in the instance" in answer.err


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "\x00"])
def test_a_damaged_plan_json_returns_2(rooted, saved, text):
    """What is no plan at all is bad input, named without a traceback."""
    (saved / "plan.json").write_text(text, encoding="utf-8")
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 2
    assert "plan.json" in answer.err
    assert "Traceback" not in answer.err


def test_check_of_an_instance(rooted, tmp_path):
    """A sound instance returns 0, and its notes are on standard error."""
    answer = rooted("check", "tiny", "--json")
    assert (answer.code, answer.json["status"], answer.err) == (0, "ok", "")
    shutil.copytree(TINY, tmp_path / "tiny")
    (tmp_path / "tiny" / "universities.csv").unlink()
    answer = rooted("check", tmp_path / "tiny", "--json")
    assert (answer.code, answer.json["status"]) == (0, "ok")
    assert "Note: no table of universities" in answer.err


def test_a_plan_needs_its_instance(rooted, saved):
    """`rooted check PLAN` without an instance says what is missing."""
    answer = rooted("check", saved)
    assert answer.code == 2
    assert "--instance" in answer.err


def test_scenario_and_set_reach_the_plan(rooted, tmp_path):
    """Settings, limits, locks and scale of a scenario hold, `--set` wins, and the plan checks."""
    file = tmp_path / "dear.toml"
    file.write_text(
        "[settings]\nbudget = 250\ncommute_limit = 45\n"
        "[limits]\nmax_options = { venue = 0 }\n"
        '[locked]\nin = ["elmspring:bio_pilot"]\n'
        "[scale]\noptions.capital_cost = 1.5\n",
        encoding="utf-8",
    )
    plan = tmp_path / "plan"
    words = ("--scenario", file, "--set", "commute_limit=50", "--out", plan, "--json")
    content = rooted("solve", "tiny", *words).json
    assert content["budget"] == 250
    assert content["settings"]["commute_limit"] == 50
    assert content["scale"] == {"options.capital_cost": 1.5}
    built = {(row["region_id"], row["option_id"]) for row in content["build"]}
    assert ("elmspring", "bio_pilot") in built
    assert "venue" not in {option for _, option in built}
    assert rooted("check", plan, "--instance", "tiny").code == 0
    assert rooted("check", plan / "plan.json", "--instance", "tiny").code == 0


def test_gap_and_seed_are_recorded(rooted):
    """`--gap 0` asks for a proof to 1e-6."""
    content = rooted("solve", "tiny", *QUICK, "--gap", 0, "--json").json
    assert content["status"] == "optimal"
    assert content["gap"] <= 1e-6
    assert content["gap_asked"] == 0
    assert content["gap"] == pytest.approx(
        (content["bound"] - content["objective"]) / max(1, abs(content["objective"]))
    )


def test_new_writes_an_instance_that_solves(rooted, tmp_path):
    """`rooted new DIR`, then check and solve DIR."""
    assert rooted("new", tmp_path / "mine").code == 0
    assert rooted("check", tmp_path / "mine").code == 0
    assert rooted("solve", tmp_path / "mine", *QUICK).code == 0
    assert rooted("new", tmp_path / "mine").code == 2


def test_schema_in_both_forms(rooted):
    """The definitions as Markdown and as JSON."""
    assert "leavers" in rooted("schema").out
    assert rooted("schema", "--format", "json").json


def test_schema_of_an_instance_in_both_forms(rooted):
    """What an instance holds, with its sources; an unknown one is bad input."""
    page = rooted("schema", "--instance", "tiny").out
    assert "invented for rooted" in page
    assert "not stated" not in page
    held = rooted("schema", "--instance", "tiny", "--format", "json").json
    leavers = next(row for row in held["columns"] if row["column"] == "leavers")
    assert (leavers["table"], leavers["unit"], leavers["licence"]) == ("regions", "persons", "MIT")
    assert next(row for row in held["settings"] if row["key"] == "youth_share")["low"] == 0.38
    answer = rooted("schema", "--instance", "tny")
    assert answer.code == 2
    assert "'tiny'" in answer.err


def test_ctrl_c_while_reading_returns_130(rooted, monkeypatch):
    """Before any plan, Ctrl-C leaves with 130, JSON where asked for, and no traceback."""

    def pressed(*words, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(opt, "load", pressed)
    monkeypatch.setattr(opt, "check", pressed)
    answer = rooted("solve", "tiny", "--json")
    assert answer.code == 130
    assert answer.json["status"] == "interrupted"
    assert rooted("check", "tiny").code == 130
    assert "Traceback" not in answer.err


def test_closed_standard_error_keeps_json_alone(rooted, monkeypatch):
    """Messages never move to standard output."""
    monkeypatch.setattr(sys, "stderr", None)
    assert rooted("solve", "tiny", *QUICK, "--json").json["status"] == "optimal"


def test_map_layers_open_with_geopandas(rooted, tmp_path):
    """plan.gpkg keeps the boundaries' CRS and has a layer of regions and one of buildings."""
    rooted("solve", "tiny", *QUICK, "--out", tmp_path / "plan")
    source = geopandas.read_file(TINY / "regions.gpkg")
    regions = geopandas.read_file(tmp_path / "plan" / "plan.gpkg", layer="regions")
    build = geopandas.read_file(tmp_path / "plan" / "plan.gpkg", layer="build")
    assert regions.crs == build.crs == source.crs
    assert len(regions) == len(source)
    assert len(build) > 0
