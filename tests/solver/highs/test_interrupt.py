"""Ctrl-C as a request to stop."""

import signal
import threading

import pytest

from optimizer.solver.highs.interrupt import stopped_by_interrupt


def test_the_first_asks_and_the_second_raises():
    """Afterwards Ctrl-C means what it meant before."""
    before = signal.getsignal(signal.SIGINT)
    stop = threading.Event()
    with stopped_by_interrupt(stop):
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_termination_asks_too_where_it_would_raise():
    """The command lets SIGTERM raise KeyboardInterrupt; a program's own handler is left alone."""
    before = signal.getsignal(signal.SIGTERM)
    stop, own = threading.Event(), []
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with stopped_by_interrupt(stop):
            signal.raise_signal(signal.SIGTERM)
            assert stop.is_set()
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
        signal.signal(signal.SIGTERM, lambda *_: own.append("mine"))
        with stopped_by_interrupt(threading.Event()):
            signal.raise_signal(signal.SIGTERM)
        assert own == ["mine"]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_elsewhere_nothing_changes():
    """Another thread receives no Ctrl-C, and where it is ignored it stays so."""
    before, seen = signal.getsignal(signal.SIGINT), []

    def work():
        with stopped_by_interrupt(threading.Event()):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopped_by_interrupt(threading.Event()):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
