"""What an index keeps in its tables, as records: one function for each thing that is asked or put."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from factcheck import clusters
from factcheck.clusters import Vectors
from factcheck.config import JOIN_SCORE
from factcheck.pipeline import Comparison
from factcheck.records import Article, Claim, Evidence, Finding, Label, Mention, Verdict
from factcheck.store import codec
from factcheck.store.database import Connection

if TYPE_CHECKING:
    from numpy.typing import NDArray

Spot: TypeAlias = tuple[int, int, int]
"""A value where it stands: the article's row, the start and the end."""

DECIDING = JOIN_SCORE - 0.001
"""Score of a contradiction from which on it can begin or join a finding of at least ``JOIN_SCORE``: the surest verdicts
are gathered first, so a weaker one changes nothing about it. (Confidences are rounded, hence a little less.)"""
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
    def landmarks(self) -> frozenset[str]:
        """The proper nouns that tell the article's event from others of its sort."""
        return clusters.landmarks(self.claims)


# Meta


def meta(connection: Connection) -> dict[str, str]:
    """What the index says about itself; empty before the first article."""
    return dict(connection.execute("SELECT key, value FROM meta ORDER BY key"))


def put_meta(connection: Connection, values: Mapping[str, str]) -> None:
    """Says something about the index, in place of what was said before."""
    statement = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.executemany(statement, values.items())


