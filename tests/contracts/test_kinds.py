"""Every kind of lever is whole: label, channels, page, generator; every channel has its files."""

from functools import cache, partial
from pathlib import Path
from typing import get_args

import pytest
from engine_against_oracle import assert_agreement
from oracle.exhaustive import solve_exhaustive
from oracle.plain_mip import solve_plain_mip
from oracle.plain_reading import read_contents
from oracle.random_housing import random_housing
from oracle.random_instances import random_instance
from support.built import built

import optimizer as opt
from optimizer.instance import (
    EFFECTS,
    MEASURE_KINDS,
    OTHER_KINDS,
    PEOPLE_EFFECTS,
    Channel,
    Kind,
    works_by,
)
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.kinds import FOR_PEOPLE
from optimizer.report.page.words import LANGUAGES, words
from optimizer.report.plan.levers import HELPS
from optimizer.uncertainty.fixed_plan import FixedPlan

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "optimizer"
KINDS = {**MEASURE_KINDS, **OTHER_KINDS}
CHANNELS = get_args(Channel)
ROOMS = {
    "coefficients": PACKAGE / "coefficients",
    "model": PACKAGE / "model",
    "plan": PACKAGE / "plan",
    "verify": PACKAGE / "verify",
    "uncertainty": PACKAGE / "uncertainty",
    "analysis": PACKAGE / "analysis",
    "oracle": ROOT / "tests" / "oracle",
    "tests": ROOT / "tests",
}
FILES = {
    "jobs": {
        "coefficients": ("levers.py", "most_uplift"),
        "model": ("uplift.py", "add_uplift"),
        "plan": ("levers.py", "uplift"),
        "verify": ("levers.py", "def uplift"),
        "uncertainty": ("fixed_plan.py", "uplift"),
        "oracle": ("levers.py", "def uplift"),
        "analysis": ("averaged.py", "levers.uplift"),
        "tests": ("test_levers_against_exhaustive.py", "random_instance"),
    },
    "saving": {
        "coefficients": ("levers.py", "saving"),
        "model": ("measures.py", "_add_saving"),
        "plan": ("levers.py", "saving"),
        "verify": ("levers.py", "def saving"),
        "uncertainty": ("fixed_plan.py", "saving"),
        "oracle": ("levers.py", "def saved"),
        "analysis": ("worlds.py", "levers.saving"),
        "tests": ("test_levers_against_exhaustive.py", "random_instance"),
    },
    "retention": {
        "coefficients": ("housing.py", "def find_housing"),
        "model": ("housing.py", "def add_housing"),
        "plan": ("levers.py", "def helped_by_housing"),
        "verify": ("housing.py", "def helped_by_housing"),
        "uncertainty": ("fixed_plan.py", "levers.retention"),
        "oracle": ("levers.py", "def housing"),
        "analysis": ("averaged.py", "housing.offer"),
        "tests": ("test_housing_against_exhaustive.py", "random_housing"),
    },
    "graduates": {
        "coefficients": ("workforce.py", "max_seats"),
        "model": ("workforce.py", "def add_workforce"),
        "plan": ("make.py", "def _seats_table"),
        "verify": ("workforce.py", "max_seats"),
        "uncertainty": ("fixed_plan.py", "def _seats_cost"),
        "oracle": ("exhaustive.py", "def cheapest_seats"),
        "analysis": ("worlds.py", "graduates"),
        "tests": ("test_against_exhaustive.py", "random_instance"),
    },
    "culture": {
        "coefficients": ("culture.py", "def service"),
        "model": ("culture.py", "def add_culture"),
        "plan": ("people.py", "def culture_levels"),
        "verify": ("facts.py", "def _levels"),
        "uncertainty": ("fixed_plan.py", "def _levels"),
        "oracle": ("exhaustive.py", "level_added"),
        "analysis": ("averaged.py", "def _service"),
        "tests": ("test_against_exhaustive.py", "random_instance"),
    },
}
"""By channel and room the file that holds it, and a word of that file."""
OTHER_TABLES = {"graduates", "culture"}
"""Channels of levers that are no rows of `measures`."""
DRAWS = (partial(random_instance, levers=True), random_housing)
"""The random generators that draw measures."""
NEEDS: dict[str, dict[str, object]] = {}
"""By column of an effect the settings with which it shows in `town`; a limit must not hide it."""


@pytest.mark.parametrize("word", KINDS)
def test_a_kind_has_label_meaning_channels_and_page(word):
    """Its page lies somewhere in docs/."""
    kind = KINDS[word]
    assert kind.label and kind.meaning
    assert kind.channels and set(kind.channels) <= set(CHANNELS)
    assert list((ROOT / "docs").rglob(f"{kind.page}.md")), f"docs: no page {kind.page}.md"


