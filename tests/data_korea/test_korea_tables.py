"""Facts of the shipped Korean tables, checked from the tables alone."""

import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

KOREA = Path(__file__).resolve().parents[2] / "instances" / "korea"
CAPITAL_AREA = ("Seoul", "Incheon", "Gyeonggi")
PROVINCES = {
    *CAPITAL_AREA,
    *("Busan", "Daegu", "Gwangju", "Daejeon", "Ulsan", "Sejong", "Gangwon", "Chungbuk"),
    *("Chungnam", "Jeonbuk", "Jeonnam", "Gyeongbuk", "Gyeongnam", "Jeju"),
}
SECTORS = {"ai", "semiconductor", "biotech", "green_energy"}
IDS = ("region_id", "from_region", "to_region", "university_id", "node_id", "from_node", "to_node")


def table(name):
    return pd.read_csv(KOREA / f"{name}.csv", dtype=dict.fromkeys(IDS, str))


@pytest.fixture(scope="module")
def regions():
    return table("regions").set_index("region_id")


@pytest.fixture(scope="module")
def options():
    return table("options").set_index("option_id")


@pytest.fixture(scope="module")
def minutes():
    rows = table("travel")
    return rows.set_index(["from_region", "to_region"])["minutes"]


def region(regions, name):
    found = regions.index[regions["name"] == name]
    assert len(found) == 1, name
    return found[0]


def test_there_are_229_regions_in_17_provinces(regions):
    """Every municipality of 2020 is there once, under a name of its own."""
    assert len(regions) == 229
    assert regions.index.is_unique
    assert regions["name"].is_unique
    assert regions.index.str.fullmatch(r"\d{5}").all()
    assert set(regions["province"]) == PROVINCES


def test_gunwi_counts_to_gyeongbuk(regions):
    """The frame is that of 2020, before Gunwi joined Daegu."""
    assert regions.at["37310", "name"] == "Gunwi-gun"
    assert regions.at["37310", "province"] == "Gyeongbuk"


def test_leavers_are_among_the_young_of_the_horizon_year(regions):
    """0 <= leavers <= youth_zero_migration."""
    assert (regions["leavers"] >= 0).all()
    assert (regions["leavers"] <= regions["youth_zero_migration"]).all()


def test_the_capital_area_has_no_leavers_and_no_candidates(regions):
    """Who leaves the Capital Area is not counted, and nothing may be built there."""
    capital = regions["province"].isin(CAPITAL_AREA)
    assert capital.sum() == 66
    assert (regions.loc[capital, "leavers"] == 0).all()
    assert not regions.loc[capital, "candidate"].any()
    assert regions.loc[~capital, "candidate"].all()


def test_youth_adds_up_to_the_register(regions):
    """About 12.5 million residents were 20-39 in December 2024, 5.5 of them in the provinces."""
    assert regions["youth"].sum() == pytest.approx(12.54e6, rel=0.01)
    outside = regions.loc[regions["candidate"], "youth"].sum()
    assert outside == pytest.approx(5.5e6, rel=0.02)


def test_the_young_of_2040_were_born_by_2020(regions):
    """Smaller cohorts follow: 8.7 million at 20-39 in 2040, those of 4-23 in 2024 less deaths."""
    assert regions["youth_zero_migration"].sum() == pytest.approx(8.73e6, rel=0.02)


def test_leavers_are_gross(regions):
    """More than the 658,800 whom the provinces lose net by 2040, fewer than a third of the young.

    418,501 moved to the Capital Area in 2025 and 380,036 came back; graduates go more often than
    all the young, so the sum of leavers is below the 42% of them who worked there in 2021.
    """
    candidates = regions[regions["candidate"]]
    left, young = candidates["leavers"].sum(), candidates["youth_zero_migration"].sum()
    assert left > 658_800
    assert 0.2 < left / young < 1 / 3


def test_where_the_young_go_to_the_capital_most(regions):
    """Those of Gangwon, Sejong and Chungcheong most, those of the south-east least."""
    sums = regions[regions["candidate"]].groupby("province")[["leavers", "youth_zero_migration"]]
    share = (sums.sum()["leavers"] / sums.sum()["youth_zero_migration"]).sort_values()
    assert set(share.index[-5:]) == {"Gangwon", "Sejong", "Chungnam", "Daejeon", "Chungbuk"}
    assert set(share.index[:2]) == {"Gyeongnam", "Busan"}


