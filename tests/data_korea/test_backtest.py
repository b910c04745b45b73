"""The back-test of the Korean baseline from shipped tables: no leak, its errors, and the page."""

import dataclasses
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "korea" / "validation"
PAGE = ROOT / "docs" / "explanation" / "validation.md"
AGES = [*(f"{a}-{a + 4}" for a in range(0, 85, 5)), "85+"]
MOVED = [*AGES[:16], "80+"]


@pytest.fixture(scope="module")
def backtest():
    sys.path.insert(0, str(FOLDER))
    try:
        import backtest as module
    finally:
        sys.path.remove(str(FOLDER))
    return module


@pytest.fixture(scope="module")
def evidence(backtest):
    return backtest.read()


@pytest.fixture(scope="module")
def printed(backtest):
    import contextlib
    import io

    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        backtest.main()
    return text.getvalue()


def table(name):
    return pd.read_csv(FOLDER / f"{name}.csv", dtype={"region_id": str})


def by_hand(ids):
    """Residents of 2024 by region, sex and age, in plain loops over the formula of the page."""
    people = table("residents").query("year == 2020").set_index(["region_id", "sex"])[AGES]
    moves = table("net_migration").set_index(["year", "region_id", "sex"])[MOVED]
    alive = table("survival_2020").set_index("sex")
    births = table("fertility_2020").set_index("region_id")
    stay, moved, rate = {}, {}, {}
    for region in ids:
        for sex in ("male", "female"):
            p = people.loc[(region, sex)].to_numpy(dtype=float)
            flow = sum(moves.loc[(y, region, sex)].to_numpy(dtype=float) for y in (2019, 2020))
            m = [flow[a] / (2 * p[a]) for a in range(16)]
            m += [flow[16] / (2 * (p[16] + p[17]))] * 2
            s = alive.loc[sex, AGES].to_numpy(dtype=float)
            following = [*m[1:], m[17]]
            stay[region, sex] = p * s
            moved[region, sex] = p * s * np.expm1(2.5 * (np.array(m) + following))
            rate[region, sex] = m[0]
    close(moved, ids)
    after = {}
    for key, survivors in stay.items():
        reached = survivors + moved[key]
        after[key] = np.array([0.0, *reached[:16], reached[16] + reached[17]])
    born, newly = {}, {}
    for region in ids:
        women = (people.loc[(region, "female")].to_numpy(dtype=float) + after[region, "female"]) / 2
        f = births.loc[region].reindex(AGES).fillna(0).to_numpy(dtype=float) / 1000
        for sex, share in (("male", 105 / 205), ("female", 100 / 205)):
            born[region, sex] = 5 * (f * women).sum() * share * alive.loc[sex, "birth"]
            newly[region, sex] = np.array([born[region, sex] * np.expm1(2.5 * rate[region, sex])])
    close(newly, ids)
    out = []
    for region in ids:
        for sex in ("male", "female"):
            after[region, sex][0] = born[region, sex] + newly[region, sex][0]
            p = people.loc[(region, sex)].to_numpy(dtype=float)
            out.append(p + 0.8 * (after[region, sex] - p))
    return np.array(out).reshape(len(ids), 2, len(AGES))


def close(moved, ids):
    """Scale gains to losses, for each sex and age, in place."""
    for sex in ("male", "female"):
        flow = np.array([moved[region, sex] for region in ids])
        gained, lost = np.maximum(flow, 0).sum(axis=0), -np.minimum(flow, 0).sum(axis=0)
        factor = np.where(flow > 0, lost / gained, 1.0)
        for region, row in zip(ids, flow * factor, strict=True):
            moved[region, sex] = row


def test_the_projection_is_the_formula_of_the_page(backtest, evidence):
    """Plain loops over the shipped tables give the same residents of 2024 in every cell."""
    expected = by_hand(evidence.cohorts.region_ids)
    np.testing.assert_allclose(backtest.projected(evidence.cohorts), expected, atol=1e-6)


