"""What an index asks of its database: statements, transactions that are whole or not at all, and a search.

SQL is written once, in what SQLite and PostgreSQL both understand, with ``?`` for a value. What they don't share is
behind ``Connection`` and ``Database``, which ``sqlite`` and ``postgres`` provide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from factcheck.locations import Location

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.store.tables import Profile

WAIT = 30.0
"""Seconds that a writer waits for another one."""


class Rows(Protocol):
    """What a statement gives."""

    def __iter__(self) -> Iterator[Any]: ...

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""


class Connection(Protocol):
    """Takes SQL statements."""

    @property
    def types(self) -> Mapping[str, str]:
        """How the types that ``schema.TABLES`` names are called here, and the path of an article's record as JSON."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Rows:
        """Runs a statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Runs a statement for each row of values."""

    def stream(self, sql: str, /) -> Iterable[Any]:
        """The rows of a statement that are too many to be held at once; no other statement may run meanwhile."""

    def packed(self, vector: NDArray[Any], /) -> object:
        """The value that is stored for a vector."""

    def unpacked(self, stored: Any, /) -> NDArray[Any]:
        """The vector of a stored value."""


class Search(Protocol):
    """Finds the articles that a new one must be compared with: all that are related to it, and perhaps a few more."""

    def add(self, article: int, profile: Profile, vectors: NDArray[Any]) -> None:
        """Takes note of an article that was put in, with a vector for each claim, a row."""

    def drop(self, article: int) -> None:
        """Takes note of an article that was taken out."""

    def related(self, profile: Profile, vectors: NDArray[Any]) -> set[int]:
        """The articles that an article with this profile and these claims may be related to."""


class Database(Protocol):
    """An open database of one index; what it can't do is raised as a StoreError that says why."""

    @property
    def location(self) -> Location:
        """Where it is."""

    @property
    def connection(self) -> Connection:
        """What takes the statements."""

    @property
    def changes(self) -> int:
        """A number that changes whenever another connection has written."""

    @property
    def size(self) -> int:
        """Bytes that the index takes."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer can disturb: all of it is kept, or nothing if it ends in an error."""

    def reading(self) -> AbstractContextManager[None]:
        """A transaction in which everything is as it was at its beginning, whatever others write."""

    def search(self, *, empty: bool = False) -> Search:
        """The search over all articles, or over those only that will be added to it."""

    def damage(self) -> Iterator[str]:
        """What is wrong with the database itself, a line each; after that nothing else can be trusted."""

    def strays(self) -> Iterator[str]:
        """Rows that belong to nothing, a line each."""

    def trace(self, tell: Callable[[str], None] | None) -> None:
        """Has every statement told as it begins, or none any more."""

    def close(self) -> None:
        """Closes it."""


def connect(location: Location, *, readonly: bool, create: bool, wait: float) -> Database:
    """The database at a location, made if need be unless it is to be opened ``readonly`` or not to ``create`` one."""
    if isinstance(location, Path):
        from factcheck.store.sqlite import File

        return File(location, readonly=readonly, create=create, wait=wait)
    from factcheck.store.postgres import Server

    return Server(location, readonly=readonly, create=create, wait=wait)
