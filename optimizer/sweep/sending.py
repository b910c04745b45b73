"""Rules of one's own on their way to other processes: packed, or refused by name."""

from __future__ import annotations

import importlib
import pickle
from dataclasses import replace
from typing import Any

from optimizer.instance import InputError, Problem
from optimizer.model import OwnRule, rule_name
from optimizer.sweep.worker import Asked

_STARTED = b"__main__"
"""The module of the script that was started: a worker has another one of this name."""


def for_processes(asked: Asked) -> Asked:
    """Return what is asked with its rules packed for worker processes of this machine.

    Raises
    ------
    InputError
        Naming each rule that can't be sent there.
    """
    problems = [
        Problem("rules", f"the rule of one's own “{rule_name(rule)}” {why}.", remedy=_REMEDY)
        for rule in asked.rules
        if (why := _cant_be_sent(rule))
    ]
    if problems:
        raise InputError(problems)
    return _packed(asked, pickle)


_REMEDY = (
    "put it into a module of its own, as a function that is imported from there; or give "
    "workers=1, for all runs in this process."
)


def for_cluster(asked: Asked) -> Asked:
    """Return what is asked with its rules packed for a Dask cluster.

    A rule of a module goes by its name, so that every worker needs that module; a lambda, and what
    is written in the script that was started, go as a whole, by cloudpickle.

    Raises
    ------
    InputError
        Naming each rule that can't be sent there.
    """
    try:
        cloudpickle: Any = importlib.import_module("cloudpickle")
    except ImportError:
        return for_processes(asked)
    problems = []
    for rule in asked.rules:
        try:
            # What is unpacked is the caller's own rule, packed in this line.
            pickle.loads(cloudpickle.dumps(rule))
        except Exception as error:  # cloudpickle has many kinds, by what the rule holds
            why = f"can't be sent to the cluster ({type(error).__name__}: {error})"
            message = f"the rule of one's own “{rule_name(rule)}” {why}."
            remedy = "let it hold nothing but numbers, texts and tables; or do without --dask."
            problems.append(Problem("rules", message, remedy=remedy))
    if problems:
        raise InputError(problems)
    return _packed(asked, cloudpickle)


def may_be_sent(asked: Asked) -> bool:
    """Return whether all rules can be sent to worker processes of this machine."""
    return not any(_cant_be_sent(rule) for rule in asked.rules)


def _cant_be_sent(rule: OwnRule) -> str:
    """Return why a rule can't be sent to worker processes; "" where it can."""
    try:
        data = pickle.dumps(rule)
        pickle.loads(data)
    except Exception as error:  # pickle has many kinds, by what the rule holds
        return f"can't be sent to worker processes ({type(error).__name__}: {error})"
    if _STARTED in data:
        return "is written in the script that was started, which worker processes do not have"
    return ""


def _packed(asked: Asked, pickler: Any) -> Asked:
    if not asked.rules:
        return asked
    return replace(asked, rules=(), packed=pickler.dumps(asked.rules))
