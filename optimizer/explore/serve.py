"""Serves an instance on this machine alone until it is interrupted."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.api import Plan, load, solve
from optimizer.explore.ground import Ground
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import check_writable

if TYPE_CHECKING:
    from optimizer.explore.hub import Hub

HOST = "127.0.0.1"
GAP = 0.03
POLL_SECONDS, IDLE_CHECK_SECONDS = 0.2, 60.0
NEEDED = ("starlette", "uvicorn")
REMEDY = 'python -m pip install "rooted[explore]"'


def check_ready(out: str | Path, port: int) -> None:
    """Check that a plan could be served and saved, before time is spent on one.

    Raises
    ------
    InputError
        The server's packages are missing, with the command that installs them; the port is taken;
        or nothing can be written to the folder.
    """
    check_writable(Path(out))
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = f"it needs {' and '.join(missing)}."
        raise InputError([Problem("rooted explore", message, remedy=f"run {REMEDY}")])
    with _bound(port):
        pass


def _show(text: str) -> None:
    """Print a line at once, for whoever waits for the address."""
    print(text, flush=True)


def explore(
    instance: Instance | str | Path,
    *,
    budget: float | None = None,
    gap: float = GAP,
    out: str | Path = "explored",
    port: int = 0,
    browser: bool = True,
    root_path: str = "",
    host_names: Iterable[str] = (),
    plan: Plan | None = None,
    show: Callable[[str], object] = _show,
) -> None:
    """Open the page of a plan on which everything can be tried; ends with Ctrl-C.

    The page is served on 127.0.0.1 alone, under an address that holds a secret. On it budget,
    assumptions, scenario and objective can be changed and sites locked or forbidden; each change
    is planned anew, proven and checked.

    Parameters
    ----------
    instance : Instance, str or Path
    budget : float, optional
        To begin with, as for `solve`.
    gap : float
        Accepted optimality gap of each plan; a button on the page asks for half a percent.
    out : str or Path
        Folder where plans are saved.
    port : int
        0: one that is free.
    browser : bool
        Whether to open the page.
    root_path : str
        Path under which a proxy serves it, where the proxy leaves it in what it asks for.
    host_names : iterable of str
        Names under which a proxy may ask for it.
    plan : Plan, optional
        To begin with, of this instance and budget; else it is solved.
    show : callable
        Receives the address.

    Raises
    ------
    InputError
        The input is bad; the packages of `rooted[explore]` are not installed; the port is taken.
    NoPlanError, CheckError
        Of the first plan, as for `solve`.

    Examples
    --------
    >>> explore("tiny", browser=False)
    """
    check_ready(out, port)
    found = instance if isinstance(instance, Instance) else load(instance)
    first = solve(found, budget=budget, gap=gap) if plan is None else plan
    from optimizer.explore.hub import Hub

    ground = Ground(found)
    hub = Hub(ground, ground.first(budget, gap), first, Path(out))
    with _bound(port) as listening, running(hub, listening, root_path, host_names) as served:
        show(f"Open {served.address}")
        if root_path:
            show(f"Behind the proxy: /{root_path.strip('/')}/{served.token}/")
        show("It is served on this machine alone. Ctrl-C ends it.")
        with contextlib.suppress(KeyboardInterrupt):
            if browser:
                webbrowser.open(served.address)
            while served.thread.is_alive():
                served.thread.join(POLL_SECONDS)


@dataclass(frozen=True)
class Served:
    """A server that runs: where, the token, and its thread."""

    origin: str
    token: str
    thread: threading.Thread

    @property
    def address(self) -> str:
        """What to open."""
        return f"{self.origin}/{self.token}/"


@contextlib.contextmanager
def running(
    hub: Hub, listening: socket.socket, root_path: str = "", host_names: Iterable[str] = ()
) -> Iterator[Served]:
    """Serve in a thread until the block is left.

    Parameters
    ----------
    hub : Hub
        Closed at the end.
    listening : socket
    root_path, host_names
        As for `explore`.
    """
    import uvicorn

    from optimizer.explore.web import make_app

    app = make_app(hub, names=host_names, root_path=root_path)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # its lines would hold the token
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, daemon=True, name="rooted-explore"
    )
    ended = threading.Event()
    watch = threading.Thread(target=_close_idle, args=(hub, ended), daemon=True)
    thread.start()
    watch.start()
    port = listening.getsockname()[1]
    try:
        yield Served(f"http://{HOST}:{port}", app.state.token, thread)
    finally:
        ended.set()
        server.should_exit = True
        hub.close()
        thread.join()


def _close_idle(hub: Hub, ended: threading.Event) -> None:
    while not ended.wait(IDLE_CHECK_SECONDS):
        hub.close_idle()


@contextlib.contextmanager
def _bound(port: int) -> Iterator[socket.socket]:
    """Give a socket of this machine alone, before time is spent on a plan.

    Raises
    ------
    InputError
        The port is taken, or none.
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
            listening.listen()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            message = f"{port} can't be used ({reason})."
            remedy = "name another, or none for one that is free."
            raise InputError([Problem("--port", message, remedy=remedy)]) from error
        yield listening
