"""The report for a terminal: each side's words with a caret line under the value.

A quotation stands behind a bar, and no line begins like a command, so that a program which reads what is printed, such
as the log of a build, takes nothing of an article for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from factcheck.records import Finding, Severity, Side
from factcheck.reports import layout, wording
from factcheck.reports.escape import visible
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

if TYPE_CHECKING:
    from rich.text import Text

WIDTH = 100
"""Columns of a report that goes into a file or a pipe."""
MIN_WIDTH = 40
QUOTE_LIMIT = 300
"""Characters of a quotation that a terminal shows around its value."""
ABOUT_LIMIT = 200
"""Characters of the name of a fact."""
BAR = "  | "
"""In front of each line of a quotation."""
STYLES = {Severity.HIGH: "bold red", Severity.MEDIUM: "bold yellow", Severity.LOW: "bold cyan"}

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
"""Classes of characters that make a terminal choose the order of a line, so that no caret can point into it."""
Line = tuple[tuple[str, str], ...]
"""Pieces of a line with their styles."""


def to_text(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """The report as plain text of at most ``WIDTH`` columns, the same wherever it goes."""
    return styled(result, standings, focus, width=WIDTH).plain


def styled(result: Result, standings: Standings, focus: Focus | None, *, width: int) -> Text:
    """The report as rich text, of at most ``width`` columns but for words that are longer."""
    from rich.text import Text

    view = View(result, standings, focus)
    text = Text()
    for line in _report(view, max(width, MIN_WIDTH)):
        for piece, style in line:
            text.append(piece, style)
        text.append("\n")
    return text


def _report(view: View, width: int) -> Iterator[Line]:
    say = partial(_said, width=width)
    for number, finding in enumerate(view.open, start=1):
        yield from _finding(finding, number, view, width)
        yield ()
    if view.dismissed:
        yield (("Dismissed by a reviewer", "bold"),)
        for finding in view.dismissed:
            line = f"  {_values(finding)}: {wording.clip(finding.about, ABOUT_LIMIT)}"
            yield from say(line, indent="    ", style="dim")
        yield ()
    coverage = view.result.coverage
    for skipped in coverage.skipped:
        yield from say(f"Not checked: {skipped.path}: {skipped.problem}. {skipped.remedy}".rstrip(), style="red")
    for note in wording.notes(coverage):
        yield from say(f"Note: {note}", style="dim")
    yield from say(wording.outcome(view), style="bold")
    for sentence in wording.particulars(view):
        yield from say(sentence, style="bold")


def _finding(finding: Finding, number: int, view: View, width: int) -> Iterator[Line]:
    style = STYLES[finding.severity]
    yield from _said(f"{number}. {wording.clip(finding.about, ABOUT_LIMIT)}", width=width, style="bold", indent="   ")
    facts = (f"{wording.percent(finding.confidence)} confidence", finding.fingerprint, *view.marks(finding))
    yield (
        ("   ", ""),
        (finding.severity.upper(), style),
        (_inert(visible(f" {finding.kind} {finding.relation}, {', '.join(facts)}")), ""),
    )
    for row in layout.rows(view.sides(finding), view.articles, QUOTE_LIMIT):
        yield ()
        yield from _said(_heading(row.side), width=width, indent="    ", style="cyan")
        yield from _quoted(row.quote, width, style)
    yield ()
    yield from _said(f"  Why: {finding.explanation}", width=width, indent="  ")


def _heading(side: Side) -> str:
    said = f", {wording.said_by(side)}" if side.speaker or wording.manner(side) else ""
    return f"  {side.location}: {side.source or side.article}, {wording.date(side)}{said}"


def _values(finding: Finding) -> str:
    return " against ".join(wording.clip(value, ABOUT_LIMIT) for value, _ in layout.answers(finding.sides))


def _said(text: str, *, width: int, style: str = "", indent: str = "") -> Iterator[Line]:
    """A sentence on as many lines as it takes, those after the first indented."""
    lead = len(text) - len(text.lstrip(" "))
    shown = " " * lead + _inert(visible(text).lstrip(" "))
    lines = _wrapped(shown, width - len(indent))
    for at, (start, end) in enumerate(lines):
        line = shown[start:end].rstrip()
        # A line that begins so is a command to the log of a build.
        line = re.sub("^( *)::", r"\1[U+003A]:", line)
        yield ((f"{indent if at else ''}{line}", style),)


def _quoted(quote: layout.Quote, width: int, style: str) -> Iterator[Line]:
    """The quotation behind a bar, and under the words of its value a line of carets."""
    before, words, after = (visible(part) for part in (quote.before, quote.words, quote.after))
    whole = before + words + after
    first, last = len(before) + len(words) - len(words.lstrip()), len(before) + len(words.rstrip())
    # The mark may begin in one part and end in the next; each that is written out moves what comes after it.
    text, first, last = _inert(whole), *(len(_inert(whole)) - len(_inert(whole[at:])) for at in (first, last))
    for start, end in _wrapped(text, width - len(BAR)):
        line = text[start:end].rstrip()
        marked = line[max(first - start, 0) : max(last - start, 0)]
        head = line[: max(first - start, 0)]
        yield ((BAR, "dim"), (head, ""), (marked, style), (line[len(head) + len(marked) :], ""))
        if marked.strip() and not _reordered(line):
            yield ((BAR, "dim"), (" " * _cells(head), ""), ("^" * _cells(marked.rstrip()), style))


def _inert(text: str) -> str:
    """The text without the one mark that the log of a build obeys within a line."""
    return text.replace("##[", "[U+0023]#[")


def _reordered(line: str) -> bool:
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in line)


def _wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Where each line of the text begins and ends: broken after spaces, or within a word that is wider than a line."""
    lines, start, room = [], 0, width
    for begin, end in _words(text):
        taken = _cells(text[begin:end].rstrip())
        if taken > room and begin > start:
            lines.append((start, begin))
            start, room = begin, width
        for at in _breaks(text[begin:end], width) if taken > width else ():
            lines.append((start, begin + at))
            start, room = begin + at, width
        room = width - _cells(text[start:end])
    return [*lines, (start, len(text))]


def _words(text: str) -> Iterator[tuple[int, int]]:
    """The words of a text, each with the spaces after it."""
    start = 0
    while start < len(text):
        space = text.find(" ", start)
        end = len(text) if space < 0 else space
        while end < len(text) and text[end] == " ":
            end += 1
        yield start, end
        start = end


def _breaks(word: str, width: int) -> Iterator[int]:
    """Where a word that is wider than a line is cut."""
    used = 0
    for start, _, cells in _graphemes(word):
        if used + cells > width and used:
            yield start
            used = 0
        used += cells


def _cells(text: str) -> int:
    return sum(cells for _, _, cells in _graphemes(text))


def _graphemes(text: str) -> Sequence[tuple[int, int, int]]:
    """Each character that a reader sees: where it begins and ends, and the columns that it takes."""
    from rich.cells import split_graphemes

    # The newest tables, not those of the terminal at hand: the same text is laid out alike everywhere.
    return split_graphemes(text, "latest")[0]
