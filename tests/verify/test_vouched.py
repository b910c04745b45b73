"""What a check vouches for, and what stays a claim."""

from support.plans import tiny_plan

from optimizer.plan import to_record
from optimizer.verify.vouched import recomputed, trusted


def test_the_bound_stays_a_claim():
    """It comes first, with gap and status."""
    plan = {"bound": 130.25, "gap": 0.001, "status": "optimal"}
    first = trusted(plan)[0]
    assert first.startswith("bound 130.25, and so gap 0.001 and status optimal")
    assert "--prove" in first
    assert trusted({})[0].startswith("bound none")


def test_only_what_a_plan_has_is_named():
    """Instruments that were not asked for are neither recomputed nor claimed."""
    record = to_record(tiny_plan())
    assert any("projection" in words for words in recomputed(record))
    assert not any("instrument" in words for words in (*recomputed(record), *trusted(record)))
    record |= {"instruments": [{}], "uncertainty": {"draws": 1}}
    assert any("instruments" in words for words in recomputed(record))
    assert any("ranges of the draws" in words for words in trusted(record))
