"""How long each step of a solve took."""

from __future__ import annotations

import time


class Clock:
    """Notes the seconds between laps."""

    def __init__(self, seconds: dict[str, float]):
        self._seconds = seconds
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the seconds since the last lap under a name."""
        now = time.perf_counter()
        self._seconds[name] = round(now - self._last, 3)
        self._last = now
