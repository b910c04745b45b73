"""Facts of what an instrument is worth: the plan without it, solved again."""

from dataclasses import replace

import pytest

import optimizer as opt
from optimizer.studies.instruments import instruments


@pytest.fixture(scope="module")
def plan():
    return opt.by_instrument(opt.solve("tiny", budget=200, gap=0.01), gap=0.01)


def test_each_instrument_of_the_plan_has_a_line(plan):
    """One for each sector, type of hub, kind of measures and for seats, with its cost there."""
    cost = plan.build.groupby("option_id")["cost"].sum()
    expected = {
        name: sum(cost.get(option, 0.0) for option in options)
        for name, options in instruments(plan.source).items()
    }
    table = plan.source.table("measures").set_index("measure_id")
    assert not plan.measures.empty
    for measure, paid in zip(plan.measures["measure_id"], plan.measures["cost"], strict=True):
        name = {"zone": "zones", "incentive": "incentives", "research": "research support"}[
            table.loc[measure, "kind"]
        ]
        expected[name] = expected.get(name, 0.0) + paid
    expected["training seats"] = plan.seats["cost"].sum()
    told = plan.instruments.set_index("instrument")["cost"].to_dict()
    assert told == pytest.approx({name: value for name, value in expected.items() if value})


def without(plan, name):
    """Return the plan's instance without an instrument, by the planner's own means."""
    source = plan.source
    if name in instruments(source):
        options = instruments(source)[name]
        keys = [f"{region}:{o}" for region in source.regions["region_id"] for o in options]
        locked = source.locked.model_copy(update={"out": tuple(keys), "in_": ()})
        return replace(source, locked=locked)
    table = source.table("measures")
    kind = {"zones": "zone", "incentives": "incentive", "research support": "research"}[name]
    limits = {"max_total": table["max_total"].where(table["kind"] != kind, 0.0)}
    return replace(source, tables={**source.tables, "measures": table.assign(**limits)})


def test_what_it_adds_is_the_plan_less_the_plan_without_it(plan):
    """Solved by hand for the first: the options locked out, or no such measure to be taken."""
    row = plan.instruments.iloc[0]
    other = opt.solve(without(plan, row["instrument"]), budget=plan.budget, gap=0.01)
    assert row["retained_without"] == pytest.approx(other.retained, rel=1e-2)
    assert row["adds"] == plan.retained - row["retained_without"]
    assert row["adds_low"] - 1e-6 <= plan.bound - other.retained
    assert row["adds_high"] + 1e-6 >= plan.retained - other.bound


def test_leaving_out_never_gains(plan):
    """Each was free to be left out before."""
    rows = plan.instruments
    assert (rows["adds"] >= -1e-2 * plan.retained).all()
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
