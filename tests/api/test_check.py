"""opt.check: an instance's tables, or a plan's folder without the solver."""

import json
from dataclasses import replace

import pytest
from support.plans import tiny_plan

import optimizer as opt


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return the folder of a plan of tiny."""
    return replace(tiny_plan(), boundaries=None).save(tmp_path_factory.mktemp("plan"))


def test_a_sound_instance_has_no_failures():
    """It says which instance it was; settings are laid over it as by `load`."""
    checked = opt.check("tiny", settings={"budget": 60})
    assert checked.ok
    assert checked.to_dict() == {"status": "ok", "notes": list(checked.notes)}
    assert str(checked).startswith("<Instance tiny: ")
    assert str(checked).endswith("no problems found.")
    with pytest.raises(opt.InputError, match="budgett"):
        opt.check("tiny", settings={"budgett": 60})


def test_a_plan_that_holds(saved):
    """Its folder and its plan.json say the same; settings have no effect, and a note says so."""
    for what in (saved, saved / "plan.json"):
        checked = opt.check(what, "tiny")
        assert checked.ok
        assert checked.plan
        assert str(checked).startswith("The plan holds")
    assert opt.check(saved, "tiny", settings={"budget": 1}).notes[0].startswith("--set")


def test_a_plan_that_fails_names_every_failure(saved, tmp_path):
    """A line for each, in words."""
    for path in saved.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    content = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    content |= {"cost": 0, "retained": 1}
    (tmp_path / "plan.json").write_text(json.dumps(content), encoding="utf-8")
    checked = opt.check(tmp_path, "tiny")
    assert not checked.ok
    assert checked.to_dict()["status"] == "check_failed"
    assert any("cost" in failure for failure in checked.failures)
    assert any("retained" in failure for failure in checked.failures)
    assert str(checked).count("\n- ") == len(checked.failures)


def test_a_plan_needs_its_instance(saved):
    """Without it there is nothing to recompute from."""
    with pytest.raises(opt.InputError, match="name its instance"):
        opt.check(saved)
