"""Exact search for the articles that a new one must be compared with.

Two articles are related if two of their claims are alike enough for what they name (``clusters.bar``). The search goes
through the vectors of all claims in blocks, one matrix product a block, and leaves nothing out: what it returns are the
related articles, and perhaps a few on the threshold, which the comparison itself then decides on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from factcheck.clusters import bar

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 8192
"""Claims that are multiplied at once: 12 MB of vectors."""
ROUNDING = 1e-4
"""How much lower than the thresholds the search reaches: a product of other shape rounds the last digits otherwise."""
GONE = -1


def may_be_related(
    nearest: NDArray[np.floating], pairs: NDArray[np.int64], shared: NDArray[np.int64], fewest: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which articles may be related to a new one: by how alike their two most alike claims are, and for the rest as
    ``clusters.bar``."""
    return np.asarray(nearest >= bar(pairs, shared, fewest) - ROUNDING)


class Neighbours:
    """The vectors of all claims and the landmarks of all articles; with room for so many claims at once, since to move
    them to a larger place takes as long as to read them."""

    def __init__(self, claims: int = 0) -> None:
        self._room = claims + BLOCK
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._owners: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        """For each claim the position of its article in ``_articles``."""
        self._size = 0
        self._articles: list[int] = []
        self._claims: list[int] = []
        self._landmarks: list[int] = []
        """For each article, how many it has of both."""
        self._naming: dict[str, list[int]] = defaultdict(list)

    def add(self, article: int, vectors: NDArray[np.float32], landmarks: Iterable[str]) -> None:
        """Adds an article: for each claim its vector, a row, and the landmarks of all claims."""
        if not len(vectors):
            return
        first, last = self._size, self._size + len(vectors)
        if last > len(self._owners):
            self._grow(last, vectors.shape[1])
        position, named = len(self._articles), set(landmarks)
        self._vectors[first:last] = vectors
        self._owners[first:last] = position
        self._articles.append(article)
        self._claims.append(len(vectors))
        self._landmarks.append(len(named))
        for word in named:
            self._naming[word].append(position)
        self._size = last

    def drop(self, article: int) -> None:
        """Takes an article out."""
        self._articles = [GONE if other == article else other for other in self._articles]

    def related(self, vectors: NDArray[np.float32], landmarks: Iterable[str]) -> set[int]:
        """The articles that an article with these claims and landmarks may be related to."""
        if not len(vectors) or not self._articles:
            return set()
        named = set(landmarks)
        pairs, fewest = len(vectors) * np.asarray(self._claims), np.minimum(len(named), self._landmarks)
        found = may_be_related(self._nearest(vectors), pairs, self._shared(named), fewest)
        return {int(article) for article in np.asarray(self._articles)[found]} - {GONE}

    def _nearest(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each article, how alike the two claims are that are most alike."""
        nearest = np.full(len(self._articles), -1, dtype=np.float32)
        for start in range(0, self._size, BLOCK):
            end = min(start + BLOCK, self._size)
            alike = (vectors @ self._vectors[start:end].T).max(axis=0)
            np.maximum.at(nearest, self._owners[start:end], alike)
        return nearest

    def _shared(self, landmarks: Iterable[str]) -> NDArray[np.int64]:
        """For each article, how many of the landmarks it has."""
        shared = Counter(position for word in landmarks for position in self._naming.get(word, ()))
        counts = np.zeros(len(self._articles), dtype=np.int64)
        counts[list(shared)] = list(shared.values())
        return counts

    def _grow(self, needed: int, dimension: int) -> None:
        room = max(needed, self._room, BLOCK, self._size * 3 // 2)
        vectors = np.empty((room, dimension), dtype=np.float32)  # unlike zeros, in large pages where there are any
        vectors[: self._size] = self._vectors[: self._size] if self._size else 0
        owners = np.zeros(room, dtype=np.int64)
        owners[: self._size] = self._owners[: self._size]
        self._vectors, self._owners = vectors, owners
