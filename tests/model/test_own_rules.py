"""Rules of one's own: what counts as one, how it is named, and what a plan says of it."""

import functools

import pytest
from support.own_rules import bio_in_b, no_ai_in_a, two_towns

import optimizer as opt
from optimizer.model import own_rules, rule_name, rules_told, tell_of_own_rules, with_rules


def test_one_rule_or_several():
    """None is no rule; a function alone is a list of one."""
    assert own_rules(None) == own_rules([]) == ()
    assert own_rules(no_ai_in_a) == (no_ai_in_a,)
    assert own_rules([no_ai_in_a, bio_in_b]) == (no_ai_in_a, bio_in_b)


@pytest.mark.parametrize("wrong", [3, "no_ai_in_a", [no_ai_in_a, 3]])
def test_what_cant_be_called_is_refused(wrong):
    """With the value, and what was expected."""
    with pytest.raises(opt.InputError, match=r"rules: (3|'n') is no function"):
        own_rules(wrong)


def test_names_are_the_authors():
    """Of functions, partial ones, and objects that can be called."""

    class Cap:
        def __call__(self, model):
            pass

    def inner(model):
        pass

    rules = (no_ai_in_a, functools.partial(no_ai_in_a), Cap(), inner)
    assert [rule_name(rule) for rule in rules] == ["no_ai_in_a", "no_ai_in_a", "Cap", "inner"]


def test_the_note_names_what_was_added(tmp_path):
    """The added constraints; where a rule only changes bounds, the rule itself."""
    folder = two_towns(tmp_path)
    for rule, name in ((no_ai_in_a, "no_ai"), (bio_in_b, "bio_in_b")):
        note = rules_told(with_rules(opt.build_model(folder), [rule]), [rule])
        assert f"({name})" in note
        assert "the check covers the rules of the instance only" in note
        assert tell_of_own_rules(["other", note]) == [note]


def test_an_error_in_a_rule_names_the_rule(tmp_path):
    """The error stays what it is, with a note."""

    def broken(model):
        return model.x["nowhere", "ai"]

    with pytest.raises(KeyError, match="nowhere") as caught:
        opt.solve(two_towns(tmp_path), rules=broken)
    assert "broken" in caught.value.__notes__[0]
