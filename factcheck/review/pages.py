"""The pages of the review as HTML, made from the session and the address; nothing here knows of requests.

The look and the rules for text of others are those of the HTML report: Jinja escapes every expression, and control and
direction characters are written out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from factcheck.findings import mark
from factcheck.ledger import REASONS, Choice, Decision
from factcheck.records import Finding, Kind, Relation, Severity
from factcheck.reports import layout, tool
from factcheck.reports.html import Filter, environment
from factcheck.review.context import Context, context
from factcheck.review.queue import Status, Wanted
from factcheck.review.session import NOTE_LIMIT, Session, State

if TYPE_CHECKING:
    from jinja2 import Environment

QUERY_LIMIT = 200
"""Characters of a search."""
CHOICES = {
    Choice.CONFIRMED: "confirmed",
    Choice.DISMISSED: "dismissed",
    Choice.UNSURE: "unsure",
    Choice.UNDONE: "taken back",
}
KEYS = (
    ("c", "Confirm: they really disagree"),
    ("1 – 9", "Confirm, and this answer is right"),
    ("d", "Dismiss: a false alarm; then the number of a reason, or Enter for none"),
    ("u", "Unsure: keep it for later"),
    ("s or →", "Skip: it comes again at the end"),
    ("b or ←", "Back to the one before"),
    ("z", "Undo: take back your last decision"),
    ("n", "Note: write it, leave it with Esc, then decide"),
    ("o", "Open or close the articles around the quotations"),
    ("t", "Table of all findings"),
    ("/", "Search"),
    ("?", "This help"),
)
"""The keys of the page, in a reviewer's words."""

Named = TypeVar("Named", bound="StrEnum")


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a fact with everybody who gives it: a column of a finding."""

    value: str
    mark: str
    """By which it is called the right one."""
    rows: tuple[layout.Row, ...]
    contexts: tuple[Context | None, ...]
    """For each row, where the article can be shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """What just happened, to be said above the next finding."""

    done: Decision | None = None
    undone: Decision | None = None
    meanwhile: Decision | None = None
    nothing: bool = False
    """Whether there was nothing to take back."""

    def __bool__(self) -> bool:
        return self != Told()


def wanted(query: Mapping[str, str]) -> Wanted:
    """What an address asks to see; a choice that there is not is no choice."""
    return Wanted(
        kind=_one(Kind, query.get("kind")),
        relation=_one(Relation, query.get("relation")),
        severity=_one(Severity, query.get("severity")),
        status=_one(Status, query.get("status")),
        words=query.get("words", "")[:QUERY_LIMIT].strip(),
    )


def _one(names: type[Named], name: str | None) -> Named | None:
    return names(name) if name in set(names) else None


