"""Who may ask: those who have the token, under a name that the server knows, from its own pages."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
FOREIGN = "This address is not one of the server's names: add --host-name NAME to let a proxy ask."
STRANGER = "The address lacks its token: open the one that `rooted explore` has printed."
ELSEWHERE = "Only the server's own pages may ask."


class Guard:
    """Refuses every request that doesn't bear the token, a known Host, and no strange Origin.

    A page of another site can make a browser ask this server, under a name of its own that leads
    here (DNS rebinding) or across origins. The first has a strange Host, the second a strange
    Origin, and neither knows the token.

    Parameters
    ----------
    app : ASGI application
    token : str
        The first part of each path.
    names : iterable of str
        Names of the server beside those of this machine.
    root_path : str
        What a proxy may leave before the token.
    """

    def __init__(self, app: ASGIApp, token: str, names: Iterable[str] = (), root_path: str = ""):
        self._app, self._token = app, token
        self._root = "/" + root_path.strip("/") if root_path.strip("/") else ""
        self._names = {*OWN_NAMES, *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":  # no other protocol is spoken
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if self._root and str(scope["path"]).startswith(f"{self._root}/"):
            scope = {**scope, "root_path": self._root}
        refused = self._refused(scope)
        if refused is None:
            await self._app(scope, receive, guarded)
        else:
            await PlainTextResponse(refused, status_code=403)(scope, receive, guarded)

    def _refused(self, scope: MutableMapping[str, Any]) -> str | None:
        """Return why a request is refused; None where it isn't."""
        headers = Headers(scope=scope)
        if _name(f"//{headers.get('host', '')}") not in self._names:
            return FOREIGN
        origin = headers.get("origin")
        if origin is not None and _name(origin) not in self._names:
            return ELSEWHERE
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return ELSEWHERE
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        given = path.lstrip("/").partition("/")[0]
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return STRANGER
        return None


def _name(address: str) -> str:
    """Return the host of an address, without its port; "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
