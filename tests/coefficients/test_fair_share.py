"""What the centre must and may spend in each province: floors, what sets them, ceilings."""

import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.coefficients.fair_share import fair_shares, youth_shares

TOWNS = [
    region("A", 10, youth=600, province="P"),
    region("B", 10, youth=200, province="Q"),
    region("D", 10, youth=100, province="Q", candidate="false"),
    region("C", 10, youth=100, province="R"),
    region("S", 10, youth=5000, province="Capital", candidate="false"),
]
"""P has 600 of 1000 young people, Q 300, R 100; nothing may be built in the Capital."""
OPTIONS = [
    cluster("ai", 40, 10, land_ha=6),
    cluster("bio", 25, 10, land_ha=6),
    hub("studio", 4, max_per_region=2),
]
"""All of them in one town cost 40 + 25 + 2 × 4 = 73."""
MONEY = 100.0


def coefficients_of(folder, limits, towns=TOWNS, options=OPTIONS, locked=None, **more):
    """Return the coefficients of an instance with fair shares."""
    sections = {"limits": limits, "locked": locked or {}}
    made = make_instance(folder, towns, options, PLAIN, sections=sections, **more)
    return compute(opt.load(made))


def floors(folder, least=0.5, budget=MONEY, **more):
    """Return floor and what sets it by province."""
    limits = {"min_fair_share": least} | more.pop("limits", {})
    found = fair_shares(coefficients_of(folder, limits, **more), budget)
    return {share.province: (share.floor, share.set_by) for share in found}


def test_youth_counts_all_regions_of_provinces_with_a_candidate(tmp_path):
    """B and D together are 0.3; the Capital's 5000 count nowhere."""
    found = youth_shares(coefficients_of(tmp_path, {}))
    assert found == pytest.approx({"P": 0.6, "Q": 0.3, "R": 0.1}, rel=1e-12)


def test_no_shares_without_a_limit_or_a_budget(tmp_path):
    """Nothing to ask, or nothing to share."""
    assert fair_shares(coefficients_of(tmp_path / "no limit", {}), MONEY) == ()
    limited = coefficients_of(tmp_path / "no budget", {"min_fair_share": 0.5})
    assert fair_shares(limited, None) == ()
    nothing = coefficients_of(tmp_path / "nothing", {"min_fair_share": 0})
    assert fair_shares(nothing, MONEY) == ()


def test_floor_is_a_share_of_the_province_part_of_the_budget(tmp_path):
    """Half of 60, 30 and 10; in each so much can be built."""
    assert floors(tmp_path) == {
        "P": (pytest.approx(30), "share"),
        "Q": (pytest.approx(15), "share"),
        "R": (pytest.approx(5), "share"),
    }


def test_floor_is_a_share_of_the_most_that_can_be_built(tmp_path):
    """At 200, P's part is 120, but 73 are all that A has place for; R has room for studios only."""
    found = floors(tmp_path, budget=200, suitability=[("C", "ai", "false"), ("C", "bio", "false")])
    assert found == {
        "P": (pytest.approx(36.5), "possible"),
        "Q": (pytest.approx(30), "share"),
        "R": (pytest.approx(4), "possible"),
    }


def test_floor_below_the_cheapest_building_asks_nothing(tmp_path):
    """0.3 of R's 10 are 3, and a studio costs 4; 0.4 of 10 are just a studio."""
    assert floors(tmp_path / "3", least=0.3)["R"] == (0, "nothing")
    assert floors(tmp_path / "4", least=0.4)["R"] == (pytest.approx(4), "share")


def test_what_is_locked_out_is_not_the_cheapest(tmp_path):
    """Without its studio R's cheapest building is bio, 25, beside a floor of 5."""
    assert floors(tmp_path, locked={"out": ["C:studio"]})["R"] == (0, "nothing")


def test_floor_is_nothing_where_nothing_is_permitted(tmp_path):
    """C is a candidate, but no option is suitable there."""
    forbidden = [("C", option["option_id"], "false") for option in OPTIONS]
    assert floors(tmp_path, suitability=forbidden)["R"] == (0, "nothing")


def test_the_centre_pays_its_part_and_the_own_budget_limits_what_is_possible(tmp_path):
    """P pays half: 73 make 36.5 of the centre's money; with 10 of its own, two studios, 8, make 4.

    With 12.5 of its own bio is possible too, but not with a studio.
    """
    rows = {"free": "", "poor": 10, "some": 12.5}
    found = {
        name: floors(tmp_path / name, provinces=[("P", 0.5, own)])["P"]
        for name, own in rows.items()
    }
    assert found == {
        "free": (pytest.approx(18.25), "possible"),
        "poor": (pytest.approx(2), "possible"),
        "some": (pytest.approx(6.25), "possible"),
    }


def test_a_province_that_pays_all_itself_asks_nothing(tmp_path):
    """The centre spends nothing there in any case."""
    assert floors(tmp_path, provinces=[("P", 1, "")])["P"] == (0, "nothing")


