"""`rooted balance`: the price of balance between provinces."""

import optimizer as opt
from optimizer.verify import Failure, Rule, Verification


def test_the_curve_is_printed_in_words_and_as_json(rooted, monkeypatch):
    """Both forms show the same points; options are handed on as they are."""
    asked = []
    rows = [{"share": 0.1, "retained": 50.0}]

    class Curve:
        most_possible = 0.25

        def rows(self):
            return rows

        def __str__(self):
            return "The price of balance"

    def curve(problem, **options):
        asked.append(options)
        return Curve()

    monkeypatch.setattr(opt, "balance_curve", curve)
    answer = rooted("balance", "tiny", "--points", 3, "--seed", 7, "--json")
    assert answer.code == 0
    assert answer.json == {"most_possible": 0.25, "points": rows}
    assert rooted("balance", "tiny", "--budget", 60).out == "The price of balance\n"
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
    assert answer.err.startswith("A plan fails its check and is not shown:")