def test_no_two_kinds_are_called_the_same():
    """A label names one line of the instruments."""
    labels = [kind.label for kind in KINDS.values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("word", MEASURE_KINDS)
def test_a_kind_of_measure_has_a_generator(word):
    """The oracles' random instances draw it."""
    drawn = [row for row in measures_drawn() if row["kind"] == word]
    assert drawn, f"tests/oracle: no generator draws a measure of kind {word}"
    for column, channel in EFFECTS.items():
        if channel not in MEASURE_KINDS[word].channels:
            wrong = [row for row in drawn if float(row.get(column) or 0) != 0]
            assert not wrong, f"tests/oracle: {word} is drawn with {column}, but has no {channel}"


@cache
def measures_drawn():
    """Return rows of `measures` from the generators of both oracles."""
    tables = (draw(seed)[1] for draw in DRAWS for seed in range(25))
    return [row for found in tables for row in found.get("measures", [])]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_files(channel):
    """One in each room, which names what it holds."""
    assert channel in FILES, f"FILES of this test: no row for the channel {channel}"
    assert set(FILES[channel]) == set(ROOMS)
    for room, (name, word) in FILES[channel].items():
        path = ROOMS[room] / name
        assert path.is_file(), f"{channel}: {room}/{name} is missing"
        assert word in path.read_text(encoding="utf-8"), f"{channel}: {word} not in {room}/{name}"


def test_effects_are_columns_of_measures():
    """Each is a number that is 0 by default: a measure without it has no such effect."""
    for name, channel in EFFECTS.items():
        column = TABLES["measures"].column(name)
        assert (column.kind, column.default) == ("number", 0.0)
        assert channel in CHANNELS


def test_every_channel_has_a_column_or_a_table_of_its_own():
    """A channel of measures that no column of EFFECTS names has no effect."""
    missing = set(CHANNELS) - set(EFFECTS.values()) - OTHER_TABLES
    assert not missing, f"EFFECTS of instance/schema/kinds.py: no column for {missing}"


@pytest.mark.parametrize("word", MEASURE_KINDS)
def test_a_kind_of_measure_works_for_clusters_or_for_people(word):
    """What works for neither is never offered."""
    for_clusters = works_by(word, "jobs") or works_by(word, "saving")
    assert for_clusters or FOR_PEOPLE.intersection(MEASURE_KINDS[word].channels), (
        f"FOR_PEOPLE of instance/schema/kinds.py: no channel of {word}"
    )


def test_the_summary_says_what_an_effect_on_people_does():
    """HELPS of report/plan/levers.py has words for each column."""
    assert set(HELPS) == set(PEOPLE_EFFECTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", MEASURE_KINDS)
def test_the_page_of_a_plan_names_the_kind(word, language):
    """Under its label, in each language."""
    key = f"instrument.{MEASURE_KINDS[word].label}"
    assert key in words()[language], f"report/page/words/{language}.json: no {key}"


@pytest.mark.parametrize("page", ["docs/contract.md", "docs/how-to/add-a-lever.md"])
def test_pages_name_kinds_channels_and_columns(page):
    """Kinds and columns of effects on both; channels on the page that says how to add one."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [*MEASURE_KINDS, *EFFECTS, *(CHANNELS if "add-a-lever" in page else ())]
    assert [word for word in named if word not in text] == []


def test_the_page_of_the_model_names_every_effect():
    """Each column of an effect is part of a rule there."""
    text = (ROOT / "docs/explanation/model.md").read_text(encoding="utf-8")
    assert [column for column in EFFECTS if column not in text] == []


def town(column, effect):
    """Return a town with a site for 240 jobs and a free measure with one effect; λ is 0.5."""
    (kind,) = [word for word, of in MEASURE_KINDS.items() if EFFECTS[column] in of.channels][:1]
    toml = {
        "name": "town",
        "base_year": 2024,
        "horizon_year": 2034,
        "settings": {
            "budget": 100,
            "job_only_share": 1.0,
            "culture_added_share": 0.0,
            "culture_only_share": 0.0,
            "absorption_share": "none",
            **NEEDS.get(column, {}),
        },
    }
    tables = {
        "regions": [
            {
                "region_id": "t",
                "name": "T",
                "province": "P",
                "leavers": "500",
                "youth_zero_migration": "1000",
                "youth": "1000",
                "land_ha": "9",
            }
        ],
        "options": [
            {
                "option_id": "ai",
                "kind": "cluster",
                "sector": "ai",
                "capital_cost": "90",
                "jobs": "240",
            }
        ],
        "measures": [{"measure_id": "m", "kind": kind, "cost": "0", column: str(effect)}],
    }
    return toml, tables


def outcome(retained, cost):
    """Return what an effect may change: people, or cost."""
    return pytest.approx((retained, cost))


@pytest.mark.parametrize("column", EFFECTS)
def test_an_effect_reaches_engine_oracles_and_uncertainty(column):
    """With the effect the plan differs from that without it, in each of them by as much."""
    with_effect, without = (town(column, effect) for effect in (0.2, 0))
    plan, plain = (opt.solve(built(*one), gap=0) for one in (with_effect, without))
    changed = (plan.retained, plan.cost)
    assert changed != outcome(plain.retained, plain.cost), f"engine: {column} changes nothing"
    for oracle in (solve_exhaustive, solve_plain_mip):
        # Cost counts in the objective, so that a saving shows.
        toml, tables = with_effect
        settings = toml["settings"] | {"objective": "net_benefit", "value_per_retained": 10}
        found = oracle(read_contents(toml | {"settings": settings}, tables)).objective
        expected = 10 * plan.retained - plan.cost
        assert found == pytest.approx(expected), f"{oracle.__name__}: {column}"
    other = FixedPlan(plan, plan.source).evaluate({f"measures.{column}": 0.5})
    half = ((plan.retained + plain.retained) / 2, (plan.cost + plain.cost) / 2)
    assert (other.total, other.cost) == outcome(*half), f"uncertainty: {column}"


@pytest.mark.parametrize("column", PEOPLE_EFFECTS)
def test_what_helps_people_is_bought_where_no_cluster_can_stand(column):
    """In a town of commuters; the check of the plan permits it."""
    toml, tables = town(column, 0.2)
    home = tables["regions"][0] | {"region_id": "h", "name": "H", "candidate": "false"}
    ways = [{"from_region": a, "to_region": b, "minutes": "10"} for a, b in ("th", "ht")]
    tables = tables | {"regions": [*tables["regions"], home], "travel": ways}
    plan = opt.solve(built(toml, tables), gap=0)
    bought = set(zip(plan.measures["region_id"], plan.measures["measure_id"], strict=True))
    assert ("h", "m") in bought, f"{column}: not offered in a region without a cluster"


def test_a_new_kind_on_channels_that_exist_is_one_entry(tmp_path, monkeypatch):
    """Named in the table of kinds alone, it is read, solved, checked, and named an instrument."""
    monkeypatch.setitem(
        MEASURE_KINDS, "loan", Kind("public loans", "Loan", ("jobs", "saving"), "incentives")
    )
    toml, tables = town("uplift", 0.2)
    row = tables["measures"][0] | {"kind": "loan"}
    write(tmp_path, toml, tables | {"measures": [row]})
    plan = opt.solve(opt.load(tmp_path), gap=0)
    assert plan.retained == pytest.approx(144)
    asked = opt.by_instrument(plan)
    assert "public loans" in set(asked.instruments["instrument"])
    assert opt.verify(asked, opt.load(tmp_path)).ok


@pytest.mark.parametrize(
    ("kind", "cells", "words"),
    [
        ("housing", {"uplift": "0.1"}, "kind housing has no uplift"),
        ("housing", {"saving": "0.1"}, "kind housing has no saving"),
        ("housing", {"retention": "0.1", "sector": "ai"}, "works for no cluster"),
        ("zone", {"retention": "0.1"}, "kind zone has no retention"),
        ("casino", {}, f"one of {', '.join(MEASURE_KINDS)}"),
    ],
)
def test_what_a_kind_has_no_channel_for_is_refused(tmp_path, kind, cells, words):
    """The row is named, with the kinds that have such an effect."""
    toml, tables = town("uplift", 0)
    row = {"measure_id": "m", "kind": kind, "cost": "1", **cells}
    write(tmp_path, toml, tables | {"measures": [row]})
    with pytest.raises(opt.InputError, match=words):
        opt.load(tmp_path)


def write(folder, toml, tables):
    """Write an instance folder."""
    head = [f"{key} = {value!r}" for key, value in toml.items() if key != "settings"]
    settings = [f"{key} = {value!r}" for key, value in toml["settings"].items()]
    (folder / "instance.toml").write_text("\n".join([*head, "[settings]", *settings]) + "\n")
    for name, rows in tables.items():
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")


def test_a_kind_may_work_for_clusters_and_for_people(monkeypatch):
    """Jobs and retention in one measure: it is bought without a cluster, and lifts those it has."""
    both = Kind("villages", "Campus with homes", ("jobs", "saving", "retention"), "housing")
    monkeypatch.setitem(MEASURE_KINDS, "village", both)

    def draw(seed, size, objective):
        toml, tables = random_housing(seed, size, objective)
        rows = [
            row | ({"kind": "village", "uplift": "0.3"} if row["kind"] == "housing" else {})
            for row in tables["measures"]
        ]
        return toml, tables | {"measures": rows}

    assert_agreement(range(100, 106), "tiny", "retained", solve_exhaustive, draw)
