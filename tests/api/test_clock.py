"""How long each step of a solve took."""

from optimizer.api import clock


def test_a_lap_is_the_time_since_the_last_one(monkeypatch):
    """10 s, 12.5 s and 12.75 s on the clock are laps of 2.5 and 0.25 s."""
    times = iter([10.0, 12.5, 12.75])
    monkeypatch.setattr(clock.time, "perf_counter", lambda: next(times))
    seconds = {"read": 0.0}
    found = clock.Clock(seconds)
    found.lap("build")
    found.lap("solve")
    assert seconds == {"read": 0.0, "build": 2.5, "solve": 0.25}
