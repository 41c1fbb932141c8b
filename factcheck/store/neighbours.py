"""Exact search for the articles that a new one must be compared with.

Two articles are related if two of their claims are alike enough for what they name (``kinship.bar``). What they name,
and when, rules most of them out before any claim is looked at; of the others the vectors are read and multiplied.
Nothing is left out: what the search returns are the related articles, and perhaps a few on the threshold, which the
comparison itself then decides on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.kinship import bar, days_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from factcheck.store.tables import Profile

BLOCK = 8192
"""Claims that are multiplied at once: 12 MB of vectors."""
ROUNDING = 1e-4
"""How much lower than the thresholds the search reaches: a product of other shape rounds the last digits otherwise."""
GONE = -1


class Listing:
    """The profiles of all articles."""

    def __init__(self, known: Iterable[tuple[int, Profile]] = ()) -> None:
        self._articles: list[int] = []
        self._claims: list[int] = []
        self._published: list[int] = []
        self._landmarks: list[int] = []
        """For each article, how many it has."""
        self._naming: dict[str, list[int]] = defaultdict(list)
        for article, profile in known:
            self.add(article, profile)

    def add(self, article: int, profile: Profile) -> None:
        """Adds an article; one without claims is related to none."""
        if not profile.claims:
            return
        position = len(self._articles)
        self._articles.append(article)
        self._claims.append(profile.claims)
        self._published.append(profile.published)
        self._landmarks.append(len(profile.landmarks))
        for word in profile.landmarks:
            self._naming[word].append(position)

    def drop(self, article: int) -> None:
        """Takes an article out."""
        self._articles = [GONE if other == article else other for other in self._articles]

    def possible(self, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The articles to which one of that profile may be related, and how alike their two most alike claims must be
        for it, as low as the search reaches."""
        articles = np.asarray(self._articles, dtype=np.int64)
        pairs, shared = profile.claims * np.asarray(self._claims, dtype=np.int64), self._shared(profile.landmarks)
        named = len(profile.landmarks), np.asarray(self._landmarks, dtype=np.int64)
        apart = days_apart(np.asarray(self._published, dtype=np.int64), profile.published)
        enough = bar(pairs, shared, *named, apart) - ROUNDING
        found = (enough <= 1) & (articles != GONE)
        return articles[found], enough[found]

    def _shared(self, landmarks: Iterable[str]) -> NDArray[np.int64]:
        """For each article, how many of the landmarks it has."""
        shared = Counter(position for word in landmarks for position in self._naming.get(word, ()))
        counts = np.zeros(len(self._articles), dtype=np.int64)
        counts[list(shared)] = list(shared.values())
        return counts


class Neighbours:
    """The search in memory; ``read`` gives the vectors of an article's claims, a row each, when they are needed."""

    def __init__(
        self, known: Iterable[tuple[int, Profile]] = (), read: Callable[[int], NDArray[np.float32]] | None = None
    ) -> None:
        self._listing = Listing(known)
        self._read = read
        self._vectors: dict[int, NDArray[np.float32]] = {}

    def add(self, article: int, profile: Profile, vectors: NDArray[np.float32]) -> None:
        """Adds an article."""
        self._listing.add(article, profile)
        self._vectors[article] = vectors

    def drop(self, article: int) -> None:
        """Takes an article out."""
        self._listing.drop(article)
        self._vectors.pop(article, None)

    def related(self, profile: Profile, vectors: NDArray[np.float32]) -> set[int]:
        """The articles that an article with this profile and these claims may be related to."""
        if not len(vectors):
            return set()
        articles, enough = self._listing.possible(profile)
        nearest = np.fromiter(self._nearest(vectors, articles.tolist()), dtype=np.float32, count=len(articles))
        return set(articles[nearest >= enough].tolist())

    def _nearest(self, vectors: NDArray[np.float32], articles: Sequence[int]) -> Iterator[np.float32]:
        """For each article, how alike the two claims are that are most alike."""
        for block in self._blocks(articles):
            alike = (vectors @ np.concatenate(block).T).max(axis=0)
            starts = np.cumsum([0, *(len(part) for part in block[:-1])])
            yield from np.maximum.reduceat(alike, starts)

    def _blocks(self, articles: Sequence[int]) -> Iterator[list[NDArray[np.float32]]]:
        """The vectors of the articles, as many articles at a time as have ``BLOCK`` claims together."""
        block: list[NDArray[np.float32]] = []
        for article in articles:
            block.append(self._of(article))
            if sum(map(len, block)) >= BLOCK:
                yield block
                block = []
        if block:
            yield block

    def _of(self, article: int) -> NDArray[np.float32]:
        if article not in self._vectors and self._read is not None:
            self._vectors[article] = self._read(article)
        return self._vectors[article]
