"""Facts of instance.toml: every wrong word is named with its line."""

import pytest

from optimizer.instance import read_instance
from optimizer.instance.reading.toml_words import line_of

BUDGET = "budget = 800"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (BUDGET, 'budget = "800"', ["settings.budget", "'800'", "quotation marks away"]),
        (BUDGET, 'budget = "5,000"', ["settings.budget", "'5,000'", "at least 0"]),
        (BUDGET, "budget = true", ["settings.budget", "true", "a number of at least 0"]),
        (BUDGET, "budget = 2024-01-01", ["settings.budget", "2024", "a number"]),
        (BUDGET, "budget = [1]", ["settings.budget", "[1]"]),
        (BUDGET, "budget = { a = 1 }", ["settings.budget", "{'a': 1}"]),
        (BUDGET, "budget = -1", ["settings.budget", "-1", "at least 0"]),
        (BUDGET, "budget = inf", ["settings.budget", "inf"]),
        (BUDGET, "budget = nan", ["settings.budget", "nan"]),
        (BUDGET, f"budget = 1{'0' * 4000}", ["settings.budget"]),
        (BUDGET, f"budget = 1{'0' * 5000}", ["not valid TOML"]),
        (BUDGET, "budget = 1,5", ["not valid TOML", "line 9"]),
        (BUDGET, "budget =", ["not valid TOML", "line 9"]),
        (BUDGET, "budget = 1\nbudget = 2", ["not valid TOML"]),
        (BUDGET, "a = " + "[" * 3000, ["not valid TOML"]),
        (BUDGET, "budgget = 800", ["line 9", "settings.budgget", "unknown", "'budget'"]),
        ("[settings]", "budget = 5\n[settings]", ["budget", "below the line [settings]"]),
        ("[settings]", "[setings]", ["line 8", "setings", "unknown", "'settings'"]),
        ("[settings]", "[[settings]]", ["settings", "not a table"]),
        ("[settings]", "limits = 5\n[settings]", ["not valid TOML"]),
        ('"retained"', '"retaind"', ["settings.objective", "'retaind'", '"worst_province"']),
        ('"retained"', '"robust"', ["settings.objective", "rooted robust"]),
        ('"retained"', "1", ["settings.objective", "1", '"worst_province"']),
        ("stay_half_minutes = 20 ", 'stay_half_minutes = "nun"', ["'nun'", "above 0", '"none"']),
        ("stay_half_minutes = 20 ", "stay_half_minutes = 0", ["0 does not fit", "above 0"]),
        ("youth_share = 0.6 ", "youth_share = 60", ["line 28", "60", "from 0 to 1"]),
        ("job_only_share = 0.45", "job_only_share = 0.75", ["job_only_share", "1.1", "above 1"]),
        ("max_clusters_per_region = 2 ", "max_clusters_per_region = 2.5", ["2.5", "whole number"]),
        ("max_clusters_per_region = 2 ", "max_clusters_per_region = -2", ["-2", "at least 0"]),
        (
            "max_clusters_per_province = 4 ",
            "max_clusters_per_province = { Haldn = 4 }",
            ["limits.max_clusters_per_province", "'Haldn'", "'Halden'"],
        ),
        (
            "max_clusters_per_province = 4 ",
            'max_clusters_per_province = { Halden = "4" }',
            ["limits.max_clusters_per_province", "Halden", "'4'"],
        ),
        ("semi_national = 1 }", "semi_nationl = 1 }", ["line 49", "'semi_national'"]),
        ("Verrin = 0 }", "Verin = 0 }", ["limits.min_retained_share", "'Verin'", "'Verrin'"]),
        ("Verrin = 0 }", "Verrin = 2 }", ["limits.min_retained_share", "Verrin = 2", "0 to 1"]),
        ("zones = 2 ", 'zones = "two" ', ["limits.zones", "'two'"]),
        ("zones = 2 ", "zone = 2 ", ["limits.zone", "unknown", "'zones'"]),
        ('"tamsel:semi_national"', '"tamzel:semi_national"', ["locked.out", "region", "'tamsel'"]),
        ('"tamsel:semi_national"', '"tamsel:semi"', ["locked.out", "'tamsel:semi'", "option"]),
        ('"tamsel:semi_national"', "5", ["locked.out", "5", "text"]),
        ('["tamsel:semi_national"]', '"tamsel:semi_national"', ["locked.out", "a list of text"]),
        ("out = [", "auto = [", ["locked.auto", "unknown", "'out'"]),
        ("base_year = 2024", "base_year = 2024.5", ["line 4", "base_year", "2024.5"]),
        ("base_year = 2024", 'base_year = "2024"', ["base_year", "'2024'"]),
        ("base_year = 2024", "base_year = true", ["base_year", "true"]),
        ("base_year = 2024", "base_year = 2050", ["horizon_year", "2040", "not after", "2050"]),
        ("base_year = 2024", "# nothing", ["base_year", "missing"]),
        ("base_year = 2024", "baseyear = 2024", ["baseyear", "unknown", "'base_year'"]),
        ('name = "tiny"', "name = 5", ["name", "5", "not text"]),
        ('"bn KRW"', '""', ["currency", "not text"]),
        ("[limits]", "[[phases]]\nyear = 2040\nbudget = 1\n[limits]", ["phases.year", "2040"]),
        ("[limits]", "[[phases]]\nyear = 2023\nbudget = 1\n[limits]", ["phases.year", "2023"]),
        ("[limits]", "[[phases]]\nyear = 2026\nbudget = -1\n[limits]", ["phases.budget", "-1"]),
        ("[limits]", "[[phases]]\nyear = 2026\n[limits]", ["phases.budget", "nothing"]),
        ("[limits]", '[[phases]]\nyear = "2026"\nbudget = 1\n[limits]', ["phases.year", "2026"]),
        ("[limits]", "[[phases]]\nyaer = 2026\n[limits]", ["phases.yaer", "year"]),
        ("[limits]", "[phases]\nyear = 2026\n[limits]", ["phases", "no list"]),
        ("[limits]", "[culture]\ncurve = [[0, 0], [1, 2]]\n[limits]", ["culture.curve", "0 and 1"]),
        ("[limits]", "[culture]\ncurve = [[0, 0], [0.5, 0.01], [1, 0.1]]\n[limits]", ["concave"]),
        ("[limits]", "[culture]\ncurve = [[0, 0.1], [1, 0]]\n[limits]", ["must not fall"]),
        ("[limits]", "[culture]\ncurve = [[0, 0]]\n[limits]", ["from level 0 to level 1"]),
        ("[limits]", '[culture]\ncurve = [["0", 0], [1, 0.1]]\n[limits]', ["culture.curve"]),
        ("[limits]", "[culture]\ncurve = 3\n[limits]", ["culture.curve", "3"]),
    ],
)
def test_wrong_word_is_named(bare, old, new, words):
    """One changed word: file, line, key, value and remedy are in one line of the message."""
    bare.edit("instance.toml", old, new)
    lines = bare.assert_names("instance.toml", *words)
    assert all(len(line) < 500 for line in lines)


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
def test_wrong_encoding(bare, encoding):
    """A file that an old editor saved is named as such."""
    text = (bare / "instance.toml").read_text().replace('"tiny"', '"작은 나라"')
    bare.write("instance.toml", text.encode(encoding))
    bare.assert_names("instance.toml", "CP949" if encoding == "cp949" else "UTF-16")


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("\n", "\r"), ("# The", "\ufeff# The")])
def test_line_ends_and_bom_pass(bare, change):
    """A BOM and any line ends are let pass."""
    text = (bare / "instance.toml").read_text().replace(*change)
    bare.write("instance.toml", text.encode())
    assert bare.says() == []


