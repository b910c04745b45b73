"""`rooted report`: a saved plan's summary, tables and figures, made anew."""

import json

import pytest
from support.plans import plain_tiny

import optimizer as opt


def test_a_plan_is_reported_anew(rooted, saved):
    """What was lost is there again, the summary is printed, and the plan is as it was."""
    before = json.loads((saved / "plan.json").read_text(encoding="utf-8"))
    (saved / "summary.txt").unlink()
    (saved / "cost_per_stayer.csv").unlink()
    answer = rooted("report", saved)
    assert answer.code == 0
    assert (saved / "summary.txt").read_text(encoding="utf-8-sig") == answer.out
    assert (saved / "cost_per_stayer.csv").exists()
    assert json.loads((saved / "plan.json").read_text(encoding="utf-8")) == before
    assert "not recomputed" in answer.out


def test_with_its_instance_it_is_checked_and_has_a_map(rooted, saved, tmp_path):
    """The summary says that all was recomputed; the instance's boundaries are drawn on."""
    answer = rooted("report", saved, "--instance", "tiny", "--out", tmp_path / "again")
    assert answer.code == 0
    assert "was recomputed from the tables" in answer.out
    assert (tmp_path / "again" / "plan.gpkg").exists()
    assert not (saved / "plan.gpkg").exists()


def test_importance_without_the_instance_is_refused(rooted, saved):
    """A solve needs the tables; the remedy is named."""
    answer = rooted("report", saved, "--importance")
    assert answer.code == 2
    assert "--instance" in answer.err


@pytest.mark.slow
def test_why_is_told_with_the_instance_and_proven_when_asked(rooted, saved, tmp_path):
    """plan.json and the summary hold intervals from searches, and the alternatives."""
    folder = tmp_path / "why"
    words = ("--importance", "--alternatives", "1", "--out", folder)
    answer = rooted("report", saved, "--instance", "tiny", *words)
    assert answer.code == 0
    assert "What to cut last" in answer.out
    content = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert {line["known_by"] for line in content["reasons"]["lines"]} == {"search"}
    assert content["alternatives"]["asked"] == 1


def test_a_plan_that_fails_is_not_written(rooted, saved, tmp_path):
    """Exit code 5, the reasons, and no folder."""
    path = saved / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"cost": 0}), encoding="utf-8")
    answer = rooted("report", saved, "--instance", "tiny", "--out", tmp_path / "again")
    assert answer.code == 5
    assert "fails its check" in answer.err
    assert not (tmp_path / "again").exists()


def test_a_page_of_a_plan_and_of_a_sweep(rooted, saved, tmp_path):
    """--out x.html is one file; a sweep's folder is known by what it holds."""
    answer = rooted("report", saved, "--instance", "tiny", "--out", tmp_path / "plan.html")
    assert answer.code == 0
    assert "</html>" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    opt.sweep(plain_tiny(), budgets=[60], gap=0.05, workers=1, store=tmp_path / "runs")
    answer = rooted("report", tmp_path / "runs", "--out", tmp_path / "sweep.html")
    assert answer.code == 0
    assert "no map" in answer.err
    assert (tmp_path / "sweep.html").exists()
    answer = rooted("report", tmp_path / "runs")
    assert answer.code == 2
    assert "--out sweep.html" in answer.err


def test_a_file_in_the_place_of_a_folder_is_refused(rooted, saved):
    """Exit code 2, and the ending is named."""
    answer = rooted("report", saved, "--out", "page.docx")
    assert answer.code == 2
    assert "'.docx'" in answer.err
