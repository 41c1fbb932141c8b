"""The review in a terminal: keys from a pseudo-terminal, or lines from a pipe."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from factcheck import ledger as ledgers
from factcheck.ledger import Choice
from factcheck.results import Result
from factcheck.review.material import Material, of_result
from factcheck.review.session import Session
from factcheck.review.terminal import Input, run

Build = Mapping[str, Callable[..., Result]]


def review(session: Session, *lines: str, width: int = 120, dry_run: bool = False) -> str:
    """What a terminal shows when these lines are typed."""
    from rich.console import Console

    shown = io.StringIO()
    console = Console(file=shown, width=width, highlight=False, color_system=None, force_terminal=False)
    typed = Input(io.StringIO("".join(f"{line}\n" for line in lines)))
    run(session, typed=typed, console=console, dry_run=dry_run)
    return shown.getvalue()


def kept(session: Session) -> dict[str, tuple[str, str, str]]:
    """Choice, reason and note of each decision, by fingerprint."""
    current = Session(session.material, session.path, "reader").state.current
    return {name: (d.choice.value, d.reason, d.note) for name, d in current.items()}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("c", "u", "q"), {"a1": ("confirmed", "", ""), "b2": ("unsure", "", "")}),
        (("C",), {"a1": ("confirmed", "", "")}),
        (("d", "5", "q"), {"a1": ("dismissed", "misread", "")}),
        (("d", "", "q"), {"a1": ("dismissed", "", "")}),
        (("d", "t", "a typing error", "q"), {"a1": ("dismissed", "other", "a typing error")}),
        (("d", "x", "q"), {}),
        (("d", "9", "q"), {}),
        (("n", "ask them", "c"), {"a1": ("confirmed", "", "ask them")}),
        (("s", "b", "c", "q"), {"a1": ("confirmed", "", "")}),
        (("c", "u", "z", "z", "z"), {}),
        (("/", "vik", "c", "c"), {"b2": ("confirmed", "", ""), "d4": ("confirmed", "", "")}),
        (("/", "no such words", "c"), {"a1": ("confirmed", "", "")}),
        (("3", "9", "x", "?", "o", "", "q"), {}),
        (("q", "c"), {}),
        ((), {}),
    ],
)
def test_keys_do_what_they_do_on_the_page(
    lines: tuple[str, ...], expected: dict[str, tuple[str, str, str]], session: Session
) -> None:
    review(session, *lines)
    assert kept(session) == expected


def test_a_number_says_which_answer_is_right(session: Session) -> None:
    review(session, "2")
    assert session.state.current["a1"].right == session.answers(session.findings[0])[1][1]


@pytest.mark.parametrize("width", [40, 80, 160])
def test_all_of_a_finding_is_shown(width: int, session: Session) -> None:
    shown = " ".join(review(session, "q", width=width).replace("│", " ").split())
    for text in ("how tall the tower is", "high severity", "55 % confidence", "34 metres", "43 metres", "gazette.md:5"):
        assert text in shown
    assert "1 of 4 · 0 decided" in shown


def test_the_articles_open(session: Session) -> None:
    shown = review(session, "o", "q")
    assert "A boat goes there on Sundays." in shown
    assert "The lamp on Skarvholm will be run by a computer." in shown


def test_what_others_decided_is_shown(session: Session, story: Material) -> None:
    other = Session(story, session.path, "Bea")
    other.decide(other.findings[0], Choice.DISMISSED, reason="misread")
    session.decide(session.findings[0], Choice.CONFIRMED)
    shown = review(session, "b", "q")
    assert "Reviewers disagree: Bea: Dismissed by Bea: A passage was misread" in " ".join(shown.split())


def test_the_end_says_what_is_left(session: Session) -> None:
    assert "Nothing more to decide." in review(session, "c", "c", "c", "c")


def test_a_decision_that_cannot_be_kept_is_told(session: Session) -> None:
    session.path.with_name(f".{session.path.name}.part").mkdir()  # where the new file is written
    assert "Not kept" in review(session, "c", "q")
    assert session.state.decided == 0


def test_a_dry_run_says_so(session: Session) -> None:
    assert "Dry run" in review(session, "q", dry_run=True)


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x1b]0;harm\x07", "[bold]x[/bold] [link=https://example.com]y[/link]", "\u202eabc"]
)
def test_an_article_cannot_steer_the_terminal(text: str, build: Build, tmp_path: Path) -> None:
    session = Session(of_result("x", build["hostile"](text)), tmp_path / "decisions.jsonl", "Ada")
    shown = review(session, "o", "n", text, "c", "b", "q", width=400)
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert text.replace("\x1b", "[U+001B]").replace("\x07", "[U+0007]").replace("\u202e", "[U+202E]") in shown


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_single_keys_of_a_terminal_need_no_enter(session: Session) -> None:
    """The whole of it in a terminal: keys one after the other, an arrow, a reason, a note, and the end."""
    import pty

    from rich.console import Console

    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8", newline=None) as stream:
        shown = io.StringIO()
        failed: list[BaseException] = []

        def talk() -> None:
            try:
                run(session, typed=Input(stream), console=Console(file=shown, width=100))
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        os.write(ours, b"cd3\x1b[C")
        wait_for(lambda: len(kept(session)) == 2)
        wait_for(lambda: "4 of 4" in shown.getvalue())
        os.write(ours, b"n")
        wait_for(lambda: shown.getvalue().endswith("Note: "))
        os.write(ours, "écrit à la main\n".encode())
        os.write(ours, b"u")
        wait_for(lambda: len(kept(session)) == 3)
        os.write(ours, b"q")
        thread.join(30)
    os.close(ours)
    assert not thread.is_alive()
    assert not failed
    assert kept(session) == {
        "a1": ("confirmed", "", ""),
        "b2": ("dismissed", "other-time", ""),
        "d4": ("unsure", "", "écrit à la main"),
    }


def wait_for(true: Callable[[], Any], seconds: float = 30) -> None:
    import time

    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_ledger_written_in_a_terminal_is_that_of_the_page(session: Session) -> None:
    review(session, "d", "1", "q")
    (decision,) = ledgers.read(session.path).decisions
    assert (decision.reason, decision.reviewer) == ("different-fact", "Ada")