@pytest.mark.parametrize(
    ("more", "possible"),
    [
        ({"locked": {"out": ["A:ai"]}}, 33),
        ({"limits": {"max_clusters_per_region": 1}}, 48),
        ({"limits": {"max_clusters_per_province": 0}}, 8),
        ({"limits": {"max_clusters_per_province": {"P": 1}}}, 48),
        ({"limits": {"max_options": {"studio": 1}}}, 69),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_siting_and_locks_limit_what_is_possible(tmp_path, more, possible):
    """Of ai 40, bio 25 and two studios of 4; P's part is 120."""
    assert floors(tmp_path, budget=200, **more)["P"] == (pytest.approx(possible / 2), "possible")


def test_land_and_a_lock_limit_what_is_possible(tmp_path):
    """Land for one cluster: ai, 48 with studios; with bio locked in it is bio, 33."""
    towns = [TOWNS[0] | {"land_ha": 11}, *TOWNS[1:]]
    assert floors(tmp_path / "land", budget=200, towns=towns)["P"][0] == pytest.approx(24)
    locked = {"in": ["A:bio"]}
    found = floors(tmp_path / "lock", budget=200, towns=towns, locked=locked)
    assert found["P"][0] == pytest.approx(16.5)


def test_stock_absorption_and_scales_limit_what_is_possible(tmp_path):
    """Old factories for one studio; 10 jobs for 10 young people; one scale of a sector."""
    options = [
        cluster("small", 25, 10, sector="ai"),
        cluster("large", 40, 11, sector="ai"),
        hub("studio", 4, max_per_region=2, uses_stock="factory"),
    ]
    towns = [row | {"stock_factory": 1} for row in TOWNS]
    free = floors(tmp_path / "scale", budget=200, towns=towns, options=options)
    assert free["P"] == (pytest.approx(22), "possible")
    (tmp_path / "jobs").mkdir()
    settings = PLAIN | {"absorption_share": 1 / 60}
    made = make_instance(
        tmp_path / "jobs",
        towns,
        options,
        settings,
        sections={"limits": {"min_fair_share": 0.5}},
    )
    share = fair_shares(compute(opt.load(made)), 200.0)[0]
    assert (share.floor, share.set_by) == (pytest.approx(14.5), "possible")


def test_what_needs_a_zone_is_not_counted(tmp_path):
    """A zone is a measure: ai with one could be built, but M is bio and the studios, 33."""
    options = [OPTIONS[0] | {"needs_zone": "true"}, *OPTIONS[1:]]
    measures = [("free", "zone", "ai", 1)]
    found = floors(tmp_path, budget=200, options=options, measures=measures)
    assert found["P"] == (pytest.approx(16.5), "possible")


def test_savings_of_measures_are_not_counted(tmp_path):
    """With half of ai saved more could be afforded, but M is without measures."""
    measures = [("cheap", "incentive", "ai", 1, 0, 0.5)]
    assert floors(tmp_path, budget=50, measures=measures)["P"] == (pytest.approx(15), "share")


def test_the_budget_itself_limits_what_is_possible(tmp_path):
    """At 42 P's part is 25.2: ai would cost 40 and is within the budget, so that it is the share.

    At 39 ai is too dear; bio and studios make 33 of the part of 23.4.
    """
    towns = [TOWNS[0]]
    assert floors(tmp_path / "42", budget=42)["P"] == (pytest.approx(12.6), "share")
    assert floors(tmp_path / "39", budget=39, towns=towns)["P"] == (pytest.approx(16.5), "possible")


PHASES = [(2020, 50), (2025, 150)]
"""As written 200; at another budget in the same proportion."""


def test_over_phases_the_part_is_of_all_budgets_and_money_comes_later(tmp_path):
    """Of 200, P's part is 120. ai with six years of lead must be begun in 2020, with 50: it fits.

    At 120 the first phase has 30: ai, 40, is too dear, and M is 33 of P's part of 72.
    """
    options = [OPTIONS[0] | {"lead_years": 6}, *OPTIONS[1:]]
    more = {"phases": PHASES, "options": options}
    assert floors(tmp_path / "all", budget=200, **more)["P"] == (pytest.approx(36.5), "possible")
    assert floors(tmp_path / "less", budget=120, **more)["P"] == (pytest.approx(16.5), "possible")


def test_over_phases_each_place_is_built_on_once(tmp_path):
    """Two copies of each option are one: M is 73, and not twice that."""
    found = floors(tmp_path, budget=400, phases=PHASES)
    assert found["P"] == (pytest.approx(36.5), "possible")


def test_ceiling_is_a_multiple_of_the_part(tmp_path):
    """1.5 × 60, 30 and 10, whatever is possible; the Capital has none."""
    found = fair_shares(coefficients_of(tmp_path, {"max_fair_share": 1.5}), MONEY)
    ceilings = {share.province: share.ceiling for share in found}
    assert ceilings == pytest.approx({"P": 90, "Q": 45, "R": 15}, rel=1e-12)
    assert [share.floor for share in found] == [0, 0, 0]


def test_nobody_young_asks_nothing(tmp_path):
    """Without young people there is no part."""
    towns = [row | {"youth": 0} for row in TOWNS]
    assert set(floors(tmp_path, towns=towns).values()) == {(0, "nothing")}
