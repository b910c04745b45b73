"""The instance under a planner's choice."""

from collections import OrderedDict
from dataclasses import replace

import pytest

import optimizer as opt
from optimizer.explore.ground import KEPT, Ground
from optimizer.instance import InputError


@pytest.fixture
def ground(start):
    """Return the ground that sessions share."""
    return start[0]


def test_without_a_change_it_is_the_instance(ground):
    """Its tables are the same objects; its locks are the instance's own."""
    choice = ground.first(None, 0.05)
    found = ground.under(choice)
    assert choice.budget == ground.instance.settings.budget
    assert found.locked == ground.instance.locked
    assert found.data_hash == ground.instance.data_hash


def test_settings_scenario_and_locks_are_laid_over(ground, start):
    """A scenario's own locks are added to those of the choice."""
    settings = {"targeting": 2.0, "scale.options.capital_cost": 1.5}
    lock = ("lindamere:factory_reuse",)
    choice = replace(start[1], scenario="few", settings=settings, locked_in=lock, locked_out=())
    found = ground.under(choice)
    assert found.settings.targeting == 2.0
    assert found.scale == {"options.capital_cost": 1.5}
    assert found.limits.max_clusters_per_region == 0
    assert found.locked.in_ == lock
    assert found.locked.out == ("dunmarrow:factory_reuse",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scenario": "../few"}, "is no scenario"),
        ({"settings": {"targetting": 1.0}}, "targeting"),
        ({"settings": {"additional_share": 7.0}}, "from 0 to 1"),
        ({"locked_in": ("nowhere:factory_reuse",)}, "region_id:option_id"),
    ],
)
def test_what_the_instance_does_not_know_is_refused(ground, start, change, words):
    """A name or value that doesn't suit it."""
    with pytest.raises(InputError, match=words):
        ground.under(replace(start[1], **change))


def test_few_variants_are_kept(ground, start):
    """Memory doesn't grow with what was tried."""
    own = Ground(ground.instance)
    own._kept = OrderedDict.fromkeys(range(KEPT + 2), ground.instance)
    own.under(replace(start[1], settings={"targeting": 2.0}))
    assert len(own._kept) == KEPT
    assert KEPT + 1 in own._kept


def test_every_assumption_has_a_range(ground):
    """With the value in use; columns are factors."""
    found = {row["key"]: row for row in ground.assumptions()}
    assert found["additional_share"]["low"] < found["additional_share"]["high"]
    assert all(row["low"] <= row["value"] <= row["high"] for row in found.values())
    assert "budget" not in found


def test_the_scenario_makes_the_same_instance(ground, start, folder, tmp_path):
    """Laid over the folder it gives settings, limits, locks, scale and budget of the choice."""
    settings = {"targeting": 2.0, "scale.options.capital_cost": 1.5}
    choice = replace(start[1], scenario="few", settings=settings, locked_in=("tamsel:ai_hub",))
    file = tmp_path / "mine.toml"
    file.write_text(ground.scenario_toml(choice), encoding="utf-8")
    again, found = opt.load(folder, scenarios=[file]), ground.under(choice)
    assert again.settings == found.settings.model_copy(update={"budget": 120.0})
    assert (again.limits, again.locked, again.scale) == (found.limits, found.locked, found.scale)


def test_phases_have_their_part_of_the_budget(folder, tmp_path):
    """The scenario holds them scaled to the budget that was chosen."""
    phases = tmp_path / "phases.toml"
    phases.write_text(
        "[[phases]]\nyear = 2024\nbudget = 30\n[[phases]]\nyear = 2027\nbudget = 10\n",
        encoding="utf-8",
    )
    own = Ground(opt.load(folder, scenarios=[phases]))
    choice = own.first(None, 0.05)
    assert choice.budget == 40
    file = tmp_path / "mine.toml"
    file.write_text(own.scenario_toml(replace(choice, budget=80.0)), encoding="utf-8")
    again = opt.load(folder, scenarios=[file])
    assert [phase.budget for phase in again.phases] == [60, 20]
