"""Answers: made of data, saved under one name."""

import json
from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from optimizer.api.answer import Answer


@dataclass(frozen=True)
class Data:
    """What an answer holds."""

    gain: float
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"region": ["Iksan"]}))

    def to_dict(self):
        """Return it as plain Python."""
        return {"gain": self.gain}


class Found(Data, Answer):
    """An answer of that data."""

    _saved_as = "found"
    _saved_tables: ClassVar = {"": "rows", "again": "rows"}

    def __str__(self):
        return f"{self.gain} gained"


def test_an_answer_is_its_data_and_can_be_saved(tmp_path):
    """Everything for programs, words for people, and each table in a file of its name."""
    found = Found.of(Data(3.0))
    assert isinstance(found, Found)
    assert found.save(tmp_path / "out") == tmp_path / "out"
    files = {path.name: path for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"found.json", "found.txt", "found.csv", "found_again.csv"}
    assert json.loads(files["found.json"].read_text(encoding="utf-8")) == {"gain": 3.0}
    assert files["found.txt"].read_text(encoding="utf-8-sig") == "3.0 gained\n"
    assert files["found_again.csv"].read_text(encoding="utf-8-sig") == "region\nIksan\n"
