"""An index on a server: PostgreSQL with pgvector, in a schema of its own.

Writers take an advisory lock of the schema for the length of their transaction, so that there is one at a time; each
statement of it sees what the writer before has left. Readers have a snapshot, and wait for nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck import locations
from factcheck.errors import FactcheckError, StoreError, UsageError
from factcheck.store import schema, tables
from factcheck.store.database import Rows
from factcheck.store.server_search import ServerSearch

try:
    import psycopg
    from psycopg import errors
    from psycopg.adapt import Dumper, Loader
    from psycopg.pq import Format
    from psycopg.types import TypeInfo
except ImportError as error:
    raise StoreError(
        f"an index on a server needs the PostgreSQL driver, which can't be imported ({error})",
        'install it with: pip install "factcheck-sources[postgres]"',
    ) from error

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXTENSION = "vector"
"""pgvector, by the name that PostgreSQL knows it by."""
TYPES = {
    "id": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "integer": "bigint", "real": "double precision",
    "text": 'text COLLATE "C"', "bytes": "bytea", "vector": "vector", "table": "", "keyed": "",
    "path": r"""substring(record from '"path":("([^"\\]|\\.)*")')""",
}  # fmt: skip
"""Texts are sorted by code point, as SQLite does it; a vector has the length that the encoder gives it. The path is not
taken by the functions for JSON, which refuse a record with an escaped NUL anywhere."""
STATE = "factcheck_index"
"""The table with one row that tells an index from other tables: its format, and how many transactions have written."""
WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
PATIENCE = 10
"""Seconds to wait for a server that does not answer, where the URL does not say ``connect_timeout``."""
SETTINGS = (
    "SET client_min_messages = warning",
    "SET jit = off",  # compiling takes longer than the search
    # So that the server soon takes the lock back from a client whose machine has vanished.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)


class VectorDumper(Dumper):
    """An array as pgvector's binary form: the length, two bytes that are not used, and big-endian floats."""

    format = Format.BINARY

    def dump(self, obj: NDArray[Any]) -> bytes:
        """The bytes that are sent."""
        return len(obj).to_bytes(2, "big") + b"\0\0" + obj.astype(">f4").tobytes()


class VectorLoader(Loader):
    """The array of pgvector's binary form."""

    format = Format.BINARY

    def load(self, data: Any) -> NDArray[np.float32]:
        """The array of the bytes that came."""
        return np.frombuffer(data, dtype=">f4", offset=4).astype(np.float32)


class ServerConnection:
    """Statements with ``?`` for a value, as they are written for both databases."""

    types = TYPES

    def __init__(self, connection: psycopg.Connection[Any], explain: Callable[[psycopg.Error], FactcheckError]) -> None:
        self._connection = connection
        self._explain = explain
        self.tell: Callable[[str], None] | None = None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """Runs a statement."""
        with self._explained(sql):
            return self._connection.execute(_translated(sql), [_sent(value) for value in values], binary=True)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs a statement for each row of values; the server is not waited for in between."""
        with self._explained(sql), self._connection.cursor(binary=True) as cursor:
            cursor.executemany(_translated(sql), [[_sent(value) for value in row] for row in rows])

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows of a statement, one at a time as the server sends them."""
        with self._explained(sql), self._connection.cursor(binary=True) as cursor:
            yield from cursor.stream(_translated(sql), binary=True)

    def packed(self, vector: NDArray[Any]) -> NDArray[Any]:
        """The vector itself, which the driver sends."""
        return vector

    def unpacked(self, stored: NDArray[Any]) -> NDArray[Any]:
        """The vector itself, as the driver made it."""
        return stored

    @contextmanager
    def _explained(self, sql: str) -> Iterator[None]:
        if self.tell:
            self.tell(sql)
        try:
            yield
        except psycopg.Error as error:
            raise self._explain(error) from error


