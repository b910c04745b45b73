"""The words of a page, in every language that it can be read in."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ko")


def words() -> dict[str, dict[str, Any]]:
    """Return all words by language: keys are the same in each."""
    folder = files(__package__) / "words"
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in LANGUAGES
    }
