"""The check knows fair shares and the hubs' part: floors between what can be proven, exact else."""

import math
from dataclasses import replace

import pytest
from support.checks import broken
from support.country import rows

from optimizer.verify import verify

FAIR = {"fair share of a province"}


def floor(plan, province, value=None, set_by=None):
    """Say another floor of a province, or another word for what sets it."""
    row = next(row for row in plan["fair_share"] if row["province"] == province)
    row["floor"] = row["floor"] if value is None else value
    row["set_by"] = set_by or row["set_by"]


@pytest.mark.parametrize(
    ("province", "value", "set_by", "rules"),
    [
        pytest.param("North", 89, None, FAIR, id="half of 250 × 1800/2500 is 90"),
        pytest.param("North", 90, "possible", FAIR, id="more than the share can be built"),
        pytest.param("North", 60, "possible", FAIR, id="so it is no less than the share"),
        pytest.param("North", 0, "nothing", FAIR, id="nor nothing"),
        pytest.param("South", 30, "share", FAIR, id="more than 12 spent and 20 possible"),
        pytest.param("South", 6, None, FAIR, id="two cafes and a studio are 20, half of it 10"),
        pytest.param("South", 10.1, None, FAIR, id="not more than they cost"),
        pytest.param("South", 0, "nothing", FAIR, id="10 is more than a cafe"),
        pytest.param("East", 5, "share", FAIR, id="5 is less than a cafe"),
        pytest.param("East", 5, "possible", FAIR, id="however it is called"),
        pytest.param("East", 1, None, FAIR, id="nothing is 0"),
    ],
)
def test_floors(good, country, province, value, set_by, rules):
    """Floors that are not what the rule gives, by number or by word, are found out."""
    floor(good, province, value, set_by)
    assert broken(good, country) == rules


def test_what_is_spent_reaches_the_floor(good, country):
    """With one cafe of 6 the centre spends too little in South."""
    good["build"][4] |= {"count": 1, "cost": 6}
    good["purses"][1] |= {"cost": 6, "central": 6}
    good["fair_share"][1]["spent"] = 6
    good["cost"] -= 6
    good["limits"]["min_cost_share_hubs"] = 0.1
    failures = verify(good, country).failures
    assert [str(failure) for failure in failures] == [
        "Fair share of a province, South: needs at least 10 bn KRW, has 6."
    ]


@pytest.mark.parametrize("spent", [201.76512, 244.2064, 206.871])
def test_spent_is_what_the_centre_pays_for_what_is_built(good, country, spent):
    """Without measures and seats, without the province's part, with savings."""
    good["fair_share"][0]["spent"] = spent
    assert broken(good, country) == {"reported figure"}


@pytest.mark.parametrize(("most", "rules"), [(1.0854, FAIR), (1.0855, set())])
def test_ceilings(good, country, most, rules):
    """The centre's 195.36512 are 1.08536 times North's part of the budget."""
    good["limits"]["max_fair_share"] = most
    assert broken(good, country) == (rules if most < 195.36512 / 180 else set())


@pytest.mark.parametrize(
    ("limit", "value"), [("min_cost_share_hubs", 0.2997), ("max_cost_share_hubs", 0.2996)]
)
def test_the_hubs_part_of_what_is_built(good, country, limit, value):
    """Hubs are 76.7648 of 256.2064, of both purses: 0.29962; measures and seats aside."""
    good["limits"][limit] = value
    assert broken(good, country) == {"hubs' share of spending"}


def test_shares_need_a_budget(good, country):
    """There is nothing to share where no budget is given."""
    good["budget"] = None
    assert broken(good, country) == FAIR
    good["limits"]["min_fair_share"] = None
    good["fair_share"] = []
    assert broken(good, country) == FAIR
    good["limits"]["max_fair_share"] = None
    assert broken(good, country) == set()


def test_no_floors_without_the_limit(good, country):
    """Records of floors that nobody asked for are none of the plan."""
    good["limits"]["min_fair_share"] = None
    assert broken(good, country) == {"form of a plan"}
    good["fair_share"] = []
    assert broken(good, country) == set()


def test_a_floor_for_each_province_that_may_build(good, country):
    """None is left out, and the Capital has none."""
    left_out = good["fair_share"].pop(1)
    assert broken(good, country) == {"form of a plan"}
    good["fair_share"] += [left_out, left_out]
    assert broken(good, country) == {"form of a plan"}
    good["fair_share"].pop()
    assert broken(good, country) == set()
    good["fair_share"].append(left_out | {"province": "Capital", "floor": 0, "spent": 0})
    assert broken(good, country) == {"form of a plan"}


