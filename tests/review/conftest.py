"""Reviews of a small story in three articles, of what attacks the page, and of many findings; and a server for them."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from factcheck.records import (
    Article,
    Coverage,
    Finding,
    Kind,
    Modality,
    Passage,
    Relation,
    Severity,
    Side,
    Span,
)
from factcheck.results import Result
from factcheck.review.guard import Guard
from factcheck.review.material import Material, of_result
from factcheck.review.session import Session

GAZETTE = (
    "Lighthouse keeper retires",
    "The lighthouse on Skarvholm is closed to visitors.",
    "The tower is 34 metres tall, and it was lit first in 1871.",
    "It was painted twice.",
    "A boat goes there on Sundays.",
    "Tickets cost 12 crowns.",
    "The keeper, Ole Vik, leaves on 4 May, he said.",
    "Nobody will take his place.",
)
COURIER = (
    "The lamp on Skarvholm will be run by a computer. At 43 metres the tower is the tallest of the coast.",
    "Vik's last day is 18 May, the coast guard says.",
)
RADIO = ("The old tower, 34 metres high, was lit in 1872. Ole Vik says he has not been dismissed.",)


def article(id: str, paragraphs: tuple[str, ...], source: str | None = None, published: date | None = None) -> Article:
    text, passages = "", []
    for paragraph in paragraphs:
        passages.append(Passage(paragraph, ((0, len(text)),)))
        text += f"{paragraph}\n\n"
    return Article(id, id, text, tuple(passages), source, None, published, "en", "0" * 64)


def side(article: Article, quote: str, value: str, key: str | None = None, **more: Any) -> Side:
    start = article.text.index(quote)
    at = start + quote.index(value)
    return Side(
        article=article.id, path=article.path, location=article.location(start), line=article.line(start),
        span=Span(start, start + len(quote)), quote=quote, value=value, value_span=Span(at, at + len(value)),
        source=article.name, title=article.title, published=article.published, speaker=more.pop("speaker", None),
        hedges=(), modality=Modality.ASSERTED, key=key or value, **more,
    )  # fmt: skip


def finding(*sides: Side, about: str, confidence: float, **more: Any) -> Finding:
    return Finding(
        more.pop("fingerprint"), more.pop("kind", Kind.QUANTITY), more.pop("relation", Relation.CONFLICT), about, sides,
        more.pop("severity", Severity.MEDIUM), confidence, more.pop("explanation", "The two values differ."),
        more.pop("reasons", ("quantity-different",)),
    )  # fmt: skip


def result(articles: tuple[Article, ...], findings: tuple[Finding, ...]) -> Result:
    coverage = Coverage(len(articles), 9, 9, 9, 9, "encoder", "grammar", "rules", ())
    return Result(articles, findings, (), (), (), coverage)


HEIGHT, RETIRES, LIT, FIRED = (
    "how tall the tower is",
    "when Ole Vik leaves",
    "when the tower was lit",
    "whether Vik",
)


def lighthouse() -> Result:
    """Four findings, which are reviewed in the order height, day, year, dismissal."""
    gazette = article("gazette.md", GAZETTE, "The Gazette", date(2025, 4, 2))
    courier = article("courier.txt", COURIER, "Coast Courier", date(2025, 4, 9))
    radio = article("radio.txt", RADIO)
    tall = "The tower is 34 metres tall, and it was lit first in 1871."
    findings = (
        finding(
            side(gazette, tall, "34 metres", "34"),
            side(courier, "At 43 metres the tower is the tallest of the coast.", "43 metres", "43"),
            side(radio, "The old tower, 34 metres high, was lit in 1872.", "34 metres", "34"),
            about=HEIGHT, confidence=0.55, severity=Severity.HIGH, fingerprint="a1",
        ),
        finding(
            side(gazette, "The keeper, Ole Vik, leaves on 4 May, he said.", "4 May", speaker="Ole Vik"),
            side(courier, "Vik's last day is 18 May, the coast guard says.", "18 May", speaker="the coast guard"),
            about=RETIRES, confidence=0.6, kind=Kind.TIME, relation=Relation.UPDATE, fingerprint="b2",
        ),
        finding(
            side(gazette, tall, "1871"),
            side(radio, "The old tower, 34 metres high, was lit in 1872.", "1872"),
            about=LIT, confidence=0.8, kind=Kind.TIME, fingerprint="c3",
        ),
        finding(
            side(gazette, "Nobody will take his place.", "Nobody"),
            side(radio, "Ole Vik says he has not been dismissed.", "not been dismissed"),
            about=FIRED, confidence=0.99, kind=Kind.EVENT, relation=Relation.DISPUTE, severity=Severity.LOW,
            fingerprint="d4",
        ),
    )  # fmt: skip
    return result((gazette, courier, radio), findings)


def hostile(text: str) -> Result:
    """A finding in which every text that an article or its name can hold is the given one."""
    evil = Article(
        f"id {text}", f"articles/{text}", text, (Passage(text, ((0, 0),)),), text, text, None, None, "0" * 64
    )
    words = Span(len(text) // 3, max(len(text) // 3 + 1, 2 * len(text) // 3))
    sides = tuple(
        Side(
            evil.id, evil.path, f"{evil.path}:1", 1, Span(0, len(text)), text, f"{text}{key}", words, text, text, None,
            text, (text,), Modality.REPORTED, key,
        )
        for key in ("1", "2")
    )  # fmt: skip
    return result(
        (evil,), (finding(*sides, about=text, confidence=0.5, explanation=text, reasons=(text,), fingerprint="e0"),)
    )


def many(number: int) -> Result:
    """So many findings, of two articles."""
    left = article("left.md", tuple(f"Ship {n} carries {n + 1} tons of coal." for n in range(number)), "Left")
    right = article("right.md", tuple(f"Ship {n} carries {n + 2} tons of coal." for n in range(number)), "Right")
    findings = tuple(
        finding(
            side(left, f"Ship {n} carries {n + 1} tons of coal.", f"{n + 1} tons"),
            side(right, f"Ship {n} carries {n + 2} tons of coal.", f"{n + 2} tons"),
            about=f"coal on ship {n}", confidence=round(0.5 + n / (2 * number), 4), fingerprint=f"{n:08x}",
        )
        for n in range(number)
    )  # fmt: skip
    return result((left, right), findings)


@pytest.fixture
def story() -> Material:
    return of_result("lighthouse", lighthouse())


@pytest.fixture
def session(story: Material, tmp_path: Path) -> Session:
    return Session(story, tmp_path / "decisions.jsonl", "Ada")


@dataclass(frozen=True)
class Served:
    """A review behind a port of this computer."""

    session: Session
    guard: Guard

    @property
    def address(self) -> str:
        return self.guard.address

    @property
    def headers(self) -> dict[str, str | None]:
        """What a browser sends from the page."""
        host = f"127.0.0.1:{self.guard.port}"
        return {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer; a header given as None is left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.guard.port, timeout=60)
        body = urlencode(form).encode() if form is not None else None
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))} | sent
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        try:
            text = answer.read().decode("utf-8")
        except ConnectionResetError:  # what is no proper request is answered, and its body is not waited for
            text = ""
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def get(self, path: str = "/", **headers: str | None) -> tuple[int, dict[str, str], str]:
        return self.ask("GET", self.guard.root + path, **headers)

    def post(self, path: str, **fields: str) -> tuple[int, dict[str, str], str]:
        form = {"form_token": self.guard.form_token, "seen": "", **fields}
        return self.ask("POST", self.guard.root + path, form)


Serve = Callable[..., Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a session until the test is over."""
    import uvicorn

    from factcheck.review.server import application, bound

    running = []

    def start(session: Session, dry_run: bool = False) -> Served:
        listening = bound(0)
        guard = Guard(listening.getsockname()[1])
        config = uvicorn.Config(
            application(session, guard, dry_run=dry_run), http="h11", ws="none", lifespan="off", log_level="warning",
            access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        running.append((server, thread, listening))
        return Served(session, guard)

    yield start
    for server, thread, listening in running:
        server.should_exit = True
        thread.join(10)
        listening.close()


make = {"lighthouse": lighthouse, "hostile": hostile, "many": many}


@pytest.fixture(scope="session")
def build() -> dict[str, Callable[..., Result]]:
    """The results above, by name."""
    return dict(make)
