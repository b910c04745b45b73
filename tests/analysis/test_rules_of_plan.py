"""The rules of one's own under which a plan is solved again."""

from dataclasses import replace

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.analysis.rules_of_plan import own_rules_of


def no_rule(model):
    """Change nothing."""


def test_a_plan_without_rules_has_none_for_sure():
    """Nothing is asked of whoever asks."""
    own = own_rules_of(tiny_plan(), None)
    assert (own.rules, own.sure) == ((), True)


def test_rules_that_are_given_are_taken_at_their_word():
    """They are used, though nobody knows that they are the plan's."""
    own = own_rules_of(tiny_plan(), [no_rule])
    assert (own.rules, own.sure) == ((no_rule,), False)


def test_what_was_changed_by_hand_must_be_given():
    """The message names the parts of the model, and how to give them."""
    plan = replace(tiny_plan(), changed=("budget", "x"))
    with pytest.raises(opt.InputError, match=r"changed by hand \(budget, x\)[\s\S]*give rules="):
        own_rules_of(plan, None)


def test_a_plan_from_a_folder_tells_that_it_had_rules():
    """It holds no functions, only the note of them."""
    note = "Solved with rules of one's own (no_rule): the bound holds for that model."
    plan = replace(tiny_plan(), changed=None, rules=(), notes=(note,))
    with pytest.raises(opt.InputError, match="does not hold the rules"):
        own_rules_of(plan, None)
