"""Plans with measures, zones and neighbours: the good one holds, every spoilt one is found out.

Town A has an AI park of 100 bn KRW and 100 jobs that needs a zone, a bio plant of the same size,
and a studio; town B, half an hour away, has AI too. Each job keeps one leaver.
    A: the zone (10) adds 0.2 to AI and saves a tenth; the tax relief (5) adds 0.1 to both
       sectors; AI near AI adds 0.15 and near a studio 0.3: 0.75, capped at 0.5, so 150 jobs.
       Bio: 0.1, 110 jobs. AI costs 90, bio 100, the studio 4.
    B: AI near AI 0.15, and the studio half an hour away 0.3: 145 jobs, with its own zone 150.
"""

import copy
import json

import pytest
from support.instances import PLAIN, both_ways, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.plan.record import to_record
from optimizer.verify import verify


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Read the two towns."""
    folder = make_instance(
        tmp_path_factory.mktemp("levers"),
        [region("A", 1000, province="PA"), region("B", 1000, province="PB")],
        [
            cluster("park", 100, 100, sector="ai", needs_zone="true"),
            cluster("plant", 100, 100, sector="bio"),
            hub("studio", 4),
        ],
        PLAIN | {"job_takers": "best", "commute_limit": 5},
        travel=both_ways(("A", "B", 30)),
        sections={
            "limits": {"zones": 2, "max_uplift": 0.5, "max_options": {"plant": 1, "studio": 1}},
            "locked": {"in": ["A:studio", "A:plant"]},
        },
        measures=[
            ("zone", "zone", "ai", 10, 0.2, 0.1, "", 2, 1),
            ("tax", "incentive", "", 5, 0.1, 0, "relief", 1),
            ("tax_less", "incentive", "", 1, 0.05, 0, "relief", 0),
            ("bio_zone", "zone", "bio", 1, 0, 0),
        ],
        interactions=[("ai", "ai", 30, 0.15), ("ai", "studio", 30, 0.3)],
    )
    return opt.load(folder)


@pytest.fixture(scope="module")
def _solved(country):
    return json.loads(json.dumps(to_record(opt.solve(country, gap=0))))


@pytest.fixture
def good(_solved):
    """Return the good plan, to be spoilt freely."""
    return copy.deepcopy(_solved)


def rules(plan, country):
    """Return the names of the rules that a plan breaks."""
    return {failure.rule.value for failure in verify(plan, country).failures}


def measure(plan, region_id, measure_id):
    """Return the place of a measure in a plan."""
    keys = [(row["region_id"], row["measure_id"]) for row in plan["measures"]]
    return keys.index((region_id, measure_id))


def test_the_good_plan_is_the_one_worked_out_by_hand(good, country):
    """150 + 110 + 150 stay, for 90 + 100 + 4 + 90 and measures of 10 + 5 + 10."""
    assert verify(good, country).ok
    assert (good["retained"], good["cost"]) == pytest.approx((410, 309), rel=1e-9)
    build = {(row["region_id"], row["option_id"]): row for row in good["build"]}
    assert build["A", "park"]["uplift"] == pytest.approx(0.5)
    assert build["A", "plant"]["youth_jobs"] == pytest.approx(110)
    assert build["B", "park"]["neighbour_jobs"] == pytest.approx(30)
    assert len(good["measures"]) == 3


NUMBERS = ["cost", "youth_jobs", "saved"]


@pytest.mark.parametrize("name", NUMBERS)
def test_what_a_measure_reports_is_recomputed(good, country, name):
    """Cost, jobs and savings of a measure, a little too much or too little."""
    for place in range(len(good["measures"])):
        for step in (1e-3, -1e-3):
            spoilt = copy.deepcopy(good)
            spoilt["measures"][place][name] += step
            assert rules(spoilt, country) <= {"reported figure", "form of a plan"}
            assert rules(spoilt, country)


@pytest.mark.parametrize("name", ["cost", "youth_jobs", "uplift", "neighbour_jobs"])
def test_what_a_building_reports_is_recomputed(good, country, name):
    """Cost less savings, jobs with uplift, the uplift itself, and the neighbours' part."""
    for place in range(len(good["build"])):
        spoilt = copy.deepcopy(good)
        spoilt["build"][place][name] += 1e-3
        assert rules(spoilt, country) == {"reported figure"}


