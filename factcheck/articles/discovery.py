"""Paths, folders and globs become the files to read."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from factcheck.articles.formats import SUFFIXES
from factcheck.locations import is_server
from factcheck.records import Skipped

_DOCUMENTS = frozenset({".doc", ".docx", ".odt", ".rtf", ".epub", ".json", ".xml", ".xlsx", ".xls", ".eml", ".mht"})
"""Suffixes of files that may well hold articles; leaving them out is worth a note."""
KINDS = ", ".join(sorted(SUFFIXES))


@dataclass(slots=True)
class Discovery:
    """The files to read, by the path under which their owner knows them, and what was left out."""

    files: dict[str, Path] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def discover(paths: Iterable[str | Path], exclude: Sequence[str] = ()) -> Discovery:
    """The files that ``paths`` name: files, folders with everything below them, and globs; each file once."""
    search = _Search(tuple(exclude))
    for path in paths:
        search.add(path)
    return search.finish()


class _Search:
    def __init__(self, exclude: tuple[str, ...]) -> None:
        self.exclude = exclude
        self.found = Discovery()
        self.seen: set[str] = set()
        self.excluded: set[str] = set()
        self.others: Counter[str] = Counter()

    def add(self, given: str | Path) -> None:
        """Adds what one path names: a file, a folder or the matches of a glob."""
        path = Path(given)
        if not str(given) or "\0" in str(given):
            self._skip(str(given), "the path is empty or no path", "Name a file, a folder or a glob")
        elif is_server(given):
            self._skip("the URL of an index", "an index is no article", "Compare with it: factcheck gate --against URL")
        elif path.is_dir():
            self._add_folder(path)
        elif os.path.lexists(path):
            self._add_named(path)
        elif glob.has_magic(str(given)):
            self._add_glob(str(given))
        elif "://" in str(given):
            problem = "this is a web address, and nothing is fetched"
            self._skip(str(given), problem, "Save the page as .html and name that file")
        else:
            self._skip(_shown(path), "there is no such file or folder", "Check the spelling and the current folder")

    def finish(self) -> Discovery:
        """What was found, with notes on what was left out on purpose."""
        if self.excluded:
            self.found.notes.append(f"{_files(len(self.excluded))} left out by --exclude")
        for suffix, count in sorted(self.others.items()):
            self.found.notes.append(f"{_files(count)} left out, being of a kind that is not read ({suffix})")
        return self.found

    def _add_named(self, path: Path) -> None:
        """A file that is named outright is read or skipped, never passed over."""
        if path.suffix.lower() in SUFFIXES:
            self._add_file(path, path.name)
        else:
            self._skip(_shown(path), f"a {path.suffix or 'nameless'} file is not read", f"These are: {KINDS}")

    def _add_glob(self, pattern: str) -> None:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            self._skip(pattern, "no file matches", "Check the pattern and the current folder")
        for match in map(Path, matches):
            for path in self._walk(match, set()) if match.is_dir() else [match]:
                self._add_listed(path, path.name)

    def _add_folder(self, folder: Path) -> None:
        skipped = len(self.found.skipped)
        listed = [self._add_listed(path, path.relative_to(folder).as_posix()) for path in self._walk(folder, set())]
        if not any(listed) and skipped == len(self.found.skipped):
            self._skip(_shown(folder), "the folder holds no file that can be read", f"These can: {KINDS}")

    def _walk(self, folder: Path, above: set[str]) -> Iterator[Path]:
        """The files below ``folder`` that are not hidden, sorted; a link back to a folder above is not followed."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self._skip(_shown(folder), f"the folder can't be opened: {error.strerror}", "Check its permissions")
            return
        here = above | {os.path.realpath(folder)}
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if not entry.is_dir():
                yield entry
            elif os.path.realpath(entry) not in here:
                yield from self._walk(entry, here)

    def _add_listed(self, path: Path, below: str) -> bool:
        """Whether a file that a folder or a glob brings up is of a kind that is read; others are passed over."""
        suffix = path.suffix.lower()
        if suffix in SUFFIXES:
            self._add_file(path, below)
        elif suffix in _DOCUMENTS:
            self.others[suffix] += 1
        return suffix in SUFFIXES

    def _add_file(self, path: Path, below: str) -> None:
        identity = os.path.realpath(path)
        if self._is_excluded(path, below):
            self.excluded.add(identity)
        elif identity not in self.seen:
            self.seen.add(identity)
            self.found.files[_shown(path)] = path

    def _is_excluded(self, path: Path, below: str) -> bool:
        """Whether a glob names the whole path, the path below the folder that was given, or a name on that way."""
        names = (_shown(path), below, *below.split("/"))
        return any(fnmatch(name, pattern) for pattern in self.exclude for name in names)

    def _skip(self, path: str, problem: str, remedy: str) -> None:
        self.found.skipped.append(Skipped(path, problem, remedy))


def _shown(path: Path) -> str:
    """The path as a report prints it; bytes that are no UTF-8 in a file's name become U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _files(count: int) -> str:
    return "1 file was" if count == 1 else f"{count} files were"
