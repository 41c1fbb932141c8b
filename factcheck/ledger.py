"""The ledger: what reviewers decided about findings, a line each, in a file that is made to be committed.

A decision is kept by the content of its finding (``findings.mark``), so that a paragraph that moves keeps it and a
figure that changes asks again. Nothing is ever erased: taking a decision back is a line too. The file is sorted JSON
Lines, so that git puts together what two people add; a line that can't be understood is told by its number, and the
others count.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from factcheck.errors import StoreError, UsageError
from factcheck.findings import mark
from factcheck.records import Finding, Standing
from factcheck.reports import tool

DEFAULT = "factcheck-decisions.jsonl"
"""The name of the file where none is configured."""
SCHEMA_VERSION = 1
"""Goes up when an older factcheck could not understand a line."""
REMEMBERED = 1 << 16
"""Lines that are kept parsed, so that the next decision costs no second look at all the others."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "different-fact": "They speak of different facts",
        "other-scope": "One speaks of a part, or of another group or area",
        "other-time": "Each was true at its time",
        "compatible": "Both can be true: rounding, units, a looser word",
        "misread": "A passage was misread: another value, thing or speaker",
        "not-asserted": "One only quotes, denies, plans or supposes it",
        "unimportant": "They do differ, but it does not matter",
        "other": "Another reason",
    }
)
"""Why a finding may be dismissed: the code that is stored, and its label."""
GENUINE = frozenset({"unimportant"})
"""The reasons for dismissing what is a disagreement all the same: no evidence that the checker was wrong."""


TEXTS = ("id", "fingerprint", "kind", "relation", "about", "reason", "note", "reviewer", "tool")
SIDE_TEXTS = ("article", "source", "value", "quote", "mark")
Item = TypeVar("Item")


class Choice(StrEnum):
    """What a reviewer makes of a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNSURE = "unsure"
    UNDONE = "undone"
    """An earlier decision is taken back."""


CHOICES = {choice.value: choice for choice in Choice}
STANDINGS = {Choice.CONFIRMED: Standing.CONFIRMED, Choice.DISMISSED: Standing.DISMISSED}
"""The choices that have an effect, and which one."""


@dataclass(frozen=True, slots=True)
class DecidedSide:
    """A side as the reviewer saw it."""

    article: str
    source: str
    value: str
    quote: str
    mark: str
    """What the side is recognised by: ``findings.mark``."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer made of one finding at one moment: a line of the file."""

    id: str
    """A digest of all the rest."""
    fingerprint: str
    kind: str
    relation: str
    about: str
    confidence: float
    """As the reviewer saw it."""
    reasons: tuple[str, ...]
    """The reason codes of the finding."""
    choice: Choice
    right: str | None
    """The mark of the side that is right, if the reviewer knows."""
    reason: str
    """Why it was dismissed, a key of ``REASONS``, or nothing."""
    note: str
    reviewer: str
    time: str
    """ISO 8601, UTC, with microseconds."""
    tool: str
    """The version of factcheck."""
    sides: tuple[DecidedSide, ...]
    undoes: str | None = None
    """The id of the decision that is taken back."""
    score: float | None = None
    """What the comparators alone gave; None where that is the confidence."""

    @property
    def articles(self) -> frozenset[str]:
        """The ids of the articles that disagree."""
        return frozenset(side.article for side in self.sides)

    @property
    def marks(self) -> frozenset[str]:
        """What the sides are recognised by."""
        return frozenset(side.mark for side in self.sides)

    @property
    def is_right(self) -> bool | None:
        """Whether the checker was right, as the decision has it; None where it does not say: unsure, taken back, or
        dismissed though it is a disagreement."""
        if self.choice not in STANDINGS or self.reason in GENUINE:
            return None
        return self.choice is Choice.CONFIRMED

    @property
    def order(self) -> tuple[str, str, str]:
        """Where the decision stands in the file."""
        return (self.fingerprint, self.time, self.id)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that can't be understood, by its number in the file, from 1."""

    line: int
    problem: str