def test_all_at_once(bare):
    """Wrong words of several sections, their interplay and a wrong cell come together."""
    bare.edit("instance.toml", BUDGET, "budget = -1")
    bare.edit("instance.toml", "job_only_share = 0.45", "job_only_share = 0.75")
    bare.edit("instance.toml", "zones = 2 ", "zones = -2 ")
    bare.edit("instance.toml", "base_year = 2024", "base_year = 1")
    bare.edit("options.csv", ",800,", ",many,")
    lines = bare.says()
    assert len(lines) == 5
    for word in ("settings.budget", "above 1", "limits.zones", "base_year", "options.csv"):
        assert any(word in line for line in lines), word


@pytest.mark.parametrize(
    ("section", "key", "line"),
    [("", "a", 1), ("s", "b", 3), ("s", "c", 4), ("s", "d", 6), ("s", "x", None), ("", "s", 2)],
)
def test_line_of(section, key, line):
    """Lines are found for plain keys, dotted keys and sections of their own."""
    text = 'a = 1\n[s]\n"b" = 2\nc.d = 3\n# e\n[s.d]\nb = 5\n'
    assert line_of(text, section, key) == line


def test_curve_reads(bare):
    """The curve in the comment of tiny is a valid one."""
    bare.edit("instance.toml", "# [culture]\n# curve", "[culture]\ncurve")
    assert read_instance(bare.folder).culture.curve == ((0, 0), (0.5, 0.02), (1, 0.03))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n".join(f"a.b{n}.c = 1" for n in range(50_000)), ["50,000 lines", "at most 5,000"]),
        (".".join(["a"] * 50_000) + " = 1", ["line 1", "50,000 parts"]),
        ("x = 1\n" * 300_000, ["1,000,000 bytes"]),
    ],
    ids=["lines", "parts", "bytes"],
)
def test_toml_that_nobody_writes(copy, text, words):
    """Refused by its size alone."""
    copy.write("instance.toml", text)
    copy.assert_names("instance.toml", *words)


def test_very_many_unknown_keys_are_counted(copy):
    """The first hundred are named, the rest counted."""
    copy.write("instance.toml", "\n".join(["[settings]", *(f"k{n} = 1" for n in range(3_000))]))
    copy.assert_names("instance.toml", "and 2,900 more keys")
