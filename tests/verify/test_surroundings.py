"""Fine points of who takes a job, on tiny countries: areas, tables of stay, access, nobody."""

import pytest
from support.checks import broken
from support.country import rows
from support.heading import heading

from optimizer.instance import read_instance
from optimizer.verify import verify

PLAIN = {"job_only_share": 1, "culture_added_share": 0, "culture_only_share": 0}
REGIONS = "region_id,name,province,candidate,youth,youth_zero_migration,leavers,land_ha"
KEPT, ARRIVED = "kept by jobs, by where young people live", "arrivals for jobs"


@pytest.fixture
def country(tmp_path):
    """Return a function that reads a country whose one cluster `k` costs 1 and has 100 jobs."""

    def read(settings, regions, travel=(), jobs=100):
        lines = ['name = "tiny"', "base_year = 2024", "horizon_year = 2034", "[settings]"]
        for key, value in (PLAIN | {"absorption_share": "none"} | settings).items():
            lines.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")
        tables = {
            "regions": (REGIONS, *regions),
            "options": ("option_id,kind,sector,capital_cost,jobs", f"k,cluster,s,1,{jobs}"),
        }
        if travel:
            tables["travel"] = ("from_region,to_region,minutes,stay", *travel)
        (tmp_path / "instance.toml").write_text("\n".join(lines), encoding="utf-8")
        for name, content in tables.items():
            text = "\n".join(row.replace(" ", "") for row in content) + "\n"
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return read_instance(tmp_path)

    return read


def plan_of(instance, youth_jobs, kept, arrived=0, site="A", jobs=100):
    """Return a plan with the cluster at a site: who is kept by region, and who arrives there."""
    retained = sum(kept.values())
    return {
        **heading(instance),
        "status": "optimal",
        "retained": retained,
        "arrived": arrived,
        "objective": retained + arrived,
        "bound": retained + arrived,
        "gap": 0,
        "gap_asked": 0,
        "cost": 1,
        "build": rows(
            "region_id option_id count cost jobs youth_jobs", (site, "k", 1, 1, jobs, youth_jobs)
        ),
        "measures": [],
        "seats": [],
        "regions": rows(
            "region_id leavers retained retained_by_jobs retained_by_culture culture_level arrived",
            *(
                (i, leavers, kept.get(i, 0), kept.get(i, 0), 0, 0, arrived if i == site else 0)
                for i, leavers in instance.regions[["region_id", "leavers"]].itertuples(index=False)
            ),
        ),
        "flows": rows(
            "from_region to_region persons retained",
            *((i, site, persons, persons) for i, persons in kept.items() if persons > 0),
        ),
        "workforce": [],
        "fair_share": [],
        "seconds": {},
        "versions": {},
        "seed": 0,
        "notes": [],
    }


def largest(instance, youth_jobs, kept, arrived=0, **more):
    """Return whether so many may be kept and arrive, and of neither one hundredth more."""
    holds = not verify(plan_of(instance, youth_jobs, kept, arrived, **more), instance).failures
    for region in instance.regions["region_id"]:
        above = kept | {region: kept.get(region, 0) + 0.01}
        holds &= KEPT in broken(plan_of(instance, youth_jobs, above, arrived, **more), instance)
    above = plan_of(instance, youth_jobs, kept, arrived + 0.01, **more)
    return holds and broken(above, instance) == {ARRIVED}


def test_a_knapsack_is_a_special_case(country):
    """Where everybody stays at home and would leave, each job keeps one leaver."""
    other = country({"leaver_share": "one"}, ["A, A, P, true, , 500, 300, 0"])
    assert largest(other, 100, {"A": 100})


def test_a_covering_problem_after_huff(country):
    """With stay 1 everywhere 300 and 100 young people take a job three to one."""
    other = country(
        {"leaver_share": "one", "stay_half_minutes": "none"},
        ["A, A, P, true, , 100, 60, 0", "B, B, P, true, , 300, 200, 0"],
        ["B, A, 30,"],
    )
    assert largest(other, 100, {"A": 25, "B": 75})


