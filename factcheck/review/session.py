"""One review: findings, the ledger that is written to, and the reviewer. Page and terminal both work on this.

Nothing is kept here that is not in the ledger, so that a reload, another tab, another reviewer and a restarted program
all see the same: before each answer the ledger is read again if it changed, and each decision is in it at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factcheck import ledger as ledgers
from factcheck.errors import UsageError
from factcheck.findings import mark
from factcheck.ledger import Choice, Decision, Ledger
from factcheck.records import Article, Finding
from factcheck.reports import layout
from factcheck.review import queue
from factcheck.review.material import Material
from factcheck.review.queue import Status, Wanted

NOTE_LIMIT = 2000
"""Characters of a note."""


@dataclass(frozen=True)
class State:
    """What the ledger says of the findings at one moment."""

    findings: tuple[Finding, ...]
    ledger: Ledger

    @cached_property
    def current(self) -> Mapping[str, Decision]:
        """The current decision on each finding that has one, by fingerprint."""
        found = ((finding.fingerprint, self.ledger.current(finding)) for finding in self.findings)
        return {fingerprint: decision for fingerprint, decision in found if decision}

    @cached_property
    def by_id(self) -> Mapping[str, Decision]:
        """Every line by its id."""
        return {decision.id: decision for decision in self.ledger.decisions}

    @cached_property
    def last(self) -> Mapping[str, Decision]:
        """The last valid decision on each fingerprint."""
        return {decision.fingerprint: decision for decision in self.ledger.latest}

    @cached_property
    def disagreements(self) -> Mapping[str, tuple[Decision, ...]]:
        """The last word of each reviewer, where they disagree, by fingerprint."""
        return {decisions[0].fingerprint: decisions for decisions in self.ledger.disagreements()}

    @cached_property
    def histories(self) -> Mapping[str, Sequence[Decision]]:
        """Every line on a finding, the latest last, by fingerprint; those taken back are among them."""
        lines: dict[str, list[Decision]] = {finding.fingerprint: [] for finding in self.findings}
        for decision in self.ledger.decisions:
            if decision.fingerprint in lines:
                lines[decision.fingerprint].append(decision)
        return lines

    @property
    def decided(self) -> int:
        """How many of the findings have a decision."""
        return len(self.current)

    def status(self, finding: Finding) -> Status:
        """What reviewers made of a finding so far."""
        return queue.status(self.current.get(finding.fingerprint))

    def is_wanted(self, finding: Finding, wanted: Wanted) -> bool:
        """Whether the finding fits what the reviewer wants to see."""
        return wanted.fits(finding, self.status(finding))

    def is_due(self, finding: Finding, wanted: Wanted) -> bool:
        """Whether the finding is to be shown next: open, unless the reviewer asked for decided ones."""
        is_open = wanted.status is not None or self.status(finding) is Status.OPEN
        return is_open and self.is_wanted(finding, wanted)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is in the ledger now."""

    decision: Decision
    meanwhile: Decision | None
    """The decision that came in after the reviewer was shown the finding, if one did."""


