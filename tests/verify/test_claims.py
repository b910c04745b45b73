"""A plan that can't be read as one fails in plain words, never with a traceback."""

import ast
import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.changes import at
from support.checks import broken

import optimizer.instance
from optimizer.verify import Verification, verify

NOT_READ = {"projection"}
"""What follows from a plan outside the decision model."""


def test_a_missing_key_is_named(plan, instance):
    """Without any key that is read the plan fails, and the failure's place is that key."""
    for key in sorted(set(plan) - NOT_READ):
        spoilt = {name: value for name, value in plan.items() if name != key}
        places = [failure.place for failure in verify(spoilt, instance).failures]
        assert any(place.startswith(key) for place in places), key


@pytest.mark.parametrize("name", ["build", "seats", "regions", "flows", "workforce"])
def test_a_missing_column_is_named(plan, instance, name):
    """Without any key of a record the plan fails, and the place names the list and the key."""
    for key in list(plan[name][0]):
        spoilt = copy.deepcopy(plan)
        del spoilt[name][0][key]
        places = [failure.place for failure in verify(spoilt, instance).failures]
        assert any(place.startswith(name) and place.endswith(key) for place in places), key


@pytest.mark.parametrize("section", ["settings", "limits", "locked", "culture"])
def test_words_are_complete(plan, instance, section):
    """A setting, limit or lock left out fails, as its default would be taken in silence."""
    for key in set(plan[section]) - {"job_takers"}:
        spoilt = copy.deepcopy(plan)
        del spoilt[section][key]
        failures = verify(spoilt, instance).failures
        assert f"{section}.{key}" in [failure.place for failure in failures], key


LATER = {
    "settings": ("job_takers", "arrival_share", "graduate_half_minutes", "access_elasticity"),
    "limits": (
        "max_measures",
        "min_fair_share",
        "max_fair_share",
        "min_cost_share_hubs",
        "max_cost_share_hubs",
    ),
}
"""Words that came together."""


def test_a_plan_of_an_earlier_version_is_checked_as_best(plan, instance):
    """Without job_takers whoever is best takes a job, and the words that came with it are none."""
    del plan["settings"]["job_takers"]
    assert verify(plan, instance).ok
    for section, keys in LATER.items():
        for key in keys:
            plan[section].pop(key, None)
    assert verify(plan, instance).ok
    plan["settings"]["graduate_half_minutes"] = 5
    assert {f.rule.value for f in verify(plan, instance).failures} == {"graduates by distance"}


@pytest.mark.parametrize("place", [("arrived",), ("regions", 0, "arrived")])
def test_nobody_arrives_where_whoever_is_best_takes_a_job(plan, instance, place):
    """Under "best" a plan may say that nobody arrives, not that somebody does."""
    at = plan
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = 0
    assert verify(plan, instance).ok
    at[place[-1]] = 1
    assert not verify(plan, instance).ok


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("build", "region_id", "Z"),
        ("build", "option_id", "casino"),
        ("build", "count", -1),
        ("build", "count", 0),
        ("build", "count", 1.5),
        ("seats", "university_id", "U9"),
        ("seats", "field", "law"),
        ("seats", "seats", -1),
        ("regions", "region_id", "Z"),
        ("flows", "from_region", "Z"),
        ("flows", "to_region", 7),
        ("flows", "persons", float("nan")),
        ("workforce", "to_region", None),
        ("workforce", "graduates", -50),
    ],
)
def test_ids_and_counts_that_cannot_be(plan, instance, name, key, value):
    """Unknown ids, negative or broken counts and NaN fail at their record."""
    plan[name][0][key] = value
    failures = verify(plan, instance).failures
    assert [f for f in failures if f.rule == "form of a plan" and f.place.startswith(name)]


@pytest.mark.parametrize("name", ["build", "seats", "regions", "flows", "workforce"])
def test_a_record_stands_once(plan, instance, name):
    """The same record twice fails: it would count twice in one place and once in another."""
    plan[name].append(plan[name][0])
    assert "form of a plan" in {failure.rule for failure in verify(plan, instance).failures}


