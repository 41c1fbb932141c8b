"""The review as a page in a browser of this computer: which address leads to which page, and each form to what."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from factcheck.errors import FactcheckError, UsageError
from factcheck.ledger import Choice, Decision
from factcheck.records import Finding
from factcheck.review import export
from factcheck.review.guard import HEADERS, HOST, Guard
from factcheck.review.pages import Pages, Told, wanted
from factcheck.review.session import Session

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

BODY_LIMIT = 64 << 10
"""Bytes of a form."""
FIELD_LIMIT = 30
"""Fields of a form."""
ASSETS = {
    "report.css": ("factcheck.reports", "templates/report.css", "text/css"),
    "review.css": ("factcheck.review", "static/review.css", "text/css"),
    "review.js": ("factcheck.review", "static/review.js", "text/javascript"),
    "icon.svg": ("factcheck.review", "static/icon.svg", "image/svg+xml"),
}
"""The files that the pages load; no other can be asked for."""

Handler = Callable[["Request"], Awaitable["Response"]]


@cache
def _asset(name: str) -> bytes:
    package, path, _ = ASSETS[name]
    return files(package).joinpath(path).read_bytes()


def application(session: Session, guard: Guard, *, dry_run: bool = False) -> ASGIApp:
    """The web application of a session; it answers only what ``guard`` lets in."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    app = Application(session, guard, Pages(session, guard.root, guard.form_token, dry_run))
    root = guard.root
    routes = [
        Route(f"{root}/", app.start),
        Route(f"{root}/finding/{{fingerprint}}", app.finding),
        Route(f"{root}/finding/{{fingerprint}}", app.decide, methods=["POST"]),
        Route(f"{root}/finding/{{fingerprint}}/article/{{number}}", app.article),
        Route(f"{root}/undo", app.undo, methods=["POST"]),
        Route(f"{root}/table", app.table),
        Route(f"{root}/end", app.end),
        Route(f"{root}/decisions.{{format}}", app.export),
        Route(f"{root}/static/{{name}}", app.static),
    ]
    handlers = {HTTPException: app.refused, FactcheckError: app.failed}
    inner = Starlette(routes=routes, exception_handlers=handlers)
    inner.router.redirect_slashes = False
    return guarded(inner, guard)


def guarded(app: ASGIApp, guard: Guard) -> ASGIApp:
    """The application behind the guard, with the headers of every answer."""
    from starlette.responses import PlainTextResponse

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                sent = message.setdefault("headers", [])
                assert isinstance(sent, list)
                sent += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        objection = guard.objection(scope["method"], scope["path"], headers)
        refusal = PlainTextResponse(objection[1] + "\n", objection[0]) if objection else None
        await (refusal or app)(scope, receive, send_with_headers)  # type: ignore[arg-type]

    return answer


