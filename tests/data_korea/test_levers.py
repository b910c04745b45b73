"""The levers of Korea: the page shows what the script prints, and no lever is a bargain."""

import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "instances" / "korea"


@pytest.fixture(scope="module")
def levers():
    sys.path.insert(0, str(ROOT / "data" / "korea"))
    import levers

    yield levers
    sys.path.remove(str(ROOT / "data" / "korea"))


def shipped(name):
    return pd.read_csv(KOREA / f"{name}.csv", keep_default_na=False)


def test_the_page_holds_the_tables_as_printed(levers):
    """docs/korea holds the tables that the source prints."""
    page = (ROOT / "docs" / "korea" / "levers.md").read_text(encoding="utf-8")
    assert levers.page() in page


@pytest.mark.parametrize("name", ["measures", "interactions"])
def test_the_instance_holds_the_tables_as_computed(levers, name):
    """Measures and interactions of korea are those computed from the sources."""
    made = getattr(levers, name)().astype(object)
    made = made.where(made.notna(), "")
    held = shipped(name)
    assert list(held.columns) == list(made.columns)
    for column in made:
        if pd.api.types.is_numeric_dtype(held[column]):
            assert held[column].tolist() == pytest.approx(made[column].tolist()), column
        else:
            assert held[column].astype(str).tolist() == made[column].astype(str).tolist(), column


def test_central_values_lie_within_their_ranges(levers):
    """Low ≤ central ≤ high, and no range is a point."""
    ranges = [levers.ZONE.jobs, levers.ZONE.job_cost, levers.ZONE.saving, levers.ZONE.nationwide]
    ranges += [tier.job_cost for tier in levers.INCENTIVES]
    ranges += [programme.cost for programme in levers.RESEARCH.values()]
    ranges += [row.uplift for row in levers.INTERACTIONS]
    ranges += [levers.HOUSING.retention, levers.HOUSING.households]
    ranges += [levers.RESEARCH_JOB_COST, levers.MAX_UPLIFT, levers.SEAT_TRAINEES]
    assert all(low <= central <= high for low, central, high in ranges)
    assert all(low < high for low, _, high in ranges)


def test_every_lever_has_a_programme_or_is_an_assumption(levers):
    """The evidence of each cites a source, or says "assumption"."""
    rows = [levers.ZONE, *levers.INCENTIVES, *levers.RESEARCH.values(), *levers.INTERACTIONS]
    rows.append(levers.HOUSING)
    for row in rows:
        assert "[" in row.evidence or "assumption" in row.evidence, row


def test_limits_are_those_of_the_evidence(levers):
    """Zones nationwide and the cap on uplifts are the central values."""
    limits = tomllib.loads((KOREA / "instance.toml").read_text("utf-8"))["limits"]
    assert limits["zones"] == levers.ZONE.nationwide.central
    assert limits["max_uplift"] == levers.MAX_UPLIFT.central


def test_seats_cost_what_the_talent_budget_says(levers):
    """Budget ÷ trainees × years of study, bn KRW a seat."""
    cost = round(levers.TALENT / levers.SEAT_TRAINEES.central * levers.SEAT_YEARS, 2)
    assert shipped("universities")["seat_cost"].unique().tolist() == [cost]


def test_incentives_have_diminishing_returns(levers):
    """What the larger tier adds costs more for each point of uplift."""
    rows = shipped("measures").set_index("measure_id")
    small, large = rows.loc["incentive_basic"], rows.loc["incentive_large"]
    assert small["tier_group"] == large["tier_group"] != ""
    first = small["uplift"] / small["cost"]
    further = (large["uplift"] - small["uplift"]) / (large["cost"] - small["cost"])
    assert 0 < further < first


def test_no_measure_is_cheaper_a_job_than_building_a_hub():
    """In a cluster of hub scale each costs more per added job than the cluster itself."""
    options = shipped("options")
    hubs = options[options["scale"] == "hub"]
    measures = shipped("measures")
    for measure in measures[measures["uplift"] > 0].itertuples():
        for hub in hubs[hubs["sector"].eq(measure.sector) | (measure.sector == "")].itertuples():
            net = measure.cost - measure.saving * hub.capital_cost
            assert net / (measure.uplift * hub.jobs) > hub.capital_cost / hub.jobs


def test_only_the_largest_chip_cluster_needs_a_zone():
    """As the specialised complexes are designated; and there are zones enough for both."""
    options = shipped("options").set_index("option_id")
    needs = options["needs_zone"].astype(str).eq("True")
    assert options.index[needs].tolist() == ["semiconductor_national"]
    limits = tomllib.loads((KOREA / "instance.toml").read_text("utf-8"))["limits"]
    assert limits["zones"] >= limits["max_options"]["semiconductor_national"]


def test_festivals_are_running_cost_and_studios_need_artists():
    """Ten years of a festival cost far more than its beginning; a studio hires from arts."""
    festival = shipped("options").set_index("option_id").loc["festival"]
    assert festival["hub_type"] == "festival and local brand"
    assert 10 * festival["operating_cost"] > 10 * festival["capital_cost"] > 0
    needs = shipped("needs").set_index("option_id").loc[["digital_studio"]]
    assert needs["field"].tolist() == ["arts"]
    assert needs["graduates"].gt(0).all()
