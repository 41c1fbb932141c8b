"""The options that several commands have, and how they and the configuration become settings."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

import typer

from factcheck import ledger as ledgers
from factcheck.commands.common import parse_columns, say
from factcheck.config import Settings
from factcheck.errors import UsageError
from factcheck.ledger import DEFAULT as DECISIONS
from factcheck.ledger import Ledger
from factcheck.policy import Policy
from factcheck.records import Relation, Severity
from factcheck.reports import REPORTERS

Output: TypeAlias = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the report to this file.", show_default="standard output"
    ),
]
Format: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(REPORTERS),
        help="Write the report in this format.",
        show_default="by the output file's suffix",
    ),
]
Encoder: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FOLDER",
        help="Compare claims with this sentence-transformers model instead of the built-in all-MiniLM-L6-v2.",
    ),
]
Nli: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--nli",
        metavar="NAME|FOLDER|none",
        help="Judge statements with this sentence-transformers cross-encoder instead of the built-in one, or none.",
    ),
]
MinConfidence: TypeAlias = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="Leave out findings that are less sure than this, and count them.",
        show_default=f"{Settings().min_confidence:g}",
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Do not read paths that match this pattern. May be given more than once."),
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=COLUMN",
        help="In tables, read the text, title, source or published date from this column, as in text=body. "
        "May be given more than once.",
    ),
]
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Read the configuration from this file.",
        show_default="the nearest factcheck.toml or pyproject.toml with [tool.factcheck], from here upward",
    ),
]

Decisions: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Heed what reviewers decided, as this file says.",
        show_default=f"the configured one, or {DECISIONS} if it is there",
    ),
]

Engine: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="local|ray|ray://HOST:PORT",
        help="Have the work done in this process, on a Ray cluster of this machine's cores or the one that RAY_ADDRESS "
        "names, or on the Ray cluster that answers there.",
    ),
]
Work: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Keep what is worked out in this folder, so that a check that was cut short goes on where it was.",
        show_default="nothing is kept",
    ),
]

Configured = TypeVar("Configured", Settings, Policy)


def settings_of(
    configured: Settings,
    *,
    encoder: str | None,
    nli: str | None,
    min_confidence: float | None,
    exclude: Sequence[str] | None,
    columns: Sequence[str] | None,
    decisions: Path | None = None,
) -> Settings:
    """The configured settings, with those that an option gives in their place; the decisions are no articles."""
    settings = _given(
        configured,
        encoder=encoder,
        nli=nli,
        min_confidence=min_confidence,
        exclude=tuple(exclude) if exclude else None,
        columns=parse_columns(columns) if columns else None,
    )
    if decisions is None or not decisions.exists():
        return settings
    return replace(settings, exclude=(*settings.exclude, glob.escape(decisions.as_posix())))


def ledger_of(configured: Path, given: Path | None) -> tuple[Path, Ledger]:
    """The ledger that holds for a call, and its file; raises UsageError where an option names one that is not there.

    Tells on standard error which lines of it can't be understood.
    """
    if given is not None and not given.exists():
        raise UsageError(f"there are no decisions {given}", "factcheck review makes them; or correct the name.")
    path = given or configured
    ledger = ledgers.read(path)
    tell_damage(path, ledger)
    return path, ledger


def tell_damage(path: Path, ledger: Ledger) -> None:
    """Tells on standard error which lines of a ledger can't be understood."""
    for damaged in ledger.damaged:
        say(f"warning: {path}:{damaged.line} {damaged.problem}; this line does not count, mend or delete it")


def policy_of(configured: Policy, *, fail_on: Severity | None, relations: Sequence[str] | None) -> Policy:
    """The configured policy, with what an option gives in its place."""
    return _given(configured, fail_on=fail_on, relations=parse_relations(relations) if relations else None)


def parse_relations(options: Sequence[str]) -> frozenset[Relation]:
    """``["conflict,dispute"]`` as the relations that it names."""
    names = [name.strip() for option in options for name in option.split(",")]
    unknown = [name for name in names if name not in set(Relation)]
    if unknown:
        raise UsageError(f"unknown relation {unknown[0]!r}", f"Choose from {', '.join(Relation)}.")
    return frozenset(Relation(name) for name in names)


def _given(configured: Configured, **options: Any) -> Configured:
    return replace(configured, **{name: value for name, value in options.items() if value is not None})
