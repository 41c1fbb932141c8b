"""A project's configuration: ``factcheck.toml``, or the table ``[tool.factcheck]`` of ``pyproject.toml``.

It is looked for in the working folder and the folders above it. Paths in it are relative to its own folder. A key that
does not exist is an error, since a setting that silently does nothing is a gate that silently stands open.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from factcheck import calibration
from factcheck.config import Settings
from factcheck.errors import UsageError
from factcheck.ledger import DEFAULT as DECISIONS
from factcheck.locations import Location, is_server, located
from factcheck.policy import Ignore, Policy, Rules, Source
from factcheck.records import Kind, Relation, Severity
from factcheck.toml_table import Table

OWN_FILE = "factcheck.toml"
SHARED_FILE = "pyproject.toml"
TABLE = "tool.factcheck"
"""Where our settings stand in the shared file."""
COLUMNS = ("text", "title", "source", "published", "language")


class Level(StrEnum):
    """What a kind of fact may be set to."""

    OFF = "off"
    ON = "on"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Project:
    """What the configuration says; without one, the defaults."""

    file: Path | None = None
    """Where it stands."""
    paths: tuple[str, ...] = ()
    """The articles that are there: those to report on and to gate new ones against, unless others are named."""
    settings: Settings = field(default_factory=Settings)
    policy: Policy = field(default_factory=Policy)
    rules: Rules = field(default_factory=Rules)
    baseline: Path | None = None
    index: Location | None = None
    reviewer: str | None = None
    """Who reviews, where the call does not say so."""
    decisions: Path = Path(DECISIONS)
    """What reviewers decided; the file need not be there yet."""
    calibration: Path = Path(calibration.DEFAULT)
    """What was learned from that; the file need not be there yet, and what it says is in the settings."""


def load(file: Path | None = None) -> Project:
    """The configuration in ``file``, or the nearest one from the working folder upward, or the defaults.

    Raises UsageError for a file that can't be read, a key that does not exist and a value of the wrong type.
    """
    found = file or find(Path.cwd())
    if found is None:
        return Project(settings=Settings(calibration=calibration.read(Path(calibration.DEFAULT))))
    values = _parsed(found)
    if found.name == SHARED_FILE:
        return _project(Table(found, TABLE, _section(found, values) or {}))
    return _project(Table(found, "", values))


def find(folder: Path) -> Path | None:
    """The configuration file that holds for a folder; raises UsageError where one folder has two."""
    for here in (folder, *folder.parents):
        found = [file for file in (here / OWN_FILE, here / SHARED_FILE) if _configures(file)]
        if len(found) > 1:
            raise UsageError(f"{found[0]} and {found[1]} both configure factcheck", "Keep one of them.")
        if found:
            return found[0]
    return None


def _configures(file: Path) -> bool:
    return file.is_file() and (file.name == OWN_FILE or _section(file, _parsed(file)) is not None)


def _parsed(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the configuration {file} can't be read: {error.strerror}", "Check its name.") from error
    except ValueError as error:
        raise UsageError(f"the configuration {file} is not valid TOML: {error}") from error


def _section(file: Path, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Our table of the shared file, or None if there is none."""
    tool = values.get("tool", {})
    if not isinstance(tool, dict) or "factcheck" not in tool:
        return None
    section = tool["factcheck"]
    if not isinstance(section, dict):
        raise UsageError(f"{file}: {TABLE} must be a table", f"Write [{TABLE}] and the settings below it.")
    return section


def _project(table: Table) -> Project:
    folder = table.file.parent
    baseline, index = table.text("baseline"), table.text("index")
    decisions = table.text("decisions") or DECISIONS
    project = Project(
        file=table.file,
        paths=tuple(_from_here(folder, path) for path in table.texts("paths")),
        settings=_settings(table),
        policy=_policy(table),
        rules=Rules(_sources(table.table("sources")), _kinds(table.table("kinds")), tuple(_ignores(table))),
        baseline=Path(_from_here(folder, baseline)) if baseline else None,
        index=_index(folder, index) if index else None,
        reviewer=table.text("reviewer"),
        decisions=Path(_from_here(folder, decisions)),
        calibration=_calibration_file(table),
    )
    table.finish()
    return project


def _from_here(folder: Path, path: str) -> str:
    """A path that is relative to ``folder``, as it is named from the working folder."""
    if os.path.isabs(path) or folder.resolve() == Path.cwd():
        return path
    return Path(os.path.relpath(folder.resolve() / path)).as_posix()


def _index(folder: Path, index: str) -> Location:
    return located(index if is_server(index) else _from_here(folder, index))


def _settings(table: Table) -> Settings:
    default = Settings()
    confidence = table.share("min_confidence")
    return Settings(
        encoder=_model(table, "encoder"),
        nli=_model(table, "nli"),
        min_confidence=default.min_confidence if confidence is None else confidence,
        exclude=table.texts("exclude"),
        columns=_columns(table.table("columns")),
        calibration=calibration.read(_calibration_file(table)),
    )


def _calibration_file(table: Table) -> Path:
    return Path(_from_here(table.file.parent, table.text("calibration") or calibration.DEFAULT))


def _model(table: Table, key: str) -> str | None:
    """The model that the configuration names; one in a folder is named as seen from here."""
    name = table.text(key)
    is_folder = bool(name) and (table.file.parent / str(name)).is_dir()
    return _from_here(table.file.parent, str(name)) if is_folder else name


def _columns(table: Table) -> Mapping[str, str]:
    named = {name: table.text(name) for name in COLUMNS}
    table.finish()
    return {name: column for name, column in named.items() if column}


def _policy(table: Table) -> Policy:
    default = Policy()
    relations = table.choices("relations", Relation)
    return Policy(
        fail_on=table.choice("fail_on", Severity) or default.fail_on,
        relations=default.relations if relations is None else relations,
    )


def _kinds(table: Table) -> Mapping[Kind, Severity | None]:
    levels = {kind: table.choice(kind.value, Level) for kind in Kind}
    table.finish()
    return {
        kind: None if level is Level.OFF else Severity(level.value)
        for kind, level in levels.items()
        if level not in (None, Level.ON)
    }


def _sources(table: Table) -> tuple[Source, ...]:
    sources = tuple(_source(name, table.table(name)) for name in table.names())
    taken: dict[str, str] = {}
    for source in sources:
        for name in {name.casefold() for name in (source.name, *source.aliases)}:
            if taken.setdefault(name, source.name) != source.name:
                raise table.error(source.name, f"and {table.at(taken[name])} both go by the name {name!r}")
    return sources


def _source(name: str, table: Table) -> Source:
    weight = table.share("weight")
    source = Source(name, table.texts("aliases"), 1.0 if weight is None else weight)
    table.finish()
    return source


def _ignores(table: Table) -> Iterator[Ignore]:
    for entry in table.tables("ignore"):
        reason, path, claim = entry.text("reason"), entry.text("path"), entry.text("claim")
        entry.finish()
        if reason is None:
            raise entry.error("reason", "is missing: say why these findings need no check")
        if path is None and claim is None:
            raise entry.error("path", "or claim must be given, or everything would be ignored")
        try:
            re.compile(claim or "")
        except re.error as error:
            raise entry.error("claim", f"is no valid regular expression: {error}") from error
        yield Ignore(reason, path, claim)
