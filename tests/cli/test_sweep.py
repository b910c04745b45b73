"""`rooted sweep`: its rows, its files, its exit codes."""

import pytest
from support.command import here

import optimizer as opt


@pytest.fixture
def sweep(monkeypatch, capfd):
    return lambda *words: here(monkeypatch, capfd, "sweep", "tiny", "--workers", "1", *words)


def test_rows_stand_alone_on_standard_output(sweep, tmp_path):
    """`--json` prints rows in the contract's order; from the store they are the same."""
    answer = sweep("--budgets", "50:100:50", "--store", tmp_path / "runs", "--json")
    assert answer.code == 0
    assert [row["budget"] for row in answer.json] == [50, 100]
    assert list(answer.json[0])[:4] == ["budget", "scenario", "status", "reason"]
    assert "2/2" in answer.err
    again = sweep("--budgets", "50:100:50", "--store", tmp_path / "runs", "--json")
    assert again.json == answer.json
    assert "from the store" in again.err


@pytest.mark.slow
def test_a_table_in_words_and_a_figure(sweep, tmp_path):
    """Nested plans show their price; `--out` draws the frontier, `--xlsx` has its tables."""
    words = ("--nested", "--out", tmp_path / "frontier.svg", "--xlsx")
    answer = sweep("--budgets", "50,100", *words)
    assert answer.code == 0
    assert "price" in answer.out
    assert (tmp_path / "frontier.svg").exists()
    assert (tmp_path / "frontier.xlsx").exists()
    assert "Without --store nothing is kept" in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--xlsx",), "there is no place for it"),
        (("--csv-dialect", "pipe"), "expected comma, semicolon, tab"),
        (("--out", "frontier.doc"), "expected .png, .svg, .pdf, .html, .csv, .xlsx"),
    ],
)
def test_what_cannot_be_written_is_refused_first(sweep, monkeypatch, words, told):
    """Before anything is solved."""
    monkeypatch.setattr(opt, "sweep", None)
    answer = sweep("--budgets", "50", *words)
    assert answer.code == 2
    assert told in answer.err


def test_bad_input_is_named_all_at_once(sweep, tmp_path):
    """A mistake in each of two scenario files is a reason each."""
    (tmp_path / "a.toml").write_text("[settings]\ntargetting = 1\n")
    (tmp_path / "b.toml").write_text("[limits]\nzonez = 1\n")
    files = ("--scenario", tmp_path / "a.toml", "--scenario", tmp_path / "b.toml")
    answer = sweep("--budgets", "50", *files, "--json")
    assert answer.code == 2
    assert answer.json["status"] == "bad_input"
    assert len(answer.json["reasons"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--budgets", "x"),
        ("--budgets", "50", "--grid", "targeting"),
        ("--budgets", "50", "--nesting", "sideways"),
        ("--budgets", "50", "--gap", "2"),
        ("--budgets", "50", "--out", "figure.xyz"),
    ],
)
def test_misuse_is_bad_input(sweep, words):
    """What can't be a budget, grid, nesting, gap or file ends with 2."""
    assert sweep(*words).code == 2


def test_no_plan_can_exist_at_any_budget(sweep):
    """A floor that no budget reaches ends with 3, and the row has its reason."""
    answer = sweep("--budgets", "50", "--set", "limits.min_retained_share={Verrin=0.9}", "--json")
    assert answer.code == 3
    assert answer.json[0]["status"] == "infeasible"
    assert answer.json[0]["reason"]


def test_none_found_in_time(sweep):
    """Where no run had time for a plan the sweep ends with 4."""
    answer = sweep("--budgets", "50", "--time-limit", "0", "--json")
    assert answer.code == 4
    assert answer.json[0]["status"] == "time_limit"