@pytest.mark.parametrize(
    ("settings", "own", "kept"),
    [
        pytest.param({}, (), {"A": 20, "B": 30}, id="half of Beta's come: two to one"),
        pytest.param({"commute_limit": 15}, (), {"A": 30}, id="Beta is out of reach"),
        pytest.param({}, ["A, A, 20,"], {"A": 15, "B": 45}, id="listed minutes: one to one"),
        pytest.param(
            {"commute_limit": 15}, ["A, A, 20,"], {"A": 30}, id="home, beyond the limit too"
        ),
    ],
)
def test_the_own_region_belongs_to_the_area(country, settings, own, kept):
    """A region's own way is 0 minutes, as listed where it is, and whatever the limit."""
    other = country(
        {"stay_half_minutes": 20} | settings,
        ["A, A, P, true, , 100, 30, 0", "B, B, P, true, , 100, 90, 0"],
        ["B, A, 20,", *own],
    )
    assert largest(other, 100, kept)


def test_a_table_of_stay(country):
    """A pair without minutes belongs to the area; one beyond the limit does not."""
    other = country(
        {"stay_half_minutes": "table"},
        [
            "A, A, P, true, , 100, 50, 0",
            "B, B, P, true, , 400, 100, 0",
            "C, C, P, true, , 100, 100, 0",
        ],
        ["A, A, , 0.5", "B, A, , 0.125", "C, A, 61, 1"],
    )
    # 50 to 50: λ 0.5 and 0.25.
    assert largest(other, 100, {"A": 25, "B": 12.5})


def test_arrivals_come_in_place_of_whom_nothing_would_have_moved(country):
    """Of a hundred takers 30 would be gone; of the other 70 a fifth arrives: 14."""
    regions = ["A, A, P, true, , 100, 30, 0", "S, S, Q, false, , 900, 0, 0"]
    other = country({"arrival_share": 0.2}, regions)
    assert largest(other, 100, {"A": 30}, 14)
    # From the Capital itself come half of the takers: they would not have left.
    other = country({"arrival_share": 0.2, "stay_half_minutes": "none"}, regions, ["S, A, 9,"])
    assert largest(other, 100, {"A": 3}, 0.2 * 97)


def test_targeting_keeps_no_more_than_everybody(country):
    """λ is 1 at most."""
    regions = ["A, A, P, true, , 100, 60, 0", "S, S, Q, false, , 900, 0, 0"]
    other = country({"targeting": 2, "arrival_share": 0.5}, regions, jobs=50)
    assert largest(other, 50, {"A": 50}, 0, jobs=50)


def test_where_nobody_young_lives_a_job_has_no_takers(country):
    """It is there all the same, and nobody is kept or comes."""
    regions = ["A, A, P, true, 0, 0, 0, 0", "S, S, Q, false, , 900, 0, 0"]
    other = country({"arrival_share": 0.5}, regions)
    assert verify(plan_of(other, 100, {}), other).failures == ()
    assert broken(plan_of(other, 100, {}, 1), other) == {ARRIVED}


def test_labour_market_access(country):
    """Beta has 25 young people in reach and Alpha 100, 85 on the average of those who live there.

    (100 × 100 + 25 × 25) / 125 = 85. With an elasticity of 1 a job in Alpha counts 100 / 85, with
    one of 0.5 the root of that; Gamma, where nothing may be built, counts for no average.
    """
    regions = [
        "A, A, P, true, 100, 100, 100, 0",
        "B, B, P, true, 25, 25, 25, 0",
        "C, C, Q, false, 900, 0, 0, 0",
    ]
    for elasticity, factor in ((1, 100 / 85), (0.5, (100 / 85) ** 0.5), (0, 1)):
        other = country({"access_elasticity": elasticity}, regions, jobs=50)
        assert largest(other, 50 * factor, {"A": 50 * factor}, jobs=50)
    other = country({"access_elasticity": 1}, regions, jobs=50)
    assert largest(other, 50 * 25 / 85, {"B": 50 * 25 / 85}, site="B", jobs=50)


@pytest.mark.parametrize("elasticity", [1e308, 5e-324])
def test_an_elasticity_that_cannot_be_is_no_traceback(country, elasticity):
    """The check ends with an outcome."""
    regions = ["A, A, P, true, 100, 100, 100, 0", "B, B, P, true, 25, 25, 25, 0"]
    other = country({"access_elasticity": 1}, regions)
    plan = plan_of(other, 100, {"A": 100})
    plan["settings"]["access_elasticity"] = elasticity
    assert str(verify(plan, other))
