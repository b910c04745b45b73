"""What an instrument is worth under rules of one's own: they are kept, or asked for by name."""

import math

import pytest
from support.instances import built
from support.own_rules import bio_in_b, no_ai_in_a, two_towns

import optimizer as opt


def by_hand(folder, *rules):
    """Solve a model that the rules were applied to by hand."""
    model = opt.build_model(folder)
    for rule in rules:
        rule(model)
    return opt.solve(model, gap=0)


def adds(plan, **more):
    """Return what each instrument adds."""
    found = opt.by_instrument(plan, gap=0, **more).instruments
    return dict(zip(found["instrument"], found["adds"], strict=True))


def test_a_plan_remembers_its_rules(tmp_path):
    """50 with biotech in A and AI in B; without AI 30 + 10, without biotech 20."""
    plan = opt.solve(two_towns(tmp_path), rules=no_ai_in_a, gap=0)
    assert built(plan) == {"A:bio": 1, "B:ai": 1}
    assert adds(plan) == pytest.approx({"bio": 30, "ai": 10})
    assert opt.by_instrument(plan, gap=0).rules == (no_ai_in_a,)


def test_a_model_changed_by_hand_is_refused(tmp_path):
    """With the names of what was changed, and the remedy; with rules= it is as with them."""
    folder = two_towns(tmp_path)
    for rule, name in ((no_ai_in_a, "no_ai"), (bio_in_b, "x")):
        with pytest.raises(opt.InputError, match=rf"by hand \({name}\).*rules="):
            opt.by_instrument(by_hand(folder, rule))
    assert adds(by_hand(folder, no_ai_in_a), rules=no_ai_in_a) == pytest.approx(
        {"bio": 30, "ai": 10}
    )


def test_a_model_that_was_not_changed_needs_no_rules(tmp_path):
    """90 from both in A; without AI 30 + 10, without biotech 60 + 20."""
    assert adds(by_hand(two_towns(tmp_path))) == pytest.approx({"ai": 50, "bio": 10})


@pytest.mark.parametrize("rules", [(), bio_in_b])
def test_rules_that_are_not_the_plans_are_refused(tmp_path, rules):
    """Without biotech more would stay than with it: 80 under no rule, against the proven 50."""
    plan = by_hand(two_towns(tmp_path), no_ai_in_a)
    if rules:
        # Under this rule nothing can do without biotech, and without AI 30 + 10 stay.
        assert math.isnan(adds(plan, rules=rules)["bio"])
    else:
        with pytest.raises(opt.InputError, match=r"not the rules.*without bio.*80.*above the 50"):
            opt.by_instrument(plan, rules=rules, gap=0)


def test_a_plan_from_a_folder_has_no_rules(tmp_path):
    """It tells of them in its notes, so that they are asked for, not dropped."""
    folder = two_towns(tmp_path / "towns")
    plan = opt.solve(folder, rules=no_ai_in_a, gap=0)
    again = opt.load_plan(plan.save(tmp_path / "plan"), source=opt.load(folder))
    with pytest.raises(opt.InputError, match=r"does not hold the rules.*no_ai.*rules="):
        opt.by_instrument(again)
    assert adds(again, rules=no_ai_in_a) == pytest.approx({"bio": 30, "ai": 10})


def test_what_a_rule_demands_has_no_worth(tmp_path):
    """Without biotech no plan can exist where a rule asks for it, and a note says so."""
    plan = opt.solve(two_towns(tmp_path), rules=bio_in_b, gap=0)
    assert built(plan) == {"A:ai": 1, "B:bio": 1}
    found = opt.by_instrument(plan, gap=0)
    assert found.instruments.set_index("instrument")["adds"].isna().tolist() == [False, True]
    assert "Without bio no plan can exist: floors, limits and rules" in found.notes[-1]


def test_rules_hold_where_locks_are_let_go(tmp_path):
    """AI locked in B: without it 30 + 10 from biotech, not 60 from AI in A."""
    folder = two_towns(tmp_path, sections={"locked": {"in": ["B:ai"]}})
    plan = opt.solve(folder, rules=no_ai_in_a, gap=0)
    assert adds(plan)["ai"] == pytest.approx(10)
