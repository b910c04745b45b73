"""Saves in a child process that is killed: at each step of the file system, or at any moment.

Run as a program, so that the children are forked from a process without threads.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from optimizer.plan.atomic_write import restore, write_files
from optimizer.sweep import Store

NAMES = ("build.csv", "regions.csv", "flows.csv", "plan.json")
KNOWN = (*NAMES, "map.png")
STEPS = ("open", "os.", "shutil.")


def writers(word):
    """Return a writer for each file of a plan, which all say the same word."""
    text = f'{{"instance": "", "build": "{word}"}}' + " " * 5000
    return {name: lambda path: path.write_text(text, encoding="utf-8") for name in NAMES}


def die_at(step):
    """Kill this process at a step of the file system."""
    seen = 0

    def heard(event, arguments):
        nonlocal seen
        if event.startswith(STEPS):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def killed_while(work, *, after=None):
    """Do work in a child; return whether it was killed, by itself or after some seconds."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def words_in(folder):
    """Return what the files of a folder say; one word where they are of one plan."""
    return {(folder / name).read_text(encoding="utf-8") for name in NAMES}


def at_each_step(folder, every):
    """Kill a save over an old plan at its steps one after the other; return how many there are."""
    step = 1
    while True:
        write_files(folder, writers("old"), KNOWN)

        def work(step=step):
            die_at(step)
            write_files(folder, writers("new"), KNOWN)

        killed = killed_while(work)
        restore(folder)
        assert len(words_in(folder)) == 1, step
        if not killed:
            return step
        step += every


def at_any_moment(folder, kills):
    """Kill saves that follow each other without a pause; return how many left one plan whole."""
    draw = random.Random(0)
    write_files(folder, writers("old"), KNOWN)

    def work():
        for word in range(10_000):
            write_files(folder, writers(word), KNOWN)

    for kill in range(kills):
        assert killed_while(work, after=draw.uniform(0, 0.05))
        restore(folder)
        assert len(words_in(folder)) == 1, kill
    return kills


def in_a_store(place, kills):
    """Kill the writing of records; what a store lists is whole."""
    draw = random.Random(0)

    def work():
        store = Store(place)
        for number in range(10_000):
            store.write(f"k{number % 7}", {"number": number, "text": "x" * 50_000})
            store.put("frame.json", lambda file: file.write(b"[" + b"0," * 9_999 + b"0]"))

    for _ in range(kills):
        assert killed_while(work, after=draw.uniform(0, 0.05))
        store = Store(place)
        assert all(store.read(key) for key in store.keys())  # noqa: SIM118 (no mapping)
        frame = place / "frame.json"
        assert not frame.exists() or len(json.loads(frame.read_text())) == 10_000
    Store(place).sweep_up()
    assert not list(place.rglob("*.part"))


if __name__ == "__main__":
    place, kind, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if kind == "inside":
        (place / "own").mkdir(parents=True)
    if kind == "store":
        in_a_store(place, number)
        sys.exit()
    if kind == "moments":
        print(at_any_moment(place, number))
    else:
        print(at_each_step(place, number))
    write_files(place, writers("last"), KNOWN)
    assert "last" in words_in(place).pop()
    left = [*place.glob(".rooted*"), *place.parent.glob(".rooted*")]
    assert not left, left
