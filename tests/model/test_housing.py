"""Measures of housing in plans worked out by hand: bought for homes, not for clusters."""

import pytest
from support.built import built
from support.homes import homes

import optimizer as opt

RENT = ("rent", 10, 0.5, {})


def solved(*arguments, **settings):
    """Return the plan of the two towns at gap 0."""
    return opt.solve(built(*homes(*arguments, **settings)), gap=0)


def bought(plan):
    """Return where a plan takes which measure."""
    return set(zip(plan.measures["region_id"], plan.measures["measure_id"], strict=True))


@pytest.mark.parametrize(
    ("budget", "retained", "homes_bought"),
    [
        (100, 45, set()),
        (110, 70, {("north", "rent")}),
        (120, 90, {("north", "rent"), ("south", "rent")}),
    ],
)
def test_it_is_bought_where_it_helps_most(budget, retained, homes_bought):
    """With money for one North's 25 come before South's 20, where no cluster stands."""
    plan = solved([RENT], budget)
    assert plan.retained == pytest.approx(retained)
    assert bought(plan) == homes_bought
    kept = dict(zip(plan.regions["region_id"], plan.regions["retained_by_jobs"], strict=True))
    assert plan.flows["retained"].sum() == pytest.approx(sum(kept.values()))


def test_without_jobs_it_keeps_nobody():
    """No money for the site: none is spent on housing either."""
    plan = solved([RENT], 99)
    assert (plan.retained, plan.cost, bought(plan)) == (0, 0, set())


def test_together_they_help_no_more_than_there_are():
    """0.5 and 0.4 are 0.9, but 0.7 of 50 are left in North and 0.4 of 50 in South."""
    plan = solved([RENT, ("loan", 10, 0.4, {})], 140)
    assert plan.retained == pytest.approx(45 + 35 + 20)
    assert plan.cost == pytest.approx(130)


def test_of_a_tier_group_one_is_bought():
    """0.5 and 0.2 are tiers: 25 in North, and in South 20 by the larger or 10 by the smaller."""
    tiers = [("large", 10, 0.5, {"tier_group": "t"}), ("small", 5, 0.2, {"tier_group": "t"})]
    plan = solved(tiers, 115)
    assert plan.retained == pytest.approx(45 + 25 + 10)
    assert bought(plan) == {("north", "large"), ("south", "small")}


@pytest.mark.parametrize(
    ("cells", "limits"),
    [
        ({"max_total": "1"}, {}),
        ({}, {"max_measures": {"rent": 1}}),
        ({"max_total": "2"}, {"max_measures": {"rent": 1}}),
    ],
)
def test_the_number_of_regions_has_a_limit(cells, limits):
    """By the table or by [limits]: one region, the better one."""
    plan = solved([("rent", 10, 0.5, cells)], 120, limits)
    assert bought(plan) == {("north", "rent")}


def test_arrivals_do_not_change():
    """Half of those who would not have left come from elsewhere, with the subsidy or without."""
    with_it, without = (solved(rows, arrival_share=0.5) for rows in ([RENT], []))
    assert with_it.arrived == pytest.approx(without.arrived)
    assert without.arrived == pytest.approx(0.5 * (35 + 20))
    assert with_it.retained - without.retained == pytest.approx(45)


def test_the_pool_limits_jobs_and_housing_together():
    """job_motive_share 0.1: 30 of North's 300, who are 40 without the pool."""
    plan = solved([RENT], 110, job_motive_share=0.1)
    kept = dict(zip(plan.regions["region_id"], plan.regions["retained_by_jobs"], strict=True))
    assert kept["south"] == pytest.approx(50)
    assert solved([RENT], 120, job_motive_share=0.1).retained == pytest.approx(30 + 50)


def test_it_has_its_line_among_the_instruments():
    """Without it 45 stay: it adds 45 for 20."""
    plan = opt.by_instrument(solved([RENT]))
    row = plan.instruments.set_index("instrument").loc["housing subsidies"]
    assert (row["cost"], row["adds"]) == pytest.approx((20, 45))


def test_under_best_it_is_left_out_and_a_note_says_so(tmp_path):
    """Who takes a job is decided there, and no measure helps them: it is not bought."""
    toml, tables = homes([RENT])
    settings = [f"{key} = {value!r}" for key, value in toml["settings"].items()]
    head = [f"{key} = {toml[key]!r}" for key in ("name", "base_year", "horizon_year")]
    (tmp_path / "instance.toml").write_text("\n".join([*head, "[settings]", *settings]) + "\n")
    for name, rows in tables.items():
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    instance = opt.load(tmp_path, settings=["job_takers=best"])
    assert any("rent: retention keeps nobody" in note for note in instance.notes)
    assert bought(opt.solve(instance, gap=0)) == set()
    assert bought(opt.solve(opt.load(tmp_path), gap=0)) != set()


def test_targeting_0_leaves_only_whom_housing_helps():
    """Nobody of the takers would leave, λ is 0: the subsidy alone keeps half of 50 in each."""
    plan = solved([RENT], targeting=0.0)
    assert plan.retained == pytest.approx(50)