def test_towns_whose_arrivals_hide_their_leavers_have_some(regions):
    """Daejeon, Sejong, Cheongju, Cheonan, Asan, Wonju and Chuncheon lose nobody net.

    Of their graduates a third and more work in the Capital Area all the same.
    """
    share = 1.5 * regions["leavers"] / regions["youth_zero_migration"]
    names = ("Sejong-si", "Cheongju-si", "Cheonan-si", "Asan-si", "Wonju-si", "Chuncheon-si")
    towns = [*regions.index[regions["province"] == "Daejeon"], *(region(regions, n) for n in names)]
    assert len(towns) == 11
    assert share[towns].between(1 / 3, 0.8).all()


def test_whoever_stays_is_missing_in_the_capital_area(regions):
    """Without a column destination: the provinces without a candidate are Seoul, Incheon, Gyeonggi.

    Every other province has one, so the default says what is meant.
    """
    assert "destination" not in regions
    has = regions.groupby("province")["candidate"].any()
    assert set(has.index[~has]) == set(CAPITAL_AREA)


def test_local_jobs_follow_those_at_work(regions):
    """8 in the median depopulation area, most in the largest labour markets."""
    jobs = regions["local_jobs"]
    assert jobs[regions["decline_area"]].median() == 8
    assert (jobs > 0).all()
    top = regions.loc[regions["candidate"], "local_jobs"].nlargest(3).index
    assert {"Changwon-si", "Cheongju-si", "Cheonan-si"} == set(regions.loc[top, "name"])


def test_decline_areas_are_the_89_designated(regions):
    """The official list has 89 depopulation areas, 85 of them outside the Capital Area."""
    assert regions["decline_area"].sum() == 89
    assert (regions["decline_area"] & regions["candidate"]).sum() == 85


def test_extinction_risk_follows_the_published_pattern(regions):
    """Women of 20-39 over residents of 65+: Sejong is above 1, the median county below 0.3."""
    assert regions.at["29010", "extinction_risk"] > 1
    assert regions.loc[regions["decline_area"], "extinction_risk"].median() < 0.3


def test_seoul_has_more_culture_than_the_provinces(regions):
    """The young of Seoul stand at about 0.9, those outside the Capital Area at about half."""
    young = regions["youth"]
    seoul = regions["province"] == "Seoul"
    level = regions["culture_level"]
    assert level.between(0, 1).all()
    assert np.average(level[seoul], weights=young[seoul]) == pytest.approx(0.9, abs=0.05)
    rest = regions["candidate"]
    assert np.average(level[rest], weights=young[rest]) == pytest.approx(0.5, abs=0.1)


def test_culture_is_where_the_full_count_finds_it(regions):
    """The coast of Gangwon and Jeju, with most museums a head, are above Cheongju and Daejeon."""
    level = regions["culture_level"]
    for name in ("Gangneung-si", "Sokcho-si", "Jeju-si"):
        assert level[region(regions, name)] > level[region(regions, "Cheongju-si")] + 0.2
        assert level[region(regions, name)] > level[region(regions, "Yuseong-gu")] + 0.2


def test_costs_and_land_are_in_range(regions):
    """Indices are about 1, land is not negative and dearer in Busan's centre than in Hapcheon."""
    assert regions["operating_cost_index"].between(0.8, 1.7).all()
    assert regions["construction_cost_index"].between(1, 1.5).all()
    assert regions["construction_cost_index"].idxmax() == region(regions, "Ulleung-gun")
    assert (regions["land_ha"] >= 0).all()
    price = regions["land_price"]
    assert price[region(regions, "Yeonje-gu")] > 5 * price[region(regions, "Hapcheon-gun")]


def test_every_sector_has_three_scales_and_both_pillars_are_there(options):
    """Four sectors at three scales, and at least six kinds of hub that serve the young."""
    clusters = options[options["kind"] == "cluster"]
    assert set(clusters["sector"]) == SECTORS
    assert (clusters.groupby("sector")["scale"].nunique() == 3).all()
    hubs = options[options["kind"] == "hub"]
    assert len(hubs) >= 6
    assert (hubs["culture_capacity"] > 0).all()
    assert hubs.at["factory_reuse", "uses_stock"] == "factory"


def test_clusters_cost_what_programmes_cost(options):
    """Public outlay per gross direct job lies in the range of named programmes, 0.10-0.40 bn."""
    clusters = options[options["kind"] == "cluster"]
    assert (clusters["capital_cost"] / clusters["jobs"]).between(0.10, 0.40).all()
    assert (clusters["jobs"] / clusters["land_ha"]).between(16, 240).all()
    assert (options["lead_years"] < 16).all()


def test_graduates_are_no_more_than_the_quota(regions):
    """The quota of 2024 in the six fields is 410,000; some places stay empty or drop out."""
    rows = table("universities")
    assert not rows.duplicated(["university_id", "field"]).any()
    assert 250_000 < rows["graduates"].sum() < 410_000
    assert set(rows["region_id"]) <= set(regions.index)
    assert set(table("needs")["field"]) <= set(rows["field"])
    assert (rows["max_seats"] <= rows["graduates"]).all()


