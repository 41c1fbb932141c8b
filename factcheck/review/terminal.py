"""The review in a terminal, as over ssh: the same queue, keys and ledger as on the page, one finding at a time."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from factcheck.errors import FactcheckError
from factcheck.ledger import REASONS, Choice, Decision
from factcheck.records import Finding, Side
from factcheck.reports import layout, wording
from factcheck.reports.escape import visible
from factcheck.review.context import context
from factcheck.review.queue import Wanted
from factcheck.review.session import NOTE_LIMIT, Session

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

KEYS = "c confirm · 1–9 confirm, this is right · d dismiss · u unsure · s skip · b back · z undo · n note"
MORE_KEYS = "o open the articles · / search · ? keys · q quit"
TONES = ("blue", "dark_orange", "magenta", "green")
SEVERITIES = {"high": "bold red", "medium": "bold yellow", "low": "bold cyan"}
CHOICES = {"c": Choice.CONFIRMED, "u": Choice.UNSURE}
ARROWS = {"\x1b[C": "s", "\x1b[D": "b", "\x1bOC": "s", "\x1bOD": "b"}
ESCAPE = 0.05
"""Seconds within which the bytes of one key follow each other."""
INTERRUPTS = frozenset({"\x03", "\x04", ""})
"""Ctrl+C and Ctrl+D as a terminal in single-key mode gives them, and the end of the input."""


class Input:
    """What a reviewer types: single keys where the input is a terminal, else the lines of it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdin
        self._single = self._stream.isatty() and sys.platform != "win32"

    def key(self) -> str:
        """The next key, or the first character of the next line ("\\n" for an empty one); "" at the end."""
        if self._single:
            return self._key()
        line = self._stream.readline()
        return line.strip()[:1] or ("\n" if line else "")

    def line(self) -> str:
        """The next line."""
        return self._stream.readline().strip()

    def _key(self) -> str:
        with _single_keys(self._stream.fileno()) as descriptor:
            read = os.read(descriptor, 1)
            while read.startswith(b"\x1b") and select.select([descriptor], [], [], ESCAPE)[0]:
                read += os.read(descriptor, 8)
        return read.decode("utf-8", "replace").replace("\r", "\n")


@contextmanager
def _single_keys(descriptor: int) -> Iterator[int]:
    """Has the terminal give each key at once, unseen, and puts it back as it was."""
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield descriptor
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def run(session: Session, *, dry_run: bool = False, typed: Input | None = None, console: Console | None = None) -> None:
    """Goes through the findings until all are decided or the reviewer quits."""
    from rich.console import Console

    terminal = Terminal(session, typed or Input(), console or Console(highlight=False), dry_run)
    with suppress(KeyboardInterrupt):  # a way to end a review
        terminal.run()


