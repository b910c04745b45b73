"""`rooted alternatives`."""

import pytest


@pytest.mark.slow
def test_words_json_and_files_say_the_same(rooted, saved, tmp_path):
    """JSON alone on standard output, the same in the folder."""
    more = ("--n", "1", "--within", "0.001")
    told = rooted(
        "alternatives", saved, "--instance", "tiny", *more, "--json", "--out", tmp_path / "out"
    )
    assert told.code == 0, told.err
    assert (tmp_path / "out" / "alternatives.json").exists()
    assert {"rows", "must_have", "free"} <= set(told.json)


def test_an_instance_is_no_plan(rooted):
    """Exit code 2, in words."""
    answer = rooted("alternatives", "tiny", "--instance", "tiny")
    assert answer.code == 2
    assert "not a plan" in answer.err