@dataclass(frozen=True)
class Ledger:
    """All decisions as they were at one moment."""

    decisions: tuple[Decision, ...] = ()
    """Sorted by fingerprint, time and id."""
    damaged: tuple[Damaged, ...] = ()

    @cached_property
    def valid(self) -> tuple[Decision, ...]:
        """The decisions that nobody took back, the latest last."""
        undone: set[str | None] = set()
        kept = []
        for decision in sorted(self.decisions, key=_moment, reverse=True):
            if decision.id in undone:
                continue
            if decision.choice is Choice.UNDONE:
                undone.add(decision.undoes)
            else:
                kept.append(decision)
        return tuple(reversed(kept))

    @cached_property
    def latest(self) -> tuple[Decision, ...]:
        """The last valid decision on each fingerprint, sorted by fingerprint."""
        last = {decision.fingerprint: decision for decision in self.valid}
        return tuple(last[fingerprint] for fingerprint in sorted(last))

    def current(self, finding: Finding) -> Decision | None:
        """The last valid decision on the finding, or on one that it is what is left of."""
        return max(self._covering(finding), key=_moment, default=None)

    def former(self, finding: Finding) -> Decision | None:
        """Where there is no current one, the last valid decision on the same fact before its words or sides changed:
        of this kind, with a side that still stands, and between the same articles, or some more or less."""
        if self.current(finding) is not None:
            return None
        articles = {side.article for side in finding.sides}
        related = (
            decision
            for side in finding.sides
            for decision in self._by_mark.get(mark(side), ())
            if decision.kind == finding.kind and (decision.articles <= articles or decision.articles >= articles)
        )
        return max(related, key=_moment, default=None)

    def history(self, finding: Finding) -> tuple[Decision, ...]:
        """Every line on the finding or on one that it is a part of, those taken back too, the latest last."""
        found = (decision for decision in self.decisions if _covers(decision, finding))
        return tuple(sorted(found, key=_moment))

    def disagreements(self) -> tuple[tuple[Decision, ...], ...]:
        """For each fingerprint on which reviewers disagree, the last word of each, the latest last."""
        return tuple(self._disputed.values())

    def contrary(self, decision: Decision) -> tuple[Decision, ...]:
        """The last words of other reviewers that go against a decision, the latest last."""
        words = self._disputed.get(decision.fingerprint, ())
        return tuple(
            word for word in words if word.choice is not decision.choice and word.reviewer != decision.reviewer
        )

    def standings(self, findings: Iterable[Finding]) -> Mapping[str, Standing]:
        """The findings that were confirmed or dismissed, by fingerprint; of two reviewers' words the later counts."""
        decided = ((finding.fingerprint, self.current(finding)) for finding in findings)
        return {fingerprint: STANDINGS[d.choice] for fingerprint, d in decided if d and d.choice in STANDINGS}

    @cached_property
    def _disputed(self) -> Mapping[str, tuple[Decision, ...]]:
        """The disagreements by their fingerprints, sorted."""
        words: dict[str, dict[str, Decision]] = defaultdict(dict)
        for decision in self.valid:
            words[decision.fingerprint][decision.reviewer] = decision
        last = {
            fingerprint: sorted((d for d in words[fingerprint].values() if d.choice in STANDINGS), key=_moment)
            for fingerprint in sorted(words)
        }
        return {fingerprint: tuple(said) for fingerprint, said in last.items() if len({d.choice for d in said}) > 1}

    @cached_property
    def _by_fingerprint(self) -> Mapping[str, Sequence[Decision]]:
        return _grouped((decision.fingerprint, decision) for decision in self.valid)

    @cached_property
    def _by_mark(self) -> Mapping[str, Sequence[Decision]]:
        return _grouped((mark, decision) for decision in self.valid for mark in decision.marks)

    def _covering(self, finding: Finding) -> Iterator[Decision]:
        yield from self._by_fingerprint.get(finding.fingerprint, ())
        if finding.sides:
            near = self._by_mark.get(mark(finding.sides[0]), ())
            yield from (decision for decision in near if _covers(decision, finding))


