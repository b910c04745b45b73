"""`rooted importance`: what would be lost without each line of a plan."""

import json

import pytest
from support.plans import tiny_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of a plan, without figures."""
    place = tmp_path_factory.mktemp("plans") / "plan"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
        patch.setattr("optimizer.report.plan.save.write_geopackage", lambda plan, path: None)
        return tiny_plan(budget=60.0).save(place)


def test_json_has_a_row_for_each_line(rooted, folder, tmp_path):
    """With the words that others rely on; --out writes the same."""
    told = rooted("importance", folder, "--instance", "tiny", "--json", "--out", tmp_path / "out")
    assert told.code == 0
    rows = told.json["lines"]
    assert {"region_id", "option_id", "count", "loss_low", "loss_high", "rank"} <= set(rows[0])
    assert [row["rank"] for row in rows] == [1, 2]
    short = told.json["rows"]
    assert set(short[0]) == {"region_id", "option_id", "count", "loss_low", "loss_high", "rank"}
    assert all(one.items() <= whole.items() for one, whole in zip(short, rows, strict=True))
    written = json.loads((tmp_path / "out" / "importance.json").read_text(encoding="utf-8"))
    assert written == told.json
