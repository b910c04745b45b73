"""Two plans side by side: what enters and leaves, and parts that add up."""

from dataclasses import replace

import pandas as pd
import pytest
from support.pairs import pair, with_another_region
from support.plans import tiny_plan

from optimizer.analysis import compare
from optimizer.instance import Labels, Names

SUMS = {
    "people": "difference",
    "retained_by_jobs": "by_jobs",
    "retained_by_culture": "by_culture",
    "arrived": "arrived",
    "cost": "cost",
    "objective": "objective",
}


def assert_adds_up(found):
    """Regions, provinces and parts each add up to the differences, to 1e-6."""
    for name, column in SUMS.items():
        change = found.differences[name]
        for table in (found.by_region, found.by_province):
            if table[column].notna().any():
                assert table[column].sum() == pytest.approx(change, abs=1e-6), (name, column)
    for kind, rows in found.parts.groupby("of"):
        assert rows["difference"].sum() == pytest.approx(found.differences[kind], abs=1e-6)
    assert found.difference == found.differences["people"]


def test_what_enters_what_leaves_and_who_gains():
    """The one line that only the second has, with its cost, and five people in its region."""
    first, second = pair()
    found = compare(first, second)
    line = second.build.iloc[0]
    assert found.enters[["region_id", "what"]].to_numpy().tolist() == [
        [line["region_id"], line["option_id"]]
    ]
    assert found.enters["cost"].tolist() == [pytest.approx(line["cost"])]
    assert found.leaves.empty
    assert found.difference == pytest.approx(5)
    gaining = found.by_region.loc[found.by_region["difference"] != 0, "region_id"]
    assert gaining.tolist() == [line["region_id"]]
    assert_adds_up(found)
    back = compare(second, first)
    assert back.enters.empty and len(back.leaves) == 1
    assert back.difference == pytest.approx(-5)
    assert_adds_up(back)


def test_a_plan_beside_itself():
    """Nothing enters or leaves, and every difference is 0."""
    found = compare(tiny_plan(), tiny_plan())
    assert found.enters.empty and found.leaves.empty and found.notes == ()
    assert set(found.differences.values()) == {0.0}
    assert_adds_up(found)


def test_more_of_the_same_enters_by_its_number():
    """Of three where there was one two enter, at two thirds of the cost."""
    plan = tiny_plan()
    first = plan.build.iloc[0]
    build = plan.build.copy()
    build.loc[0, ["count", "cost"]] = [3 * first["count"], 3 * first["cost"]]
    more = replace(plan, build=build, cost=plan.cost + 2 * first["cost"])
    found = compare(plan, more)
    assert found.enters["count"].tolist() == [2 * first["count"]]
    assert found.enters["cost"].tolist() == [pytest.approx(2 * first["cost"])]
    assert_adds_up(found)


def test_what_stays_may_cost_something_else():
    """A dearer line that both have is neither entering nor leaving; the parts of cost say so."""
    plan = tiny_plan()
    dear = replace(plan, build=plan.build.assign(cost=plan.build["cost"] + 1))
    dear = replace(dear, cost=plan.cost + len(plan.build))
    found = compare(plan, dear)
    assert found.enters.empty and found.leaves.empty
    stays = found.parts.set_index("part").loc["what stays", "difference"]
    assert stays == pytest.approx(len(plan.build))
    assert_adds_up(found)


def test_regions_of_one_plan_alone_are_named():
    """The people of a region that the other lacks count whole, and the region is named."""
    plan = tiny_plan()
    more = with_another_region(plan)
    found = compare(plan, more, ("old", "new"))
    assert found.only_in == {"old": [], "new": ["new"]}
    assert found.by_province.set_index("province").loc["Newland", "arrived"] == 3
    assert_adds_up(found)
    assert_adds_up(compare(more, plan))


def test_names_stand_beside_codes():
    """The tables hold both, the words the name: an option's, else its code."""
    first, second = pair()
    found = compare(first, second)
    code = found.enters.loc[0, "what"]
    called = Labels(options=Names({code: "Centre for the blind"}))
    named = compare(replace(first, labels=called), replace(second, labels=called))
    assert named.enters.loc[0, ["what", "name"]].tolist() == [code, "Centre for the blind"]
    assert "Centre for the blind in " in named.sentence
    plain = compare(replace(first, labels=Labels()), replace(second, labels=Labels()))
    assert plain.enters.loc[0, "name"] == code


def test_training_seats_are_a_row_of_their_own():
    """They are paid for in no region: without their row the costs would not add up."""
    plan = tiny_plan()
    seats = pd.DataFrame(
        [{"university_id": "u", "field": "law", "seats": 10.0, "cost": 4.0, "hired": 1.0}]
    )
    bought = replace(plan, seats=seats, cost=plan.cost - plan.seats["cost"].sum() + 4)
    found = compare(replace(plan, seats=seats.iloc[:0], cost=bought.cost - 4), bought)
    assert found.enters[["kind", "what", "count"]].to_numpy().tolist() == [["seats", "law", 10]]
    assert found.by_region.set_index("region").loc["training seats", "cost"] == 4
    assert_adds_up(found)


def test_other_phases_are_other_things():
    """With phases what is built in another year leaves that year and enters this one."""
    plan = tiny_plan()
    phases = pd.DataFrame({"year": [2024, 2030], "budget": 1.0, "central": 0.0, "carried_over": 0})
    one = replace(plan, phases=phases)
    build = plan.build.copy()
    build.loc[0, "phase"] = 2030
    found = compare(one, replace(one, build=build))
    assert (found.enters["phase"].tolist(), found.leaves["phase"].tolist()) == ([2030], [2024])


def test_other_money_is_not_subtracted():
    """Costs in another currency have no difference; people have."""
    first, second = pair()
    found = compare(first, replace(second, currency="EUR"))
    assert found.differences["cost"] is None
    assert found.by_region["cost"].isna().all()
    assert found.difference == pytest.approx(5)
    assert any("currency" in note for note in found.notes)


def test_other_objectives_are_not_subtracted():
    """A share and a number of people have no difference; two shares have one, and one part."""
    plan = tiny_plan()
    share = replace(plan, settings={**plan.settings, "objective": "worst_province"}, objective=0.25)
    found = compare(plan, share)
    assert found.differences["objective"] is None
    assert "objective" not in set(found.parts["of"])
    shares = compare(share, replace(share, objective=0.5))
    assert shares.differences["objective"] == 0.25
    assert_adds_up(shares)


def test_net_benefit_adds_up_too():
    """What people are worth less what it costs, region by region."""
    settings = {"objective": "net_benefit", "value_per_retained": 2.0}

    def benefit(plan):
        worth = 2.0 * plan.people - plan.cost
        return replace(plan, settings={**plan.settings, **settings}, objective=worth)

    found = compare(*map(benefit, pair()))
    assert found.by_region["objective"].notna().all()
    assert_adds_up(found)


def test_what_differs_beside_is_noted():
    """Budget and settings, each with both values; and what the proofs leave open."""
    first, second = pair()
    other = replace(second, budget=7.0, settings={**second.settings, "targeting": 9.0})
    notes = compare(first, other, ("A", "B")).notes
    assert f"budget: {first.budget:,g} (A), 7 (B)." in notes
    assert any(note.startswith("settings.targeting") and "9 (B)" in note for note in notes)
    # The first is proven to reach no more than the second's bound, 5 above what it does reach.
    assert any("leave open" in note for note in notes)
