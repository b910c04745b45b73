"""Rules of a planner's own: functions that change a model right after it was built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from optimizer.instance import InputError, Problem
from optimizer.light_pyomo import pyo, with_plugins
from optimizer.model.build import own_constraints

OwnRule = Callable[[pyo.ConcreteModel], object]
"""Receives the model, and may add constraints and variables or change bounds."""
Rules = OwnRule | Sequence[OwnRule]
"""One rule of one's own or several, applied in their order to every model that is built."""
_BY_HAND = "Solved as a model from build_model, "
_GIVEN = "Solved with rules of one's own "
_CHECKED = "the bound holds for that model; the check covers the rules of the instance"


def own_rules(rules: Rules | None) -> tuple[OwnRule, ...]:
    """Return rules of one's own as a tuple; None: no rule.

    Raises
    ------
    InputError
        Naming each that can't be called.
    """
    if rules is None:
        return ()
    several = (rules,) if callable(rules) or not isinstance(rules, Iterable) else tuple(rules)
    problems = [
        Problem(
            "rules",
            f"{rule!r} is no function; expected one that receives the Pyomo model.",
            remedy="write: def my_rule(model): ..., with what it adds there, and give my_rule.",
        )
        for rule in several
        if not callable(rule)
    ]
    if problems:
        raise InputError(problems)
    return several


def rules_if_given(rules: Rules | None) -> tuple[OwnRule, ...] | None:
    """Return rules of one's own as a tuple; None: none are given, and those of a plan hold.

    Raises
    ------
    InputError
        Naming each that can't be called.
    """
    return None if rules is None else own_rules(rules)


def rule_name(rule: OwnRule) -> str:
    """Return a rule's name as its author knows it."""
    inner = getattr(rule, "func", rule)  # functools.partial
    name = getattr(inner, "__qualname__", None) or type(inner).__qualname__
    return str(name).rpartition("<locals>.")[2]


def with_rules(model: pyo.ConcreteModel, rules: Iterable[OwnRule]) -> pyo.ConcreteModel:
    """Return the model with each rule applied; what a rule returns is ignored."""
    for rule in rules:
        try:
            rule(with_plugins(model))
        except Exception as error:
            error.add_note(f"It was raised by the rule of one's own “{rule_name(rule)}”.")
            raise
    return model


def rules_told(model: pyo.ConcreteModel, rules: Sequence[OwnRule]) -> str:
    """Return the note of a plan that was solved with rules of one's own.

    Parameters
    ----------
    model : ConcreteModel
        After the rules were applied.
    rules : sequence of callables
    """
    return rules_note(own_constraints(model) or [rule_name(rule) for rule in rules])


def rules_note(names: Iterable[str]) -> str:
    """Return a note that names rules of one's own, and says what the check covers."""
    return f"{_GIVEN}({', '.join(names)}): {_CHECKED} only."


def own_rules_note(model: pyo.ConcreteModel) -> str:
    """Return a note that says which rules a planner has added to a model by hand."""
    added = own_constraints(model)
    named = f"with rules of its own ({', '.join(added)})" if added else "and possibly changed"
    return f"{_BY_HAND}{named}: {_CHECKED}."


def tell_of_own_rules(notes: Iterable[str]) -> list[str]:
    """Return those of a plan's notes that tell of rules of one's own."""
    return [note for note in notes if note.startswith((_BY_HAND, _GIVEN))]