@dataclass(frozen=True, slots=True)
class Application:
    """What answers a request that the guard let in."""

    session: Session
    guard: Guard
    pages: Pages

    async def start(self, request: Request) -> Response:
        """Leads to the first finding that is open."""
        want = wanted(request.query_params)
        return _see(self.pages.finding_link(self.session.first(want), want))

    async def finding(self, request: Request) -> Response:
        """A finding and what can be done about it."""
        found = self._named(request)
        return _page(self.pages.finding(found, wanted(request.query_params), self._told(request.query_params)))

    async def article(self, request: Request) -> Response:
        """The whole article that a finding quotes."""
        number = request.path_params["number"]
        known = number.isascii() and number.isdigit() and len(number) < 4
        page = self.pages.article(self._named(request), int(number), wanted(request.query_params)) if known else None
        if page is None:
            raise _missing()
        return _page(page)

    async def table(self, request: Request) -> Response:
        """All findings in a table."""
        return _page(self.pages.table(wanted(request.query_params)))

    async def end(self, request: Request) -> Response:
        """The page after the last open finding."""
        return _page(self.pages.end(wanted(request.query_params), self._told(request.query_params)))

    async def decide(self, request: Request) -> Response:
        """Keeps a decision, and leads to the next finding."""
        from starlette.concurrency import run_in_threadpool

        found, form = self._named(request), await self._form(request)
        want = wanted(form)
        choice = _choice(form)
        done = await run_in_threadpool(
            self.session.decide,
            found,
            choice,
            reason=form.get("reason", "") if choice is Choice.DISMISSED else "",
            note=form.get("note", ""),
            right=form.get("right") or None,
            seen=form.get("seen"),
        )
        following = found if "stay" in form else self.session.after(found, want)
        meanwhile = done.meanwhile.id if done.meanwhile else None
        return _see(self.pages.finding_link(following, want, done=done.decision.id, meanwhile=meanwhile))

    async def undo(self, request: Request) -> Response:
        """Takes a decision back, and leads to its finding."""
        from starlette.concurrency import run_in_threadpool

        form = await self._form(request)
        want = wanted(form)
        undone = await run_in_threadpool(self.session.undo, form.get("decision") or None)
        if undone is None:
            shown = self.session.finding(form.get("finding", "")) or self.session.first(want)
            return _see(self.pages.finding_link(shown, want, nothing="1"))
        return _see(self.pages.finding_link(self.session.finding(undone.fingerprint), want, undone=undone.id))

    async def export(self, request: Request) -> Response:
        """The decisions on these findings as a file."""
        from starlette.responses import Response

        made = export.FORMATS.get(request.path_params["format"])
        if made is None:
            raise _missing()
        name = f'attachment; filename="factcheck-decisions.{request.path_params["format"]}"'
        return Response(made.write(self.session), media_type=made.type, headers={"Content-Disposition": name})

    async def static(self, request: Request) -> Response:
        """One of our own files."""
        from starlette.responses import Response

        name = request.path_params["name"]
        if name not in ASSETS:
            raise _missing()
        return Response(_asset(name), media_type=ASSETS[name][2])

    async def refused(self, request: Request, error: Exception) -> Response:
        """The page for an address that leads nowhere, or a form that is not ours."""
        from starlette.exceptions import HTTPException

        assert isinstance(error, HTTPException)
        return _page(self.pages.problem(HTTPStatus(error.status_code).phrase, error.detail), error.status_code)

    async def failed(self, request: Request, error: Exception) -> Response:
        """The page for a decision that could not be kept."""
        assert isinstance(error, FactcheckError)
        text = f"{error.problem}. {error.remedy}"
        if isinstance(error, UsageError):
            return _page(self.pages.problem("That was not understood", text), HTTPStatus.BAD_REQUEST)
        title = "The decisions can’t be kept or read"
        return _page(self.pages.problem(title, text), HTTPStatus.INTERNAL_SERVER_ERROR)

    def _named(self, request: Request) -> Finding:
        found = self.session.finding(request.path_params["fingerprint"])
        if found is None:
            raise _missing()
        return found

    def _told(self, query: Mapping[str, str]) -> Told:
        lines = self.session.state.by_id

        def line(name: str) -> Decision | None:
            return lines.get(query.get(name, ""))

        return Told(line("done"), line("undone"), line("meanwhile"), "nothing" in query)

    async def _form(self, request: Request) -> Mapping[str, str]:
        """The fields of a form of ours; raises HTTPException for anything else."""
        from starlette.exceptions import HTTPException

        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is no form of this page.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is more than a form of this page holds.")
        try:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELD_LIMIT))
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, "This is no form of this page.") from error
        if not self.guard.knows_form(form.get("form_token", "")):
            raise HTTPException(HTTPStatus.FORBIDDEN, "This form is not of this page. Load the page anew.")
        return form


def _choice(form: Mapping[str, str]) -> Choice:
    """What was decided: an answer that is right confirms, and a reason dismisses."""
    named = form.get("choice") or ("dismissed" if form.get("reason") else "confirmed" if form.get("right") else "")
    if named not in set(Choice):
        raise UsageError("the form says nothing that can be decided", "Confirm, dismiss or be unsure.")
    return Choice(named)


def _see(address: str) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _page(text: str, status: int = HTTPStatus.OK) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(text.encode("utf-8", "backslashreplace"), status)


def _missing() -> Exception:
    from starlette.exceptions import HTTPException

    return HTTPException(HTTPStatus.NOT_FOUND, "This review has no such page.")


def bound(port: int) -> socket.socket:
    """A socket of this computer on the port, or on a free one for 0; raises UsageError where it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port} can't be used: {error.strerror}", "Choose another --port.") from error
    return listening


def serve(session: Session, port: int, ready: Callable[[str], None], *, dry_run: bool = False) -> None:
    """Serves the page until the program is interrupted; ``ready`` is told its address as soon as it can be opened."""
    import uvicorn

    with bound(port) as listening:
        guard = Guard(listening.getsockname()[1])
        config = uvicorn.Config(
            application(session, guard, dry_run=dry_run),
            http="h11", ws="none", lifespan="off", loop="asyncio", log_level="warning", access_log=False,
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        listening.listen()
        ready(guard.address)
        with suppress(KeyboardInterrupt):  # the way to end a review
            uvicorn.Server(config).run(sockets=[listening])
