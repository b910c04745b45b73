"""`rooted why`: why something stands in a plan, or why not."""

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


def test_json_has_the_words_that_others_rely_on(rooted, folder, tmp_path):
    """Chosen, what it adds, what is in the way; --out writes the same."""
    asked = ("why", "Ferrowe:factory_reuse", "--plan", folder, "--instance", "tiny")
    told = rooted(*asked, "--json", "--out", tmp_path / "out")
    assert told.code == 0
    assert told.json["chosen"] is True
    assert told.json["adds_low"] <= told.json["adds_high"]
    assert told.json["stands_in_the_way"] == [] and told.json["enters_if"] is None
    written = json.loads((tmp_path / "out" / "why.json").read_text(encoding="utf-8"))
    assert written == told.json


def test_bad_words_are_told(rooted, folder):
    """No colon, no such region, another instance's plan: exit code 2 and one message."""
    for what, word in (("Ferrowe", "REGION:OPTION"), ("Nowhere:ai_hub", "no region is called so")):
        answer = rooted("why", what, "--plan", folder, "--instance", "tiny")
        assert (answer.code, answer.out) == (2, "")
        assert word in answer.err
