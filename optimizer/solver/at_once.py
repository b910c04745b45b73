"""The same work for many, several at a time; Ctrl-C ends all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

AT_ONCE = 2
"""Solved at a time."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")


def each(work: Callable[[Item], Answer], items: Iterable[Item], stop: Event) -> list[Answer]:
    """Return the answer for each item, in their order.

    Parameters
    ----------
    work : callable
    items : iterable
    stop : Event
        Set as soon as anything is raised, so that what is being solved ends; the rest isn't begun.
    """
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        return list(pool.map(work, items))
    except BaseException:  # Ctrl-C ends all of them, not one
        stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
