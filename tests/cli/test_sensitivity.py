"""`rooted sensitivity`: over which ranges a plan's clusters stay."""

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


def test_json_has_ranges_and_prices(rooted, folder):
    """The budget alone, a fifth up and down; an unknown name is refused."""
    told = rooted("sensitivity", folder, "--instance", "tiny", "--only", "budget", "--json")
    assert told.code == 0
    assert [row["name"] for row in told.json["ranges"]] == ["budget"]
    assert [row["value"] for row in told.json["tests"]] == [48.0, 72.0]
    assert any(row["what"] == "Budget" for row in told.json["prices"])
    bad = rooted("sensitivity", folder, "--instance", "tiny", "--only", "budgett")
    assert bad.code == 2 and "budget" in bad.err
