"""A plan from a folder with its instance."""

from dataclasses import replace

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.api.plan_source import with_source


def test_a_plan_from_a_folder_takes_its_own_settings(tmp_path, monkeypatch):
    """The instance is read under the settings that the plan was made under."""
    monkeypatch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
    plan = replace(tiny_plan(targeting=1.0), boundaries=None)
    found = with_source(plan.save(tmp_path / "plan"), "tiny")
    assert found.source is not None
    assert found.source.settings.targeting == 1.0


def test_without_an_instance_it_is_asked_for(tmp_path, monkeypatch):
    """A folder does not hold the tables."""
    monkeypatch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
    folder = replace(tiny_plan(), boundaries=None).save(tmp_path / "plan")
    with pytest.raises(opt.InputError, match="name its instance"):
        with_source(folder, None)


def test_changed_tables_are_told():
    """A plan of other tables is refused."""
    plan = replace(tiny_plan(), instance_hash="0" * 64)
    with pytest.raises(opt.InputError, match="have changed"):
        with_source(plan, "tiny")
