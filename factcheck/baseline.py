"""A baseline: the findings that were there before, kept in a file, so that a gate fails only on new ones.

The file is sorted JSON, made to be committed and read in a diff. A finding is recognised by its content (the articles,
the values, the words), so that moving a paragraph or breaking its lines anew makes nothing new, and another figure
does. Paths are part of the content: a gate has to name its articles as the baseline does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from factcheck.errors import UsageError
from factcheck.findings import mark
from factcheck.policy import opposed
from factcheck.records import Coverage, Finding, Kind, Side
from factcheck.reports import tool
from factcheck.reports.files import write as write_file

SCHEMA_VERSION = 1
"""Goes up when an older factcheck could not understand the file."""


@dataclass(frozen=True, slots=True)
class KnownSide:
    """One side of a finding in the baseline."""

    article: str
    value: str
    mark: str
    """What the side is recognised by."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding as a baseline sees it: its sides by their marks."""

    kind: Kind
    sides: Mapping[str, Side]


def marked(finding: Finding) -> Marked:
    """The finding with the marks of its sides."""
    return Marked(finding.kind, {mark(side): side for side in finding.sides})


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding in the baseline: what it is recognised by, and what a reader of the file wants to know."""

    fingerprint: str
    kind: str
    relation: str
    severity: str
    about: str
    sides: tuple[KnownSide, ...]

    @property
    def articles(self) -> frozenset[str]:
        """The ids of the articles that disagree."""
        return frozenset(side.article for side in self.sides)

    @property
    def marks(self) -> frozenset[str]:
        """What the sides are recognised by."""
        return frozenset(side.mark for side in self.sides)

    def covers(self, found: Marked) -> bool:
        """Whether the finding is this one, or what is left of it after a side went away."""
        return self.kind == found.kind and self.marks.issuperset(found.sides)

    def is_in(self, found: Marked) -> bool:
        """Whether the finding still holds two of the sides that disagree here, maybe with others."""
        both = self.marks.intersection(found.sides)
        return self.kind == found.kind and opposed([found.sides[mark] for mark in sorted(both)])


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings, and what they were found with."""

    entries: tuple[Entry, ...] = ()
    """Sorted by fingerprint."""
    models: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def knows(self, finding: Finding) -> bool:
        """Whether the finding, or one that it is a part of, is in the baseline."""
        found = marked(finding)
        return any(entry.covers(found) for entry in self.entries)

    def gone(self, findings: Sequence[Finding], new: Collection[str], checked: Collection[str]) -> tuple[Entry, ...]:
        """The entries that are settled: they concern a new article, all their articles were checked, and no finding
        holds them any more."""
        arrived, seen, found = frozenset(new), frozenset(checked), [marked(finding) for finding in findings]
        return tuple(
            entry
            for entry in self.entries
            if entry.articles & arrived and entry.articles <= seen and not any(entry.is_in(one) for one in found)
        )

    def differences(self, other: Baseline) -> tuple[str, ...]:
        """How the models and settings of ``other`` differ from those of this baseline, in words."""
        ours, theirs = ({**side.models, **side.settings} for side in (self, other))
        return tuple(
            f"{name.replace('_', ' ')} was {_shown(ours.get(name))} and is {_shown(theirs.get(name))}"
            for name in sorted(ours.keys() | theirs.keys())
            if ours.get(name) != theirs.get(name)
        )

    def updated(self, run: Baseline, fixed: Iterable[Entry]) -> Baseline:
        """This baseline with the entries of a run put in and those that are fixed, or grown into new ones, left out."""
        replaced = {entry.fingerprint for entry in fixed}
        replaced |= {old.fingerprint for old in self.entries for new in run.entries if _is_part(old, new)}
        kept = [entry for entry in self.entries if entry.fingerprint not in replaced]
        return Baseline(_sorted([*kept, *run.entries]), run.models, run.settings)


def of(findings: Iterable[Finding], coverage: Coverage, settings: Mapping[str, Any]) -> Baseline:
    """The baseline in which all these findings are known."""
    models = {"encoder": coverage.encoder, "language_model": coverage.language_model, "nli": coverage.nli}
    return Baseline(_sorted(_entry(finding) for finding in findings), models, settings)


def read(path: Path) -> Baseline:
    """The baseline in a file; raises UsageError where there is none, or none that can be understood."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(
            f"there is no baseline {path}", "Make it with --write-baseline, or correct its name."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, " ".join(str(error).split())) from error
    try:
        return _baseline(stored)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, f"{type(error).__name__}: {error}") from error


def write(path: Path, baseline: Baseline) -> None:
    """Puts the baseline into the file, at once or not at all."""
    write_file(path, dumps(baseline))


def dumps(baseline: Baseline) -> str:
    """The baseline as JSON: sorted, indented, the same for the same findings."""
    stored = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": tool.NAME, "version": tool.version()},
        "models": dict(baseline.models),
        "settings": dict(baseline.settings),
        "findings": [asdict(entry) for entry in baseline.entries],
    }
    return json.dumps(stored, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    by_fingerprint = {entry.fingerprint: entry for entry in entries}
    return tuple(by_fingerprint[fingerprint] for fingerprint in sorted(by_fingerprint))


def _entry(finding: Finding) -> Entry:
    sides = sorted((side.article, side.value, mark(side)) for side in finding.sides)
    return Entry(
        fingerprint=finding.fingerprint,
        kind=finding.kind.value,
        relation=finding.relation.value,
        severity=finding.severity.value,
        about=finding.about,
        sides=tuple(KnownSide(*side) for side in sides),
    )


def _is_part(old: Entry, new: Entry) -> bool:
    """Whether all sides of ``old`` are in ``new``."""
    return old.kind == new.kind and old.marks <= new.marks


def _baseline(stored: Any) -> Baseline:
    """The baseline that was stored; raises what a value of another shape brings about."""
    if stored["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"this factcheck reads schema_version {SCHEMA_VERSION}, not {stored['schema_version']!r}")
    models = {str(name): _text(value) for name, value in stored["models"].items()}
    return Baseline(_sorted(_stored_entry(entry) for entry in stored["findings"]), models, dict(stored["settings"]))


def _stored_entry(stored: Any) -> Entry:
    texts = {name: _text(stored[name]) for name in ("fingerprint", "kind", "relation", "severity", "about")}
    sides = tuple(
        KnownSide(_text(side["article"]), _text(side["value"]), _text(side["mark"])) for side in stored["sides"]
    )
    if len(sides) < 2:
        raise ValueError(f"the finding {texts['fingerprint']} has fewer than two sides")
    return Entry(**texts, sides=sides)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _damaged(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"the baseline {path} can't be understood ({problem})", "Restore it, or delete it and write it anew."
    )


def _shown(value: object) -> str:
    return "not stated" if value is None else str(value)