def query(wanted: Wanted, **more: str | None) -> str:
    """The part of an address that says what is to be seen, with its question mark; "" where it says nothing."""
    chosen = {field.name: getattr(wanted, field.name) for field in fields(wanted)} | more
    given = {name: str(value) for name, value in chosen.items() if value}
    return f"?{urlencode(given, errors='replace')}" if given else ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes the pages of one session, for addresses that begin with ``root``."""

    session: Session
    root: str
    form_token: str
    dry_run: bool = False

    def link(self, path: str, wanted: Wanted, **more: str | None) -> str:
        """An address of ours."""
        return f"{self.root}/{path}{query(wanted, **more)}"

    def finding_link(self, finding: Finding | None, wanted: Wanted, **more: str | None) -> str:
        """The address of a finding, or that of the end where there is none."""
        path = f"finding/{quote(finding.fingerprint, safe='', errors='replace')}" if finding else "end"
        return self.link(path, wanted, **more)

    def finding(self, finding: Finding, wanted: Wanted, told: Told) -> str:
        """The page on which a finding is decided."""
        session, state = self.session, self.session.state
        current = state.current.get(finding.fingerprint)
        last = state.last.get(finding.fingerprint)
        return self._render(
            "finding.html.j2", state, wanted, told,
            finding=finding,
            number=session.number(finding),
            answers=self._answers(finding),
            current=current,
            former=state.ledger.former(finding),
            seen=last.id if last else "",
            history=[line for line in state.histories.get(finding.fingerprint, ()) if line is not current],
            disagreement=state.disagreements.get(finding.fingerprint, ()),
            before=session.before(finding, wanted),
            after=session.after(finding, wanted),
            right=self._right(finding, current),
        )  # fmt: skip

    def article(self, finding: Finding, number: int, wanted: Wanted) -> str | None:
        """The whole article that a row of a finding quotes, or None where there is none that can be shown."""
        rows = layout.rows(finding.sides, self.session.material.articles)
        if not 0 <= number < len(rows):
            return None
        side = rows[number].side
        shown = context(side, self.session.article(side.article), around=None)
        if shown is None:
            return None
        return self._render(
            "article.html.j2", self.session.state, wanted, Told(), finding=finding, side=side, context=shown
        )

    def table(self, wanted: Wanted) -> str:
        """All findings that are wanted, a row each."""
        state = self.session.state
        shown = self.session.wanted(wanted)
        return self._render("table.html.j2", state, wanted, Told(), shown=shown, number=self.session.number)

    def end(self, wanted: Wanted, told: Told) -> str:
        """What is said when there is nothing more to decide."""
        state = self.session.state
        skipped = self.session.first(Wanted())
        return self._render("end.html.j2", state, wanted, told, elsewhere=skipped)

    def problem(self, title: str, text: str) -> str:
        """A page that says what went wrong."""
        return self._render("problem.html.j2", self.session.known, Wanted(), Told(), title=title, text=text)

    def _render(self, template: str, state: State, wanted: Wanted, told: Told, **more: Any) -> str:
        return (
            _environment()
            .get_template(template)
            .render(
                pages=self,
                root=self.root,
                session=self.session,
                material=self.session.material,
                state=state,
                wanted=wanted,
                hidden=_hidden(wanted),
                filters=self._filters(state),
                told=told,
                tool=f"{tool.NAME} {tool.version()}",
                **more,
            )
        )

    def _answers(self, finding: Finding) -> tuple[Answer, ...]:
        rows: dict[str, list[layout.Row]] = {}
        for row in layout.rows(finding.sides, self.session.material.articles):
            rows.setdefault(row.side.key, []).append(row)
        return tuple(
            Answer(value, mark, tuple(shown), tuple(self._context(row) for row in shown))
            for (value, mark), shown in zip(self.session.answers(finding), rows.values(), strict=True)
        )

    def _context(self, row: layout.Row) -> Context | None:
        return context(row.side, self.session.article(row.side.article))

    def _right(self, finding: Finding, decision: Decision | None) -> int | None:
        """The place of the answer that the decision calls right, from 0."""
        if decision is None or decision.right is None:
            return None
        keys = [side.key for side in layout.grouped(finding.sides)]
        answers = list(dict.fromkeys(keys))
        return next((answers.index(s.key) for s in finding.sides if mark(s) == decision.right), None)

    def _filters(self, state: State) -> tuple[Filter, ...]:
        """The choices that tell findings apart, with how many findings each has."""
        findings = self.session.findings
        filters = (
            _filter("status", "Any", Status, [state.status(finding) for finding in findings]),
            _filter("kind", "All kinds", Kind, [finding.kind for finding in findings]),
            _filter("relation", "All relations", Relation, [finding.relation for finding in findings]),
            _filter("severity", "All severities", reversed(Severity), [finding.severity for finding in findings]),
        )
        return tuple(choice for choice in filters if len(choice.options) > 1 or choice.name == "status")


def _filter(name: str, every: str, names: Iterable[StrEnum], found: Sequence[StrEnum]) -> Filter:
    numbers = Counter(found)
    return Filter(name, every, tuple((one.value, one.value, numbers[one]) for one in names if numbers[one]))


def _hidden(wanted: Wanted) -> Sequence[tuple[str, str]]:
    """What is wanted, as the hidden fields of a form."""
    chosen = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return [(name, str(value)) for name, value in chosen if value]


@cache
def _environment() -> Environment:
    made = environment("factcheck.review")
    made.globals |= {
        "CHOICES": CHOICES,
        "KEYS": KEYS,
        "NO_FILTER": Wanted(),
        "NOTE_LIMIT": NOTE_LIMIT,
        "REASONS": REASONS,
        "decided_answer": decided_answer,
        "answers_of": layout.answers,
    }
    made.filters |= {"moment": moment}
    return made


def moment(decision: Decision) -> str:
    """When it was decided: ``2026-03-05 14:07 UTC``."""
    return f"{decision.time[:16].replace('T', ' ')} UTC"


def decided_answer(decision: Decision) -> str:
    """The value that a decision calls right, or ""."""
    return next((side.value for side in decision.sides if side.mark == decision.right), "")