def decide(
    finding: Finding,
    choice: Choice,
    *,
    reviewer: str,
    reason: str = "",
    note: str = "",
    right: str | None = None,
    now: datetime | None = None,
) -> Decision:
    """A reviewer's decision, of this moment; raises UsageError for a reason or a side that there is not."""
    if choice is Choice.UNDONE:
        raise UsageError("a finding can't be undone", "Take a decision on it back instead.")
    if reason and (reason not in REASONS or choice is not Choice.DISMISSED):
        raise UsageError(f"{reason!r} is no reason to call a finding {choice}", f"Choose from {', '.join(REASONS)}.")
    sides = tuple(DecidedSide(s.article, s.source, s.value, s.quote, mark(s)) for s in finding.sides)
    if right is not None and right not in {side.mark for side in sides}:
        raise UsageError(f"the finding has no side {right!r}")
    if not reviewer.strip():
        raise UsageError("a decision needs the name of its reviewer")
    return _identified(
        Decision(
            id="", fingerprint=finding.fingerprint, kind=finding.kind.value, relation=finding.relation.value,
            about=finding.about, confidence=finding.confidence, reasons=finding.reasons, choice=choice, right=right,
            reason=reason, note=note, reviewer=reviewer, time=_stamp(now or datetime.now(UTC)), tool=tool.version(),
            sides=sides, score=finding.score,
        )
    )  # fmt: skip


def undo(decision: Decision, *, reviewer: str, now: datetime | None = None) -> Decision:
    """The line that takes a decision back; always later than that decision."""
    earliest = datetime.fromisoformat(decision.time) + timedelta(microseconds=1)
    return _identified(
        replace(
            decision, id="", choice=Choice.UNDONE, right=None, reason="", note="", reviewer=reviewer,
            time=_stamp(max(now or datetime.now(UTC), earliest)), tool=tool.version(), undoes=decision.id,
        )
    )  # fmt: skip


def read(path: Path) -> Ledger:
    """The ledger in a file, an empty one where there is no file; raises StoreError for one that can't be read."""
    return _ledger(_understood(line) for line in _lines(path))


def append(path: Path, decisions: Sequence[Decision]) -> Ledger:
    """Puts decisions into the file, and returns all that it holds then.

    What others write at the same time stays, and so does every line that this factcheck does not understand. The file
    is replaced at once, and is on disk when this returns; raises StoreError where that can't be done.
    """
    return _add(path, [_encoded(decision) for decision in decisions])


def merge(path: Path, others: Sequence[Path]) -> Ledger:
    """Puts the lines of other ledgers into the file, and returns all that it holds then; the others stay as they are.

    Raises UsageError for one that is not there, and StoreError for one that can't be read.
    """
    for other in others:
        if not other.exists():
            raise UsageError(f"there is no ledger {other}", "Correct its name.")
    return _add(path, [line for other in others for line in _lines(other)])


# Lines


def _identified(decision: Decision) -> Decision:
    content = json.dumps(asdict(decision), sort_keys=True)
    return replace(decision, id=hashlib.sha256(content.encode()).hexdigest()[:16])


def _encoded(decision: Decision) -> bytes:
    text = json.dumps({"schema_version": SCHEMA_VERSION, **asdict(decision)}, sort_keys=True, ensure_ascii=False)
    # A lone surrogate has no UTF-8; written as an escape it is the same JSON.
    return text.encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, what it holds, and where it belongs: decisions come first, what can't be understood last."""

    text: bytes
    order: tuple[bool, tuple[str, ...], bytes]
    decision: Decision | None
    problem: str = ""


@lru_cache(maxsize=REMEMBERED)
def _understood(line: bytes) -> _Line:
    """What the line holds; an empty one holds nothing."""
    found = _parsed(line) if line else ""
    if isinstance(found, Decision):
        return _Line(line, (False, found.order, line), found)
    return _Line(line, (True, (), line), None, found)


