"""`rooted score`."""


def test_json_and_files(rooted, tmp_path):
    """A plan that breaks a rule is valued, exit code 0, with the rule named."""
    path = tmp_path / "build.csv"
    path.write_text("region,option,count\nFerrowe,factory_reuse,9\n", encoding="utf-8")
    words = ("score", path, "--instance", "tiny", "--budget", "50")
    told = rooted(*words, "--json", "--out", tmp_path / "out")
    assert told.code == 0, told.err
    assert "most per region" in {row["rule"] for row in told.json["broken"]}
    assert (tmp_path / "out" / "score.json").exists()


def test_a_misprint_is_named_with_its_row(rooted, tmp_path):
    """The exit code is 2."""
    path = tmp_path / "build.csv"
    path.write_text("region,option\nFerowe,factory_reuse\n", encoding="utf-8")
    answer = rooted("score", path, "--instance", "tiny", "--budget", "50")
    assert answer.code == 2
    assert "row 2" in answer.err and "Ferowe" in answer.err


def test_time_limit_is_for_the_whole_command(rooted, tmp_path):
    """Without time it is still valued, exit code 0, and what is missing is said."""
    path = tmp_path / "build.csv"
    path.write_text("region,option\nFerrowe,factory_reuse\n", encoding="utf-8")
    told = rooted("score", path, "--instance", "tiny", "--budget", "50", "--time-limit", "0")
    assert told.code == 0 and "Time ran out" in told.out