class Session:
    """A review of some findings by one person; safe to be used by several threads."""

    def __init__(self, material: Material, path: Path, reviewer: str) -> None:
        self.material = material
        self.findings = queue.ranked(material.findings)
        """In the order of the review, which stays the same whatever is decided."""
        self.path = path
        self.reviewer = reviewer
        self._by_fingerprint = {finding.fingerprint: finding for finding in self.findings}
        self._places = {finding.fingerprint: at for at, finding in enumerate(self.findings)}
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._state = State(self.findings, Ledger())

    @property
    def state(self) -> State:
        """What the ledger says now."""
        with self._lock:
            stamp = _stamp(self.path)
            if stamp is None or stamp != self._stamp:
                self._put(ledgers.read(self.path))
                self._stamp = stamp
            return self._state

    @property
    def known(self) -> State:
        """What the ledger said when it was last read, for a moment at which it can't be."""
        return self._state

    def finding(self, fingerprint: str) -> Finding | None:
        """The finding of that fingerprint, if it is under review."""
        return self._by_fingerprint.get(fingerprint)

    def article(self, id: str) -> Article | None:
        """The article of that id, if its text can be shown."""
        return self.material.articles.get(id)

    def number(self, finding: Finding) -> int:
        """The place of the finding in the order of the review, from 1."""
        return self._places[finding.fingerprint] + 1

    # Going through

    def first(self, wanted: Wanted) -> Finding | None:
        """The first finding to be shown."""
        return self._next(self.findings, wanted)

    def after(self, finding: Finding, wanted: Wanted) -> Finding | None:
        """The next finding to be shown; after the last, those that were skipped come again."""
        at = self._places[finding.fingerprint]
        return self._next((*self.findings[at + 1 :], *self.findings[:at]), wanted)

    def before(self, finding: Finding, wanted: Wanted) -> Finding | None:
        """The finding before this one in the order, decided or not."""
        state, at = self.state, self._places[finding.fingerprint]
        earlier = reversed(self.findings[:at])
        return next((other for other in earlier if state.is_wanted(other, wanted)), None)

    def wanted(self, wanted: Wanted) -> tuple[Finding, ...]:
        """The findings that fit, in the order of the review."""
        state = self.state
        return tuple(finding for finding in self.findings if state.is_wanted(finding, wanted))

    def _next(self, findings: Sequence[Finding], wanted: Wanted) -> Finding | None:
        state = self.state
        return next((finding for finding in findings if state.is_due(finding, wanted)), None)

    # Deciding

    def decide(
        self,
        finding: Finding,
        choice: Choice,
        *,
        reason: str = "",
        note: str = "",
        right: str | None = None,
        seen: str | None = None,
    ) -> Decided:
        """Puts a decision into the ledger; it is on disk when this returns.

        ``seen`` is the id of the decision that the reviewer was shown with the finding, "" if there was none. Raises
        UsageError for a decision that makes no sense, and StoreError where it can't be kept.
        """
        if len(note) > NOTE_LIMIT:
            raise UsageError(f"a note has at most {NOTE_LIMIT:,} characters", "Shorten it.")
        decision = ledgers.decide(
            finding, choice, reviewer=self.reviewer, reason=reason, note=note.strip(), right=right
        )
        state = self._append(decision)
        others = [d for d in state.ledger.valid if d.fingerprint == finding.fingerprint and d.id != decision.id]
        meanwhile = others[-1] if others and seen is not None and others[-1].id != seen else None
        return Decided(decision, meanwhile)

    def undo(self, id: str | None = None) -> Decision | None:
        """Takes back a decision of this reviewer, the one of that id or else the last one on these findings; returns
        what was taken back, or None where there is nothing (any more)."""
        own = [decision for decision in self._own() if id is None or decision.id == id]
        if not own:
            return None
        self._append(ledgers.undo(own[-1], reviewer=self.reviewer))
        return own[-1]

    def answers(self, finding: Finding) -> tuple[tuple[str, str], ...]:
        """The value of each answer, in the order in which they are shown, and the mark by which it is called right."""
        marks: dict[str, str] = {}
        for side in layout.grouped(finding.sides):
            marks.setdefault(side.key, mark(side))
        values = (value for value, _ in layout.answers(finding.sides))
        return tuple(zip(values, marks.values(), strict=True))

    def _own(self) -> Iterator[Decision]:
        """The valid decisions of this reviewer on these findings, the latest last."""
        for decision in self.state.ledger.valid:
            if decision.reviewer == self.reviewer and decision.fingerprint in self._by_fingerprint:
                yield decision

    def _append(self, decision: Decision) -> State:
        with self._lock:
            self._put(ledgers.append(self.path, [decision]))
            self._stamp = None  # another program may have written since
            return self._state

    def _put(self, ledger: Ledger) -> None:
        """Takes the ledger over, if it says anything new."""
        if ledger != self._state.ledger:
            self._state = State(self.findings, ledger)

    # What is left behind

    def decisions(self) -> tuple[tuple[Finding, Decision], ...]:
        """The findings that have a decision, each with the current one, in the order of the review."""
        current = self.state.current
        return tuple((f, current[f.fingerprint]) for f in self.findings if f.fingerprint in current)


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes when the file is replaced; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)
