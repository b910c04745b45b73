"""The range of a plan's effect: its words, its record, its files."""

import math

import pandas as pd
import pytest

from optimizer.plan.uncertainty import Uncertainty, row_of


def found(arrived=0.0, each=2.0):
    """Return a range with figures by hand."""
    quantiles = [
        ("retained", 100.0, 80.0, 95.0, 130.0),
        ("arrived", arrived, arrived, arrived, arrived),
        ("cost", 200.0, 200.0, 200.0, 200.0),
        ("cost_per_stayer", each, 1.5, 2.1, 2.5),
    ]
    tornado = [
        ("youth_share", "share", 0.4, 0.6, 0.7, 66.0, 100.0, 116.0, 50.0),
        ("targeting", "", 1.0, 1.0, 1.0, 100.0, 100.0, 100.0, 0.0),
    ]
    ends = ("low", "central", "high")
    return Uncertainty(
        instance="by hand",
        currency="bn KRW",
        seed=7,
        draws=pd.DataFrame({"retained": [80.0, 95.0, 130.0]}),
        quantiles=pd.DataFrame(quantiles, columns=["measure", "central", "p10", "p50", "p90"]),
        provinces=pd.DataFrame({"province": ["P"], "central": [100.0]}),
        regions=pd.DataFrame({"region_id": ["A"], "central": [100.0]}),
        tornado=pd.DataFrame(
            tornado,
            columns=["name", "unit", *ends, *(f"retained_{end}" for end in ends), "swing"],
        ),
        notes=("Mind the gap.",),
    )


def test_the_range_is_that_of_eighty_in_a_hundred():
    """Between what 10% and what 90% of the draws don't exceed."""
    assert found().range() == (80.0, 130.0)
    assert row_of(found().quantiles, "cost")["p50"] == 200.0
    assert found().sentence() == (
        "In 80 of 100 draws of the assumptions between 80 and 130 stay, in half of them fewer than "
        "95 (80% range, 3 draws, plan fixed)."
    )


def test_its_words_name_what_matters():
    """The widest swing, money for one person in a unit that reads, notes; arrivals where any."""
    text = str(found())
    assert "2,000 million KRW, 1,500 to 2,500 million KRW in 80 of 100 draws" in text
    assert "youth_share  0.4 to 0.7 share: 66 to 116 stay" in text
    assert "1 more matter less or not at all." in text
    assert text.endswith("Mind the gap.")
    assert "arrive" not in text
    assert "From elsewhere arrive 3 in 80 of 100 draws." in str(found(arrived=3.0))


def test_it_comes_back_from_its_record():
    """Without the draws themselves; what nobody stays for costs infinitely much, null in JSON."""
    record = found(each=math.inf).record()
    assert record["draws"] == 3
    assert record["quantiles"][3]["central"] is None
    again = Uncertainty.from_record(record, "by hand", "bn KRW")
    assert row_of(again.quantiles, "cost_per_stayer")["central"] == math.inf
    assert again.range() == (80.0, 130.0)
    assert len(again.draws) == 3
    files = {"uncertainty.csv", "uncertainty_tornado.csv", "uncertainty.txt"}
    assert set(again.writers()) == files


def test_it_is_saved_beside_what_a_folder_holds(tmp_path):
    """Six files; the tables open in a spreadsheet."""
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    found().save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 7
    table = pd.read_csv(tmp_path / "uncertainty.csv", encoding="utf-8-sig")
    assert table["p90"].tolist() == pytest.approx([130.0, 0.0, 200.0, 2.5])


def test_a_range_in_a_notebook():
    """A line of at most 200 characters; as HTML the range, what matters, currency and notes."""
    spread = found()
    assert repr(spread) == "Uncertainty(by hand: 80 to 130 stay in 80 of 100 draws; 3 draws)"
    html = spread._repr_html_()
    assert "youth_share" in html
    assert "cost, bn KRW" in html
    assert "Mind the gap." in html
    assert "and 1 more assumptions matter less" in html