# Articles and claims


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
    id = _inserted(
        connection,
        "INSERT INTO articles (name, digest, claims, mentions, record) VALUES (?, ?, ?, ?, ?)",
        (article.id, digest(article), len(stated.claims), mentioned, codec.dumps(article)),
    )
    connection.executemany("INSERT INTO texts VALUES (?, ?)", ((id, vector) for vector in vectors.values()))
    connection.executemany(
        "INSERT INTO claims VALUES (?, ?, ?, ?, ?)",
        (
            (id, number, "\n".join(claim.landmarks), vectors[claim.text], codec.dumps(replace(claim, mentions=())))
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


# Comparisons


def put_comparison(connection: Connection, comparison: Comparison, rows: Mapping[str, int]) -> None:
    """Keeps what was found between two articles, of which ``rows`` tells the rows."""
    left, right = rows[comparison.left], rows[comparison.right]
    stored = codec.dumps(comparison.verdicts, {Claim: lambda claim: claim.id})
    id = _inserted(
        connection,
        'INSERT INTO comparisons ("left", "right", pairs, verdicts) VALUES (?, ?, ?, ?)',
        (left, right, comparison.pairs, zlib.compress(stored.encode())),
    )
    connection.executemany(
        "INSERT INTO contradictions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (id, number, *spot(verdict.left, rows), *spot(verdict.right, rows))
            for number, verdict in enumerate(comparison.verdicts)
            if is_deciding(verdict)
        ),
    )


def verdicts(
    stored: bytes, claims: Callable[[str], Claim], numbers: Iterable[int] | None = None
) -> tuple[Verdict, ...]:
    """The verdicts of a comparison, or those of the numbers; ``claims`` gives the claim of an id."""
    found = json.loads(zlib.decompress(stored))
    wanted = found if numbers is None else [found[number] for number in numbers]
    return tuple(codec.decode(Verdict, verdict, {Claim: claims}) for verdict in wanted)


def is_deciding(verdict: Verdict) -> bool:
    """Whether the verdict can decide what a finding of at least ``JOIN_SCORE`` holds."""
    return verdict.label is Label.CONTRADICTION and verdict.score >= DECIDING


def spot(evidence: Evidence, rows: Mapping[str, int]) -> Spot:
    """Where one side of a verdict stands."""
    return (rows[evidence.claim.article], evidence.span.start, evidence.span.end)


def spots_of(connection: Connection, id: int) -> set[Spot]:
    """Where the article's sides of contradictions stand."""
    query = (
        'SELECT "left", left_start, left_end FROM contradictions WHERE "left" = ? '
        'UNION SELECT "right", right_start, right_end FROM contradictions WHERE "right" = ?'
    )
    return set(connection.execute(query, (id, id)))


def connected(
    connection: Connection, spots: Iterable[Spot], among: frozenset[int] | None = None
) -> tuple[set[Spot], dict[int, list[int]]]:
    """What hangs together with the spots by deciding contradictions among the articles of those rows, or of all: the
    spots that are reached, and the numbers of the contradictions by comparison."""
    reached = {found for found in spots if among is None or found[0] in among}
    waiting, numbers = list(reached), set()
    while waiting:
        for comparison, number, *other in connection.execute(BESIDE, waiting.pop() * 2):
            if among is not None and other[0] not in among:
                continue
            numbers.add((comparison, number))
            if tuple(other) not in reached:
                reached.add((other[0], other[1], other[2]))
                waiting.append((other[0], other[1], other[2]))
    found: dict[int, list[int]] = {}
    for comparison, number in sorted(numbers):
        found.setdefault(comparison, []).append(number)
    return reached, found


BESIDE = (
    'SELECT comparison, number, "right", right_start, right_end FROM contradictions '
    'WHERE ("left", left_start, left_end) = (?, ?, ?) '
    'UNION ALL SELECT comparison, number, "left", left_start, left_end FROM contradictions '
    'WHERE ("right", right_start, right_end) = (?, ?, ?)'
)


def contradictions(connection: Connection, numbers: Mapping[int, Iterable[int]]) -> Iterator[Verdict]:
    """The verdicts of those numbers, by comparison.

    A finding can hang together with hundreds of others, of which each needs two claims and not whole articles, so that
    only these are read.
    """
    known: dict[str, Claim] = {}
    query = (
        'SELECT "left", a.name, "right", b.name, verdicts FROM comparisons '
        'JOIN articles a ON a.id = "left" JOIN articles b ON b.id = "right" WHERE comparisons.id = ?'
    )
    for comparison, wanted in numbers.items():
        left, ours, right, theirs, stored = connection.execute(query, (comparison,)).fetchone()
        rows = {ours: left, theirs: right}

        def said(id: str, rows: Mapping[str, int] = rows) -> Claim:
            article, _, number = id.rpartition("#")
            if id not in known:
                known[id] = claim(connection, rows[article], int(number))
            return known[id]

        yield from verdicts(bytes(stored), said, wanted)


def comparisons(connection: Connection, stated: Mapping[int, Sequence[Claim]]) -> Iterator[Comparison]:
    """All comparisons of the articles whose claims are given by their rows."""
    query = 'SELECT "left", "right", pairs, verdicts FROM comparisons ORDER BY id'
    for left, right, pairs, stored in connection.execute(query):
        if left in stated and right in stated:
            ours, theirs = stated[left], stated[right]
            said = {claim.id: claim for claim in (*ours, *theirs)}
            yield Comparison(ours[0].article, theirs[0].article, pairs, verdicts(stored, said.__getitem__))


def clear_comparisons(connection: Connection) -> None:
    """Removes all that was found between articles."""
    connection.execute("DELETE FROM findings")
    connection.execute("DELETE FROM comparisons")


def spots(verdicts: Iterable[Verdict], rows: Mapping[str, int]) -> set[Spot]:
    """Where the verdicts' sides stand in the articles of which ``rows`` tells the rows."""
    return {spot(side, rows) for side in evidence(verdicts) if side.claim.article in rows}


def evidence(verdicts: Iterable[Verdict]) -> Iterator[Evidence]:
    """Both sides of each verdict."""
    return (side for verdict in verdicts for side in (verdict.left, verdict.right))


# Findings


def put_findings(connection: Connection, findings: Iterable[Finding], rows: Mapping[str, int]) -> None:
    """Keeps findings; ``rows`` are those of the articles that they quote."""
    for finding in findings:
        columns = "fingerprint, kind, relation, severity, confidence, record"
        id = _inserted(
            connection,
            f"INSERT INTO findings ({columns}) VALUES (?, ?, ?, ?, ?, ?)",
            (
                finding.fingerprint, finding.kind.value, finding.relation.value, finding.severity.value,
                finding.confidence, codec.dumps(finding),
            ),
        )  # fmt: skip
        sides = {(id, rows[s.article], s.value_span.start, s.value_span.end) for s in finding.sides}
        connection.executemany("INSERT INTO sides VALUES (?, ?, ?, ?)", sorted(sides))


def drop_findings(connection: Connection, spots: Iterable[Spot]) -> None:
    """Removes the findings with a side at one of the spots."""
    connection.executemany(
        'DELETE FROM findings WHERE id IN (SELECT finding FROM sides WHERE (article, start, "end") = (?, ?, ?))', spots
    )


def findings(connection: Connection, at_least: float) -> tuple[Finding, ...]:
    """The kept findings of some confidence, the surest first."""
    query = "SELECT record FROM findings WHERE confidence >= ? ORDER BY confidence DESC, fingerprint"
    return tuple(codec.loads(Finding, record) for (record,) in connection.execute(query, (at_least,)))


def _chunks(values: list[bytes]) -> Iterator[list[bytes]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _inserted(connection: Connection, statement: str, values: Sequence[object]) -> int:
    """The row that was put in."""
    return int(connection.execute(f"{statement} RETURNING id", values).fetchone()[0])
