"""The tornado: assumptions with their ends, the widest swing first."""

import pandas as pd

from optimizer.plan import Uncertainty
from optimizer.report.plan.tornado import SHOWN, draw_tornado

COLUMNS = ["name", "unit", "low", "central", "high"]
RESULTS = ["retained_low", "retained_central", "retained_high", "swing"]


def found(rows):
    """Return a range with a tornado by hand."""
    quantiles = [("retained", 100.0, 80.0, 95.0, 130.0)]
    blank = pd.DataFrame()
    return Uncertainty(
        instance="by hand",
        currency="bn",
        seed=0,
        draws=blank,
        quantiles=pd.DataFrame(quantiles, columns=["measure", "central", "p10", "p50", "p90"]),
        provinces=blank,
        regions=blank,
        tornado=pd.DataFrame(rows, columns=COLUMNS + RESULTS),
    )


def drawn(tmp_path, rows):
    """Return the text of a tornado."""
    draw_tornado(found(rows), tmp_path / "tornado.svg")
    return (tmp_path / "tornado.svg").read_text(encoding="utf-8")


def test_both_ends_and_the_range_are_told(tmp_path):
    """What moves nobody is counted, not drawn."""
    moving = ("youth_share", "share", 0.4, 0.6, 0.7, 66.0, 100.0, 116.0, 50.0)
    still = ("targeting", "times", 1.0, 1.0, 1.0, 100.0, 100.0, 100.0, 0.0)
    text = drawn(tmp_path, [moving, still])
    assert "youth_share = 0.6 (share)" in text
    assert ">0.4<" in text
    assert ">0.7<" in text
    assert "80 to 130" in text
    assert "targeting" not in text
    assert "1 more assumptions matter less or not at all" in text


def test_both_ends_on_one_side_do_not_hide_each_other(tmp_path):
    """Each has its number."""
    text = drawn(tmp_path, [("a", "u", 1.0, 2.0, 3.0, 90.0, 100.0, 95.0, 10.0)])
    assert ">1<" in text
    assert ">3<" in text


def test_no_more_than_fifteen_are_drawn(tmp_path):
    """Those with the widest range are drawn."""
    rows = [
        (f"name{place:02}", "u", 1.0, 2.0, 3.0, 90.0 - place, 100.0, 105.0, 15.0 + place)
        for place in range(SHOWN + 2)
    ]
    text = drawn(tmp_path, rows)
    assert f"name{SHOWN - 1:02}" in text
    assert f"name{SHOWN:02}" not in text
    assert "2 more assumptions" in text
