"""Ctrl-C reaches these tests, also where they were started with it ignored (`&` in a script)."""

import signal

import pytest


@pytest.fixture(autouse=True)
def _ctrl_c_raises():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
