"""Ctrl-C and SIGTERM as a request to stop, so that the best plan so far is kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TERMINATION = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name)
)
"""What ends a command beside Ctrl-C: `kill`, a batch system, Ctrl-Break on Windows."""


@contextmanager
def stopped_by_interrupt(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C set `stop` instead of raising, so that no plan is lost; a second one raises.

    SIGTERM, and Ctrl-Break on Windows, do the same where they raise KeyboardInterrupt, as the
    command lets them. Only the main thread receives signals; elsewhere, and where they are
    ignored or have handlers of their own, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def request(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *TERMINATION)}
    heard = [
        number
        for number, handler in before.items()
        if handler is signal.default_int_handler
        or (number == signal.SIGINT and handler not in (signal.SIG_IGN, None))
    ]
    for number in heard:
        signal.signal(number, request)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
