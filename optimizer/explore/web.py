"""The addresses of the server, each a few lines: what is asked, and what is answered."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from optimizer.explore.choice import parse_choice, parse_csv, parse_rows, parse_site
from optimizer.explore.guard import Guard
from optimizer.explore.hub import FullError, Hub
from optimizer.explore.live_page import live_html, policy_of
from optimizer.explore.session import Session
from optimizer.instance import InputError
from optimizer.solver import NoPlanError

LONGEST_BODY = 1_000_000
"""Bytes of what a page may send."""
ENDED = "This session has ended; open the address again."
FULL = "Too many sessions are open; try again later."


def make_app(
    hub: Hub, token: str | None = None, names: Iterable[str] = (), root_path: str = ""
) -> Starlette:
    """Return the server's application.

    Parameters
    ----------
    hub : Hub
    token : str, optional
        First part of every path; a random one where none is given, in `app.state.token`.
    names : iterable of str
        Under which it may be asked beside those of this machine, behind a proxy.
    root_path : str
        What the proxy may leave before the token.
    """
    secret = token or secrets.token_urlsafe(24)
    verbs = {"choose": _choose, "stop": _stop, "undo": _undo, "redo": _redo}
    verbs |= {"save": _save, "score": _score, "why": _why, "reasons": _reasons, "drawn": _drawn}
    own = "/{token}/s/{session}"
    routes = [
        Route("/{token}", _slash),
        Route("/{token}/", _begin),
        Route(f"{own}/", _page),
        Route(f"{own}/state", _state),
        Route(f"{own}/plan", _plan),
        Route(f"{own}/scenario.toml", _scenario),
        *(Route(f"{own}/{name}", _posted(verb), methods=["POST"]) for name, verb in verbs.items()),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=secret, names=tuple(names), root_path=root_path)],
        exception_handlers={
            InputError: _bad_input,
            NoPlanError: _bad_input,
            HTTPException: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.hub, app.state.token = hub, secret
    return app


def _redirected(place: str) -> Response:
    """Lead elsewhere by a relative address, which holds behind any proxy."""
    return Response(status_code=303, headers={"location": place})


async def _slash(request: Request) -> Response:
    return _redirected(f"{request.path_params['token']}/")


async def _begin(request: Request) -> Response:
    try:
        name = await run_in_threadpool(request.app.state.hub.begin)
    except FullError:
        return PlainTextResponse(FULL, status_code=503)
    return _redirected(f"s/{name}/")


def _session(request: Request) -> Session:
    found: Session | None = request.app.state.hub.find(request.path_params["session"])
    if found is None:
        raise HTTPException(404, ENDED)
    return found


async def _page(request: Request) -> Response:
    try:
        session = _session(request)
    except HTTPException:
        return _redirected("../../")  # to a new one: the address is still good
    html = await run_in_threadpool(lambda: live_html(session.page()))
    return HTMLResponse(html, headers={"content-security-policy": policy_of(html)})


async def _state(request: Request) -> Response:
    return JSONResponse(_session(request).state())


async def _plan(request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(_session(request).shown))


async def _scenario(request: Request) -> Response:
    session, hub = _session(request), request.app.state.hub
    text = await run_in_threadpool(hub.ground.scenario_toml, session.step.choice)
    headers = {"content-disposition": 'attachment; filename="scenario.toml"'}
    return Response(text, media_type="application/toml", headers=headers)


Verb = Callable[[Request, Session, Any], Awaitable[dict[str, Any]]]


def _posted(verb: Verb) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a page that wants something done: with the state that follows."""

    async def answer(request: Request) -> Response:
        session = _session(request)
        content = await _body(request)
        more = await verb(request, session, content)
        return JSONResponse(session.state() | more)

    return answer


async def _body(request: Request) -> Any:
    """Return the JSON that was sent.

    Raises
    ------
    HTTPException
        It is no JSON, or too long. Only JSON is taken, which no form of another site can send.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        raise HTTPException(415, "Only application/json is taken.")
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > LONGEST_BODY:
            raise HTTPException(413, "That is too long.")
    try:
        return json.loads(found or b"null")
    except (ValueError, RecursionError):
        raise HTTPException(400, "That is no JSON.") from None


async def _choose(request: Request, session: Session, content: Any) -> dict[str, Any]:
    session.choose(parse_choice(content))
    return {}


async def _stop(request: Request, session: Session, content: Any) -> dict[str, Any]:
    session.stop()
    return {}


async def _undo(request: Request, session: Session, content: Any) -> dict[str, Any]:
    session.undo()
    return {}


async def _redo(request: Request, session: Session, content: Any) -> dict[str, Any]:
    session.redo()
    return {}


async def _save(request: Request, session: Session, content: Any) -> dict[str, Any]:
    name = content.get("name") if isinstance(content, dict) else None
    hub: Hub = request.app.state.hub
    folder, scenario = await run_in_threadpool(hub.save, session.step, str(name or "plan"))
    return {"saved": [str(folder), str(scenario)]}


async def _score(request: Request, session: Session, content: Any) -> dict[str, Any]:
    rows = parse_rows(content)
    hub: Hub = request.app.state.hub
    try:
        return {"score": await run_in_threadpool(hub.score, session.step, rows)}
    except (InputError, NoPlanError) as error:  # what was drawn, not how the page asked
        return {"refused": str(error)}


async def _drawn(request: Request, session: Session, content: Any) -> dict[str, Any]:
    text = parse_csv(content)
    try:
        return {"rows": await run_in_threadpool(session.ground.build_rows, text)}
    except InputError as error:
        return {"refused": str(error)}


async def _reasons(request: Request, session: Session, content: Any) -> dict[str, Any]:
    session.ask_why(every=isinstance(content, dict) and content.get("every") is True)
    return {}


async def _why(request: Request, session: Session, content: Any) -> dict[str, Any]:
    region, option = parse_site(content)
    hub: Hub = request.app.state.hub
    return {"why": await run_in_threadpool(hub.why, session.step, region, option)}


async def _bad_input(request: Request, error: Exception) -> Response:
    return JSONResponse({"failure": str(error)}, status_code=422)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"failure": error.detail}, status_code=error.status_code)
