"""Who pays what, and when, by hand."""

import pytest
from support.instances import PLAIN, cluster, make_instance, region, solved


def country(folder, **more):
    """Write towns in two provinces, of which P pays a quarter of what is spent in it."""
    return make_instance(
        folder,
        [region("A", 900), region("B", 900, province="Q")],
        [cluster("ai", 100, 100)],
        PLAIN | {"budget": 175},
        provinces=[("P", 0.25, 30)],
        **more,
    )


def test_a_province_pays_its_share(tmp_path):
    """A hundred in each: P pays 25 of it, Q, which the table doesn't list, nothing."""
    plan = solved(country(tmp_path / "country"))
    purses = plan.purses.set_index("province")
    assert purses.loc["P", ["cost", "own", "central"]].tolist() == pytest.approx([100, 25, 75])
    assert purses.loc["Q", ["cost", "own", "central"]].tolist() == pytest.approx([100, 0, 100])
    assert purses.loc["P", "own_budget"] == 30
    assert purses["own_budget"].isna()["Q"]
    assert plan.cost == pytest.approx(200)


def test_what_a_phase_leaves_is_carried_over(tmp_path):
    """80 of 2020 pay the 75 for A; 5 are left, and with 95 of 2023 they pay for B."""
    plan = solved(country(tmp_path / "country", phases=[(2020, 80), (2023, 95)]))
    table = plan.phases.set_index("year")
    assert table["budget"].tolist() == [80, 95]
    assert table["central"].sum() == pytest.approx(175)
    left = table["budget"].cumsum() - table["central"].cumsum()
    assert table["carried_over"].tolist() == pytest.approx(left.tolist())
    assert table["carried_over"].min() >= -1e-6


def test_tables_without_what_they_are_about_have_no_rows(tmp_path):
    """No provinces, no phases, no fair shares."""
    towns = [region("A", 900)]
    plan = solved(make_instance(tmp_path, towns, [cluster("ai", 100, 100)], PLAIN))
    assert plan.purses.empty
    assert plan.phases.empty
    assert plan.fair_share.empty
