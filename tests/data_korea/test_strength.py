"""Strength, suitability and land of the Korean tables, checked from the tables and the lists."""

import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "instances" / "korea"
LISTS = ROOT / "data" / "korea"
SECTORS = {"ai", "semiconductor", "biotech", "green_energy"}
SCALES = ("pilot", "hub", "national")


def table(name):
    return pd.read_csv(KOREA / f"{name}.csv", dtype={"region_id": str})


@pytest.fixture(scope="module")
def regions():
    return table("regions").set_index("region_id")


@pytest.fixture(scope="module")
def options():
    rows = table("options").set_index("option_id")
    return rows[rows["kind"] == "cluster"]


@pytest.fixture(scope="module")
def strength():
    return table("strength").set_index(["region_id", "sector"])["strength"]


@pytest.fixture(scope="module")
def barred():
    rows = table("suitability")
    return rows.set_index(["region_id", "option_id"])["reason"].to_dict()


def region(regions, name):
    found = regions.index[regions["name"] == name]
    assert len(found) == 1, name
    return found[0]


def national_projects():
    """Regions and sectors with a named national project: a bonus of 0.15 or more."""
    rows = pd.read_csv(LISTS / "programmes.csv", dtype={"code": str})
    rows = rows[rows["bonus"] >= 0.15]
    return set(zip(rows["code"], rows["sector"], strict=True))


def test_strength_is_a_factor_about_one(regions, strength):
    """Within 0.5-1.5, candidates only, and the mean of each sector is 1 within 0.05."""
    assert strength.between(0.5, 1.5).all()
    code, sector = strength.index.get_level_values(0), strength.index.get_level_values(1)
    assert set(sector) == SECTORS
    assert regions.loc[code, "candidate"].all()
    listed = strength.unstack().reindex(regions.index[regions["candidate"]]).fillna(1.0)
    assert listed.mean().sub(1).abs().max() < 0.05


CENTRES = [
    ("ai", ["Yuseong-gu", "Buk-gu (Gwangju)", "Haeundae-gu", "Suseong-gu", "Chuncheon-si"]),
    ("semiconductor", ["Cheongju-si", "Asan-si", "Cheonan-si", "Gumi-si", "Gijang-gun"]),
    ("biotech", ["Cheongju-si", "Yuseong-gu", "Hwasun-gun", "Andong-si", "Wonju-si"]),
    ("green_energy", ["Gunsan-si", "Mokpo-si", "Naju-si", "Sinan-gun", "Nam-gu (Ulsan)"]),
]


@pytest.mark.parametrize(("sector", "names"), CENTRES)
def test_known_centres_are_in_the_strongest_fifth(regions, strength, sector, names):
    """Places that people of the sector would name stand among the strongest fifth."""
    bound = strength.xs(sector, level=1).quantile(0.8)
    for name in names:
        assert strength[region(regions, name), sector] >= bound, name


@pytest.mark.parametrize(
    ("sector", "name"),
    [
        ("semiconductor", "Yeosu-si"),
        ("semiconductor", "Gwangyang-si"),
        ("semiconductor", "Geoje-si"),
        ("ai", "Geoje-si"),
        ("ai", "Gwangyang-si"),
        ("biotech", "Gwangyang-si"),
        ("green_energy", "Seo-gu (Daejeon)"),
    ],
)
def test_towns_of_other_trades_are_below_average(regions, strength, sector, name):
    """Coal, ship, steel and oil towns are no champions of chips, AI or medicines."""
    assert strength.get((region(regions, name), sector), 1.0) < 1.0


def test_green_energy_is_not_coal_and_nuclear(regions, strength):
    """A coal or nuclear seat is no stronger than the wind and hydrogen centres beside it."""
    for name in ("Uljin-gun", "Yeonggwang-gun", "Hadong-gun", "Boryeong-si"):
        assert strength.get((region(regions, name), "green_energy"), 1.0) < 1.25, name