class Terminal:
    """One review in a terminal."""

    def __init__(self, session: Session, typed: Input, console: Console, dry_run: bool) -> None:
        self._session, self._typed, self._console = session, typed, console
        self._wanted = Wanted()
        self._note = ""
        self._finding: Finding | None = None
        if dry_run:
            self._say("Dry run: nothing that you decide is kept.", "bold yellow")

    def run(self) -> None:
        """Shows a finding, obeys a key, and so on."""
        self._go(self._session.first(self._wanted))
        while self._finding is not None:
            self._say("> ", "dim", end="")
            key = self._typed.key()
            if key in INTERRUPTS or key in {"q", "Q"}:
                self._say("")
                return
            self._obey(ARROWS.get(key, key.lower()), self._finding)

    def _obey(self, key: str, finding: Finding) -> None:
        """Does what a key stands for; a decision that can't be kept is told, and the finding stays."""
        actions: dict[str, Callable[[Finding], None]] = {
            "d": self._dismiss, "s": self._skip, "b": self._back, "z": self._undo, "n": self._write, "o": self._open,
            "/": self._search, "?": self._help,
        }  # fmt: skip
        self._say(key if key.isprintable() else "", "bold")
        try:
            if key in CHOICES:
                self._decide(finding, CHOICES[key])
            elif key.isascii() and key.isdigit():
                self._right(finding, int(key))
            elif key in actions:
                actions[key](finding)
            elif key.strip():
                self._help(finding)
        except FactcheckError as error:
            self._say(f"Not kept: {error.problem}. {error.remedy}", "bold red")

    # Deciding

    def _decide(self, finding: Finding, choice: Choice, *, reason: str = "", right: str | None = None) -> None:
        last = self._session.state.last.get(finding.fingerprint)
        seen = last.id if last else ""
        done = self._session.decide(finding, choice, reason=reason, note=self._note, right=right, seen=seen)
        self._note = ""
        self._say(_decided(done.decision, self._session.reviewer), "green")
        if done.meanwhile:
            self._say(f"Meanwhile: {_decided(done.meanwhile, self._session.reviewer)} Both are kept.", "yellow")
        self._go(self._session.after(finding, self._wanted))

    def _right(self, finding: Finding, number: int) -> None:
        answers = self._session.answers(finding)
        if not 1 <= number <= min(len(answers), 9):
            self._say(f"There is no answer {number}.")
            return
        self._decide(finding, Choice.CONFIRMED, right=answers[number - 1][1])

    def _dismiss(self, finding: Finding) -> None:
        codes = list(REASONS)
        for number, code in enumerate(codes, start=1):
            self._say(f"  {number} {REASONS[code]}")
        self._say("  Enter: no reason; t: in words of your own; any other key: do not dismiss")
        key = self._typed.key()
        if key == "t":
            self._write(finding)
            self._decide(finding, Choice.DISMISSED, reason="other")
        elif key == "\n":
            self._decide(finding, Choice.DISMISSED)
        elif key.isascii() and key.isdigit() and 1 <= int(key) <= len(codes):
            self._decide(finding, Choice.DISMISSED, reason=codes[int(key) - 1])
        else:
            self._say("Not dismissed.")

    def _undo(self, finding: Finding) -> None:
        undone = self._session.undo()
        if undone is None:
            self._say("There is no decision of yours to take back.")
            return
        self._say(f"Taken back: {_decided(undone, self._session.reviewer)}", "green")
        self._go(self._session.finding(undone.fingerprint))

    def _write(self, finding: Finding) -> None:
        self._say("Note: ", end="")
        self._note = self._typed.line()[:NOTE_LIMIT]

    # Going through

    def _skip(self, finding: Finding) -> None:
        self._go(self._session.after(finding, self._wanted))

    def _back(self, finding: Finding) -> None:
        self._go(self._session.before(finding, self._wanted) or finding)

    def _search(self, finding: Finding) -> None:
        self._say("Words (none: all findings): ", end="")
        wanted = Wanted(words=self._typed.line())
        found = self._session.first(wanted)
        if found is None:
            self._say("No open finding has these words.")
            return
        self._wanted = wanted
        self._go(found)

    def _go(self, finding: Finding | None) -> None:
        self._finding = finding
        if finding is None:
            left = len(self._session.findings) - self._session.state.decided
            self._say(f"Nothing more to decide{f'; {left:,} still open' if left else ''}.", "bold")
        else:
            self._note = ""
            self._show(finding)

    # Showing

    def _show(self, finding: Finding) -> None:
        session, state = self._session, self._session.state
        self._console.print()
        self._console.rule(
            self._text(f"{session.number(finding)} of {len(session.findings)} · {state.decided} decided"), style="dim"
        )
        self._say(wording.clip(finding.about, layout.QUOTE_LIMIT), "bold")
        self._console.print(
            self._text(f"{finding.severity} severity", SEVERITIES[finding.severity.value]),
            self._text(f"· {finding.kind} {finding.relation} · {wording.percent(finding.confidence)} confidence"),
        )
        self._known(finding)
        self._console.print(self._answers(finding))
        self._say(f"Why: {finding.explanation}")
        self._say(f"Reasons: {', '.join(finding.reasons)} · id {finding.fingerprint}", "dim")
        self._say(KEYS, "dim")
        self._say(MORE_KEYS, "dim")

    def _known(self, finding: Finding) -> None:
        """What was decided of it, now or before it changed, and by whom otherwise."""
        state, reviewer = self._session.state, self._session.reviewer
        current, former = state.current.get(finding.fingerprint), state.ledger.former(finding)
        if current:
            self._say(f"{_decided(current, reviewer)} ({current.time[:10]})", "green")
        for word in state.disagreements.get(finding.fingerprint, ()):
            self._say(f"Reviewers disagree: {word.reviewer}: {_decided(word, reviewer)}", "yellow")
        if former:
            values = " against ".join(dict.fromkeys(side.value for side in former.sides))
            self._say(f"Before it changed ({values}): {_decided(former, reviewer)}", "yellow")

    def _answers(self, finding: Finding) -> RenderableType:
        """The values next to each other, each with its passages."""
        from rich.console import Group
        from rich.panel import Panel
        from rich.table import Table

        wide = self._console.width >= 100 and len(self._session.answers(finding)) < 4
        grid = Table.grid(expand=True, padding=(0, 1))
        rows: dict[str, list[layout.Row]] = {}
        for row in layout.rows(finding.sides, self._session.material.articles):
            rows.setdefault(row.side.key, []).append(row)
        panels = []
        for number, ((value, _), shown) in enumerate(
            zip(layout.answers(finding.sides), rows.values(), strict=True), start=1
        ):
            tone = TONES[(number - 1) % len(TONES)]
            title = self._text(f"{number}  {wording.clip(value, 120)}", f"bold {tone}")
            passages = [piece for row in shown for piece in (self._quoted(row.quote, tone), self._origin(row.side))]
            panels.append(Panel(Group(*passages), title=title, title_align="left", border_style=tone))
        if not wide:
            return Group(*panels)
        for _ in panels:
            grid.add_column(ratio=1)
        grid.add_row(*panels)
        return grid

    def _quoted(self, quote: layout.Quote, tone: str) -> Text:
        text = self._text(quote.before)
        text.append(visible(quote.words), f"bold reverse {tone}")
        text.append(visible(quote.after))
        return text

    def _origin(self, side: Side) -> Text:
        said = f" · {wording.said_by(side)}" if side.speaker or wording.manner(side) else ""
        return self._text(f"{wording.source(side)}{said} · {side.location}", "dim")

    def _open(self, finding: Finding) -> None:
        for row in layout.rows(finding.sides, self._session.material.articles):
            side = row.side
            self._say(wording.source(side), "bold")
            around = context(side, self._session.article(side.article))
            if around is None:
                self._say("The article is not at hand as it was; only the quotation can be shown.")
                continue
            for passage in around.above:
                self._say(passage.text, "dim")
            here = self._text(around.before, "dim")
            here.append_text(self._quoted(around.quote, TONES[0]))
            here.append(visible(around.after), "dim")
            self._console.print(here)
            for passage in around.below:
                self._say(passage.text, "dim")

    def _help(self, finding: Finding) -> None:
        self._say(KEYS)
        self._say(MORE_KEYS)

    def _say(self, text: str, style: str = "", end: str = "\n") -> None:
        self._console.print(self._text(text, style), end=end)

    def _text(self, text: str, style: str = "") -> Text:
        from rich.text import Text

        # What an article wrote must not steer the terminal.
        shown = " " * (len(text) - len(text.lstrip(" "))) + visible(text).lstrip(" ")
        return Text(shown, style)


def _decided(decision: Decision, reviewer: str) -> str:
    """What was decided, in words: ``Dismissed by Ada: They speak of different facts; note: “…”.``"""
    right = next((side.value for side in decision.sides if side.mark == decision.right), "")
    who = f" by {decision.reviewer}" if decision.reviewer != reviewer else ""
    why = f": {REASONS.get(decision.reason, decision.reason)}" if decision.reason else ""
    note = f"; note: “{decision.note}”" if decision.note else ""
    return f"{decision.choice.value.capitalize()}{who}{f'; right is {right}' if right else ''}{why}{note}."
