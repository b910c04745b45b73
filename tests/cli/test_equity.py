"""`rooted equity`."""


def test_words_json_and_files_say_the_same(rooted, saved, tmp_path):
    """JSON alone on standard output, the same in the folder."""
    more = ()
    told = rooted("equity", saved, "--instance", "tiny", *more, "--json", "--out", tmp_path / "out")
    assert told.code == 0, told.err
    assert (tmp_path / "out" / "equity.json").exists()
    assert {"measures", "by_region", "by_province"} <= set(told.json)


def test_an_instance_is_no_plan(rooted):
    """Exit code 2, in words."""
    answer = rooted("equity", "tiny", "--instance", "tiny")
    assert answer.code == 2
    assert "not a plan" in answer.err