class Server:
    """One connection to the server; what PostgreSQL can't do is raised as a StoreError that says why."""

    def __init__(self, location: locations.Server, *, readonly: bool, create: bool, wait: float) -> None:
        self.location = location
        self._readonly = readonly
        self._wait = wait
        self._own = 0
        self._connection = self._connect()
        self.connection = ServerConnection(self._connection, self._explain)
        try:
            self._prepare(create and not readonly)
        except BaseException:
            self._connection.close()
            raise

    def _connect(self) -> psycopg.Connection[Any]:
        options: dict[str, Any] = {"connect_timeout": PATIENCE, "application_name": "factcheck"}
        try:
            return psycopg.connect(autocommit=True, **(options | dict(self.location.options)))
        except psycopg.ProgrammingError as error:
            problem = f"the URL of {self.location} can't be understood ({self._told(error)})"
            raise UsageError(problem, "name options as libpq does, like sslmode") from error
        except psycopg.Error as error:
            problem = f"{self.location} can't be reached ({self._told(error)})"
            raise StoreError(problem, "check its address, that the server runs, and your rights there") from error

    def _prepare(self, create: bool) -> None:
        for statement in SETTINGS:
            self.connection.execute(statement)
        found = self._format()
        if found is None and not create:
            raise UsageError(f"there is no index at {self.location}", "make one with: factcheck index add PATH...")
        if found == len(schema.MIGRATIONS):
            self._use_schema()
            return
        if self._readonly:
            raise StoreError(f"{self.location} has an older format", schema.RENEWAL)
        with self._transaction(WRITING):
            self._lock(self.location.schema)
            self._migrate(self._format())  # another one may have done it since
        self._use_schema()

    def _format(self) -> int | None:
        """The format of the index, or None if there is none; raises StoreError if this version can't use it."""
        # By the catalogue, which anybody may read, whatever their rights to the schema.
        tables = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?) AND relkind IN ('r', 'p', 'v')"
        names = [name for (name,) in self.connection.execute(tables, (self.location.schema,))]
        if not names:
            return None
        if STATE not in names:
            problem = f"the schema {self.location.schema} of {self.location} holds tables of another program"
            raise StoreError(problem, "name another one in the URL: ?schema=NAME")
        (found,) = self.connection.execute(f"SELECT format FROM {self.location.schema}.{STATE}").fetchone()
        if found > len(schema.MIGRATIONS):
            known = len(schema.MIGRATIONS)
            problem = f"{self.location} was written by a newer factcheck (format {found}, known: {known})"
            raise StoreError(problem, "update factcheck")
        return int(found)

    def _migrate(self, found: int | None) -> None:
        execute, newest = self.connection.execute, len(schema.MIGRATIONS)
        if found is None:
            if not execute("SELECT to_regnamespace(?) IS NOT NULL", (self.location.schema,)).fetchone()[0]:
                execute(f"CREATE SCHEMA {self.location.schema}")
            if self._extension() is None:
                self._lock(EXTENSION)  # another index of the database may be made at the same time
            if self._extension() is None:
                self._make_extension()
            execute(f"CREATE TABLE {self.location.schema}.{STATE} (format integer NOT NULL, changes bigint NOT NULL)")
            execute(f"INSERT INTO {self.location.schema}.{STATE} VALUES (0, 0)")
        self._use_schema()
        schema.migrate(self.connection, found or 0)
        execute(f"UPDATE {STATE} SET format = ?, changes = changes + 1", (newest,))

    def _make_extension(self) -> None:
        try:
            # Not in our schema: other indexes in the database use it, too.
            self.connection.execute(f"CREATE EXTENSION {EXTENSION} WITH SCHEMA public")
        except StoreError as error:
            said = self._told(error.__cause__ or error)
            problem = f"the database of {self.location} has no pgvector, and it can't be added ({said})"
            remedy = f"install pgvector on the server, and have an administrator run: CREATE EXTENSION {EXTENSION}"
            raise StoreError(problem, remedy) from error

    def _extension(self) -> str | None:
        """The schema that pgvector is in."""
        query = "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = ?"
        found = self.connection.execute(query, (EXTENSION,)).fetchone()
        return found[0] if found else None

    def _use_schema(self) -> None:
        """Makes names stand for our tables and for pgvector's type, and has the driver send and take vectors."""
        home = str(self._extension() or "public").replace('"', '""')
        self.connection.execute(f'SET search_path = {self.location.schema}, "{home}"')
        info = TypeInfo.fetch(self._connection, EXTENSION)
        if info is None:
            remedy = f"have an administrator run: CREATE EXTENSION {EXTENSION}"
            raise StoreError(f"the database of {self.location} has lost pgvector", remedy)
        info.register(self._connection)
        self._connection.adapters.register_loader(info.oid, VectorLoader)
        dumper = type("Dumper", (VectorDumper,), {"oid": info.oid})
        self._connection.adapters.register_dumper(np.ndarray, dumper)

    # Transactions

    @property
    def changes(self) -> int:
        """A number that changes whenever another connection has written."""
        found = self.connection.execute(f"SELECT changes FROM {STATE}").fetchone()
        return int(found[0]) - self._own

    @property
    def size(self) -> int:
        """Bytes of the tables and their indexes."""
        query = (
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
            "WHERE relnamespace = to_regnamespace(?) AND relkind = 'r'"
        )
        return int(self.connection.execute(query, (self.location.schema,)).fetchone()[0])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer can disturb: all of it is kept, or nothing if it ends in an error."""
        if self._readonly:
            raise StoreError(f"{self.location} was opened readonly", "open it to be written")
        with self._transaction(WRITING):
            self._lock(self.location.schema)
            yield
            self.connection.execute(f"UPDATE {STATE} SET changes = changes + 1")
        self._own += 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is as it was at its beginning, whatever others write."""
        with self._transaction(READING):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self.connection.execute(begin)
        try:
            yield
        except BaseException:
            with suppress(StoreError):  # the connection may be what is lost; the server then does it by itself
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def _lock(self, name: str) -> None:
        """Waits for the writer that is there; the lock goes with the transaction."""
        milliseconds = max(1, round(self._wait * 1000))  # 0 would be for ever
        self.connection.execute("SELECT set_config('lock_timeout', ?, true)", (str(milliseconds),))
        self.connection.execute("SELECT pg_advisory_xact_lock(?::bigint)", (_lock_of(name),))

    # The rest

    def search(self, *, empty: bool = False) -> ServerSearch:
        """The search, which the server does."""
        return ServerSearch(self.connection, () if empty else tables.profiles(self.connection))

    def damage(self) -> Iterator[str]:
        """Nothing: the server checks its files by itself, and a page that is damaged is an error when it is read."""
        yield from ()

    def strays(self) -> Iterator[str]:
        """Rows that belong to nothing, which there can be where somebody switched the server's own checks off."""
        query = (
            "SELECT conrelid::regclass::text, confrelid::regclass::text, "
            "(SELECT string_agg(format('p.%I = c.%I', p.attname, c.attname), ' AND ') "
            "FROM unnest(conkey, confkey) AS k (ours, theirs) "
            "JOIN pg_attribute c ON c.attrelid = conrelid AND c.attnum = k.ours "
            "JOIN pg_attribute p ON p.attrelid = confrelid AND p.attnum = k.theirs) "
            "FROM pg_constraint WHERE contype = 'f' AND connamespace = to_regnamespace(?) ORDER BY 1, 2"
        )
        for table, parent, same in self.connection.execute(query, (self.location.schema,)):
            lone = f"SELECT count(*) FROM {table} c WHERE NOT EXISTS (SELECT 1 FROM {parent} p WHERE {same})"
            (count,) = self.connection.execute(lone).fetchone()
            if count:
                yield f"table {table}: {count} rows belong to nothing in {parent}"

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Has every statement told as it begins, or none any more."""
        self.connection.tell = tell

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _explain(self, error: psycopg.Error) -> FactcheckError:
        if isinstance(error, errors.LockNotAvailable):
            problem = f"another process is writing to {self.location}, and did not finish within {self._wait:g} seconds"
            return StoreError(problem, "try again when it is done; readers need not wait")
        told = self._told(error)
        if isinstance(error, errors.InsufficientPrivilege):
            return StoreError(f"your rights to {self.location} are not enough ({told})", "have them granted to you")
        if isinstance(error, errors.DiskFull):
            return StoreError(f"the disk of {self.location} is full", "make room, and run the command again")
        if isinstance(error, (errors.DataCorrupted, errors.IndexCorrupted)):
            return StoreError(f"{self.location} is damaged ({told})", "restore it, or index again")
        if self._connection.broken or self._connection.closed:
            return StoreError(f"the connection to {self.location} was lost ({told})", "try again")
        return StoreError(f"{self.location} can't be used ({told})", "see: factcheck index verify")

    def _told(self, error: BaseException) -> str:
        """What the server or its driver said, in one line and without a password."""
        said = str(error)
        for name, value in self.location.options:
            if "password" in name or "passphrase" in name:
                said = said.replace(value, "***")
        return " ".join(said.split()).removesuffix(".")


@lru_cache(maxsize=1024)
def _translated(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _sent(value: Any) -> Any:
    """PostgreSQL takes no NUL in a text; only names can have one, since JSON escapes it."""
    if isinstance(value, list):
        return [_sent(item) for item in value]
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def _lock_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"factcheck index {name}".encode()).digest()[:8], "big", signed=True)
