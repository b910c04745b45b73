"""`rooted compare`: what another plan changes."""

import json

import pytest
from support.pairs import pair


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """Return the folders of two plans without boundaries."""
    place = tmp_path_factory.mktemp("plans")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
        patch.setattr("optimizer.report.plan.save.write_geopackage", lambda plan, path: None)
        return [plan.save(place / name) for plan, name in zip(pair(), "ab", strict=True)]


def test_words_and_json_say_the_same(rooted, plans, tmp_path):
    """The sentence comes first; JSON has everything; --out writes both."""
    said = rooted("compare", *plans)
    told = rooted("compare", *plans, "--json", "--out", tmp_path / "out")
    assert said.code == told.code == 0
    assert said.out.startswith(told.json["sentence"])
    assert told.json["difference"] == pytest.approx(5)
    written = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    assert written == told.json


def test_a_folder_with_an_instance_is_refused_first(rooted, plans, tmp_path):
    """Exit code 2, and nothing is printed."""
    (tmp_path / "instance.toml").touch()
    answer = rooted("compare", *plans, "--out", tmp_path)
    assert (answer.code, answer.out) == (2, "")