def test_every_region_has_a_record(plan, instance):
    """A region left out of `regions` is named."""
    plan["regions"].pop()
    places = [failure.place for failure in verify(plan, instance).failures]
    assert places == ["regions, Delta (D)"]


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("settings", "realised_share", 1.5),
        ("settings", "realised_share", "0.5"),
        ("settings", "objective", "profit"),
        ("settings", "mood", 1),
        ("culture", "curve", [[0, 0], [1, "0.03"]]),
        ("culture", "curve", [[0, 0.5], [1, 0.3]]),
        ("limits", "max_options", {"casino": 1}),
        ("limits", "max_clusters_per_province", {"West": 1}),
        ("limits", "min_retained_share", {"West": 0.1}),
        ("locked", "in", ["A:casino"]),
        ("locked", "out", "A:ai"),
    ],
)
def test_words_that_do_not_fit(plan, instance, section, key, value):
    """Settings, limits and locks that no instance could have fail by their key."""
    plan[section][key] = value
    failures = verify(plan, instance).failures
    places = [f.place for f in failures if f.rule == "form of a plan"]
    assert any(place.startswith(f"{section}.{key}") for place in places)


def test_a_measure_that_the_instance_lacks_fails(plan, instance):
    """A plan may take only measures of the table."""
    plan["measures"] = [{"region_id": "A", "measure_id": "zone", "cost": 0}]
    assert broken(plan, instance) == {"form of a plan"}


def test_columns_of_later_versions_may_be_missing(plan, instance):
    """A plan of an earlier version has no uplift and the like; where they are given they count."""
    assert verify(plan, instance).ok
    for name, column, true in (
        ("build", "uplift", 0),
        ("build", "neighbour_jobs", 0),
        ("seats", "hired", 50),
    ):
        plan[name][0][column] = true
        assert verify(plan, instance).ok
        plan[name][0][column] = true + 1
        places = [failure.place for failure in verify(plan, instance).failures]
        assert len(places) == 1 and places[0].endswith(column)
        plan[name][0][column] = true


def test_status_infeasible_is_no_plan(plan, instance):
    """Where no plan exists there is none to check."""
    plan["status"] = "infeasible"
    assert broken(plan, instance) == {"form of a plan"}


def test_not_even_a_mapping(instance):
    """A list, text or nothing in place of a plan fails."""
    for junk in ([], "plan", None, 3, {}):
        assert not verify(junk, instance).ok


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
) | st.sampled_from([1e308, -1e308, 5e-324, 10**400])


def junk_in_plans(examples):
    """Return how many plans are spoilt."""
    health = [HealthCheck.function_scoped_fixture]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=health
    )


@junk_in_plans(100)
@given(data=st.data())
def test_junk_anywhere_is_no_traceback(plan, instance, data):
    """Whatever stands anywhere in a plan, the check ends with an outcome that can be printed."""
    assert isinstance(outcome_of_junk(plan, instance, data), Verification)


@pytest.mark.slow
@junk_in_plans(500)
@given(data=st.data())
def test_more_junk_is_no_traceback(plan, instance, data):
    """The same with more of it."""
    assert isinstance(outcome_of_junk(plan, instance, data), Verification)


def outcome_of_junk(plan, instance, data):
    """Put junk anywhere in a plan, and return what the check says of it, which can be printed."""
    spoilt = copy.deepcopy(plan)
    place = spoilt
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        place = inner
    place[key] = data.draw(JUNK)
    outcome = verify(spoilt, instance)
    assert str(outcome)
    return outcome


def test_the_check_stands_alone():
    """It imports the tables' package and nothing else of the engine, so it shares no mistake."""
    folder = Path(optimizer.instance.__file__).parents[1] / "verify"
    imported = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
    rooms = {".".join(name.split(".")[:2]) for name in imported if name.startswith("optimizer")}
    assert rooms == {"optimizer.instance", "optimizer.verify"}
    assert imported & {"pyomo", "highspy", "scipy"} == set()


@pytest.mark.parametrize("key", [("arrived",), ("fair_share",), ("regions", 0, "arrived")])
def test_what_is_new_must_be_there(good, country, key):
    """A plan that names job_takers "catchment" holds all that came with it."""
    del at(good, key[:-1])[key[-1]]
    places = [f.place for f in verify(good, country).failures if f.rule == "form of a plan"]
    assert any(place.startswith(key[0]) and place.endswith(key[-1]) for place in places)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reasons", 7),
        ("alternatives", 7),
        ("alternatives", {"rows": [1]}),
        ("uncertainty", [1]),
        ("notes", [7]),
        ("ranges", 7),
        ("ranges", {"youth_share": [3, 1]}),
    ],
)
def test_what_nothing_recomputes_has_its_form(plan, instance, key, value):
    """Else whoever draws or prints the plan would stumble over it."""
    places = [failure.place for failure in verify({**plan, key: value}, instance).failures]
    assert any(place.startswith(key) for place in places)