def test_green_energy_differs_within_a_province(regions, strength):
    """Wind, farmland and ports tell Sinan from Gokseong and Taebaek from Hwacheon."""

    def green(name):
        return strength.get((region(regions, name), "green_energy"), 1.0)

    assert green("Sinan-gun") > green("Gokseong-gun") + 0.1
    assert green("Taebaek-si") > green("Hwacheon-gun") + 0.1


def test_no_fab_stands_on_an_island(regions, barred):
    """A plan with a semiconductor cluster on an island is a bug, even if it is optimal."""
    islands = ["Ulleung-gun", "Sinan-gun", "Wando-gun", "Jindo-gun", "Namhae-gun", "Jeju-si"]
    for name in [*islands, "Seogwipo-si"]:
        for scale in SCALES:
            reason = barred[region(regions, name), f"semiconductor_{scale}"]
            assert reason.startswith("island") or reason == "reached by ship only", name
    for scale in ("hub", "national"):
        assert (region(regions, "Geoje-si"), f"semiconductor_{scale}") in barred


@pytest.mark.parametrize("name", ["Boryeong-si", "Gunsan-si", "Yeosu-si", "Gangneung-si"])
def test_no_semiconductor_hub_without_a_plant_or_water(regions, barred, name):
    """Coal, ship and petrochemical towns far from any fab, or short of water, get no hub."""
    for scale in ("hub", "national"):
        assert (region(regions, name), f"semiconductor_{scale}") in barred


@pytest.mark.parametrize(
    ("name", "option", "word"),
    [
        ("Geoje-si", "ai_hub", "university"),
        ("Danyang-gun", "green_energy_hub", "port"),
        ("Seogwipo-si", "semiconductor_pilot", "island"),
        ("Boryeong-si", "semiconductor_hub", "water"),
        ("Haenam-gun", "biotech_hub", "hospital"),
    ],
)
def test_reasons_name_what_is_lacking(regions, barred, name, option, word):
    """Islands, ports, water, universities and hospitals are given as reasons."""
    assert word in barred[region(regions, name), option]


def test_a_county_of_a_few_thousand_young_hosts_no_national_cluster(regions, barred):
    """Regions with fewer than 8,000 young residents are barred from every national scale."""
    small = regions.index[regions["candidate"] & (regions["youth"] < 8000)]
    for sector in SECTORS:
        assert all((code, f"{sector}_national") in barred for code in small)


def test_hubs_stand_where_the_sector_is_at_least_average(regions, options, strength, barred):
    """What is allowed has a strength of 0.9 (pilot), 1.0 (hub) or 1.1 (national) at least.

    A named national project may have its pilot and hub where the sector is weaker.
    """
    least = {"pilot": 0.9, "hub": 1.0, "national": 1.1}
    named = national_projects()
    for option, row in options.iterrows():
        for code in regions.index[regions["candidate"]]:
            if (code, row["sector"]) in named and row["scale"] != "national":
                continue
            if (code, option) not in barred:
                assert strength.get((code, row["sector"]), 1.0) >= least[row["scale"]]


def test_a_named_national_project_is_not_forbidden_its_sector(barred):
    """Pilot and hub are open to it, but for what an island or short water forbids."""
    for code, sector in national_projects():
        for scale in ("pilot", "hub"):
            reason = barred.get((code, f"{sector}_{scale}"), "island")
            assert reason.startswith(("island", "no fab water")), (code, sector, scale, reason)
    assert ("36400", "ai") in national_projects()
    assert ("36400", "ai_hub") not in barred


KNOWN_FOR = [
    ("Yuseong-gu", "ai"),
    ("Yuseong-gu", "biotech"),
    ("Cheongju-si", "biotech"),
    ("Cheongju-si", "semiconductor"),
    ("Buk-gu (Gwangju)", "ai"),
    ("Gumi-si", "semiconductor"),
    ("Pohang-si", "green_energy"),
    ("Nam-gu (Ulsan)", "green_energy"),
    ("Ulju-gun", "green_energy"),
]


