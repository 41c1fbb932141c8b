"""Articles for an index: a few stories in several versions, taken apart once."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace

import pytest

from factcheck import clusters, pipeline, store
from factcheck.articles import Reading
from factcheck.comparators import Judge
from factcheck.config import NO_MODEL, Settings
from factcheck.records import Article, Claim
from factcheck.results import Result
from factcheck.store.schema import TABLES
from factcheck.testing import FakeEncoder

SETTINGS = Settings(nli=NO_MODEL, min_confidence=0.5)
PARAGRAPHS = (
    "The ferry Solveig carried {count} passengers when it ran aground near {town} on Monday.",
    "A tug pulled the ferry free at noon, and {hurt} people were hurt near {town}.",
    "“We will {verb} the old fleet before the winter comes,” said the mayor of {town}.",
    "The harbour of {town} was {state} on Monday.",
)
STORIES = [
    {"count": 212, "town": "Hestvik", "hurt": 3, "verb": "repair", "state": "closed"},
    {"count": 340, "town": "Hestvik", "hurt": 5, "verb": "replace", "state": "reopened"},
    {"count": 212, "town": "Hestvik", "hurt": 4, "verb": "repair", "state": "reopened"},
    {"count": 95, "town": "Torsund", "hurt": 11, "verb": "sell", "state": "closed"},
]


@dataclass(frozen=True)
class Backend:
    """Where the indexes of the tests are: in files, or on a server."""

    name: str
    new: Callable[[], str]
    """The location of an index that is not there yet."""
    alter: Callable[[str, str], None]
    """Runs a statement on the tables at a location, behind the back of the index and of what keeps them whole."""
    copy: Callable[[str], str]
    """The location of a copy of an index."""


@pytest.fixture(scope="session", params=["file", "server"])
def backend(request) -> Backend:
    """Each of both in turn: what is tested of an index holds for either."""
    return request.getfixturevalue(f"{request.param}s")


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> Backend:
    """Indexes in files."""
    folder, numbers = tmp_path_factory.mktemp("indexes"), itertools.count()

    def new() -> str:
        return str(folder / f"{next(numbers)}.index")

    return Backend("file", new, _alter_file, lambda path: shutil.copyfile(path, new()))


def _alter_file(path: str, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)


@pytest.fixture(scope="session")
def servers(server) -> Backend:
    """Indexes in schemas on a server."""
    numbers = itertools.count()

    def new() -> str:
        return f"{server}&schema=index_{next(numbers)}"

    return Backend("server", new, _alter_server, lambda url: _copy_on_server(url, new()))


def _alter_server(url: str, statement: str) -> None:
    import psycopg

    bare, _, schema = url.partition("&schema=")
    with psycopg.connect(bare, autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}, public")
        connection.execute("SET session_replication_role = replica")  # no foreign keys
        connection.execute(statement)


def _copy_on_server(url: str, copy: str) -> str:
    store.open(copy, encoder=FakeEncoder()).close()
    schema = url.partition("&schema=")[2]
    tables = [statement.split()[2] for statement in TABLES if statement.startswith("CREATE TABLE")]
    tables.remove("sides")  # which only the first format had
    tables.append("profiles")  # which only later ones have
    counted = [statement.split()[2] for statement in TABLES if "id {id}" in statement]
    copied = [f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {schema}.{table}" for table in tables]
    copied += [f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)" for table in counted]
    _alter_server(copy, "; ".join(copied))
    return copy


@dataclass(frozen=True)
class Pool:
    """Articles with their claims: of each of some ids a few versions."""

    versions: tuple[tuple[Article, ...], ...]
    claims: dict[Article, tuple[Claim, ...]]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The first version of each."""
        return tuple(versions[0] for versions in self.versions)

    def check(self, articles: Iterable[Article], settings: Settings = SETTINGS) -> Result:
        """What a check of the articles at once gives, without extracting them anew."""
        reading = Reading(tuple(sorted(articles, key=lambda article: article.path)), (), ())
        stated = [claim for article in reading.articles for claim in self.claims[article]]
        vectors = clusters.embed(stated, FakeEncoder())
        compared = pipeline.compare(stated, vectors, Judge(None))
        return pipeline.conclude(reading, stated, compared, vectors, settings, "fake", NO_MODEL)


@pytest.fixture(scope="session")
def pool(tell) -> Pool:
    """Five articles in three versions each; the last one is about something else."""
    versions = []
    for number in range(4):
        told = [STORIES[(number + version) % 4] for version in range(3)]
        texts = [[p.format(**story) for p in PARAGRAPHS[: 4 - version]] for version, story in enumerate(told)]
        versions.append(tuple(tell(*paragraphs, id=f"news/article-{number}.txt") for paragraphs in texts))
    other = ["The mountain pass was closed by snow.", "Forty lorries waited at the inn.", "It thawed."]
    versions.append(tuple(tell(*other[: 1 + version], id="news/weather.txt") for version in range(3)))
    flat = [article for each in versions for article in each]
    by_text = dict(zip(flat, _extracted(flat), strict=True))
    return Pool(tuple(versions), by_text)


def _extracted(articles: list[Article]) -> list[tuple[Claim, ...]]:
    return [claims for _, claims in pipeline.extract_each(articles)]


@pytest.fixture(scope="session")
def renamed():
    """An article under another id."""
    return lambda article, id: replace(article, id=id, path=id)
