"""What a further solve says of a bound."""

import pytest
from support.plans import tiny, tiny_plan

from optimizer.plan import to_record
from optimizer.verify.proof import judged, none_exists, not_asked, under_own_rules

PLAN = {"objective": 100.0, "bound": 101.0}


@pytest.mark.parametrize(
    ("found", "proven", "verdict"),
    [
        (100.0, 100.5, "proven"),
        (99.0, 101.0, "proven"),
        (102.0, 103.0, "refuted"),
        (102.0, None, "refuted"),
        (100.0, 101.5, "open"),
        (None, None, "open"),
    ],
)
def test_a_bound_is_judged_by_what_was_found_and_proven(found, proven, verdict):
    """Refuted by a better plan, proven by a lower bound, else not decided."""
    proof = judged(PLAN, found, proven)
    assert proof.verdict == verdict
    assert bool(proof.failures) == (verdict == "refuted")
    assert "101" in str(proof)
    if proven is not None:
        assert proof.gap == pytest.approx((proven - 100) / 100)


def test_no_plan_at_all_refutes_a_plan():
    """Solver and check contradict each other, which is told."""
    assert none_exists(PLAN).verdict == "refuted"
    assert none_exists(PLAN).failures
    assert "because" in str(not_asked("because")) and not not_asked("because").failures


def test_a_plans_own_rules_take_the_place_of_the_instances():
    """Settings, limits and locks of the plan; nothing where they can't be read."""
    record = to_record(tiny_plan(commute_limit=45.0))
    record["limits"] = {**record["limits"], "zones": 1}
    found = under_own_rules(record, tiny())
    assert found.settings.commute_limit == 45
    assert found.limits.zones == 1
    assert found.culture == tiny().culture
    assert under_own_rules({**record, "settings": None}, tiny()) is None
