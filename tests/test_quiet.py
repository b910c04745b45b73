"""What compiled libraries print stays off standard output."""

import os

import pytest

from optimizer.quiet import quiet


def test_what_is_printed_below_python_is_not_seen(capfd):
    """Only what is written before and after arrives, also where an error ends it."""
    os.write(1, b"before ")
    with pytest.raises(ValueError, match="reason"), quiet():
        os.write(1, b"noise ")
        raise ValueError("reason")
    os.write(1, b"after")
    assert capfd.readouterr().out == "before after"


def test_without_standard_output_nothing_happens(monkeypatch):
    """A service may have closed it."""

    def closed(_):
        raise OSError("bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    with quiet():
        done = True
    assert done
