"""Reads files into articles; a file that can't be read is named with its problem, and the others are read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.articles import tables
from factcheck.articles.assembly import assemble
from factcheck.articles.discovery import discover
from factcheck.articles.drafts import Draft
from factcheck.articles.fields import NAMES
from factcheck.articles.formats import read_drafts
from factcheck.errors import ArticleError, UsageError
from factcheck.records import Article, Skipped

if TYPE_CHECKING:
    import pandas as pd

IDS = ("id", "path")
"""The columns of a frame that may hold the documents' own ids; the first that is present counts."""
MAX_BYTES = 64 << 20
"""A larger file is skipped: it is a dump, not an article."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that were read, the inputs that were not, and what their owner should know."""

    articles: tuple[Article, ...]
    """Sorted by id."""
    skipped: tuple[Skipped, ...]
    """Sorted by path."""
    notes: tuple[str, ...]


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    exclude: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """The articles in files, folders and globs, with what could not be read and why.

    ``exclude`` holds globs for paths or names to leave out; ``columns`` names the columns of tables that hold
    ``text``, ``title``, ``source``, ``published`` or ``language``. Raises UsageError for any other key of
    ``columns``, and nothing for an input that can't be read.
    """
    named = _checked(columns or {})
    found = discover([paths] if isinstance(paths, (str, Path)) else paths, exclude)
    articles: list[Article] = []
    skipped, notes = list(found.skipped), list(found.notes)
    for path, file in found.files.items():
        read_articles, problems, remarks = _read_file(file, path, named)
        articles.extend(read_articles)
        skipped.extend(problems)
        notes.extend(remarks)
    return Reading(
        tuple(sorted(articles, key=lambda article: (article.path, article.row or 0))),
        tuple(sorted(skipped, key=lambda problem: (problem.path, problem.problem))),
        tuple(sorted(notes)),
    )


def read_frame(frame: pd.DataFrame, name: str, *, columns: Mapping[str, str] | None = None) -> Reading:
    """The documents in a frame, one a row, with what could not be read and why.

    A document's id and path are what the column ``id`` or ``path`` holds, or else ``name`` with the number of its row.
    Raises UsageError for a frame without a column of texts, and for ids that are missing or not unique.
    """
    ids = _ids(frame)
    try:
        drafts, notes = tables.read_frame(frame, name, _checked(columns or {}))
    except ArticleError as error:
        raise UsageError(f"the frame of {name} documents can't be read: {error.problem}", error.remedy) from error
    results = [_document(draft, name, ids) for draft in drafts]
    return Reading(
        tuple(
            sorted((r for r in results if isinstance(r, Article)), key=lambda article: (article.path, article.row or 0))
        ),
        tuple(sorted((r for r in results if isinstance(r, Skipped)), key=lambda problem: problem.path)),
        tuple(sorted((*(f"{name}: {note}" for note in notes), *_draft_notes(name, drafts)))),
    )


def _ids(frame: pd.DataFrame) -> list[str]:
    """The documents' own ids, row by row; empty where the frame has none."""
    column = next((column for wanted in IDS for column in frame.columns if str(column).casefold() == wanted), None)
    if column is None:
        return []
    if frame[column].isna().any():
        raise UsageError(
            f"the column {column} has no value in some row", "give every document an id, or drop the column"
        )
    ids = [str(value) for value in frame[column]]
    repeated = sorted(value for value, count in Counter(ids).items() if count > 1)
    if repeated:
        raise UsageError(f"the column {column} holds {repeated[0]!r} more than once", "give every document its own id")
    return ids


def _document(draft: Draft, name: str, ids: Sequence[str]) -> Article | Skipped:
    own = ids[(draft.row or 1) - 1] if ids else None
    read = _assembled(draft, name, "")
    if own is None:
        return read
    return replace(read, id=own, path=own, row=None) if isinstance(read, Article) else replace(read, path=own)


def _checked(columns: Mapping[str, str]) -> Mapping[str, str]:
    unknown = sorted(set(columns) - set(NAMES))
    if unknown:
        raise UsageError(f"unknown field of a table: {', '.join(unknown)}", f"the fields are {', '.join(NAMES)}")
    return columns


def _read_file(file: Path, path: str, columns: Mapping[str, str]) -> tuple[list[Article], list[Skipped], list[str]]:
    try:
        data = _load(file, path)
        drafts, notes = read_drafts(data, path, columns)
    except ArticleError as error:
        return [], [_skipped(error)], []
    except Exception as error:
        # Whatever a library stumbles over in one file, the others are read.
        problem = f"it can't be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        return [], [Skipped(path, problem, "save it in another format, such as .txt")], []
    digest = hashlib.sha256(data).hexdigest()
    results = [_assembled(draft, path, digest) for draft in drafts]
    articles = [result for result in results if isinstance(result, Article)]
    problems = [result for result in results if isinstance(result, Skipped)]
    return articles, problems, [*(f"{path}: {note}" for note in notes), *_draft_notes(path, drafts)]


def _load(file: Path, path: str) -> bytes:
    try:
        if file.exists() and not file.is_file():
            raise ArticleError(path, "it is not a regular file", "Name a file with text")
        if file.stat().st_size > MAX_BYTES:
            problem = f"it is larger than {MAX_BYTES >> 20} MiB"
            raise ArticleError(path, problem, "Split it into a file for each article")
        data = file.read_bytes()
    except OSError as error:
        problem = f"it can't be opened: {error.strerror or error}"
        raise ArticleError(path, problem, "Check that it exists and may be read") from error
    if not data:
        raise ArticleError(path, "the file is empty", "Give it some text, or leave it out with --exclude")
    return data


def _assembled(draft: Draft, path: str, digest: str) -> Article | Skipped:
    try:
        return assemble(draft, path, digest)
    except ArticleError as error:
        return _skipped(error)


def _draft_notes(path: str, drafts: Sequence[Draft]) -> list[str]:
    return [
        f"{path if draft.row is None else f'{path}#{draft.row}'}: {note}" for draft in drafts for note in draft.notes
    ]


def _skipped(error: ArticleError) -> Skipped:
    return Skipped(error.path, error.problem, error.remedy)
