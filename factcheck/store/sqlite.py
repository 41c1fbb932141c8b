"""An index in a file: SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from factcheck.errors import StoreError, UsageError
from factcheck.store import schema, tables
from factcheck.store.neighbours import Neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

APPLICATION = int.from_bytes(b"fact", "big")
"""SQLite's application id, by which an index is told from another program's file."""
TYPES = {
    "id": "INTEGER PRIMARY KEY", "integer": "INTEGER", "real": "REAL", "text": "TEXT", "bytes": "BLOB",
    "vector": "BLOB", "table": " STRICT", "keyed": " STRICT, WITHOUT ROWID",
    "path": "json_quote(json_extract(record, '$.path'))",
}  # fmt: skip


class FileConnection(sqlite3.Connection):
    """SQLite's own connection, which stores a vector as the bytes of its 32-bit floats."""

    types = TYPES

    def stream(self, sql: str) -> sqlite3.Cursor:
        """The rows of a statement, one at a time, as they always are here."""
        return self.execute(sql)

    def packed(self, vector: NDArray[Any]) -> bytes:
        """The vector's bytes."""
        return np.asarray(vector, dtype=np.float32).tobytes()

    def unpacked(self, stored: bytes) -> NDArray[Any]:
        """The vector of the bytes; an empty one where they can't be one."""
        return np.frombuffer(stored, dtype=np.float32) if len(stored) % 4 == 0 else np.zeros(0, dtype=np.float32)


class File:
    """One connection to the file; what SQLite can't do is raised as a StoreError that says why."""

    def __init__(self, path: Path, *, readonly: bool, create: bool, wait: float) -> None:
        self.location = path
        self._wait = wait
        if (readonly or not create) and not path.exists():
            raise UsageError(f"there is no index at {path}", "make one with: factcheck index add PATH...")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} for the index", "make it, or name another file")
        with self._explained():
            self.connection = self._connect("ro" if readonly else "rwc" if create else "rw")
        try:
            with self._explained():
                self._prepare(readonly)
        except BaseException:
            self.connection.close()
            raise

    def _connect(self, mode: str) -> FileConnection:
        uri = f"file:{quote(str(self.location.absolute()))}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=self._wait, isolation_level=None, factory=FileConnection)

    def _prepare(self, readonly: bool) -> None:
        found, newest = self._pragma("user_version"), len(schema.MIGRATIONS)
        tables = self.connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables and self._pragma("application_id") != APPLICATION:
            raise StoreError(f"{self.location} is a database of another program", "name another file")
        if found > newest:
            problem = f"{self.location} was written by a newer factcheck (format {found}, known: {newest})"
            raise StoreError(problem, "update factcheck")
        self.connection.execute("PRAGMA foreign_keys = ON")
        if not readonly:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
        if found == newest:
            return
        if readonly:
            if not found:
                raise StoreError(f"{self.location} holds no articles yet", "run: factcheck index add PATH...")
            raise StoreError(f"{self.location} has an older format", schema.RENEWAL)
        with self.writing():
            schema.migrate(self.connection, self._pragma("user_version"))
            self.connection.execute(f"PRAGMA user_version = {newest}")
            self.connection.execute(f"PRAGMA application_id = {APPLICATION}")

    def _pragma(self, name: str) -> int:
        return int(self.connection.execute(f"PRAGMA {name}").fetchone()[0])

    @property
    def changes(self) -> int:
        """A number that changes whenever another connection has written."""
        return self._pragma("data_version")

    @property
    def size(self) -> int:
        """Bytes of the file and of what has not been written back to it yet."""
        log = self.location.with_name(f"{self.location.name}-wal")
        return sum(file.stat().st_size for file in (self.location, log) if file.exists())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer can disturb: all of it is kept, or nothing if it ends in an error."""
        yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is as it was at its beginning, whatever others write."""
        yield from self._transaction("BEGIN")

    def _transaction(self, begin: str) -> Iterator[None]:
        with self._explained():
            self.connection.execute(begin)
            try:
                yield
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.execute("COMMIT")

    def search(self, *, empty: bool = False) -> Neighbours:
        """The search in memory, which reads the vectors of an article when it needs them."""
        return Neighbours(() if empty else tables.profiles(self.connection), self._vectors)

    def _vectors(self, article: int) -> NDArray[np.float32]:
        """The vectors of an article's claims, a row each."""
        query = "SELECT v.vector FROM claims c JOIN vectors v ON v.id = c.vector WHERE article = ? ORDER BY number"
        said = [vector for (vector,) in self.connection.execute(query, (article,))]
        return np.frombuffer(b"".join(said), dtype=np.float32).reshape(len(said), -1)

    def damage(self) -> Iterator[str]:
        """What SQLite finds wrong with the file."""
        found = (line for (line,) in self.connection.execute("PRAGMA integrity_check"))
        yield from (f"the file is damaged: {line}" for line in found if line != "ok")

    def strays(self) -> Iterator[str]:
        """Rows that belong to nothing."""
        for table, row, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
            yield f"table {table}: row {row} belongs to nothing in {parent}"

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Has every statement told as it begins, or none any more."""
        self.connection.set_trace_callback(tell)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns an error of SQLite into a StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            problem = f"another process is writing to {self.location}, and did not finish within {self._wait:g} seconds"
            return StoreError(problem, "try again when it is done; readers need not wait")
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            return StoreError(f"{self.location} is no index, or is damaged ({error})", "restore it, or index again")
        if code == sqlite3.SQLITE_FULL:
            return StoreError(f"the disk of {self.location} is full", "make room, and run the command again")
        return StoreError(f"{self.location} can't be used ({error})", "check its permissions and its folder's")

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()
