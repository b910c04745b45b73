"""The options of Korea: the page shows what the script prints, central lies within its range."""

import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def options():
    sys.path.insert(0, str(ROOT / "data" / "korea"))
    import options

    yield options
    sys.path.remove(str(ROOT / "data" / "korea"))


def test_the_page_holds_the_tables_as_printed(options):
    """docs/korea holds the tables that the source prints."""
    page = (ROOT / "docs" / "korea" / "options.md").read_text(encoding="utf-8")
    assert options.page() in page


def test_the_instance_holds_the_options_as_computed(options):
    """Jobs, costs and capacity of korea's options are those computed from the sources."""
    shipped = pd.read_csv(ROOT / "instances" / "korea" / "options.csv", keep_default_na=False)
    made = options.options()
    for name in ("option_id", "jobs", "capital_cost", "operating_cost", "culture_capacity"):
        assert shipped[name].tolist() == made[name].tolist(), name


def test_central_values_lie_within_their_ranges(options):
    """Low ≤ central ≤ high, and no range is a point."""
    ranges = [sector.cost for sector in options.SECTORS.values()]
    ranges += [options.MULTIPLIER, *options.SECTOR_MULTIPLIER.values()]
    for hub in options.HUBS.values():
        ranges += [hub.capital, hub.operating, hub.users]
    assert all(low <= central <= high for low, central, high in ranges)
    assert all(low < high for low, _, high in ranges)


def test_an_announced_job_is_dearer_than_the_cheapest_programme(options):
    """0.125 bn KRW per announced job is the least that any programme paid."""
    rows = options.options()
    clusters = rows[rows["kind"] == "cluster"]
    assert (clusters["capital_cost"] / clusters["jobs"]).between(0.125, 0.40).all()


def test_all_sectors_have_one_multiplier(options):
    """No source tells the four sectors apart; each has a range of its own that holds 1."""
    rows = options.options()
    clusters = rows[rows["kind"] == "cluster"]
    assert clusters["multiplier"].nunique() == 1
    assert set(options.SECTOR_MULTIPLIER) == set(clusters["sector"])
    assert all(factor.central == 1 for factor in options.SECTOR_MULTIPLIER.values())


def test_ranges_by_sector_are_those_of_the_options(options):
    """instance.toml has the factors of each sector; with the common range they stay in 0.5-1.3."""
    text = (ROOT / "instances" / "korea" / "instance.toml").read_text("utf-8")
    ranges = tomllib.loads(text)["ranges"]
    low, high = ranges["options.multiplier"]
    for sector, factor in options.SECTOR_MULTIPLIER.items():
        assert ranges[f"options.multiplier[{sector}]"] == [factor.low, factor.high]
        ends = (low * factor.low, high * factor.high)
        assert all(0.495 <= end * options.MULTIPLIER.central <= 1.3 for end in ends)
