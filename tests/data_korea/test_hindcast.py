"""The hindcast of innovation cities and shipyard towns: its tables, its regression, its model."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import optimizer as opt
from optimizer.coefficients import compute

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "korea" / "validation"
PAGE = ROOT / "docs" / "explanation" / "validation.md"
GIVEN = {"arrival_share": 0.1, "access_elasticity": 0.045}
"""So that every term of the model is at work, whatever the instance has."""


@pytest.fixture(scope="module")
def hindcast() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        import hindcast as module
    finally:
        sys.path.remove(str(FOLDER))
    return module


@pytest.fixture(scope="module")
def answer(hindcast: ModuleType) -> ModuleType:
    return sys.modules[hindcast.Model.__module__]


@pytest.fixture(scope="module")
def data(hindcast: ModuleType):
    return hindcast.read_recorded()


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name)


def test_ten_cities_took_45331_staff_and_three_towns_lost_their_yards() -> None:
    """The staff of September 2021 add up to 45,331; a place's regions share its number."""
    jobs = table("moved_jobs.csv")
    staff = jobs[jobs["kind"] == "relocated"]
    assert staff["place"].nunique() == 10
    assert staff["jobs"].sum() == pytest.approx(45_331)
    assert staff.groupby("place")["jobs"].sum()["Busan"] == pytest.approx(3_668)
    lost = jobs[jobs["kind"] == "lost"].set_index("place")["jobs"]
    assert lost.to_dict() == {"Geoje": 48_500, "Ulsan Dong-gu": 32_000, "Gunsan": 13_000}
    assert jobs.loc[jobs["place"].duplicated(keep=False), "note"].str.startswith("assum").all()


def test_naju_gained_ten_thousand_young_people(data) -> None:
    """3,160 + 2,231 + 2,337 + 1,215 + 176 + 389 + 507 = 10,015 over 2015-21."""
    assert data.moves.loc[36040, "2015"] == 3_160
    assert data.net_young()[36040] == 10_015
    assert 36040 in data.moves.index
    assert not {11010, 31010, 29010} & set(data.moves.index)


def test_young_moves_are_those_of_the_other_shipped_table(data) -> None:
    """Net young moves of 2021-24 are those that the back-test is judged by."""
    other = table("moves_since.csv").pivot(index="region_id", columns="year", values="ages_20_39")
    years = [2021, 2022, 2023, 2024]
    mine = data.moves[[str(year) for year in years]]
    assert np.array_equal(mine.to_numpy(), other.loc[mine.index, years].to_numpy())


def test_moves_of_all_ages_add_up(data) -> None:
    """Net is in less out, and the spans of a place of one region are sums of its years."""
    years = table("places_by_year.csv")
    assert (years["net_all"] == years["all_in"] - years["all_out"]).all()
    geoje = years[years["place"] == "Geoje"].set_index("year")
    for first, last in ((2008, 2011), (2012, 2014), (2015, 2021), (2022, 2025)):
        span = data.moves.loc[38090, f"net_{first}_{last % 100}"]
        assert span == geoje.loc[first:last, "net_all"].sum()
    assert geoje.loc[2015:, "net_young"].tolist() == [
        data.moves.loc[38090, str(year)] for year in range(2015, 2026)
    ]
    assert geoje.loc[:2014, "net_young"].isna().all()


def test_least_squares_finds_a_line_and_the_error_of_a_mean(hindcast: ModuleType) -> None:
    """y = 2 + 3x is found without error; of a mean alone the error is s/√n."""
    x = np.array([0.0, 1.0, 2.0, 5.0])
    found, error = hindcast.least_squares(2 + 3 * x, np.column_stack([np.ones(4), x]))
    assert found == pytest.approx([2, 3])
    assert error == pytest.approx([0, 0], abs=1e-9)
    y = np.array([1.0, 2.0, 6.0])
    found, error = hindcast.least_squares(y, np.ones((3, 1)))
    assert found == pytest.approx([3])
    assert error == pytest.approx([y.std(ddof=1) / np.sqrt(3)])


def test_staff_brought_young_people_and_lost_jobs_took_them(hindcast: ModuleType, data) -> None:
    """Above one per relocated worker, two errors above zero; below zero per job lost."""
    found = hindcast.effect(data, data.net_young())
    came, came_error = found["relocated"]
    lost, lost_error = found["lost"]
    assert came > 1
    assert came - 2 * came_error > 0
    assert lost + 2 * lost_error < 0
    without, without_error = hindcast.effect(data, data.net_young(), without=(36040,))["relocated"]
    assert without < came
    assert without_error > 2 * came_error


def test_dealt_out_at_random_the_staff_hardly_ever_do_as_much(hindcast: ModuleType, data) -> None:
    """Fewer than one deal in fifty; the same seed gives the same share."""
    share = hindcast.randomised(data, "relocated", draws=499, seed=1)
    assert share < 0.02
    assert share == hindcast.randomised(data, "relocated", draws=499, seed=1)
    assert share * 500 == pytest.approx(round(share * 500))


def test_excess_is_recorded_less_foretold(hindcast: ModuleType, data) -> None:
    """By place; most single cities lie within two standard deviations of nothing."""
    found = hindcast.excess(data)
    assert (found["excess"] == found["recorded"] - found["foretold"]).all()
    assert found.loc["Naju", "recorded"] == 10_015
    cities = found[found["kind"] == "relocated"]
    assert (cities["excess"].abs() < 2 * cities["noise"]).sum() >= 7


