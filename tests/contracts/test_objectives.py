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
from optimizer.instance import Objective, counts_people, has_second_stage, weighs_cost
from optimizer.instance.schema import objectives
from optimizer.model import build
from optimizer.plan.make import objective_value
from optimizer.report.plan.summary import _in_words
from optimizer.uncertainty.stayers import weights
from optimizer.verify.figures import objective_of

PACKAGE = Path(opt.__file__).parent
OBJECTIVES = get_args(Objective)
UNKNOWN = "most_births"
LISTED = {
    "model/objective.py": "add_objective",
    "plan/make.py": "objective_value",
    "verify/figures.py": "objective_of",
    "solver/direct.py": "has_second_stage",
    "solver/parametric.py": "counts_people",
    "analysis/instrument_value.py": "counts_people",
    "analysis/balance_curve.py": "counts_people",
    "analysis/compare.py": "assert_never",
    "analysis/objective_by_region.py": "assert_never",
    "uncertainty/stayers.py": "has_second_stage",
    "report/plan/summary.py": "assert_never",
    "api/options.py": "weighs_cost",
}
"""Files of docs/how-to/add-an-objective.md, with what each asks or answers."""


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


def settings_of(objective):
    """Return what holds settings with one objective."""
    return SimpleNamespace(settings=SimpleNamespace(objective=objective))


PLACES = {
    "model/objective.py": lambda c: build(c, 100.0),
    "plan/make.py": lambda c: objective_value(c, nobody(c), 0.0),
    "verify/figures.py": lambda _: objective_of(settings_of(UNKNOWN), None, None),
    "uncertainty/stayers.py": lambda _: weights(settings_of(UNKNOWN).settings, np.ones(1)),
    "report/plan/summary.py": lambda _: _in_words(
        SimpleNamespace(settings={"objective": UNKNOWN}, objective=1.0, bound=1.0)
    ),
    "schema/objectives.py: counts_people": lambda _: counts_people(UNKNOWN),
    "schema/objectives.py: has_second_stage": lambda _: has_second_stage(UNKNOWN),
    "schema/objectives.py: weighs_cost": lambda _: weighs_cost(UNKNOWN),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_unknown_objective_is_an_error_by_name(place, tiny):
    """None of these places goes on with another objective."""
    with pytest.raises(AssertionError, match=UNKNOWN):
        PLACES[place](tiny)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_question_has_an_answer(objective):
    """Whether it counts people, weighs the cost and is solved in two stages."""
    for question in (counts_people, has_second_stage, weighs_cost):
        assert question(objective) in (True, False)


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
