"""Who may talk to the page: the browser that was given the token, on this computer, from the page itself.

Every request has to name our host (so that a name which another site points at this computer leads nowhere) and the
token in its path; one that another site sent on its way is refused. No cookie is set, since a browser would send it to
every other port of this computer too.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

HOST = "127.0.0.1"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What is sent with every answer, an error too."""
OURS = frozenset({"same-origin", "none"})
"""Where a browser says that a request comes from: this page, or the reviewer's own hand."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request must know, made anew each time the program starts."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """In the path of every address."""
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """In every form, and never in an address."""

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the page is reached."""
        return frozenset({f"{HOST}:{self.port}", f"localhost:{self.port}"})

    @property
    def address(self) -> str:
        """Where the page is, token included."""
        return f"http://{HOST}:{self.port}{self.root}/"

    @property
    def root(self) -> str:
        """What every path begins with."""
        return f"/{self.token}"

    def objection(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """Why a request is refused, as a status and in words, or None; ``headers`` have lower-case names."""
        if headers.get("host", "") not in self.hosts:
            return 421, "This address is not the one of the review."
        if not secrets.compare_digest(path.split("/")[1].encode() if "/" in path else b"", self.token.encode()):
            return 404, "There is nothing here. Open the address that factcheck review printed."
        if not self._is_ours(method, headers):
            return 403, "This request comes from another site."
        return None

    def _is_ours(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether the request comes from the page. Forms of a page without a referrer have the origin ``null``, so the
        browser's own word on the site decides where there is one."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        is_own_origin = origin in {f"http://{host}" for host in self.hosts}
        if origin is not None and not is_own_origin and not (origin == "null" and site == "same-origin"):
            return False
        if method in {"GET", "HEAD"}:
            return site is None or site in OURS
        return site == "same-origin" if site is not None else is_own_origin

    def knows_form(self, token: str) -> bool:
        """Whether a form was made by this page."""
        return secrets.compare_digest(token.encode(), self.form_token.encode())
