"""Facts of years, licences and public finance: nothing in the Korean folder is without a source."""

import importlib.util
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import optimizer as opt

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "instances" / "korea"


@pytest.fixture(scope="module")
def provenance():
    path = ROOT / "data" / "korea" / "provenance.py"
    spec = importlib.util.spec_from_file_location("korea_provenance", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def held():
    return opt.contents(KOREA)


@pytest.fixture(scope="module")
def regions():
    return pd.read_csv(KOREA / "regions.csv", dtype={"region_id": str})


@pytest.fixture(scope="module")
def provinces():
    return pd.read_csv(KOREA / "provinces.csv").set_index("province")


def test_every_column_states_source_year_and_licence(held):
    """No column of any table says "not stated"."""
    blank = held.columns[held.columns.eq("not stated").any(axis=1)]
    assert blank[["table", "column"]].to_numpy().tolist() == []


def test_every_setting_that_is_set_states_its_source(held):
    """Each word of instance.toml's settings and limits has a row in sources.csv."""
    words = tomllib.loads((KOREA / "instance.toml").read_text("utf-8"))
    written = {(part, key) for part in ("settings", "limits") for key in words.get(part, {})}
    stated = held.settings[held.settings["status"] != "not stated"]
    assert written <= set(zip(stated["section"], stated["key"], strict=True))


def test_sources_are_those_of_the_page(provenance):
    """sources.csv, provenance.py and the list in SOURCES.md are one."""
    shipped = pd.read_csv(KOREA / "sources.csv", dtype=str)
    assert shipped.to_numpy().tolist() == provenance.table().to_numpy().tolist()
    page = provenance.PAGE.read_text("utf-8")
    assert page.count(provenance.HEADING) == 1
    assert provenance.section() in page
    assert provenance.table()["licence"].ne("").all()


def test_an_unknown_raw_file_is_refused(provenance):
    """A short name that SOURCES.md lacks is an error, not a blank."""
    page = provenance.PAGE.read_text("utf-8").replace("| wage |", "| wages |")
    with pytest.raises(ValueError, match="wage"):
        provenance.table(page)


def test_official_areas(regions):
    """89 depopulation areas and 18 watch areas, none of them both."""
    assert regions["decline_area"].sum() == 89
    assert regions["watch_area"].sum() == 18
    assert not (regions["decline_area"] & regions["watch_area"]).any()
    watched = set(regions.loc[regions["watch_area"], "name_local"])
    assert {"강릉시", "동해시", "속초시", "인제군", "익산시", "경주시", "통영시"} <= watched


def test_fiscal_independence(regions):
    """A share for each region: lowest in small counties, the same in both cities of Jeju."""
    own = regions.set_index("name")["fiscal_independence"]
    assert own.notna().all()
    assert own.min() == pytest.approx(0.066)
    assert own.max() == pytest.approx(0.68)
    assert own["Jeju-si"] == own["Seogwipo-si"] == pytest.approx(0.401)
    assert own[regions.set_index("name")["province"] == "Sejong"].item() == pytest.approx(0.648)
    decline = regions.set_index("name")["decline_area"]
    assert own[decline].median() < own[~decline].median() / 1.5


def test_weak_provinces_pay_less(regions, provinces):
    """Match shares lie within 0.2 of half, rise with fiscal strength, and cover all provinces."""
    assert set(provinces.index) == set(regions["province"])
    match = provinces["match_share"]
    assert match.between(0.3, 0.7).all()
    assert match["Seoul"] == match.max() == 0.7
    assert match[["Jeonnam", "Jeonbuk", "Gangwon"]].eq(0.3).all()
    people = regions.groupby("province")["youth"].sum()
    assert (match * people).sum() / people.sum() == pytest.approx(0.5, abs=0.05)


def test_own_budgets_are_a_small_part_of_own_revenue(provinces):
    """Chungnam gives 4-8% of five years of the 4,372 bn KRW of own revenue it had in 2020 [155].

    Outside the Capital Area they sum up to more than the 5,000 of the centre, which they then
    don't hold back, and the weakest have enough for their share of a national complex.
    """
    assert 0.04 < provinces.loc["Chungnam", "own_budget"] / (5 * 4372) < 0.08
    outside = provinces.drop(["Seoul", "Incheon", "Gyeonggi"])["own_budget"]
    assert outside.sum() > 5_000
    assert (outside > 0).all()
