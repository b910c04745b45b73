"""The server as it runs."""

import socket
import sys
import urllib.request
from contextlib import closing

import pytest

import optimizer as opt
from optimizer.explore import serve
from optimizer.instance import InputError


def test_it_is_served_on_this_machine_alone(hub):
    """The address leads to a page; afterwards nothing listens and no session is left."""
    with serve._bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with serve.running(hub, listening) as served:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(served.address) as answer:
                assert answer.status == 200
                assert "/s/" in answer.url
                assert len(hub) == 1
        assert not served.thread.is_alive()
        assert len(hub) == 0


def test_ctrl_c_ends_it(start, monkeypatch, tmp_path):
    """The address is told, the browser is asked to open it, and the call returns."""
    ground, _, plan = start
    opened, told = [], []

    def interrupt(address):
        opened.append(address)
        raise KeyboardInterrupt

    monkeypatch.setattr(serve.webbrowser, "open", interrupt)
    opt.explore(ground.instance, budget=120.0, plan=plan, out=tmp_path / "x", show=told.append)
    assert told[0] == f"Open {opened[0]}"
    assert opened[0].startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_told_first(tmp_path):
    """Before anything is read."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="--port"):
            opt.explore("nowhere", port=taken.getsockname()[1], out=tmp_path)


def test_without_its_packages_the_command_is_told(monkeypatch, tmp_path):
    """One line, with what to run."""
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install .rooted\[explore\]"):
        opt.explore("tiny", out=tmp_path)


def test_nothing_of_the_server_is_imported_for_the_command_line():
    """`rooted --help` starts without it."""
    import subprocess

    code = "import sys, optimizer.cli.main; print([n for n in sys.modules if n == 'starlette'])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
