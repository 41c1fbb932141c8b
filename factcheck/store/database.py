"""The file of an index: opening it, and transactions that are whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from factcheck.errors import StoreError, UsageError
from factcheck.store import schema

WAIT = 30.0
"""Seconds that a writer waits for another one."""


class Database:
    """One connection to the file; what SQLite can't do is raised as a StoreError that says why."""

    def __init__(self, path: Path, *, readonly: bool, wait: float = WAIT) -> None:
        self.path = path
        self.wait = wait
        if readonly and not path.exists():
            raise UsageError(f"there is no index at {path}", "make one with: factcheck index add PATH...")
        if not readonly and not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} for the index", "make it, or name another file")
        with self.explained():
            self.connection = self._connect(readonly)
        try:
            with self.explained():
                self._prepare(readonly)
        except BaseException:
            self.connection.close()
            raise

    def _connect(self, readonly: bool) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.absolute()))}?mode={'ro' if readonly else 'rwc'}"
        return sqlite3.connect(uri, uri=True, timeout=self.wait, isolation_level=None)

    def _prepare(self, readonly: bool) -> None:
        found, owner = schema.version(self.connection), self._pragma("application_id")
        tables = self.connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables and owner != schema.APPLICATION:
            raise StoreError(f"{self.path} is a database of another program", "name another file")
        if found > len(schema.MIGRATIONS):
            problem = f"{self.path} was written by a newer factcheck (format {found}, known: {len(schema.MIGRATIONS)})"
            raise StoreError(problem, "update factcheck")
        self.connection.execute("PRAGMA foreign_keys = ON")
        if not readonly:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
        if found == len(schema.MIGRATIONS):
            return
        if readonly:
            problem = f"{self.path} holds no articles yet" if not found else f"{self.path} has an older format"
            raise StoreError(problem, "run: factcheck index add PATH...")
        with self.writing():
            schema.migrate(self.connection)

    def _pragma(self, name: str) -> int:
        return int(self.connection.execute(f"PRAGMA {name}").fetchone()[0])

    @property
    def changes(self) -> int:
        """A number that changes whenever another connection has written."""
        return self._pragma("data_version")

    @property
    def size(self) -> int:
        """Bytes of the file and of what has not been written back to it yet."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return sum(file.stat().st_size for file in (self.path, log) if file.exists())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer can disturb: all of it is kept, or nothing if it ends in an error."""
        yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is as it was at its beginning, whatever others write."""
        yield from self._transaction("BEGIN")

    def _transaction(self, begin: str) -> Iterator[None]:
        with self.explained():
            self.connection.execute(begin)
            try:
                yield
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.execute("COMMIT")

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns an error of SQLite into a StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            problem = f"another process is writing to {self.path}, and did not finish within {self.wait:g} seconds"
            return StoreError(problem, "try again when it is done; readers need not wait")
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            return StoreError(f"{self.path} is no index, or is damaged ({error})", "restore it, or index again")
        if code == sqlite3.SQLITE_FULL:
            return StoreError(f"the disk of {self.path} is full", "make room, and run the command again")
        return StoreError(f"{self.path} can't be used ({error})", "check its permissions and its folder's")

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()