def _parsed(line: bytes) -> Decision | str:
    """The decision in a line, or what is wrong with it, in words."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return "is a mark that a merge left behind"
    try:
        stored = json.loads(line)
    except (ValueError, RecursionError):
        return "is no JSON"
    try:
        return _decision(stored)
    except KeyError as error:
        return f"has no {error.args[0]}"
    except (TypeError, ValueError) as error:
        return str(error)


def _decision(stored: Any) -> Decision:
    """The decision that was stored; raises KeyError, TypeError or ValueError for anything else."""
    if not isinstance(stored, dict):
        raise TypeError("is no object")
    if stored["schema_version"] != SCHEMA_VERSION:
        raise ValueError(
            f"is of schema_version {stored['schema_version']!r}, and this factcheck reads {SCHEMA_VERSION}"
        )
    return Decision(
        **_texts(stored, TEXTS),
        confidence=_share(stored, "confidence"),
        reasons=_list(stored, "reasons", str),
        choice=_choice(stored),
        right=_text_or_none(stored, "right"),
        time=_stamp(_time(stored)),
        sides=_sides(stored),
        undoes=_text_or_none(stored, "undoes"),
        score=None if stored.get("score") is None else _share(stored, "score"),
    )


def _sides(stored: Mapping[str, Any]) -> tuple[DecidedSide, ...]:
    sides = _list(stored, "sides", dict)
    if len(sides) < 2:
        raise ValueError("sides must be two or more")
    return tuple(DecidedSide(**_texts(side, SIDE_TEXTS)) for side in sides)


def _choice(stored: Mapping[str, Any]) -> Choice:
    choice = CHOICES.get(stored["choice"]) if isinstance(stored["choice"], str) else None
    if choice is None:
        raise ValueError(f"choice must be one of {', '.join(Choice)}")
    return choice


def _time(stored: Mapping[str, Any]) -> datetime:
    try:
        time = datetime.fromisoformat(stored["time"])
        if time.tzinfo is not None:
            return time
    except (TypeError, ValueError):
        pass
    raise ValueError("time must be ISO 8601 with a zone")


def _share(stored: Mapping[str, Any], name: str) -> float:
    value = stored[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TypeError(f"{name} must be a number from 0 to 1")
    return float(value)


def _texts(stored: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    texts = {name: stored[name] for name in names}
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a text")
    return texts


def _text_or_none(stored: Mapping[str, Any], name: str) -> str | None:
    return None if stored[name] is None else _texts(stored, (name,))[name]


def _list(stored: Mapping[str, Any], name: str, type_: type[Item]) -> tuple[Item, ...]:
    values = stored[name]
    if not isinstance(values, list) or not all(isinstance(value, type_) for value in values):
        raise TypeError(f"{name} must be a list of {'texts' if type_ is str else 'objects'}")
    return tuple(values)


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")


# The file


def _lines(path: Path) -> list[bytes]:
    """The lines of the file as they are, without their ends; none where there is no file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"the ledger {path} can't be read: {error.strerror}", "Check its name and rights.") from error
    return [line.strip() for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]


def _ledger(lines: Iterable[_Line]) -> Ledger:
    """The ledger that the lines of a file make."""
    numbered = tuple(enumerate(lines, 1))
    ordered = sorted((line for _, line in numbered), key=_order)
    return Ledger(
        decisions=tuple({line.decision.id: line.decision for line in ordered if line.decision}.values()),
        damaged=tuple(Damaged(number, line.problem) for number, line in numbered if line.problem),
    )


def _add(path: Path, lines: Iterable[bytes]) -> Ledger:
    """Puts lines into the file, each once, all sorted; those that can't be understood stand at its end."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            stored = _lines(target)
            unique = dict.fromkeys((*stored, *lines))  # in the file's order, which is soon sorted
            merged = sorted((_understood(line) for line in unique if line), key=_order)
            data = b"".join([line.text + b"\n" for line in merged])
            if data != b"\n".join(stored):
                _replace(target, data)
    except OSError as error:
        raise StoreError(f"the ledger {path} can't be written: {error.strerror}", "Name another file.") from error
    return _ledger(merged)


def _replace(target: Path, data: bytes) -> None:
    """Puts the bytes in the file's place, on disk; at any moment it holds the old ones or the new ones."""
    part = target.with_name(f".{target.name}.part")  # one name: what a killed process left is written over
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if sys.platform != "win32":
        with _opened(target.parent) as folder:
            os.fsync(folder)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Keeps other processes from writing to the file meanwhile; a lock ends with its process, however that ends."""
    if sys.platform == "win32":
        import msvcrt

        with target.with_name(f".{target.name}.lock").open("a") as file:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            yield
    else:
        import fcntl

        with _opened(target.parent) as folder:  # the folder stays, the file is replaced
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _covers(decision: Decision, finding: Finding) -> bool:
    """Whether the decision is on the finding, or on one that it is what is left of."""
    if decision.fingerprint == finding.fingerprint:
        return True
    return decision.kind == finding.kind and decision.marks.issuperset(mark(side) for side in finding.sides)


def _order(line: _Line) -> tuple[bool, tuple[str, ...], bytes]:
    return line.order


def _moment(decision: Decision) -> tuple[str, str]:
    return (decision.time, decision.id)


def _grouped(pairs: Iterable[tuple[str, Decision]]) -> Mapping[str, Sequence[Decision]]:
    grouped: dict[str, list[Decision]] = defaultdict(list)
    for key, decision in pairs:
        grouped[key].append(decision)
    return grouped
