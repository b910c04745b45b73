"""A comparison in a planner's words."""

from dataclasses import replace

from support.pairs import pair, with_another_region, without_the_first
from support.plans import tiny_plan

from optimizer.analysis import compare, text_of


def test_one_sentence_says_it_all():
    """Who stays and why, the cost, what enters and where, and who gains."""
    first, second = pair()
    line, currency = second.build.iloc[0], second.currency
    called = second.labels.options.of(line["option_id"])
    found = compare(first, second, ("A", "B"))
    region, province = found.enters.loc[0, ["region", "province"]]
    assert found.sentence == (
        f"5.0 more young people stay or come with B than with A (+5.0 for a job), at "
        f"{line['cost']:,.1f} {currency} more; {called} in {region} enters; "
        f"{province} gains most (+5.0)."
    )


def test_fewer_people_and_several_things():
    """Losses are fewer and less; the dearest three are named, the rest counted."""
    plan = tiny_plan()
    none = replace(plan, build=plan.build.iloc[:0], cost=plan.cost - plan.build["cost"].sum())
    found = compare(plan, without_the_first(replace(none, build=plan.build.iloc[:1])), ("A", "B"))
    assert "fewer young people" in found.sentence
    assert "less;" in found.sentence
    assert f"{len(plan.build) - 3} more leave" in found.sentence
    assert "loses most (−5.0)" in found.sentence


def test_the_same_is_called_that():
    """As many people, at the same cost, the same built."""
    found = compare(tiny_plan(), tiny_plan(), ("A", "B"))
    assert found.sentence == (
        "As many young people stay or come with B as with A, at the same cost; the same is built "
        "and bought."
    )


def test_the_text_lists_what_the_sentence_counts():
    """Lines of what enters, provinces, regions, regions of one plan alone, and notes."""
    first, second = pair()
    other = with_another_region(replace(second, budget=1.0))
    text = text_of(compare(first, other, ("A", "B")))
    assert "Only with B:" in text
    assert "Only with A:" not in text
    assert "By province:" in text
    assert "Regions that only B knows: new." in text
    assert "budget:" in text
