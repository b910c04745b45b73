"""A small country for the live view."""

import asyncio
import json as words
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import optimizer as opt


def small(folder):
    """Write tiny without what makes it slow, with a scenario, and return its folder."""
    opt.new_instance(folder)
    for table in ("measures", "interactions"):
        (folder / f"{table}.csv").unlink()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "few.toml").write_text(
        '[limits]\nmax_clusters_per_region = 0\n[locked]\nout = ["dunmarrow:factory_reuse"]\n',
        encoding="utf-8",
    )
    return folder


def begun(folder):
    """Return ground, choice and plan to begin with."""
    from optimizer.explore.ground import Ground

    ground = Ground(opt.load(folder))
    choice = ground.first(120.0, 0.05)
    return ground, choice, opt.solve(ground.instance, budget=120.0, gap=0.05)


def until(true, seconds=60):
    """Wait until something is true."""
    for _ in range(seconds * 50):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came true")


@dataclass(frozen=True)
class Answer:
    """What the server has answered."""

    status_code: int
    headers: dict
    text: str

    def json(self):
        """Return the answer read as JSON."""
        return words.loads(self.text)


class Client:
    """Asks an ASGI application as a browser would; it follows nothing and keeps nothing."""

    def __init__(self, app, base="/"):
        self.app, self.base = app, base

    def get(self, path, **headers):
        """Return what is there."""
        return self.ask("GET", path, b"", headers)

    def post(self, path, json=None, content=None, kind="application/json"):
        """Send JSON, or other content."""
        body = words.dumps(json).encode() if content is None else content
        return self.ask("POST", path, body, {"content-type": kind})

    def ask(self, method, path, body, headers):
        """Return the answer to one request."""
        place = urlsplit(urljoin(self.base, path)).path
        given = {"host": "127.0.0.1:8000"} | headers
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": place,
            "raw_path": place.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 1),
        }
        told = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            told.append(message)

        # In a thread of its own: the browser of other tests has a loop in this one.
        with ThreadPoolExecutor(max_workers=1) as apart:
            apart.submit(asyncio.run, self.app(scope, receive, send)).result()
        found = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        text = b"".join(part.get("body", b"") for part in told[1:]).decode()
        return Answer(told[0]["status"], found, text)
