"""The page of a session."""

import json
import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import get_args

import pytest

from optimizer.explore.live_page import LANGUAGES, _asset, live_html, live_words, policy_of
from optimizer.instance import Objective

WORDS = live_words()


@pytest.fixture(scope="module")
def html(start):
    """Return a page."""
    from optimizer.explore.session import Session
    from optimizer.report import plan_page

    ground, choice, plan = start
    return live_html(Session(ground, choice, plan, plan_page(plan), lambda task: None).page())


def test_only_its_own_scripts_run(html):
    """The policy names each by its hash, and no address but the server's own."""
    policy = policy_of(html)
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) > 10
    for code in scripts:
        assert f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" in policy
    assert "script-src 'sha256" in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert "http" not in policy
    assert "connect-src 'self'" in policy
    assert policy.endswith("frame-ancestors 'none'")


def test_every_address_on_it_is_relative(html):
    """So that it works under any path of a proxy."""
    own = _asset("live.js")
    assert not re.findall(r"""["'`](?:https?:)?/[a-z/]""", own)
    assert "fetch(path" in own


def test_each_language_has_the_same_words():
    """Keys and gaps, none blank."""
    english, korean = (WORDS[name] for name in LANGUAGES)
    assert set(english) == set(korean)
    for key, text in english.items():
        gaps = [Counter(re.findall(r"\{\w+\}", found)) for found in (text, korean[key])]
        assert gaps[0] == gaps[1], key
        assert text and korean[key]


def test_every_objective_has_a_name():
    """It can be chosen from a list."""
    assert [word for word in get_args(Objective) if f"live.goal.{word}" not in WORDS["en"]] == []


def test_every_word_that_is_asked_for_is_there():
    """Of the live view, or of the page itself."""
    from optimizer.report.page.words import words

    asked = re.findall(r"""\bt\("([\w.]+)"[,)]""", _asset("live.js"))
    assert [key for key in asked if key not in {**words()["en"], **WORDS["en"]}] == []
    assert json.dumps(WORDS)
