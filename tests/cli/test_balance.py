"""`rooted balance`: the price of balance between provinces."""

import optimizer as opt
from optimizer.verify import Failure, Rule, Verification


def test_the_curve_is_printed_in_words_and_as_json(rooted, monkeypatch, tmp_path):
    """Both forms show the same points; options are handed on as they are."""
    asked = []
    rows = [{"share": 0.1, "retained": 50.0}]

    class Curve:
        def to_dict(self):
            return {"most_possible": 0.25, "points": rows}

        def save(self, folder):
            folder.mkdir()

        def __str__(self):
            return "The price of balance"

    def curve(problem, **options):
        asked.append(options)
        return Curve()

    monkeypatch.setattr(opt, "balance_curve", curve)
    answer = rooted("balance", "tiny", "--points", 3, "--seed", 7, "--json")
    assert answer.code == 0
    assert answer.json == {"most_possible": 0.25, "points": rows}
    said = rooted("balance", "tiny", "--budget", 60, "--out", tmp_path / "curve")
    assert said.out == "The price of balance\n"
    assert (tmp_path / "curve").is_dir()
    assert (asked[0]["points"], asked[0]["seed"], asked[1]["budget"]) == (3, 7, 60)


def test_a_plan_that_fails_its_check_returns_5(rooted, monkeypatch):
    """One of several plans is meant, so the message says "a plan"."""
    failed = Verification((Failure(Rule.BUDGET, "", "at most 60", "61"),))

    def curve(problem, **options):
        raise opt.CheckError(failed)

    monkeypatch.setattr(opt, "balance_curve", curve)
    answer = rooted("balance", "tiny", "--json")
    assert answer.code == 5
    assert answer.json == {
        "status": "check_failed",
        "reasons": ["Budget: needs at most 60, has 61."],
    }
    assert "\nA plan fails its check and is not shown:" in answer.err
