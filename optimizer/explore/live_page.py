"""The page of a session: that of the plan, with what a planner can change."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import unescape
from importlib.resources import files
from typing import Any

from optimizer.report import page_html

LANGUAGES = ("en", "ko")
SCRIPTS = ("live.js", "asking.js", "hand.js")
"""In the order in which a browser runs them."""
PLACE = "script-src 'none'"
"""Stands in the policy until the scripts are there to be named by their hashes."""
POLICY = (
    "default-src 'none'; {scripts}; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def live_html(data: Mapping[str, Any]) -> str:
    """Return the page of a session; its policy runs its own scripts and asks its own server.

    Parameters
    ----------
    data : mapping
        As from `Session.page`.
    """
    scripts = (_add_words(), *(_asset(name) for name in SCRIPTS))
    text = page_html(
        data, scripts=scripts, styles=(_asset("live.css"),), allowed=POLICY.format(scripts=PLACE)
    )
    before, _, after = text.partition(PLACE.replace("'", "&#x27;"))
    hashes = " ".join(f"&#x27;{_hash(code)}&#x27;" for code in SCRIPT.findall(text))
    return f"{before}script-src {hashes}{after}"


def policy_of(html: str) -> str:
    """Return the policy of a page for its header, where it may also forbid frames."""
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert found is not None  # page.html has it
    return f"{unescape(found[1])}; frame-ancestors 'none'"


def _hash(code: str) -> str:
    return f"sha256-{b64encode(sha256(code.encode()).digest()).decode()}"


def live_words() -> dict[str, dict[str, str]]:
    """Return the further words of the page by language."""
    folder = files(__package__) / "words"
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in LANGUAGES
    }


def _add_words() -> str:
    """Return a script that adds them to the page's own."""
    parts = [
        f"Object.assign(window.rooted.words.{name}, {_in_script(found)});"
        for name, found in live_words().items()
    ]
    return "\n".join(parts)


def _in_script(content: Any) -> str:
    return json.dumps(content, ensure_ascii=True).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")
