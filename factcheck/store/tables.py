"""What an index keeps of its articles, as records: one function for each thing that is asked or put.

What was found between them is in ``kept``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from factcheck import kinship
from factcheck.clusters import Vectors
from factcheck.records import Article, Claim, Mention
from factcheck.store import codec
from factcheck.store.database import Connection

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 500
"""Values in one statement; SQLite takes at least 999."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the index, without its text."""

    id: str
    path: str
    source: str | None
    title: str | None
    published: date | None
    claims: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Stated:
    """An article's claims, and the vectors of all their texts."""

    claims: tuple[Claim, ...]
    vectors: Vectors

    @property
    def matrix(self) -> NDArray[np.float32]:
        """The vectors of the claims, a row each."""
        rows = [self.vectors[claim.text] for claim in self.claims]
        return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    @property
    def profile(self) -> Profile:
        """What is compared of the article before any vector is."""
        return Profile(len(self.claims), kinship.landmarks(self.claims), kinship.published(self.claims))


@dataclass(frozen=True, slots=True)
class Profile:
    """What tells how alike the claims of two articles must be for the two to be related."""

    claims: int
    landmarks: frozenset[str] = frozenset()
    """The proper nouns that tell the article's event from others of its sort."""
    published: int = kinship.UNKNOWN
    """The day of publication (``kinship.published``)."""


# Meta


def meta(connection: Connection) -> dict[str, str]:
    """What the index says about itself; empty before the first article."""
    return dict(connection.execute("SELECT key, value FROM meta ORDER BY key"))


def put_meta(connection: Connection, values: Mapping[str, str]) -> None:
    """Says something about the index, in place of what was said before."""
    statement = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.executemany(statement, values.items())


# Articles and claims


def profiles(connection: Connection) -> Iterator[tuple[int, Profile]]:
    """The profile of each article that claims anything, with its row, sorted by these."""
    query = "SELECT article, claims, published, landmarks FROM profiles WHERE claims > 0 ORDER BY article"
    for row, claims, published, named in connection.execute(query):
        yield row, _profile(claims, published, named)


def profile(connection: Connection, id: int) -> Profile | None:
    """The profile of an article, or None where there is none."""
    query = "SELECT claims, published, landmarks FROM profiles WHERE article = ?"
    found = connection.execute(query, (id,)).fetchone()
    return found and _profile(*found)


def _profile(claims: int, published: int, named: str) -> Profile:
    return Profile(claims, frozenset(filter(None, named.split("\n"))), published)


def digest(article: Article) -> str:
    """A hash of all that the article says and of how it was read."""
    return hashlib.sha256(codec.dumps(article).encode("utf-8", "surrogatepass")).hexdigest()


def rows(connection: Connection) -> dict[str, int]:
    """The row of each article, by its id, sorted."""
    return dict(connection.execute("SELECT name, id FROM articles ORDER BY name"))


def entries(connection: Connection) -> tuple[Entry, ...]:
    """The articles without their texts, sorted by id."""
    found = connection.execute("SELECT record, claims, mentions FROM articles ORDER BY name")
    return tuple(
        Entry(a.id, a.path, a.source, a.title, a.published, claims, mentions)
        for a, claims, mentions in ((codec.loads(Article, record), *sizes) for record, *sizes in found)
    )


def paths(connection: Connection) -> dict[str, str]:
    """The path of each article, by its id, without reading the texts."""
    found = connection.execute(f"SELECT name, {connection.types['path']} FROM articles")
    return {name: json.loads(path) for name, path in found}


def sizes(connection: Connection) -> dict[str, tuple[int, int]]:
    """How many claims and how many mentions each article has, by its id."""
    found = connection.execute("SELECT name, claims, mentions FROM articles")
    return {name: (claims, mentions) for name, claims, mentions in found}


