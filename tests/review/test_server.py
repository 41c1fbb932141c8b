"""The web application: what it answers, and whom it answers nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from factcheck import ledger as ledgers
from factcheck.ledger import Choice
from factcheck.results import Result
from factcheck.review.guard import Guard
from factcheck.review.material import of_result
from factcheck.review.server import ASSETS, BODY_LIMIT
from factcheck.review.session import Session

Build = Mapping[str, Callable[..., Result]]

SECRET = "the contents of a file that nobody may read"


@pytest.fixture
def served(session: Session, serve: Callable[..., Any]) -> Any:
    return serve(session)


def decisions(served: Any) -> list[ledgers.Decision]:
    return list(ledgers.read(served.session.path).decisions)


# Going through


def test_a_reviewer_goes_through_by_forms_alone(served: Any) -> None:
    _, headers, _ = served.get("/")
    for fields, expected in [
        ({"choice": "confirmed"}, "b2"),
        ({"reason": "other-time"}, "c3"),
        ({"choice": "unsure", "note": "ask Vik"}, "d4"),
        ({"right": served.session.answers(served.session.finding("d4"))[1][1]}, "end"),
    ]:
        place = headers["location"].removeprefix(served.guard.root).partition("?")[0]
        status, headers, _ = served.post(place, **fields)
        assert status == 303
        assert f"/{expected}?" in headers["location"]
    kept = {d.fingerprint: (d.choice, d.reason, d.note, d.right is not None) for d in decisions(served)}
    assert kept == {
        "a1": (Choice.CONFIRMED, "", "", False),
        "b2": (Choice.DISMISSED, "other-time", "", False),
        "c3": (Choice.UNSURE, "", "ask Vik", False),
        "d4": (Choice.CONFIRMED, "", "", True),
    }
    assert "Everything is decided" in served.get("/end")[2]


def test_the_page_says_what_was_just_decided_and_undo_takes_it_back(served: Any) -> None:
    _, headers, _ = served.post("/finding/a1", choice="dismissed", reason="misread")
    _, _, page = served.ask("GET", headers["location"])
    assert "A passage was misread" in page
    _, headers, _ = served.post("/undo")
    assert "/finding/a1?undone=" in headers["location"]
    assert "Taken back" in served.ask("GET", headers["location"])[2]
    assert served.session.state.decided == 0
    _, headers, _ = served.post("/undo", finding="c3")
    assert headers["location"].endswith("/finding/c3?nothing=1")


def test_a_decision_of_another_reviewer_meanwhile_is_shown(served: Any, story: Any) -> None:
    other = Session(story, served.session.path, "Bea <b>")
    other.decide(other.findings[0], Choice.DISMISSED, note="see & judge")
    _, headers, _ = served.post("/finding/a1", choice="confirmed")
    page = served.ask("GET", headers["location"])[2]
    assert "Meanwhile Bea &lt;b&gt; had dismissed it (“see &amp; judge”)" in page
    shown = served.get("/finding/a1")[2]
    assert "Reviewers disagree" in shown
    assert len(decisions(served)) == 2


def test_the_old_decision_is_shown_where_a_figure_changed(serve: Any, story: Any, session: Session) -> None:
    first = session.findings[0]
    session.decide(first, Choice.DISMISSED, note="a typing error")
    moved = replace(first.sides[1], value="44 metres", key="44", quote="At 44 metres the tower is the tallest.")
    changed = replace(first, fingerprint="e5", sides=(first.sides[0], moved))
    served = serve(Session(replace(story, findings=(changed,)), session.path, "Ada"))
    page = served.get("/finding/e5")[2]
    assert "It was decided before it changed" in page
    assert "43 metres" in page
    assert "a typing error" in page


def test_filters_stay_while_a_reviewer_goes_on(served: Any) -> None:
    _, headers, _ = served.get("/?kind=time")
    assert headers["location"].endswith("/finding/b2?kind=time")
    _, headers, _ = served.post("/finding/b2", choice="confirmed", kind="time")
    assert re.search(r"/finding/c3\?kind=time&done=\w+$", headers["location"])
    _, headers, _ = served.post("/finding/c3", choice="confirmed", kind="time")
    assert "Nothing is left here" in served.ask("GET", headers["location"])[2]


def test_the_table_has_all_that_is_wanted(served: Any) -> None:
    served.post("/finding/a1", choice="confirmed")
    assert served.get("/table")[2].count("<tr ") == 4
    assert served.get("/table?status=confirmed")[2].count("<tr ") == 1
    assert served.get("/table?words=vik&severity=low")[2].count("<tr ") == 1
    assert "No finding fits" in served.get("/table?words=nothing")[2]


def test_the_whole_article_can_be_read(served: Any) -> None:
    status, _, page = served.get("/finding/a1/article/0")
    assert status == 200
    assert "Nobody will take his place." in page
    assert "<mark>34 metres</mark>" in page


def test_decisions_can_be_taken_along(served: Any) -> None:
    served.post("/finding/a1", choice="dismissed", reason="compatible", note="=1+1")
    served.post("/finding/d4", choice="unsure")
    _, headers, table = served.get("/decisions.csv")
    assert headers["content-disposition"] == 'attachment; filename="factcheck-decisions.csv"'
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["fingerprint"], row["choice"], row["note"]) for row in rows] == [
        ("a1", "dismissed", "'=1+1"),
        ("d4", "unsure", ""),
    ]
    assert rows[0]["values"] == "34 metres / 43 metres"
    whole = json.loads(served.get("/decisions.json")[2])
    assert [one["note"] for one in whole["decisions"]] == ["=1+1", ""]
    assert whole["decisions"][0]["sides"][0]["quote"].startswith("The tower is")


def test_a_dry_run_says_so(session: Session, serve: Any) -> None:
    assert "Dry run" in serve(session, dry_run=True).get("/finding/a1")[2]


@pytest.mark.parametrize("name", ASSETS)
def test_every_asset_is_served_with_its_type(name: str, served: Any) -> None:
    status, headers, text = served.get(f"/static/{name}")
    assert status == 200
    assert headers["content-type"].partition(";")[0] == ASSETS[name][2]
    assert text


def test_a_decision_that_cannot_be_kept_is_told(served: Any) -> None:
    served.session.path.mkdir()
    status, _, page = served.post("/finding/a1", choice="confirmed")
    assert status == 500
    assert "can’t be kept or read" in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"choice": "maybe"}, 400),
        ({"choice": "undone"}, 400),
        ({"choice": "dismissed", "reason": "because"}, 400),
        ({"choice": "confirmed", "right": "f" * 16}, 400),
        ({"choice": "confirmed", "note": "x" * 2001}, 400),
        ({"choice": "confirmed", "note": "x" * BODY_LIMIT}, 413),
        ({f"field{n}": "x" for n in range(40)}, 400),
    ],
)
def test_a_form_that_says_nothing_sensible_is_refused(fields: dict[str, str], status: int, served: Any) -> None:
    assert served.post("/finding/a1", **fields)[0] == status
    assert not decisions(served)


# Attacks


def test_without_the_token_nothing_is_answered(served: Any) -> None:
    root = served.guard.root
    for path in ("/", "/finding/a1", f"{root[:-1]}/", f"{root}x/", f"/x{root}/", f"//{root}/", root.upper() + "/"):
        status, headers, text = served.ask("GET", path)
        assert status == 404
        assert "tower" not in text
        assert served.guard.token not in text + str(headers)
    assert served.ask("POST", f"/{'x' * 43}/finding/a1", {"choice": "confirmed"})[0] == 404
    assert not decisions(served)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", None]
)
def test_another_host_is_not_answered(host: str | None, served: Any) -> None:
    """A name of another site that leads to this computer: DNS rebinding."""
    named = host and host.format(port=served.guard.port)
    status, _, text = served.get("/finding/a1", Host=named)
    assert status in {400, 421}
    assert "tower" not in text
    assert served.ask("POST", f"{served.guard.root}/finding/a1", {"choice": "confirmed"}, Host=named)[0] in {400, 421}
    assert not decisions(served)


def test_the_page_is_also_reached_as_localhost(served: Any) -> None:
    host = f"localhost:{served.guard.port}"
    assert served.get("/finding/a1", Host=host, Origin=f"http://{host}")[0] == 200


@pytest.mark.parametrize(
    ("origin", "site", "accepted"),
    [
        ("own", "same-origin", True),
        ("own", None, True),
        ("null", "same-origin", True),  # what a browser sends with a form of a page without referrer
        (None, "same-origin", True),
        (None, None, False),
        ("null", None, False),
        ("null", "cross-site", False),
        ("https://evil.example", "cross-site", False),
        ("https://evil.example", None, False),
        ("https://evil.example", "same-origin", False),
        ("http://127.0.0.1:1", "same-site", False),
        ("own", "same-site", False),
        ("own", "cross-site", False),
        (None, "none", False),
    ],
)
def test_only_the_page_itself_can_decide(origin: str | None, site: str | None, accepted: bool, served: Any) -> None:
    own = f"http://127.0.0.1:{served.guard.port}"
    form = {"form_token": served.guard.form_token, "choice": "confirmed"}
    path = f"{served.guard.root}/finding/a1"
    status, _, _ = served.ask("POST", path, form, Origin=own if origin == "own" else origin, Sec_Fetch_Site=site)
    assert status == (303 if accepted else 403)
    assert len(decisions(served)) == accepted


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_can_not_show_the_page(site: str, served: Any) -> None:
    status, _, text = served.get("/finding/a1", Origin=None, Sec_Fetch_Site=site)
    assert status == 403
    assert "tower" not in text


@pytest.mark.parametrize("token", ["", "x", None])
def test_a_form_of_another_page_is_refused(token: str | None, served: Any) -> None:
    form = {"choice": "confirmed"} | ({} if token is None else {"form_token": token})
    for path in ("/finding/a1", "/undo"):
        assert served.ask("POST", served.guard.root + path, form)[0] == 403
    assert not decisions(served)


@pytest.mark.parametrize("type", ["text/plain", "multipart/form-data; boundary=x", "application/json", None])
def test_only_forms_are_read(type: str | None, served: Any) -> None:
    form = {"form_token": served.guard.form_token, "choice": "confirmed"}
    assert served.ask("POST", f"{served.guard.root}/finding/a1", form, Content_Type=type)[0] == 415
    assert not decisions(served)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_answered(method: str, served: Any) -> None:
    assert served.ask(method, f"{served.guard.root}/finding/a1")[0] == 405


TRAVERSALS = (
    "../../../../etc/passwd", "..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt", "/etc/passwd", "....//secret.txt",
    "..\\secret.txt", "%00", "secret.txt%00.css", "%ff%fe", "C:\\secret.txt", "file:///etc/passwd", "~/secret.txt",
)  # fmt: skip


@pytest.mark.parametrize("traversal", TRAVERSALS)
def test_no_parameter_reaches_the_file_system(traversal: str, served: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    before = sorted(tmp_path.iterdir())
    places = (
        "/finding/{}", "/finding/{}/article/0", "/finding/a1/article/{}", "/static/{}", "/decisions.{}", "/{}",
        "/?kind={}", "/table?words={}", "/finding/a1?done={}&undone={}&meanwhile={}", "/end?status={}",
    )  # fmt: skip
    for place in places:
        status, _, text = served.get(place.replace("{}", traversal.replace(" ", "%20")))
        assert status in {200, 303, 400, 404}
        assert SECRET not in text
        assert "root:" not in text
    for path in ("/finding/a1", "/undo"):
        fields = dict.fromkeys(("choice", "reason", "right", "seen", "decision", "finding", "kind"), traversal)
        assert SECRET not in served.post(path, **fields)[2]
    assert sorted(tmp_path.iterdir()) == before


MARKUP = (
    "<script>window.harm = 1</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}{% raw %}", "</textarea><script>",
    "javascript:alert(1)", "' onfocus='alert(1)", "<!--", "\x1b[2J\u202e<b>",
)  # fmt: skip


FOREIGN = {"img", "iframe", "base", "style", "object", "embed", "template", "math", "video"}
"""Elements that no page of ours has."""


class Elements(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.comments: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_any_text_is_inert(text: str, build: Build, serve: Any, tmp_path: Path) -> None:
    session = Session(of_result(text, build["hostile"](text)), tmp_path / "decisions.jsonl", text)
    session.decide(session.findings[0], Choice.CONFIRMED, note=text)
    session.decide(session.findings[0], Choice.DISMISSED, note=text)
    served = serve(session)
    for path in ("/table", f"/finding/e0?words={quote(text)}", "/finding/e0/article/0", "/end"):
        status, _, page = served.get(path)
        assert status == 200
        elements = Elements(page)
        assert not elements.tags & FOREIGN
        assert not [name for name in elements.attributes if name.startswith("on") or name == "style"]
        assert all(address.startswith(("/", "#")) for address in elements.addresses)
        assert not elements.comments
        assert page.count("<script") == 1
        assert not {"\x1b", "\u202e"} & set(page)


def test_every_answer_has_the_headers_that_keep_a_browser_in_check(served: Any) -> None:
    answers = [
        served.get("/"), served.get("/finding/a1"), served.get("/no-such"), served.ask("GET", "/"),
        served.get("/static/review.js"), served.get("/table", Host="evil.example"), served.post("/undo"),
    ]  # fmt: skip
    for _, headers, _ in answers:
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers


def test_every_start_has_other_tokens() -> None:
    one, other = Guard(1), Guard(1)
    assert len({one.token, other.token, one.form_token, other.form_token}) == 4
    assert len(one.token) >= 43
    assert one.token not in repr(one)


# Speed


def test_three_hundred_findings_are_quick(build: Build, serve: Any, tmp_path: Path) -> None:
    """The aim is 1 s for the first page and 50 ms for a decision; the test leaves room for a busy machine."""
    session = Session(of_result("many", build["many"](300)), tmp_path / "decisions.jsonl", "Ada")
    served = serve(session)
    started = time.perf_counter()
    _, headers, _ = served.get("/")
    assert served.ask("GET", headers["location"])[0] == 200
    assert time.perf_counter() - started < 5
    taken = []
    for finding in session.findings[:30]:
        started = time.perf_counter()
        _, headers, _ = served.post(f"/finding/{finding.fingerprint}", choice="confirmed")
        taken.append(time.perf_counter() - started)
    assert statistics.median(taken) < 0.5
    assert session.state.decided == 30
