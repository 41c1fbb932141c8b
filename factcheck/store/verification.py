"""Whether an index is whole: the file, the quotations, the vectors, and what was derived from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import numpy as np

from factcheck import clusters, facts, findings
from factcheck.config import JOIN_SCORE
from factcheck.records import Article, Claim, Span
from factcheck.store import kept, tables
from factcheck.store.database import Connection, Database
from factcheck.store.linked import Linked
from factcheck.store.tables import Stated

LENGTH = 1e-3
"""How far the length of a unit vector may be from 1."""


def problems(database: Database) -> Iterator[str]:
    """What is wrong, a line each; nothing if all is well.

    Where the database itself is damaged, nothing else is looked at.
    """
    damage = list(database.damage())
    if damage:
        yield from damage
        return
    connection = database.connection
    yield from database.strays()
    yield from _vectors(connection)
    rows = tables.rows(connection)
    encoder = tables.meta(connection).get("encoder", "")
    stated: dict[int, tuple[Claim, ...]] = {}
    articles: dict[str, Article] = {}
    for id, row in rows.items():
        try:
            articles[id], stated[row] = tables.article(connection, row), tables.claims(connection, row)
        except (ValueError, TypeError, KeyError) as error:
            yield f"{id}: its record can't be read ({error!r})"
            continue
        yield from (f"{id}: {line}" for line in _article(connection, row, articles[id], stated[row], encoder))
    if len(articles) == len(rows):
        yield from _findings(connection, articles, stated)


def _vectors(connection: Connection) -> Iterator[str]:
    lengths: set[int] = set()
    for id, stored in connection.stream("SELECT id, vector FROM vectors"):
        vector = connection.unpacked(stored)
        lengths.add(vector.size)
        if not abs(float(np.linalg.norm(vector)) - 1) <= LENGTH:
            yield f"vector {id} is no unit vector"
    if len(lengths) > 1:
        yield f"the vectors are of {len(lengths)} lengths"
    unused = "SELECT count(*) FROM vectors WHERE NOT EXISTS (SELECT 1 FROM texts WHERE texts.vector = vectors.id)"
    (count,) = connection.execute(unused).fetchone()
    if count:
        yield f"{count} vectors belong to no text"


def _article(
    connection: Connection, row: int, article: Article, claims: tuple[Claim, ...], encoder: str
) -> Iterator[str]:
    digest, *counted = connection.execute(
        "SELECT digest, claims, mentions FROM articles WHERE id = ?", (row,)
    ).fetchone()
    if digest != tables.digest(article):
        yield "its record is not the one that was stored"
    if counted != [len(claims), sum(len(claim.mentions) for claim in claims)]:
        yield f"it has {len(claims)} claims, but should have {counted[0]}, or other mentions"
    if tables.profile(connection, row) != Stated(claims, {}).profile:
        yield "its profile is not that of its claims"
    places = _Places(article)
    for claim in claims:
        quoted = [(claim.span, claim.quote), (claim.sentence, claim.sentence_text)]
        quoted += [(mention.span, mention.text) for mention in claim.mentions]
        for span, words in quoted:
            if not places.has(span, words):
                yield f"{claim.id}: {words[:60]!r} does not stand at {span.start}:{span.end}"
    texts = clusters.texts(claims)
    known = tables.known_vectors(connection, encoder, texts)
    if len(known) < len(texts):
        yield f"{len(texts) - len(known)} of its texts have no vector"
    if len(tables.vectors_of(connection, row)) != len(texts):
        yield "its list of vectors is not that of its texts"


class _Places:
    """Where words stand in an article."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def has(self, span: Span, words: str) -> bool:
        """Whether the words stand at the span: as they are, or, where markup or a line break is in between, as the
        passages tell what a reader sees."""
        if self._article.text[span.start : span.end] == words:
            return True
        for passage in self._article.passages:
            start = passage.text.find(words)
            while start >= 0:
                if passage.locate(start, start + len(words)) == span:
                    return True
                start = passage.text.find(words, start + 1)
        return False


def _findings(
    connection: Connection, articles: dict[str, Article], stated: dict[int, tuple[Claim, ...]]
) -> Iterator[str]:
    try:
        compared = list(kept.comparisons(connection, stated))
    except Exception as error:  # whatever a damaged record leads to, it is a problem of the index
        yield f"what was found between articles can't be read ({error!r})"
        return
    verdicts = list(chain.from_iterable(comparison.verdicts for comparison in compared))
    deciding = sum(kept.is_deciding(verdict) for verdict in verdicts)
    (listed,) = connection.execute("SELECT count(*) FROM contradictions").fetchone()
    if deciding != listed:
        yield f"{listed} contradictions are listed, but there are {deciding}"
    yield from _facts(connection)
    derived = Counter(f for f in findings.discrepancies(verdicts, articles) if f.confidence >= JOIN_SCORE)
    stored = Counter(kept.findings(connection, 0))
    for finding in sorted({*derived, *stored}, key=lambda finding: finding.fingerprint):
        if derived[finding] != stored[finding]:
            what = "does not follow from" if stored[finding] > derived[finding] else "is missing, but follows from"
            yield f"finding {finding.fingerprint} {what} the comparisons"


def _facts(connection: Connection) -> Iterator[str]:
    links = list(Linked(connection, tables.rows(connection)).all())
    stored: dict[int, set[object]] = {}
    for link in links:
        if link.fact is not None:
            stored.setdefault(link.fact, set()).add(link.of)
    derived = {frozenset(link.of for link in fact.links) for fact in facts.gather(links)}
    wrong = len(derived.symmetric_difference(map(frozenset, stored.values())))
    if wrong:
        yield f"{wrong} facts do not hold the contradictions that are on them"