def test_floors_hold_whoever_takes_a_job(good, country):
    """Under "best" too a plan with the limit must say its floors."""
    good["settings"]["job_takers"] = "best"
    for row in good["fair_share"]:
        row["floor"] += 0.1
    assert broken(good, country) >= FAIR
    del good["fair_share"]
    places = {failure.place for failure in verify(good, country).failures}
    assert {f"fair_share, {name}" for name in ("North", "South", "East")} <= places


def test_young_residents_are_needed(good, country, with_cell):
    """Where a region's young residents are unknown no share can be told."""
    other = with_cell(country, "regions", ["E"], "youth", math.nan)
    failures = verify(good, other).failures
    assert "regions.youth of Epsilon (E)" in {failure.place for failure in failures}


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "least"),
    [
        pytest.param("options", ["cafe"], "max_per_region", 3, 13, id="a third cafe"),
        pytest.param("options", ["studio"], "jobs", 76, 6, id="75 of 600 can be staffed"),
        pytest.param("options", ["free"], "needs_zone", False, 30, id="no zone is needed: 70"),
    ],
)
def test_what_can_be_built_sets_the_floor(
    good, country, with_cell, table, key, column, value, least
):
    """Another fact, another most that South can spend: floors a little below and above fail."""
    other = with_cell(country, table, key, column, value)
    for told, holds in ((least, True), (least - 0.1, False), (least + 0.1, False)):
        floor(good, "South", told, "possible")
        places = {f.place for f in verify(good, other).failures if f.rule.value in FAIR}
        assert ("fair_share, South, floor" not in places) == holds, told


@pytest.mark.parametrize(
    ("key", "locks", "told", "holds"),
    [
        ("out", ["C:studio"], 6, True),
        ("out", ["C:studio"], 10, False),
        ("in", ["C:cafe"], 6, False),
        # A zone would be needed: nobody can tell what may be built without measures.
        ("in", ["C:free"], 0.5, False),
        ("in", ["C:free"], 6, True),
    ],
)
def test_locks_count(good, country, key, locks, told, holds):
    """What is locked out can't be spent on; below a cafe no floor stands whatever is locked in."""
    good["locked"][key] = [*good["locked"][key], *locks]
    floor(good, "South", told)
    places = {f.place for f in verify(good, country).failures if f.rule.value in FAIR}
    assert ("fair_share, South, floor" not in places) == holds


def test_an_own_budget_limits_what_the_centre_can_spend(good, country, with_cell):
    """With 30 of its own at a fifth North allows the centre 120, less than its share of 180."""
    other = with_cell(country, "provinces", ["North"], "own_budget", 30)
    told = {f.place for f in verify(good, other).failures if f.rule.value in FAIR}
    assert told == {"fair_share, North, set_by"}
    floor(good, "North", 61, "possible")
    assert "fair_share, North, floor" in {f.place for f in verify(good, other).failures}
    # Chip and a cafe in Beta take 29.96 of the 30, and 119.86 of the centre.
    floor(good, "North", 59.92, "possible")
    assert "fair_share, North, floor" in {f.place for f in verify(good, other).failures}
    floor(good, "North", 59.97, "possible")
    assert "fair_share, North, floor" not in {f.place for f in verify(good, other).failures}


def test_no_floor_where_nothing_may_be_built(good, country, with_rows):
    """With every option forbidden East needs no floor, and can have none."""
    options = [i for i in country.options["option_id"] if i != "free"]
    forbidden = [
        {"region_id": "E", "option_id": option, "allowed": False, "reason": "marsh"}
        for option in options
    ]
    other = with_rows(country, "suitability", *forbidden)
    assert broken(good, other) == set()
    floor(good, "East", 5, "share")
    assert broken(good, other) == FAIR


def test_phases_share_their_sum(good, country):
    """Two phases of 220 and 30 have the same shares; later buildings cost less to run."""
    good["phases"] = rows(
        "year budget central carried_over", (2024, 220, 213.76512, 6.23488), (2025, 30, 0, 36.23488)
    )
    assert broken(good, country) == set()
    floor(good, "South", 6)
    assert broken(good, country) == FAIR


def test_a_share_of_nobody_is_nothing(good, country):
    """Where no province has young residents there is no floor, and no ceiling but 0."""
    regions = country.regions.assign(youth=0.0)
    other = replace(country, tables=country.facts.with_derived({"regions": regions}))
    for province in ("North", "South", "East"):
        floor(good, province, 0, "nothing")
    good["limits"]["max_fair_share"] = None
    assert not broken(good, other) & FAIR


def test_words_that_are_none_of_a_fair_share_fail(good, country):
    """What sets a floor is one of three words."""
    for word in ("luck", None, 1):
        good["fair_share"][1]["set_by"] = word
        assert broken(good, country) == {"form of a plan"}
