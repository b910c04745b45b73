"""The words of a page in each language."""

import re
from collections import Counter
from typing import get_args

import pytest

from optimizer.instance import Objective
from optimizer.instance.schema.limits import Limits
from optimizer.instance.schema.settings import Settings
from optimizer.report.page.build import SCRIPTS, asset
from optimizer.report.page.words import LANGUAGES, words

WORDS = words()
OBJECTIVES = get_args(Objective)


def test_each_language_has_the_same_words():
    """No key is missing, none is blank."""
    keys = [set(WORDS[language]) for language in LANGUAGES]
    assert keys[0] == keys[1]
    blank = [key for language in LANGUAGES for key, text in WORDS[language].items() if not text]
    assert blank == []


def test_what_is_filled_in_is_filled_in_everywhere():
    """A sentence has the same gaps in both languages."""
    gaps = {
        language: {key: Counter(re.findall(r"\{\w+\}", text)) for key, text in found.items()}
        for language, found in WORDS.items()
    }
    differing = [key for key, found in gaps["en"].items() if set(found) != set(gaps["ko"][key])]
    assert differing == []


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name != "d3.min.js"])
def test_every_word_that_is_asked_for_is_there(name):
    """Each key that a script names as a whole."""
    asked = re.findall(r"""\bt\("([\w.]+)"[,)]""", asset(name))
    assert [key for key in asked if key not in WORDS["en"]] == []


def test_every_objective_has_words():
    """What none can exceed is told for each of them."""
    named = [f"goal.{name}" for name in OBJECTIVES if name != "retained"]
    named += [f"goal.{who}{more}" for who in ("stay", "stay_or_come") for more in ("", "_weighted")]
    assert [key for key in named if key not in WORDS["en"]] == []


def test_every_setting_and_limit_has_a_name():
    """A planner reads words, beside the key."""
    named = [f"setting.{name}" for name in Settings.model_fields]
    named += [f"limit.{name}" for name in Limits.model_fields]
    assert [key for key in named if key not in WORDS["en"]] == []
