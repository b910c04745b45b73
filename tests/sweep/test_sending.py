"""Rules of one's own on their way to other processes."""

import pickle
from dataclasses import fields, replace
from types import SimpleNamespace

import pytest
from support.own_rules import hidden, no_ai_in_a

import optimizer as opt
from optimizer.sweep import sending
from optimizer.sweep.sending import for_cluster, for_processes, may_be_sent
from optimizer.sweep.worker import Asked

ASKED = Asked(**{field.name: None for field in fields(Asked) if field.init})


def asked(*rules):
    """Return what is asked of a sweep, with some rules."""
    return replace(ASKED, rules=rules, packed=b"")


def test_a_rule_of_a_module_is_packed():
    """The workers unpack the very function."""
    packed = for_processes(asked(no_ai_in_a))
    assert packed.rules == ()
    assert pickle.loads(packed.packed) == (no_ai_in_a,)
    assert may_be_sent(asked(no_ai_in_a))


def test_without_rules_nothing_is_packed():
    """What is asked goes as it is."""
    plain = asked()
    assert for_processes(plain) is plain
    assert for_cluster(plain) is plain


def test_what_a_worker_cannot_import_is_refused_by_name():
    """A lambda and a function of no file, both at once, with the remedy."""
    rules = (lambda model: None, hidden(), no_ai_in_a)
    assert not may_be_sent(asked(*rules))
    with pytest.raises(opt.InputError) as caught:
        for_processes(asked(*rules))
    text = str(caught.value)
    assert "<lambda>" in text
    assert "hidden" in text
    assert "no_ai_in_a" not in text
    assert "workers=1" in text


def test_without_cloudpickle_a_cluster_is_a_process_like_another(monkeypatch):
    """A rule of a module still goes, a lambda is refused."""

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(sending, "importlib", SimpleNamespace(import_module=missing))
    assert pickle.loads(for_cluster(asked(no_ai_in_a)).packed) == (no_ai_in_a,)
    with pytest.raises(opt.InputError, match="lambda"):
        for_cluster(asked(lambda model: None))
