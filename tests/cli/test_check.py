"""`rooted check`: an instance's tables, or a plan without the solver."""

import json
import shutil

import pytest
from support.command import TINY

import optimizer as opt


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


def test_a_check_says_what_it_vouches_for(rooted, saved):
    """What was recomputed, what stays a claim, and a budget that is not the instance's."""
    _in_json(saved, lambda plan: plan.update(budget=1e6, bound=plan["objective"], gap=0.0))
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 0
    assert "Not recomputed, claims of the plan:\n- bound" in answer.out
    assert "the budget is 1,000,000 bn KRW in the plan" in answer.err


def test_another_name_in_a_table_returns_5(rooted, saved):
    """Names stand in the tables alone, and are compared there."""
    path = saved / "build.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("region_name")] = "Elsewhere"
    text = "\n".join([lines[0], ",".join(cells), *lines[2:]])
    path.write_text(text, encoding="utf-8-sig")
    answer = rooted("check", saved, "--instance", "tiny")
    assert answer.code == 5
    assert "build.csv, name of" in answer.err


def test_prove_is_handed_on(rooted, monkeypatch, saved):
    """With its time limit; what is refuted returns 5, and `--json` says what was found."""
    asked = {}

    def check(what, instance, **more):
        asked.update(more)
        return opt.Checked("plan", ("Bound.",), plan=True, proof="The bound is wrong.")

    monkeypatch.setattr(opt, "check", check)
    answer = rooted("check", saved, "--instance", "tiny", "--prove", "--time-limit", 3, "--json")
    assert (asked["prove"], asked["time_limit"]) == (True, 3)
    assert answer.code == 5
    assert answer.json["proof"] == "The bound is wrong."
