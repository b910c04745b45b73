"""Writes how a plan does over many worlds."""

import json

import pandas as pd

from optimizer.report import save_robust


def test_a_file_for_each_table(tmp_path):
    """Content as JSON, words as text, tables as CSV."""
    table = pd.DataFrame({"world": [1], "regret": [2.5]})
    save_robust({"price": 1.0}, {"worlds": table}, "words", "all", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "robust.json").read_text(encoding="utf-8"))["price"] == 1
    assert (tmp_path / "out" / "robust.txt").read_text(encoding="utf-8-sig") == "words\n"
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8-sig") == "all\n"
    assert pd.read_csv(tmp_path / "out" / "robust_worlds.csv")["regret"].tolist() == [2.5]
