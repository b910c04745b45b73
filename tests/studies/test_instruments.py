"""Facts of what an instrument is worth: the plan without it, solved again."""

from dataclasses import replace

import pytest

import optimizer as opt
from optimizer.studies.instruments import instruments


@pytest.fixture(scope="module")
def plan():
    return opt.by_instrument(opt.solve("tiny"))


def test_each_instrument_of_the_plan_has_a_line(plan):
    """One for each sector and type of hub that is built, with what it costs there."""
    groups = instruments(plan.source)
    cost = plan.build.groupby("option_id")["cost"].sum()
    expected = {
        name: sum(cost.get(option, 0.0) for option in options) for name, options in groups.items()
    }
    told = plan.instruments.set_index("instrument")["cost"].to_dict()
    assert told == pytest.approx({name: value for name, value in expected.items() if value})


def test_what_it_adds_is_the_plan_less_the_plan_without_it(plan):
    """Solved by hand for one: the option locked out everywhere."""
    row = plan.instruments.iloc[0]
    options = instruments(plan.source)[row["instrument"]]
    keys = [f"{region}:{o}" for region in plan.source.regions["region_id"] for o in options]
    locked = plan.source.locked.model_copy(update={"out": tuple(keys), "in_": ()})
    other = opt.solve(replace(plan.source, locked=locked), budget=plan.budget)
    assert row["retained_without"] == pytest.approx(other.retained, rel=1e-3)
    assert row["adds"] == plan.retained - row["retained_without"]
    assert row["adds_low"] - 1e-6 <= plan.bound - other.retained
    assert row["adds_high"] + 1e-6 >= plan.retained - other.bound


def test_leaving_out_never_gains(plan):
    """Each was free to be left out before."""
    rows = plan.instruments
    assert (rows["adds"] >= -1e-3 * plan.retained).all()
    assert (rows["adds_low"] <= rows["adds"] + 1e-9).all()
    assert (rows["adds_high"] >= rows["adds"] - 1e-9).all()


def test_it_is_written_and_read(plan, tmp_path):
    plan.save(tmp_path)
    again = opt.load_plan(tmp_path)
    assert again.instruments["instrument"].tolist() == plan.instruments["instrument"].tolist()
    assert "What each instrument adds" in plan.summary()
    assert opt.verify(plan, plan.source).ok


def test_a_plan_from_a_folder_has_no_source(plan, tmp_path):
    plan.save(tmp_path)
    with pytest.raises(ValueError, match="solve it"):
        opt.by_instrument(opt.load_plan(tmp_path))
