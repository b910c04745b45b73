"""Facts of what an instrument is worth: the plan without it, solved again."""

import copy
from dataclasses import replace

import pandas as pd
import pytest

import optimizer as opt
from optimizer.analysis import instrument_value as studies
from optimizer.analysis.instrument_value import instruments
from optimizer.plan import to_record
from optimizer.report.plan.instruments import by_instrument
from optimizer.solver.highs.controls import Controls
from optimizer.verify import verify


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
    """A saved plan keeps its instruments, its summary shows them, and it checks."""
    plan.save(tmp_path)
    again = opt.load_plan(tmp_path)
    assert again.instruments["instrument"].tolist() == plan.instruments["instrument"].tolist()
    assert "What each instrument adds" in plan.summary()
    assert opt.verify(plan, plan.source).ok


def test_a_plan_read_again_says_the_same_of_its_instruments(plan, tmp_path):
    """In the table, in the projection and in the summary."""
    again = opt.load_plan(plan.save(tmp_path))
    pd.testing.assert_frame_equal(again.instruments, plan.instruments)
    prices = plan.projection.cost_per_stayer
    pd.testing.assert_frame_equal(again.projection.cost_per_stayer, prices)
    written = pd.read_csv(tmp_path / "cost_per_stayer.csv", encoding="utf-8-sig")
    assert written["cost_per_stayer"].to_numpy() == pytest.approx(
        prices["cost_per_stayer"].to_numpy(), nan_ok=True
    )
    assert by_instrument(again) == by_instrument(plan)


def test_the_price_of_the_whole_plan_is_its_cost_by_who_stays(plan):
    """It stands first, with or without instruments."""
    whole = plan.projection.cost_per_stayer.iloc[0]
    assert (whole["instrument"], whole["adds"]) == ("whole plan", plan.retained)
    assert whole["cost_per_stayer"] == plan.cost / plan.retained == plan.cost_per_stayer


def test_what_the_gaps_leave_open_has_no_price(plan):
    """A difference within the two gaps means nothing, and the summary says so."""
    rows = plan.instruments
    unsure = (rows["adds_low"] <= 0) | (rows["adds"] < 1)
    assert (rows["cost_per_added"].isna() == unsure).all()
    assert (rows["gap_without"] <= 0.01 + 1e-9).all()
    text = by_instrument(plan)
    assert "gaps of at most" in text
    assert ("means nothing" in text) == bool(unsure.any())


@pytest.mark.slow
def test_without_what_is_locked_in_the_lock_is_let_go(plan):
    """Else no plan could do without it."""
    region, option = plan.build[["region_id", "option_id"]].iloc[0]
    source = plan.source
    locks = source.locked.model_copy(update={"in_": (f"{region}:{option}",)})
    locked = opt.solve(replace(source, locked=locks), budget=plan.budget, gap=0.01)
    told = opt.by_instrument(locked, gap=0.01).instruments.set_index("instrument")
    (name,) = (name for name, options in instruments(source).items() if option in options)
    assert told.loc[name, "retained_without"] > 0


@pytest.mark.slow
def test_what_no_plan_can_do_without_is_blank_and_noted(plan):
    """A floor near what the plan keeps there can't be met without biotech."""
    source = plan.source
    floors = {"Oremy": 0.95 * _share_kept(plan, "Oremy")}
    strict = replace(source, limits=source.limits.model_copy(update={"min_retained_share": floors}))
    asked = opt.by_instrument(opt.solve(strict, budget=plan.budget, gap=0.01), gap=0.01)
    blank = asked.instruments["adds"].isna()
    assert asked.instruments.loc[blank, "instrument"].tolist() == ["biotech"]
    assert any(note.startswith("Without biotech no plan can exist") for note in asked.notes)
    assert "no plan without it" in by_instrument(asked)
    assert opt.verify(asked, strict).ok


def _share_kept(plan, province):
    rows = plan.regions[plan.regions["province"] == province]
    return rows["retained"].sum() / rows["leavers"].sum()


CORRUPTIONS = {
    "a cheaper instrument": lambda row: row.update(cost=row["cost"] / 2),
    "a better price": lambda row: row.update(cost_per_added=0.001),
    "more added": lambda row: row.update(adds=row["adds"] + 5),
    "a word": lambda row: row.update(adds="many"),
    "an instrument that isn't there": lambda row: row.update(instrument="magic"),
    "surer than proven": lambda row: row.update(adds_low=row["adds"] + 1),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_wrong_price_fails_the_check(plan, name):
    """Each figure of an instrument is checked but the one that takes a solver."""
    record = copy.deepcopy(to_record(plan))
    CORRUPTIONS[name](record["instruments"][0])
    assert not verify(record, plan.source).ok


def test_a_wrong_price_in_the_projection_fails_the_check(plan):
    """The projection repeats what a stayer costs; half of it is found out."""
    record = copy.deepcopy(to_record(plan))
    record["projection"]["cost_per_stayer"][0]["cost_per_stayer"] /= 2
    assert not verify(record, plan.source).ok


def test_a_plan_from_a_folder_has_no_source(plan, tmp_path):
    """Without its instance a plan can't be solved again, and the message says so."""
    plan.save(tmp_path)
    with pytest.raises(ValueError, match="solve it"):
        opt.by_instrument(opt.load_plan(tmp_path))


@pytest.mark.slow
def test_bounds_of_weighted_people_say_nothing_of_persons():
    """Weighted by extinction risk adds has no ends; a price stands where the objective must fall.

    The check wants no ends there, and refuses one end alone and another price.
    """
    instance = opt.load("tiny", settings=["weights=extinction_risk"])
    plan = opt.by_instrument(opt.solve(instance, budget=200, gap=0.01), gap=0.01)
    table = plan.instruments
    assert len(table)
    assert table[["adds_low", "adds_high"]].isna().all(axis=None)
    assert table["cost_per_added"].notna().any()
    record = to_record(plan)
    assert verify(record, instance).ok
    priced = next(row for row in record["instruments"] if row["cost_per_added"] is not None)
    for name, wrong in (("adds_low", 0.0), ("cost_per_added", 2 * priced["cost_per_added"])):
        told = copy.deepcopy(record)
        row = next(r for r in told["instruments"] if r["instrument"] == priced["instrument"])
        row[name] = wrong
        assert not verify(told, instance).ok, name


def test_one_that_is_interrupted_ends_all(plan):
    """Ctrl-C while later ones are solved, two at a time, leaves the plan as it was."""
    asked = []

    def controls():
        asked.append(Controls(gap=0.01))
        if len(asked) > 1:
            asked[-1].stop.set()
        return asked[-1]

    with pytest.raises(KeyboardInterrupt):
        studies.by_instrument(plan, lambda *answer: plan, controls)
    assert len(asked) > 2
