"""A comparison as files."""

import json

import pandas as pd
import pytest

from optimizer.report import save_comparison

TABLES = {"enters": pd.DataFrame({"region": ["강원"], "cost": [1.5]})}


def test_tables_words_and_content(tmp_path):
    """JSON, text, and a CSV file for each table; no map where nothing draws one."""
    folder = save_comparison({"difference": 5}, TABLES, "More.", None, tmp_path / "out")
    assert json.loads((folder / "compare.json").read_text(encoding="utf-8")) == {"difference": 5}
    assert pd.read_csv(folder / "compare_enters.csv")["region"].tolist() == ["강원"]
    assert (folder / "compare.txt").read_text(encoding="utf-8-sig") == "More.\n"
    assert not (folder / "compare_map.png").exists()


def test_a_map_that_fails_costs_nothing_else(tmp_path):
    """Whatever drawing raises is a warning; the tables are there, and no half of a map."""

    def fails(path):
        path.touch()
        raise RuntimeError("a broken shape")

    with pytest.warns(UserWarning, match="a broken shape"):
        save_comparison({}, TABLES, "", fails, tmp_path)
    assert (tmp_path / "compare_enters.csv").exists()
    assert not (tmp_path / "compare_map.png").exists()
