"""Why a plan has what it has, as its folder holds it."""

import json

import pandas as pd
from support.reasons import told

import optimizer as opt
from optimizer.plan.reasons import Reasons, way_in_words


def test_a_folder_keeps_the_reasons(tmp_path):
    """What is read back is what was saved; the tables are beside it, ways in words."""
    plan = told()
    plan.save(tmp_path)
    again = opt.load_plan(tmp_path)
    assert again.reasons.record() == plan.reasons.record()
    table = pd.read_csv(tmp_path / "why_not.csv")
    assert len(table) == len(plan.reasons.sites)
    assert table["in_the_way"].str.contains("Budget").any()
    assert len(pd.read_csv(tmp_path / "line_importance.csv")) == len(plan.reasons.lines)


def test_a_record_is_plain():
    """Blank numbers are null, so that JSON holds them."""
    record = told().reasons.record()
    text = json.dumps(record, allow_nan=False)
    assert Reasons.from_record(json.loads(text)).record() == record


def test_a_way_is_told_with_its_numbers():
    """What is needed and left, and who has taken it; a reason of the tables alone."""
    way = {"what": "Land", "place": "Here", "needs": 3.0, "left": 1.0, "unit": "ha"}
    assert (
        way_in_words({**way, "taken_by": ["A"]}) == "Land in Here (needs 3 ha, 1 left, taken by A)"
    )
    assert way_in_words({"what": "an island", "place": "", "needs": None}) == "an island"
