"""Answers as files."""

import json

import pandas as pd
import pytest

import optimizer as opt
from optimizer.report import save_answer


def test_json_words_and_tables_are_written(tmp_path):
    """One file for each, a spreadsheet reads Korean names."""
    frame = pd.DataFrame({"region": ["익산시"]})
    save_answer("answer", {"rows": [1]}, {"": frame, "more": frame}, "words", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"answer.json", "answer.txt", "answer.csv", "answer_more.csv"}
    assert json.loads((tmp_path / "out" / "answer.json").read_text(encoding="utf-8")) == {
        "rows": [1]
    }
    assert (tmp_path / "out" / "answer.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_spreadsheet_runs_what_a_table_says(tmp_path):
    """Text that begins as a formula gets an apostrophe, as in the tables of a plan."""
    frame = pd.DataFrame({"name": ["=1+1", "Iksan"], "gain": [-1.0, 2.0]})
    save_answer("answer", {}, {"": frame}, "words", tmp_path)
    lines = (tmp_path / "answer.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["name,gain", "'=1+1,-1.0", "Iksan,2.0"]


def test_no_instance_is_written_into(tmp_path):
    """A folder with tables is refused."""
    (tmp_path / "instance.toml").touch()
    with pytest.raises(opt.InputError):
        save_answer("answer", {}, {}, "words", tmp_path)
