"""Facts of settings and limits: defaults, ranges, and that nothing is quietly converted."""

import pytest
from pydantic import ValidationError

from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.settings import SECTIONS, Settings, expected

DEFAULTS = {
    "budget": None,
    "objective": "retained",
    "value_per_retained": 1.0,
    "inequality_aversion": 200.0,
    "weights": "column",
    "discount_rate": 0.045,
    "commute_limit": 60,
    "recruit_limit": 120,
    "culture_limit": 90,
    "stay_half_minutes": 20,
    "culture_half_minutes": 30,
    "culture_full_service": 1.0,
    "graduate_half_minutes": "none",
    "access_elasticity": 0.0,
    "job_only_share": 0.45,
    "culture_added_share": 0.35,
    "culture_only_share": 0.03,
    "job_motive_share": 1.0,
    "realised_share": 1.0,
    "additional_share": 1.0,
    "youth_share": 1.0,
    "job_takers": "catchment",
    "arrival_share": 0.0,
    "leaver_share": "area",
    "targeting": 1.0,
    "absorption_share": 1.0,
    "further_job_value_added": None,
    "further_job_local_tax": None,
    "households_per_stayer": None,
    "households_per_arrival": None,
}


def test_defaults_are_those_of_the_contract():
    """Scripts rely on what an absent setting means."""
    assert Settings().model_dump() == DEFAULTS


@pytest.mark.parametrize(
    ("section", "key", "words"),
    [
        ("settings", "budget", "a number of at least 0"),
        ("settings", "youth_share", "a number from 0 to 1"),
        ("settings", "stay_half_minutes", 'a number above 0 or one of "none", "table"'),
        ("settings", "absorption_share", 'a number of at least 0 or "none"'),
        ("limits", "zones", "a whole number of at least 0"),
        ("limits", "max_options", "a table of names, each with a whole number of at least 0"),
        ("locked", "in", "a list of text"),
        ("culture", "curve", "a list of [a number, a number]"),
        ("settings", "nothing", ""),
    ],
)
def test_expected_in_words(section, key, words):
    """What a setting may hold is said in words taken from its type."""
    assert expected(section, key) == words


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Settings, {"budget": "5"}),
        (Settings, {"budget": True}),
        (Settings, {"youth_share": 1.01}),
        (Settings, {"youth_share": float("nan")}),
        (Settings, {"stay_half_minutes": 0}),
        (Settings, {"job_only_share": 0.7, "culture_added_share": 0.31}),
        (Settings, {"nothing": 1}),
        (Limits, {"zones": 1.5}),
        (Limits, {"min_retained_share": {"A": 2}}),
        (Locked, {"in": [1]}),
        (Culture, {"curve": [[0, 0], [0.5, 0.5], [1, 1.5]]}),
        (Culture, {"curve": [[0.1, 0], [1, 1]]}),
        (Culture, {"curve": [[0, 0], [0, 0.1], [1, 0.2]]}),
    ],
)
def test_refused(model, values):
    """Out of range, of another type, unknown, or more than one person for a job."""
    with pytest.raises(ValidationError):
        model.model_validate(values)


def test_shares_of_a_job_may_reach_one():
    """alpha0 + alpha1 = 1 is allowed, whatever the rounding of their sum."""
    assert Settings(job_only_share=0.9, culture_added_share=0.1).culture_added_share == 0.1
    assert Settings(job_only_share=1, culture_added_share=0).job_only_share == 1


def test_every_setting_tells_its_meaning_and_source():
    """What `rooted schema` prints is there for each of them."""
    for model in SECTIONS.values():
        for name, field in model.model_fields.items():
            assert field.description, name
            assert field.json_schema_extra["source"], name


def test_behavioural_defaults_lie_in_their_range_or_switch_off():
    """A default is within its plausible range, or 1 (or another) that leaves the effect out."""
    off = {"job_motive_share", "realised_share", "additional_share", "youth_share"}
    off |= {"graduate_half_minutes"}  # "none"
    for name, field in Settings.model_fields.items():
        low, high = (field.json_schema_extra[end] for end in ("low", "high"))
        if low is not None and name not in off:
            assert low <= field.default <= high, name
