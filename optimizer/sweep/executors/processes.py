"""Worker processes on this machine, one thread each; one that dies is replaced.

A worker is a fresh Python (`python -c`) that talks over pipes: a planner's script needs no
`if __name__ == "__main__"`, and a killed worker costs its own run only. Pickles come from nowhere
but these pipes, which only the two processes hold; records of a store are JSON.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any

from optimizer.instance import Instance
from optimizer.sweep.executors.local import Keep, Watch, Workshops
from optimizer.sweep.worker import Asked, Task, failed, told

ATTEMPTS = 3
"""So often a run is begun; a run that kills its workers, by its memory, does not go on forever."""
_START = """
import os, sys, threading, time
def stay(starter=os.getppid()):
    while os.getppid() == starter:
        time.sleep(0.5)
    os._exit(0)
threading.Thread(target=stay, daemon=True).start()
sys.path[:] = {path!r}
from optimizer.sweep.executors.processes import work
work()
"""
"""A worker whose starter was killed ends, also in the middle of a run or of its own start."""

_Given = tuple[Task, Mapping[str, Any] | None, Keep]


class Processes:
    """Runs tasks in worker processes.

    Parameters
    ----------
    count : int
    instances : mapping of scenario to Instance
    asked : Asked
    watch : callable, optional
        Receives how far the running ones are.
    """

    def __init__(
        self,
        count: int,
        instances: Mapping[str, Instance],
        asked: Asked,
        watch: Watch | None,
    ):
        self.slots = count
        self._hello = pickle.dumps((dict(instances), asked))
        self._watch = watch
        self._tasks: queue.Queue[_Given | None] = queue.Queue()
        self._ended: queue.Queue[tuple[Task, dict[str, Any], Keep]] = queue.Queue()
        self._workers: set[subprocess.Popen[bytes]] = set()
        self._lock, self._closed = threading.Lock(), False
        for _ in range(count):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None, keep: Keep) -> None:
        """Hand a task to the next worker that is free."""
        self._tasks.put((task, neighbour, keep))

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Wait for a task to end."""
        while True:
            try:
                # With a timeout, so that Ctrl-C is heard on every system.
                task, content, keep = self._ended.get(timeout=0.5)
            except queue.Empty:
                continue
            keep(content)
            return task, content

    def close(self) -> None:
        """End all workers at once; what they had in hand is lost."""
        with self._lock:
            self._closed = True
            workers = list(self._workers)
        for _ in range(self.slots):
            self._tasks.put(None)
        for worker in workers:
            worker.kill()
            worker.wait()

    def _serve(self) -> None:
        """Feed one worker, and its successors, until there is nothing left."""
        worker: subprocess.Popen[bytes] | None = None
        while (item := self._tasks.get()) is not None:
            task, neighbour, keep = item
            content: dict[str, Any] | None = None
            why = ""
            for _ in range(ATTEMPTS):
                try:
                    worker = worker or self._start()
                    if worker is None:
                        return
                    content = self._ask(worker, task, neighbour)
                    break
                except Exception as error:  # whatever it is, nobody must wait for this in vain
                    why = _why(error)
                    if worker is not None:
                        self._bury(worker)
                    worker = None
                    if self._closed:
                        return
            reason = f"its worker process was begun {ATTEMPTS} times and {why}"
            self._ended.put((task, content or told(task, failed(reason)), keep))
        if worker is not None:
            self._bury(worker)

    def _start(self) -> subprocess.Popen[bytes] | None:
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        with self._lock:
            if self._closed:
                return None
            worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._workers.add(worker)
        try:
            assert worker.stdin is not None
            worker.stdin.write(struct.pack("<Q", len(self._hello)) + self._hello)
            worker.stdin.flush()
        except OSError:
            pass  # it died at once: found out when it is asked
        return worker

    def _bury(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        with self._lock:
            self._workers.discard(worker)

    def _ask(
        self, worker: subprocess.Popen[bytes], task: Task, neighbour: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        assert worker.stdin is not None and worker.stdout is not None
        _send(worker.stdin, (task, neighbour))
        while True:
            kind, content = _receive(worker.stdout)
            if kind == "ended":
                found: dict[str, Any] = content
                return found
            if self._watch is not None:
                self._watch(task, content)


def work() -> None:
    """Be a worker: read tasks from standard input, write what came of them to standard output."""
    import signal

    # Ctrl-C and SIGTERM are for the process that started this one, and ends it.
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    into = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    # Nothing that a library prints may get between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    try:
        workshops = Workshops(*_receive(into))
    except (EOFError, struct.error):
        os._exit(0)  # whoever started this is gone
    while True:
        try:
            task, neighbour = _receive(into)
        except (EOFError, struct.error):
            os._exit(0)
        try:
            watcher = lambda progress: _send(out, ("progress", progress))  # noqa: E731
            content = workshops.of(task.scenario).perform(task, neighbour, watcher)
        except Exception as error:  # the row says why, and the rest goes on
            content = told(task, failed(f"{type(error).__name__}: {error}"))
        try:
            _send(out, ("ended", content))
        except OSError:
            os._exit(0)


def _why(error: Exception) -> str:
    """Return what became of a worker, in words that follow "was begun and"."""
    if isinstance(error, EOFError | BrokenPipeError | struct.error | pickle.UnpicklingError):
        return "was ended each time, by lack of memory perhaps"
    return f"did not get on: {type(error).__name__}: {error}"


def _send(pipe: IO[bytes], content: object) -> None:
    data = pickle.dumps(content)
    pipe.write(struct.pack("<Q", len(data)) + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    (length,) = struct.unpack("<Q", pipe.read(8))
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)
