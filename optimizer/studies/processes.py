"""Worker processes on this machine, one thread each; one that dies is replaced.

A worker is a fresh Python (`python -c`) that talks over pipes: a planner's script needs no
`if __name__ == "__main__"`, and a killed worker costs its own run only.
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
from optimizer.studies.executors import Watch, Workshops
from optimizer.studies.work import Asked, Task, failed, told

ATTEMPTS = 3
"""So often a run is begun; a run that kills its workers, by its memory, does not go on forever."""
_START = "import sys; sys.path[:] = {path!r}; from optimizer.studies.processes import work; work()"


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
        self._tasks: queue.Queue[tuple[Task, Mapping[str, Any] | None] | None] = queue.Queue()
        self._ended: queue.Queue[tuple[Task, dict[str, Any]]] = queue.Queue()
        self._workers: set[subprocess.Popen[bytes]] = set()
        self._lock, self._closed = threading.Lock(), False
        for _ in range(count):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None) -> None:
        """Hand a task to the next worker that is free."""
        self._tasks.put((task, neighbour))

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Wait for a task to end."""
        while True:
            try:
                # With a timeout, so that Ctrl-C is heard on every system.
                return self._ended.get(timeout=0.5)
            except queue.Empty:
                continue

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
            task, neighbour = item
            content: dict[str, Any] | None = None
            for _ in range(ATTEMPTS):
                if worker is None:
                    worker = self._start()
                if worker is None:
                    return
                try:
                    content = self._ask(worker, task, neighbour)
                    break
                except (OSError, EOFError, struct.error, pickle.UnpicklingError):
                    self._bury(worker)
                    worker = None
                    if self._closed:
                        return
            reason = f"its worker process was ended {ATTEMPTS} times, by lack of memory perhaps"
            self._ended.put((task, content or told(task, failed(reason))))
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

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    into = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    # Nothing that a library prints may get between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    workshops = Workshops(*_receive(into))
    while True:
        try:
            task, neighbour = _receive(into)
        except (EOFError, struct.error):
            os._exit(0)  # whoever started this is gone
        try:
            watcher = lambda progress: _send(out, ("progress", progress))  # noqa: E731
            content = workshops.of(task.scenario).perform(task, neighbour, watcher)
        except Exception as error:  # the row says why, and the rest goes on
            content = told(task, failed(f"{type(error).__name__}: {error}"))
        _send(out, ("ended", content))


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