def test_a_measure_left_out_is_missed(good, country):
    """Without its zone the park has no right to stand, nor the jobs and the saving."""
    del good["measures"][measure(good, "A", "zone")]
    assert rules(good, country) >= {"regulation-free zone", "reported figure"}


def test_too_many_stay_without_the_tax_relief(good, country):
    """Bio in A keeps 110 for the relief's sake."""
    del good["measures"][measure(good, "A", "tax")]
    assert "industry and culture in harmony" in rules(good, country)


def test_too_many_stay_without_the_neighbour(good, country):
    """Without B's park, A's is still lifted by 0.6, but B's people have no job."""
    good["build"] = [row for row in good["build"] if row["region_id"] == "A"]
    assert rules(good, country) >= {"industry and culture in harmony", "measure in use"}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("A", "tax_less"), "one measure of a tier group"),
        (("A", "tax_less"), "number of a measure"),
        (("B", "tax"), "number of a measure"),
        (("B", "bio_zone"), "measure in use"),
        (("A", "bio_zone"), "regulation-free zones nationwide"),
    ],
)
def test_a_measure_too_many_is_found_out(good, country, row, rule):
    """Two of a group, two where one is permitted, one that nothing uses, a zone too many."""
    added = {"region_id": row[0], "measure_id": row[1], "cost": 0, "youth_jobs": 0, "saved": 0}
    good["measures"].append(added)
    assert rule in rules(good, country)


def test_a_limit_by_province_is_checked(country, good):
    """Both towns in one province: one zone at most there."""
    regions = country.regions.assign(province="PA")
    from dataclasses import replace

    one = replace(country, tables=dict(country.tables) | {"regions": regions})
    good["instance_hash"] = one.data_hash
    for row in good["regions"]:
        row["province"] = "PA"
    assert rules(good, one) == {"number of a measure"}


@pytest.mark.parametrize("cap", [0.0, 0.3, 0.49])
def test_the_cap_is_the_plans(good, country, cap):
    """With a lower cap on uplifts the plan promises too many jobs."""
    good["limits"]["max_uplift"] = cap
    assert rules(good, country) >= {"reported figure", "industry and culture in harmony"}


def test_neighbours_out_of_reach_are_none(good, country):
    """With 31 minutes between the towns the parks don't help each other."""
    from dataclasses import replace

    travel = country.tables["travel"].assign(minutes=31.0)
    far = replace(country, tables=dict(country.tables) | {"travel": travel})
    good["instance_hash"] = far.data_hash
    assert rules(good, far) >= {"reported figure", "industry and culture in harmony"}


def test_the_budget_counts_measures_and_savings(good, country):
    """309 is enough; 308 is not."""
    good["budget"] = 309
    assert verify(good, country).ok
    good["budget"] = 308
    assert rules(good, country) == {"budget"}


def test_seats_that_nobody_fills_are_refused(tmp_path):
    """20 seats bought for 10 graduates, in all of whom there is no need for seats."""
    folder = make_instance(
        tmp_path,
        [region("A", 1000)],
        [cluster("ai", 100, 100)],
        PLAIN | {"job_takers": "best"},
        needs=[("ai", "computing", 20)],
        universities=[("U", "computing", "A", 10, 1, 30, 0), ("V", "computing", "A", 0, 1, 9, 5)],
    )
    country = opt.load(folder)
    plan = to_record(opt.solve(country, gap=0))
    assert verify(plan, country).ok
    plan["seats"][0]["hired"] += 1
    assert rules(plan, country) == {"reported figure"}
    plan["seats"][0]["hired"] -= 1
    idle = {"university_id": "V", "field": "computing", "seats": 1, "cost": 5, "hired": 0}
    plan["seats"].append(idle)
    plan["cost"] += 5
    assert rules(plan, country) == {"training seats"}
