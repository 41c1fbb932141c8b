"""Exact search for related articles, done by the server: a few numbers of each article come back, no vector.

What the articles name, and when, rules most of them out (``neighbours.Listing``); of the others pgvector gives the
largest inner product of one of their claims with one of the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.store.database import Connection
from factcheck.store.neighbours import Listing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.store.tables import Profile

CHUNK = 64
"""New claims in one statement."""


class ServerSearch:
    """The search over the articles that are listed, which are in the tables."""

    def __init__(self, connection: Connection, known: Iterable[tuple[int, Profile]]) -> None:
        self._connection = connection
        self._listing = Listing(known)

    def add(self, article: int, profile: Profile, vectors: NDArray[Any]) -> None:
        """Takes note of an article; what it claims is in the tables already."""
        self._listing.add(article, profile)

    def drop(self, article: int) -> None:
        """Takes note of an article that is gone from the tables."""
        self._listing.drop(article)

    def related(self, profile: Profile, vectors: NDArray[Any]) -> set[int]:
        """The articles that an article with this profile and these claims may be related to."""
        if not len(vectors):
            return set()
        articles, enough = (found.tolist() for found in self._listing.possible(profile))
        nearest = self._nearest(vectors, articles) if articles else {}
        return {article for article, least in zip(articles, enough, strict=True) if nearest[article] >= least}

    def _nearest(self, vectors: NDArray[Any], articles: Sequence[int]) -> Mapping[int, float]:
        """For each of the articles, how alike the two claims are that are most alike."""
        found: dict[int, float] = {}
        for start in range(0, len(vectors), CHUNK):
            chunk = list(vectors[start : start + CHUNK])
            # The operator gives the negative product. One expression is much faster than a join with each new claim.
            products = ", ".join(["v.vector <#> ?"] * len(chunk))
            query = (
                f"SELECT c.article, max(-least({products})) FROM claims c JOIN vectors v ON v.id = c.vector "
                "WHERE c.article = ANY(?::bigint[]) GROUP BY c.article"
            )
            for article, product in self._connection.execute(query, [*chunk, articles]):
                found[article] = max(product, found.get(article, product))
        return found
