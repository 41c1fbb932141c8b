"""Exact search for related articles, done by the server: a few numbers of each article come back, no vector.

pgvector gives, for each article, the largest inner product of one of its claims with one of the new ones. Whether that
is enough is said by ``neighbours.may_be_related``, as for a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.store.database import Connection
from factcheck.store.neighbours import may_be_related

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 64
"""New claims in one statement."""


class ServerSearch:
    """The search over the articles that are stored, or over those only whose rows are ``among``."""

    def __init__(self, connection: Connection, among: set[int] | None = None) -> None:
        self._connection = connection
        self._among = among

    def add(self, article: int, vectors: NDArray[Any], landmarks: Iterable[str]) -> None:
        """Takes note of an article; what it claims is in the tables already."""
        if self._among is not None:
            self._among.add(article)

    def drop(self, article: int) -> None:
        """Takes note of an article that is gone from the tables."""
        if self._among is not None:
            self._among.discard(article)

    def related(self, vectors: NDArray[Any], landmarks: Iterable[str]) -> set[int]:
        """The articles that an article with these claims and landmarks may be related to."""
        if not len(vectors) or self._among == set():
            return set()
        named = sorted(set(landmarks))
        nearest, naming = self._nearest(vectors), self._naming(named)
        articles = np.array(sorted(nearest), dtype=np.int64)
        claims, product = np.array([nearest[article] for article in articles]).reshape(-1, 2).T
        theirs, shared = np.array([naming.get(article, (0, 0)) for article in articles], dtype=int).reshape(-1, 2).T
        pairs = len(vectors) * claims.astype(np.int64)
        found = may_be_related(product, pairs, shared, np.minimum(len(named), theirs))
        return {int(article) for article in articles[found]}

    def _nearest(self, vectors: NDArray[Any]) -> Mapping[int, tuple[int, float]]:
        """For each article how many claims it has, and how alike the two are that are most alike."""
        found: dict[int, tuple[int, float]] = {}
        for start in range(0, len(vectors), CHUNK):
            chunk = list(vectors[start : start + CHUNK])
            # The operator gives the negative product. One expression is much faster than a join with each new claim.
            products = ", ".join(["v.vector <#> ?"] * len(chunk))
            query = (
                f"SELECT c.article, count(*), max(-least({products})) FROM claims c JOIN vectors v ON v.id = c.vector "
                f"WHERE {self._limit} GROUP BY c.article"
            )
            for article, claims, product in self._connection.execute(query, [*chunk, *self._limits]):
                found[article] = (claims, max(product, found.get(article, (claims, product))[1]))
        return found

    def _naming(self, landmarks: Sequence[str]) -> Mapping[int, tuple[int, int]]:
        """For each article that has landmarks, how many, and how many of these."""
        query = (
            "SELECT c.article, count(DISTINCT word), count(DISTINCT word) FILTER (WHERE word = ANY(?::text[])) "
            "FROM claims c CROSS JOIN unnest(string_to_array(c.names, E'\\n')) AS word "
            f"WHERE {self._limit} GROUP BY c.article"
        )
        found = self._connection.execute(query, [landmarks, *self._limits])
        return {article: (theirs, shared) for article, theirs, shared in found}

    @property
    def _limit(self) -> str:
        return "true" if self._among is None else "c.article = ANY(?::bigint[])"

    @property
    def _limits(self) -> list[list[int]]:
        return [] if self._among is None else [sorted(self._among)]