@pytest.fixture
def two_towns(answer: ModuleType):
    """Give the site a, and b twenty minutes away, where the decay is a half; c is too far."""
    return answer.Model(
        ids=pd.Index([1, 2, 3]),
        stayers=np.array([100.0, 200.0, 500.0]),
        leavers=np.array([20.0, 100.0, 50.0]),
        culture=np.array([0.5, 0.0, 0.0]),
        access=np.ones(3),
        stay={0: {0: 1.0, 1: 0.5}},
        settings={
            "targeting": 1.5,
            "youth_share": 0.5,
            "job_only_share": 0.5,
            "culture_added_share": 0.4,
            "job_motive_share": 1.0,
            "arrival_share": 0.1,
        },
    )


def test_whom_jobs_keep_by_hand(answer: ModuleType, two_towns) -> None:
    """100 jobs and 100 around, half for the young, 0.7 at work: 35 takers in each town.

    Of those in a 1.5·20/100 = 0.3 would leave, in b 0.75: 10.5 and 26.25 stay; of the others,
    24.5 and 8.75, a tenth comes from elsewhere.
    """
    found = answer.ask(two_towns, 1, jobs=100, further=1)
    assert found.kept_here == pytest.approx(10.5)
    assert found.kept_around == pytest.approx(26.25)
    assert found.arrived == pytest.approx(3.325)
    assert found.total == pytest.approx(40.075)
    quarter = answer.ask(two_towns, 1, jobs=100, further=1, share=0.25)
    assert quarter.total == pytest.approx(40.075 / 4)


def test_no_more_are_kept_than_leave_for_a_job(answer: ModuleType, two_towns) -> None:
    """With half the leavers leaving for a job, a keeps 10 of its 20, and arrivals are the same."""
    two_towns.settings["job_motive_share"] = 0.5
    found = answer.ask(two_towns, 1, jobs=100, further=1)
    assert found.kept_here == 10
    assert found.kept_around == pytest.approx(26.25)
    assert found.arrived == pytest.approx(3.325)


@pytest.fixture(scope="module")
def korea() -> opt.Instance:
    return opt.load("korea", settings=GIVEN)


def test_plain_answer_is_the_engines(hindcast: ModuleType, answer: ModuleType, data, korea) -> None:
    """In every place of the hindcast the engine's P, λ, access and arrivals give the same."""
    plain = answer.read_model(hindcast.KOREA, **GIVEN)
    engine = compute(korea)
    given, takers = korea.settings, engine.takers
    for region, kind, jobs in data.jobs[["region_id", "kind", "jobs"]].to_numpy():
        site = engine.regions.index(str(region))
        further = answer.FURTHER[kind]
        young = jobs * (1 + further) * given.youth_share * takers.access[site]
        level = engine.base_level[site]
        work = given.job_only_share + given.culture_added_share * level
        at = np.zeros(len(engine.regions))
        at[site] = young * work
        kept = np.minimum(takers.kept_of(at), engine.pool)
        found = answer.ask(plain, int(region), jobs, further)
        assert found.kept_here == pytest.approx(kept[site])
        assert found.kept_here + found.kept_around == pytest.approx(kept.sum())
        assert found.arrived == pytest.approx(takers.arriving[site] * at[site])


def test_plan_with_wonjus_staff_keeps_whom_the_plain_answer_keeps(
    hindcast: ModuleType, answer: ModuleType, tmp_path: Path
) -> None:
    """One option with Wonju's 7,202 jobs, built there alone: retained and arrived are the same."""
    for name in ("regions", "travel", "provinces"):
        (tmp_path / f"{name}.csv").write_bytes((hindcast.KOREA / f"{name}.csv").read_bytes())
    (tmp_path / "options.csv").write_text(
        "option_id,kind,sector,capital_cost,operating_cost,land_ha,jobs,multiplier,lead_years\n"
        "offices,cluster,offices,1,0,0,7202,1,0\n"
    )
    plain = answer.read_model(hindcast.KOREA, **GIVEN)
    names = ("targeting", "youth_share", "job_only_share", "culture_added_share")
    names += ("job_motive_share", "commute_limit", "stay_half_minutes")
    kept = "".join(f"{name} = {plain.settings[name]}\n" for name in names)
    (tmp_path / "instance.toml").write_text(
        'name = "one"\nbase_year = 2024\nhorizon_year = 2040\ncurrency = "bn KRW"\n'
        f"[settings]\nbudget = 10\n{kept}"
        '[locked]\nin = ["32020:offices"]\n'
        "[limits.max_options]\noffices = 1\n"
    )
    plan = opt.solve(opt.load(tmp_path, settings=GIVEN), gap=0)
    found = answer.ask(plain, 32020, jobs=7_202, further=1)
    assert plan.retained == pytest.approx(found.kept_here + found.kept_around, rel=1e-5)
    assert plan.arrived == pytest.approx(found.arrived, rel=1e-5)


def test_page_holds_what_the_command_prints(hindcast: ModuleType, tmp_path: Path) -> None:
    """Written anew into a copy of docs/explanation/validation.md, the tables leave it as it is."""
    copy = tmp_path / "validation.md"
    copy.write_bytes(PAGE.read_bytes())
    hindcast.main(["--into", str(copy)])
    assert copy.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