@pytest.mark.parametrize(("name", "sector"), KNOWN_FOR)
def test_known_centres_may_build_what_they_are_known_for(regions, strength, barred, name, sector):
    """Pilot, hub and national cluster are open to them, and they are among the ten strongest."""
    code = region(regions, name)
    assert not {f"{sector}_{scale}" for scale in SCALES} & {o for c, o in barred if c == code}
    assert strength.xs(sector, level=1).rank(ascending=False, method="min")[code] <= 10


def test_hubs_have_young_people_in_reach(regions, barred):
    """One post of a hub for 100 young residents of its region at most; Yeongyang gets no studio."""
    hubs = table("options").query("kind == 'hub'").set_index("option_id")["jobs"]
    for code in regions.index[regions["candidate"]]:
        for option, jobs in hubs.items():
            if (code, option) not in barred:
                assert jobs <= 0.01 * regions.at[code, "youth"], (code, option)
    yeongyang = region(regions, "Yeongyang-gun")
    assert "young residents within 30 minutes" in barred[yeongyang, "digital_studio"]


def test_every_sector_can_be_built_at_every_scale_in_five_regions(regions, options, barred):
    """Suitability and land leave each cluster five sites or more, in three provinces or more."""
    for option, row in options.iterrows():
        room = regions["candidate"] & (regions["land_ha"] >= row["land_ha"])
        sites = [code for code in regions.index[room] if (code, option) not in barred]
        assert len(sites) >= 5, option
        assert regions.loc[sites, "province"].nunique() >= 3, option


def test_suitability_gives_reasons(regions, barred):
    """Each row says why, and names a region and an option that exist."""
    rows = table("suitability")
    assert rows["reason"].str.len().gt(10).all()
    assert not rows["allowed"].any()
    assert {code for code, _ in barred} <= set(regions.index)
    assert {option for _, option in barred} <= set(table("options")["option_id"])


def test_land_is_a_small_part_of_the_designated_parks(regions):
    """Developable land is 4-6% of the 119,920 ha of parks designated outside the Capital Area."""
    land = regions.loc[regions["candidate"], "land_ha"]
    assert 0.04 < land.sum() / 119_920 < 0.06
    assert land.idxmax() in {region(regions, n) for n in ("Dalseong-gun", "Pohang-si")}
    assert land[region(regions, "Jung-gu (Busan)")] < 1


def test_each_programme_has_a_place_a_size_and_a_source(regions):
    """Bonus 0.05-0.20, once per region and sector; a reference listed in SOURCES.md or a label."""
    rows = pd.read_csv(LISTS / "programmes.csv", dtype={"code": str})
    assert not rows.duplicated(["code", "sector"]).any()
    assert set(rows["code"]) <= set(regions.index[regions["candidate"]])
    assert set(rows["sector"]) == SECTORS
    assert rows["bonus"].isin([0.05, 0.10, 0.15, 0.20]).all()
    text = (LISTS / "SOURCES.md").read_text("utf-8").split("## References")[1]
    known = set(re.findall(r"(?:^|· |\n|, )(\d+b?)(?= |,)", text))
    for note in rows["note"]:
        cited = re.findall(r"\[(\d+b?)\]", note)
        assert cited or "common knowledge" in note or "parks table" in note, note
        assert set(cited) <= known, note


def test_lists_of_places_name_regions_that_exist(regions):
    """places.csv: a known kind, a region once per kind, and no dry region with a fab at work."""
    rows = pd.read_csv(LISTS / "places.csv", dtype={"code": str})
    assert set(rows["kind"]) == {"fab", "port", "heavy", "dry", "island", "garrison"}
    assert set(rows["code"]) <= set(regions.index)
    assert not rows.duplicated(["kind", "code"]).any()
    by_kind = rows.groupby("kind")["code"].agg(set)
    assert not by_kind["fab"] & (by_kind["dry"] | by_kind["island"] | by_kind["heavy"])
