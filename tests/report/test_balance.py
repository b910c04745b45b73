"""The price of balance as files."""

import json

import pandas as pd
import pytest

import optimizer as opt
from optimizer.report import save_balance

ROWS = [
    {
        "worst_share": 0.01,
        "worst_province": "강원",
        "retained": 90.0,
        "arrived": 5.0,
        "bound": 96.0,
    },
    {"worst_share": 0.02, "worst_province": "P", "retained": 80.0, "arrived": 0.0, "bound": None},
]
CONTENT = {"most_possible": 0.021, "points": ROWS}


def test_table_content_words_and_figure(tmp_path):
    """The four files: a row for each plan, JSON as printed, the words, a picture."""
    folder = save_balance(CONTENT, "The price", "tiny", tmp_path / "curve")
    table = pd.read_csv(folder / "balance.csv")
    assert table["worst_province"].tolist() == ["강원", "P"]
    assert json.loads((folder / "balance.json").read_text(encoding="utf-8")) == CONTENT
    assert (folder / "summary.txt").read_text(encoding="utf-8-sig") == "The price\n"
    assert (folder / "balance.png").read_bytes().startswith(b"\x89PNG")


def test_an_instance_is_not_written_over(tmp_path):
    """A folder with an instance is refused."""
    (tmp_path / "instance.toml").touch()
    with pytest.raises(opt.InputError, match="holds an instance"):
        save_balance(CONTENT, "", "tiny", tmp_path)
