"""`rooted solve`: what it prints and writes, as contract.md has it."""

import json
import shutil
from dataclasses import replace
from importlib import import_module

import geopandas
import pytest
from support.command import TINY, quietly
from support.figures import blank_figures
from support.plans import tiny_plan

import optimizer as opt
from optimizer.deadline import Deadline

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


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Run a solve once; return what it printed, and the folder that it wrote beside a stranger."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    words = ("solve", "tiny", *QUICK, "--gap", 0, "--seed", 7, "--out", folder, "--force", "--json")
    words += ("--csv-dialect", "semicolon", "--xlsx", "--geojson", "--draws", 20)
    with pytest.MonkeyPatch.context() as patch:
        blank_figures(patch)
        return quietly(patch, *words), folder


def test_json_holds_every_key_of_the_contract(done):
    """`--json` prints plan.json's content: every key, and the columns of its lists."""
    answer, _ = done
    content = answer.json
    assert set(content) >= KEYS
    assert set(content["seconds"]) == {"read", "build", "solve", "verify"}
    assert content["seconds"]["read"] > 0
    assert content["seed"] == 7
    assert content["budget"] == 60
    assert content["versions"]["highspy"]
    built = {"region_id", "option_id", "count", "cost", "jobs", "youth_jobs", "phase"}
    built |= {"uplift", "neighbour_jobs", "option_name", "option_name_local"}
    assert all(set(row) == built for row in content["build"])
    region = {"region_id", "leavers", "retained", "retained_by_jobs", "retained_by_culture"}
    assert all(region | {"culture_level"} <= set(row) for row in content["regions"])


def test_out_writes_every_file_and_leaves_others_alone(done, rooted):
    """plan.json, CSV tables, plan.gpkg, map.png and summary.txt; a stranger's file survives."""
    answer, folder = done
    asked = {"plan.xlsx", "build.geojson", "line_importance.csv", "why_not.csv", "plan_build.qml"}
    assert {file.name for file in folder.iterdir()} >= {*FILES, *asked, "notes.txt"}
    assert (folder / "build.csv").read_text(encoding="utf-8-sig").startswith("region_id;")
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8")) == answer.json
    assert not list(folder.glob(".rooted*"))
    assert "Kept beside the plan: notes.txt." in answer.err
    assert rooted("check", folder, "--instance", "tiny").code == 0


def test_gap_and_seed_are_recorded(done):
    """`--gap 0` asks for a proof to 1e-6."""
    answer, _ = done
    content = answer.json
    assert content["status"] == "optimal"
    assert content["gap"] <= 1e-6
    assert content["gap_asked"] == 0
    assert content["gap"] == pytest.approx(
        (content["bound"] - content["objective"]) / max(1, abs(content["objective"]))
    )


def test_map_layers_open_with_geopandas(done):
    """plan.gpkg keeps the boundaries' CRS and has a layer of regions and one of buildings."""
    _, folder = done
    source = geopandas.read_file(TINY / "regions.gpkg")
    regions = geopandas.read_file(folder / "plan.gpkg", layer="regions")
    build = geopandas.read_file(folder / "plan.gpkg", layer="build")
    assert regions.crs == build.crs == source.crs
    assert len(regions) == len(source)
    assert len(build) > 0


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


def test_out_with_files_of_ones_own_is_refused_first(rooted, monkeypatch, tmp_path):
    """Files that no plan wrote are named before solving, a build.csv of one's own too."""
    monkeypatch.setattr(opt, "solve", None)
    for name in ("build.csv", "notes.txt", ".hidden"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    answer = rooted("solve", "tiny", "--out", tmp_path)
    assert answer.code == 2
    assert "what no plan wrote: build.csv, notes.txt." in answer.err
    assert "--force" in answer.err


def test_force_keeps_what_is_there(rooted, monkeypatch, tmp_path):
    """A file with the name of a plan's is kept as NAME.old, and that is said."""
    blank_figures(monkeypatch)
    for name in ("build.csv", "map.png", "notes.txt"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    quick = (*QUICK, "--draws", 0, "--no-why")
    answer = rooted("solve", "tiny", *quick, "--out", tmp_path, "--force")
    assert answer.code == 0
    assert not (tmp_path / "why_not.csv").exists()
    assert "build.csv, map.png, notes.txt. What bears the name" in answer.err
    for name in ("build.csv.old", "map.png.old", "notes.txt"):
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    assert rooted("check", tmp_path, "--instance", "tiny").code == 0


def test_a_plan_that_cannot_be_written_is_still_shown(rooted, monkeypatch, tmp_path):
    """The result of a long solve is not thrown away because of its folder."""

    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = rooted("solve", "tiny", *QUICK, "--draws", 0, "--out", tmp_path / "plan", "--json")
    assert answer.code == 2
    assert answer.json["status"] == "optimal"
    assert "No space left" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_summary_and_without_boundaries_or_points_no_map(rooted, tmp_path):
    """Standard output holds the summary alone; messages, of a map that lacks, are elsewhere."""
    shutil.copytree(TINY, tmp_path / "bare")
    (tmp_path / "bare" / "regions.gpkg").unlink()
    shutil.rmtree(tmp_path / "bare" / "network")
    answer = rooted("solve", tmp_path / "bare", *QUICK, "--draws", 0, "--out", tmp_path / "plan")
    assert answer.code == 0
    assert answer.out.startswith("Plan for tiny")
    assert "read and checked" in answer.err
    assert "no boundaries" in answer.err
    assert not (tmp_path / "plan" / "map.png").exists()
    assert (tmp_path / "plan" / "plan.json").exists()


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
    words += ("--draws", 0, "--gap", 0.01)
    content = rooted("solve", "tiny", *words).json
    assert content["budget"] == 250
    assert content["settings"]["commute_limit"] == 50
    assert content["scale"] == {"options.capital_cost": 1.5}
    built = {(row["region_id"], row["option_id"]) for row in content["build"]}
    assert ("elmspring", "bio_pilot") in built
    assert "venue" not in {option for _, option in built}
    assert rooted("check", plan, "--instance", "tiny").code == 0
    assert rooted("check", plan / "plan.json", "--instance", "tiny").code == 0


def test_draws_are_left_out_where_even_the_first_would_take_too_long(monkeypatch):
    """Four times the check is more than the seconds left: no draw begins, and a note says so."""
    solve = import_module("optimizer.cli.solve")
    plan = replace(tiny_plan(), seconds={"verify": 6.0})
    deadline = Deadline(100.0, clock=lambda: 80.0, started=0.0)
    monkeypatch.setattr(opt.Plan, "uncertainty", lambda *_: pytest.fail("a draw began"))
    told = solve._drawn(plan, 200, 0, deadline)
    assert told.notes[-1] == "Time ran out: without the range of who stays; give it more."
