"""Korea's gross leavers from shipped tables alone: by a plain calculation, and beside KEDI."""

import contextlib
import io
import math
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "instances" / "korea"
FOLDER = ROOT / "data" / "korea"
PAGE = ROOT / "docs" / "korea" / "leavers.md"
GARRISONS = {"32360", "32370", "32380", "32390", "32400", "34070"}


@pytest.fixture(scope="module")
def modules():
    """Return the scripts `leavers` and `capital` of data/korea."""
    added = [str(FOLDER / "validation"), str(FOLDER)]
    sys.path[:0] = added
    try:
        import capital
        import leavers
    finally:
        for path in added:
            sys.path.remove(path)
    return leavers, capital


@pytest.fixture(scope="module")
def towns(modules):
    return modules[1].read()


@pytest.fixture(scope="module")
def regions():
    return pd.read_csv(KOREA / "regions.csv", dtype={"region_id": str}).set_index("region_id")


@pytest.fixture(scope="module")
def moves():
    table = pd.read_csv(FOLDER / "validation" / "capital_moves.csv", dtype={"region_id": str})
    return table.set_index("region_id")


def test_leavers_follow_from_the_shipped_tables(regions, moves):
    """The formula of the page in plain loops: rate, credibility, share, leavers of each region."""
    people = pd.read_csv(KOREA / "population.csv", dtype={"region_id": str})
    n = people.groupby("region_id")["value"].sum()
    beyond = {i: moves.at[i, "to_capital"] - moves.at[i, "near"] for i in moves.index}
    mean, above, below = {}, 0.0, 0.0
    for province in regions.loc[moves.index, "province"].unique():
        ids = [i for i in moves.index if regions.at[i, "province"] == province]
        others = [i for i in ids if i not in GARRISONS]
        total = sum(n[i] for i in others)
        mean[province] = sum(beyond[i] for i in others) / total
        above += sum(n[i] * (beyond[i] / n[i] / mean[province] - 1) ** 2 for i in others)
        above -= (len(others) - 1) * 10.5 / mean[province]
        below += total - sum(n[i] ** 2 for i in others) / total
    for i in moves.index:
        province = regions.at[i, "province"]
        z = n[i] / (n[i] + 10.5 / (mean[province] * above / below))
        z = 0 if i in GARRISONS else z
        rate = z * beyond[i] / n[i] + (1 - z) * mean[province]
        share = min(1, (10.4 if province == "Jeju" else 24) * rate)
        expected = share * regions.at[i, "youth_zero_migration"] / 1.5
        assert math.isclose(regions.at[i, "leavers"], expected, abs_tol=0.51)
    assert (regions.drop(moves.index)["leavers"] == 0).all()


def test_the_moves_of_2025_are_whole(moves):
    """418,501 moved to the Capital Area, 9,362 + 1,225 of them no farther than an hour."""
    assert len(moves) == 163
    assert moves["to_capital"].sum() == 418_501
    assert moves["near"].sum() == 10_587
    assert (moves["near"] <= moves["to_capital"]).all()
    assert (moves["to_capital"] + moves["same_province"] <= moves["out_2025"]).all()


def test_a_quarter_of_those_who_leave_cheonan_for_the_capital_stay_near(moves, regions):
    """They reach their new municipality within an hour and are no leavers: 24%."""
    cheonan = regions.index[regions["name"] == "Cheonan-si"].item()
    assert moves.at[cheonan, "near"] / moves.at[cheonan, "to_capital"] == pytest.approx(
        0.24, abs=0.01
    )


def test_moves_give_the_shares_of_graduates(modules, towns):
    """20 to 28 years of moves give the graduates' share in five of six areas, in Jeju 10."""
    sums = modules[1].by_area(towns)
    rate = (sums["to_capital"] - sums["near"]) / sums["residents"]
    ratio = (sums["graduates"] / rate).round()
    assert ratio.drop("Jeju").between(20, 28).all()
    assert ratio["Jeju"] == 10
    shipped = 1.5 * sums["leavers"] / sums["youth_zero_migration"]
    assert (shipped / sums["graduates"]).between(0.85, 1.2).all()


def test_constants_are_those_of_the_instance_and_of_the_moves(modules, moves):
    """targeting and commute_limit as in instance.toml, the dispersion as measured."""
    leavers, _ = modules
    settings = tomllib.loads((KOREA / "instance.toml").read_text("utf-8"))["settings"]
    assert settings["targeting"] == leavers.TARGETING
    assert settings["commute_limit"] == leavers.COMMUTE_MINUTES
    assert leavers.dispersion(moves) == pytest.approx(leavers.DISPERSION, abs=0.05)


def test_small_towns_are_drawn_to_their_province(towns):
    """The fewer residents, the less a town's own moves count; garrisons' don't count at all."""
    garrison = towns.index.isin(GARRISONS)
    assert (towns.loc[garrison, "credibility"] == 0).all()
    for _, group in towns[~garrison].groupby("province"):
        order = group.sort_values("residents")
        assert order["credibility"].is_monotonic_increasing
    low = towns[["own_rate", "province_rate"]].min(axis=1) - 1e-12
    high = towns[["own_rate", "province_rate"]].max(axis=1) + 1e-12
    assert towns["rate"].between(low, high).all()


def test_the_page_shows_what_is_printed(modules):
    """Every row that the command prints stands in docs/korea/leavers.md."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        modules[1].main()
    rows = [line for line in text.getvalue().splitlines() if line.startswith("|")]
    assert len(rows) > 100
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row not in page] == []