def test_needs_grow_with_jobs(options):
    """Graduates a year are between a twentieth and a tenth of the jobs of each cluster."""
    needed = table("needs").groupby("option_id")["graduates"].sum()
    clusters = options[options["kind"] == "cluster"]
    assert (needed.reindex(clusters.index) / clusters["jobs"]).between(0.05, 0.1).all()


def test_travel_is_what_the_network_gives(minutes):
    """Shortest paths on network/, rounded to 0.1 and cut at 120 minutes, are travel.csv."""
    nodes = pd.read_csv(KOREA / "network" / "nodes.csv", dtype={"node_id": str, "region_id": str})
    edges = pd.read_csv(KOREA / "network" / "edges.csv", dtype={"from_node": str, "to_node": str})
    place = {node: i for i, node in enumerate(nodes["node_id"])}
    best = {}
    for row in edges.itertuples():
        ends = (place[row.from_node], place[row.to_node])
        for pair in [ends] if row.directed else [ends, ends[::-1]]:
            best[pair] = min(row.minutes, best.get(pair, np.inf))
    start, end = zip(*best, strict=True)
    graph = csr_matrix((list(best.values()), (start, end)), shape=(len(place),) * 2)
    seats = nodes["region_id"].dropna()
    found = dijkstra(graph, indices=seats.index)[:, seats.index].round(1)
    i, j = np.nonzero((found <= 120) & ~np.eye(len(seats), dtype=bool))
    ids = seats.to_numpy()
    expected = pd.Series(found[i, j], index=pd.MultiIndex.from_arrays([ids[i], ids[j]]))
    assert len(expected) == len(minutes)
    np.testing.assert_allclose(minutes.reindex(expected.index), expected, atol=1e-9)


@pytest.mark.parametrize(
    ("start", "end", "known"),
    [
        ("Jung-gu (Seoul)", "Dong-gu (Daejeon)", 90),
        ("Jung-gu (Seoul)", "Chuncheon-si", 85),
        ("Seo-gu (Daejeon)", "Cheongju-si", 45),
        ("Jung-gu (Daegu)", "Pohang-si", 70),
        ("Busanjin-gu", "Changwon-si", 55),
        ("Jeonju-si", "Buk-gu (Gwangju)", 75),
        ("Seo-gu (Gwangju)", "Suncheon-si", 70),
        ("Jinju-si", "Changwon-si", 50),
    ],
)
def test_known_ways_take_about_what_they_take(regions, minutes, start, end, known):
    """Door to door within a quarter of the time that travellers know."""
    found = minutes[region(regions, start), region(regions, end)]
    assert found == pytest.approx(known, rel=0.25)


def test_ulleung_is_out_of_reach(regions, minutes):
    """Four hours by ship: no region within two hours, either way."""
    code = region(regions, "Ulleung-gun")
    assert code not in minutes.index.get_level_values(0)
    assert code not in minutes.index.get_level_values(1)


def test_jeju_reaches_only_itself(regions, minutes):
    """The two regions of Jeju are within an hour of each other and of nobody else in two."""
    jeju, seogwipo = region(regions, "Jeju-si"), region(regions, "Seogwipo-si")
    assert minutes[jeju, seogwipo] <= 60
    assert list(minutes[jeju].index) == [seogwipo]


def test_outlines_have_a_shape_a_region(regions):
    """The map has the same 229 regions, valid and in metres."""
    shapes = gpd.read_file(KOREA / "regions.gpkg")
    assert set(shapes["region_id"]) == set(regions.index)
    assert shapes.crs.to_epsg() == 5179
    assert shapes.is_valid.all()
    assert (KOREA / "regions.gpkg").stat().st_size < 2_000_000


def test_settings_are_shares(regions):
    """Behavioural shares lie between 0 and 1 and a job with full culture keeps at most everyone."""
    toml = tomllib.loads((KOREA / "instance.toml").read_text("utf-8"))
    settings = toml["settings"]
    assert (toml["base_year"], toml["horizon_year"]) == (2024, 2040)
    for name in ("realised_share", "additional_share", "youth_share", "job_motive_share"):
        assert 0 < settings[name] <= 1
    assert settings["job_only_share"] + settings["culture_added_share"] <= 1


@pytest.mark.parametrize("name", ["regions", "options", "travel", "universities", "strength"])
def test_tables_are_plain_csv(name):
    """UTF-8 with newline ends and no quotes that a spreadsheet would stumble over."""
    content = (KOREA / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    content.decode("utf-8")
    assert content.endswith(b"\n")
