"""Every objective is handled by name wherever it matters; an unknown one is an error there."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pytest
from oracle.random_instances import random_instance

import optimizer as opt
from optimizer.coefficients import People, compute
from optimizer.instance import (
    Objective,
    adds_up,
    counts_people,
    has_second_stage,
    is_share,
    weighs_cost,
)
from optimizer.instance.schema import objectives
from optimizer.model import build
from optimizer.plan.make import objective_value
from optimizer.plan.objective_words import unit_in_words
from optimizer.report.page.record import _per_cent, _unit
from optimizer.report.plan.summary import _in_words
from optimizer.solver.nothing_built import nothing_built
from optimizer.uncertainty.stayers import weights
from optimizer.verify.at_stake import unit_of_objective
from optimizer.verify.figures import objective_of

PACKAGE = Path(opt.__file__).parent
OBJECTIVES = get_args(Objective)
UNKNOWN = "most_births"
LISTED = {
    "model/objective.py": "add_objective",
    "plan/make.py": "objective_value",
    "verify/figures.py": "objective_of",
    "verify/at_stake.py": "unit_of_objective",
    "solver/nothing_built.py": "assert_never",
    "report/page/record.py": "assert_never",
    "solver/direct.py": "has_second_stage",
    "solver/parametric.py": "counts_people",
    "analysis/instrument_value.py": "counts_people",
    "analysis/averaged.py": "counts_people",
    "analysis/balance_curve.py": "counts_people",
    "analysis/compare.py": "assert_never",
    "analysis/objective_by_region.py": "assert_never",
    "uncertainty/stayers.py": "adds_up",
    "plan/objective_words.py": "assert_never",
    "report/plan/summary.py": "assert_never",
    "api/options.py": "weighs_cost",
}
"""Files of docs/how-to/add-an-objective.md, with what each asks or answers."""


LISTS = [
    "oracle/exhaustive.py",
    "oracle/plain_mip.py",
    "oracle/random_settings.py",
    "oracle/test_oracles_agree.py",
    "model/test_properties.py",
    "solver/random_markets.py",
    "test_against_exhaustive.py",
    "test_all_levers_against_exhaustive.py",
    "test_housing_against_exhaustive.py",
    "test_levers_against_exhaustive.py",
    "test_money_against_exhaustive.py",
]
"""Files of tests that list the objectives they hold."""


@pytest.fixture(scope="module")
def tiny():
    """Coefficients of the instance `tiny`, whose objective nobody knows."""
    instance = opt.load("tiny")
    settings = instance.settings.model_copy(update={"objective": UNKNOWN})
    return compute(replace(instance, settings=settings))


def nobody(coefficients):
    """Nobody stays or comes."""
    none = np.zeros(len(coefficients.regions))
    return People(none, none, none)


def of(coefficients, objective):
    """Return coefficients under another objective."""
    instance = coefficients.instance
    settings = instance.settings.model_copy(update={"objective": objective})
    return replace(coefficients, instance=replace(instance, settings=settings))


def printed(objective):
    """Return a plan of which the summary says its value in words."""
    rest = {"objective": 1.0, "bound": 1.0, "retained": 1.0, "arrived": 0.0, "currency": "bn"}
    return SimpleNamespace(settings={"objective": objective}, **rest)


def checked_under(objective):
    """Return what the check knows of a plan under an objective."""
    settings = SimpleNamespace(objective=objective)
    return SimpleNamespace(settings=settings, instance=SimpleNamespace(currency="bn"))


PLACES = {
    "model/objective.py": lambda c, word: build(of(c, word), 100.0),
    "plan/make.py": lambda c, word: objective_value(of(c, word), nobody(c), 0.0),
    "uncertainty/stayers.py": lambda c, word: weights(of(c, word).instance.settings, np.ones(1)),
    "report/plan/summary.py": lambda _, word: _in_words(printed(word)),
    "plan/objective_words.py": lambda _, word: unit_in_words(printed(word)),
    "report/page/record.py: _unit": lambda _, word: _unit(word, "bn"),
    "report/page/record.py: _per_cent": lambda _, word: _per_cent(word),
    "solver/nothing_built.py": lambda c, word: nothing_built(of(c, word)),
    "verify/at_stake.py": lambda c, word: unit_of_objective(checked_under(word)),
    "schema/objectives.py: adds_up": lambda _, word: adds_up(word),
    "schema/objectives.py: is_share": lambda _, word: is_share(word),
    "schema/objectives.py: counts_people": lambda _, word: counts_people(word),
    "schema/objectives.py: has_second_stage": lambda _, word: has_second_stage(word),
    "schema/objectives.py: weighs_cost": lambda _, word: weighs_cost(word),
}
"""Where each objective is handled, with a call that handles it."""


def knows(place, objective, coefficients):
    """Whether a place has an answer for an objective: `assert_never` raises where it has none."""
    try:
        PLACES[place](coefficients, objective)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("place", PLACES)
def test_an_unknown_objective_is_an_error_by_name(place, tiny):
    """None of these places goes on with another objective."""
    with pytest.raises(AssertionError, match=UNKNOWN):
        PLACES[place](tiny, UNKNOWN)


def test_the_check_does_not_know_an_unknown_objective():
    """It fails before it looks at anything else."""
    with pytest.raises(AssertionError, match=UNKNOWN):
        objective_of(SimpleNamespace(settings=SimpleNamespace(objective=UNKNOWN)), None, None)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("place", PLACES)
def test_every_objective_has_an_answer_everywhere(place, objective, tiny):
    """A word that one of these places does not know is named with the place."""
    assert knows(place, objective, tiny), f"{place} does not know the objective {objective}"


@pytest.mark.parametrize("file", [*LISTS, "verify/figures.py"])
def test_every_objective_is_named_where_words_are_listed(file):
    """The check's own branches, and the tests' lists of objectives."""
    folder = PACKAGE if file.startswith("verify") else Path(__file__).parents[1]
    text = (folder / file).read_text(encoding="utf-8")
    missing = [word for word in OBJECTIVES if f'"{word}"' not in text]
    assert not missing, f"{file} does not name {missing}"


@pytest.mark.parametrize("file", LISTED)
def test_the_files_of_the_page_ask(file):
    """Each file that the page lists asks a question of the schema, or answers by name."""
    assert LISTED[file] in (PACKAGE / file).read_text(encoding="utf-8")


def test_no_file_compares_the_word_itself():
    """A comparison with one word is silent about all others: `objective == "retained"`."""
    words = "|".join(OBJECTIVES)
    pattern = re.compile(rf'objective"?\)?\]?[^\n]{{0,20}}(==|!=) "({words})"')
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in PACKAGE.rglob("*.py")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_page_lists_the_files():
    """docs/how-to/add-an-objective.md names each of them."""
    (page,) = (PACKAGE.parent / "docs").rglob("add-an-objective.md")
    text = page.read_text(encoding="utf-8")
    missing = [file for file in LISTED if Path(file).name not in text and "api" not in file]
    assert missing == []
    assert Path(objectives.__file__).name in text


def test_the_oracles_draw_every_objective():
    """Random instances have each of them."""
    drawn = {random_instance(seed)[0]["settings"].get("objective") for seed in range(40)}
    assert set(OBJECTIVES) - {"retained"} <= drawn