def test_nothing_after_the_base_year_is_used(backtest, evidence, tmp_path):
    """Other moves of 2021-24 and other residents of 2022 leave the projection as it is."""
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    later = pd.read_csv(tmp_path / "residents.csv", dtype={"region_id": str})
    later.loc[later["year"] == 2022, AGES] *= 2
    later.to_csv(tmp_path / "residents.csv", index=False)
    since = pd.read_csv(tmp_path / "moves_since.csv", dtype={"region_id": str})
    since[["all_ages", "ages_20_39"]] *= -3
    since.to_csv(tmp_path / "moves_since.csv", index=False)
    other = backtest.read(folder=tmp_path)
    assert other.sound.sum() != evidence.sound.sum()
    np.testing.assert_array_equal(
        backtest.projected(other.cohorts), backtest.projected(evidence.cohorts)
    )


@pytest.mark.parametrize("ages", ["all ages", "20-39", "65+"])
@pytest.mark.parametrize("every", [False, True])
def test_the_projection_beats_no_change_and_linear_trend(backtest, evidence, ages, every):
    """Mean and weighted absolute error are smaller, over the sound regions and over all."""
    mask = evidence.sound | every
    span = backtest.GROUPS[ages]
    recorded = backtest.sum_ages(evidence.recorded, *span)[mask]
    forecasts = backtest.candidates(evidence, span)
    own = backtest.errors(forecasts["**projection**"][mask], recorded)
    for rival in ("no change", "linear trend"):
        found = backtest.errors(forecasts[rival][mask], recorded)
        assert own.mean < found.mean
        assert own.weighted < found.weighted


def test_errors_are_what_they_are_called(backtest):
    """Two regions, one 10% too high and one 30% too low."""
    found = backtest.errors(np.array([110.0, 210.0]), np.array([100.0, 300.0]))
    assert dataclasses.astuple(found)[:4] == pytest.approx((20, 20, 25, -20))
    assert found.share == pytest.approx(100 * (0.375 + 0.125) / 2)


def test_tables_of_the_back_test_are_whole(evidence):
    """The register of 2016 adds up to the published 51,696,216, later moves to zero a year."""
    register = table("residents_2016")
    assert set(register["region_id"]) == set(evidence.cohorts.region_ids)
    assert register["all"].sum() == 51_696_216
    since = table("moves_since").groupby("year")[["all_ages", "ages_20_39"]].sum()
    assert list(since.index) == [2021, 2022, 2023, 2024]
    assert (since == 0).all().all()
    assert table("fertility_2020").notna().all().all()
    change = table("official_projection").query("group == 'change 2022-52'")
    assert change["area"].is_unique
    assert set(change["area"]) == set(evidence.regions["province"])


@pytest.mark.slow
def test_a_table_without_a_region_is_refused(backtest, tmp_path):
    """A missing region is an error that names the table."""
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    moves = pd.read_csv(tmp_path / "net_migration.csv", dtype={"region_id": str})
    moves[moves["region_id"] != "11010"].to_csv(tmp_path / "net_migration.csv", index=False)
    with pytest.raises(ValueError, match=r"net_migration\.csv: 2019 lacks"):
        backtest.read(folder=tmp_path)


@pytest.mark.slow
def test_the_page_shows_what_is_printed(printed):
    """Every row that the command prints stands in docs/explanation/validation.md."""
    page = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert len(rows) > 100
    assert [row for row in rows if row not in page] == []


@pytest.mark.slow
def test_the_headline_is_that_of_the_tables(printed):
    """The figures of "In short" are those of the tables, rounded to a tenth."""
    page = PAGE.read_text(encoding="utf-8")
    summary = page.split("## In short")[1].split("## The back-test")[0]
    first = printed.split("Over 229 regions")[0]
    cells = [line.strip("| ").split(" | ") for line in first.splitlines()]
    mean = {(c[0], c[1]): float(c[2]) for c in cells if len(c) == 7 and c[2][0].isdigit()}
    for ages in ("20-39", "all ages"):
        for forecast in ("**projection**", "no change", "linear trend"):
            assert f"{mean[ages, forecast]:.1f}%" in summary
