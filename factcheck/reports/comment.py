"""The report for a comment on a pull request: short Markdown, each finding folded away behind one line.

Inside a comment, GitHub also acts on names and numbers (``@someone``, ``#12``), which no backslash stops; an invisible
character does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from factcheck.records import Finding
from factcheck.reports import layout, wording
from factcheck.reports.escape import bold_within, code, escape, visible
from factcheck.reports.files import encoded
from factcheck.reports.view import NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

LIMIT = 65_536
"""What GitHub takes for the body of a comment; counted here in bytes, of which there are at least as many."""
RESERVED = 1_000
"""Bytes kept for the lines that say what was left out."""
QUOTE_LIMIT = 300
ABOUT_LIMIT = 120
VALUE_LIMIT = 60
MARK = "<!-- factcheck -->"
"""The first line, by which a workflow finds its former comment again."""
STOP = "&#8203;"
"""An invisible character that ends a word."""

_TRIGGER = re.compile(r"@|(?<!&)#|(?<![A-Za-z0-9])GH(?=-\d)", re.IGNORECASE)


def to_comment(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """A Markdown comment of at most ``LIMIT`` bytes; what it leaves out to stay below is counted in it."""
    view = View(result, standings, focus)
    head = [MARK, f"### factcheck: {_verdict(view)}", _said(wording.outcome(view))]
    head += [f"**{_said(sentence)}**" for sentence in wording.particulars(view)]
    problems = _fitting([(line,) for line in _problems(view)], LIMIT // 4, "line")
    room = LIMIT - RESERVED - _size([*head, *problems])
    forms = [(_folded(finding, view), _line(finding, view)) for finding in _failing_first(view)]
    listed = ["\n".join(problems)] if problems else []
    return "\n\n".join([*head, *_fitting(forms, room, "finding"), *listed]) + "\n"


def _verdict(view: View) -> str:
    if view.failing:
        return wording.failing(view)
    if not view.result.complete:
        return "the check is incomplete"
    if view.result.coverage.articles < 2:
        return "nothing was compared"
    if view.focus:
        return "nothing fails the gate"
    return wording.relations(view.open) or "no disagreement found"


def _failing_first(view: View) -> list[Finding]:
    return sorted(view.open, key=lambda finding: (not view.fails(finding), -finding.severity.rank))


def _folded(finding: Finding, view: View) -> str:
    sides = [_side(row) for row in layout.rows(view.sides(finding), view.articles, QUOTE_LIMIT)]
    why = f"**Why:** {_said(finding.explanation)} (id {_code(finding.fingerprint)})"
    summary = f"<details>\n<summary>{_summary(finding, view)}</summary>"
    return "\n\n".join([summary, "\n".join(sides), why, "</details>"])


def _line(finding: Finding, view: View) -> str:
    return f"<p>{_summary(finding, view)}</p>"


def _summary(finding: Finding, view: View) -> str:
    """The finding in a line of HTML, where Markdown is not read."""
    sides = view.sides(finding)
    values = " against ".join(f"<b>{_plain(value, VALUE_LIMIT)}</b>" for value, _ in layout.answers(sides))
    facts = ", ".join((finding.relation, *wording.facts(finding, view)))
    return f"{values}: {_plain(finding.about, ABOUT_LIMIT)} ({facts})"


def _side(row: layout.Row) -> str:
    side, quote = row.side, row.quote
    words = _inert(bold_within(quote.before, quote.words, quote.after))
    said = f", {wording.said_by(side)}" if side.speaker or wording.manner(side) else ""
    source = _said(f"{side.source or side.article}, {wording.date(side)}{said}")
    return f"- {source}, {_code(side.location)}: “{words}”"


def _problems(view: View) -> Iterator[str]:
    for skipped in view.result.coverage.skipped:
        problem = f"{skipped.problem.rstrip('.')}. {skipped.remedy}".rstrip()
        yield f"- Not checked: {_code(skipped.path)}: {_said(problem)}"
    for note in wording.notes(view.result.coverage):
        yield f"- {_said(note)}"


def _fitting(blocks: Iterable[Sequence[str]], room: int, what: str) -> list[str]:
    """Of each block the first form that fits into what is left of the room, and how many blocks none of fits."""
    kept: list[str] = []
    left = 0
    for forms in blocks:
        form = next((form for form in forms if _size([form]) <= room), None)
        if form is None:
            left += 1
            continue
        kept.append(form)
        room -= _size([form])
    if left:
        kept.append(f"**{wording.count(left, f'more {what}')} left out here: a comment takes no more text.**")
    return kept


def _size(blocks: Iterable[str]) -> int:
    """Bytes of the blocks, each with the empty line after it."""
    return sum(len(encoded(block)) + 2 for block in blocks)


def _said(text: str) -> str:
    return _inert(escape(text))


def _code(text: str) -> str:
    shown = code(text)
    return shown if shown.startswith("`") else _inert(shown)


def _plain(text: str, limit: int) -> str:
    return _inert(html.escape(visible(wording.clip(text, limit))))


def _inert(markup: str) -> str:
    """Markdown or HTML in which no name calls anybody and no number refers to an issue."""
    return _TRIGGER.sub(rf"\g<0>{STOP}", markup)