def counts(connection: Connection) -> dict[str, int]:
    """How many there are of everything."""
    tables = ("articles", "claims", "mentions", "vectors", "comparisons", "findings")
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def digest_of(connection: Connection, name: str) -> str | None:
    """The digest of the article of that id, or None if it is not there."""
    found = connection.execute("SELECT digest FROM articles WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def article(connection: Connection, id: int) -> Article:
    """An article."""
    return codec.loads(Article, connection.execute("SELECT record FROM articles WHERE id = ?", (id,)).fetchone()[0])


def claims(connection: Connection, id: int) -> tuple[Claim, ...]:
    """The claims of an article, with their mentions, in reading order."""
    mentions: dict[int, list[Mention]] = {}
    query = "SELECT claim, record FROM mentions WHERE article = ? ORDER BY claim, number"
    for claim, record in connection.execute(query, (id,)):
        mentions.setdefault(claim, []).append(codec.loads(Mention, record))
    query = "SELECT number, record FROM claims WHERE article = ? ORDER BY number"
    return tuple(
        replace(codec.loads(Claim, record), mentions=tuple(mentions.get(number, ())))
        for number, record in connection.execute(query, (id,))
    )


def claim(connection: Connection, id: int, number: int) -> Claim:
    """One claim of an article, with its mentions."""
    query = "SELECT record FROM mentions WHERE article = ? AND claim = ? ORDER BY number"
    mentions = tuple(codec.loads(Mention, record) for (record,) in connection.execute(query, (id, number)))
    query = "SELECT record FROM claims WHERE article = ? AND number = ?"
    (record,) = connection.execute(query, (id, number)).fetchone()
    return replace(codec.loads(Claim, record), mentions=mentions)


def put_article(connection: Connection, article: Article, stated: Stated, vectors: Mapping[str, int]) -> int:
    """The row of an article that was put in with its claims; ``vectors`` are the rows of its texts' vectors."""
    mentioned = sum(len(claim.mentions) for claim in stated.claims)
    id = inserted(
        connection,
        "INSERT INTO articles (name, digest, claims, mentions, record) VALUES (?, ?, ?, ?, ?)",
        (article.id, digest(article), len(stated.claims), mentioned, codec.dumps(article)),
    )
    profile = stated.profile
    connection.execute(
        "INSERT INTO profiles VALUES (?, ?, ?, ?)",
        (id, profile.claims, profile.published, "\n".join(sorted(profile.landmarks))),
    )
    connection.executemany("INSERT INTO texts VALUES (?, ?)", ((id, vector) for vector in vectors.values()))
    connection.executemany(
        "INSERT INTO claims VALUES (?, ?, ?, ?)",
        (
            (id, number, vectors[claim.text], codec.dumps(replace(claim, mentions=())))
            for number, claim in enumerate(stated.claims)
        ),
    )
    connection.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?, ?, ?)",
        (
            (id, number, position, mention.kind.value, codec.dumps(mention))
            for number, claim in enumerate(stated.claims)
            for position, mention in enumerate(claim.mentions)
        ),
    )
    return id


def drop_article(connection: Connection, id: int) -> None:
    """Takes an article out, with its claims and its comparisons."""
    connection.execute("DELETE FROM articles WHERE id = ?", (id,))


# Vectors


def key(encoder: str, text: str) -> bytes:
    """By what a vector is found: a hash of the text and of the encoder's name."""
    return hashlib.sha256(f"{encoder}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def known_vectors(connection: Connection, encoder: str, wanted: Iterable[str]) -> Vectors:
    """The vectors of those of the texts that have one."""
    keys = {key(encoder, text): text for text in wanted}
    return {
        keys[digest]: connection.unpacked(vector)
        for chunk in _chunks(list(keys))
        for digest, vector in connection.execute(
            f"SELECT digest, vector FROM vectors WHERE digest IN ({_marks(chunk)})", chunk
        )
    }


def put_vectors(connection: Connection, encoder: str, vectors: Vectors) -> dict[str, int]:
    """The rows of the texts' vectors, those that were not there put in."""
    keys = {key(encoder, text): text for text in vectors}
    connection.executemany(
        "INSERT INTO vectors (digest, vector) VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((digest, connection.packed(vectors[text])) for digest, text in keys.items()),
    )
    return {
        keys[digest]: id
        for chunk in _chunks(list(keys))
        for id, digest in connection.execute(f"SELECT id, digest FROM vectors WHERE digest IN ({_marks(chunk)})", chunk)
    }


def vectors_of(connection: Connection, id: int) -> list[int]:
    """The rows of the vectors of an article's texts."""
    return [vector for (vector,) in connection.execute("SELECT vector FROM texts WHERE article = ?", (id,))]


def drop_unused_vectors(connection: Connection, among: Iterable[int]) -> None:
    """Removes those of the vectors that no article's text has any more."""
    connection.executemany(
        "DELETE FROM vectors WHERE id = ? AND NOT EXISTS (SELECT 1 FROM texts WHERE texts.vector = vectors.id)",
        ((id,) for id in among),
    )


def _chunks(values: list[bytes]) -> Iterator[list[bytes]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def inserted(connection: Connection, statement: str, values: Sequence[object]) -> int:
    """The row that was put in."""
    return int(connection.execute(f"{statement} RETURNING id", values).fetchone()[0])
