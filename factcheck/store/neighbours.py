"""Exact search for the articles that a new one must be compared with.

Two articles are related if two of their claims are alike enough (``clusters``). The search goes through the vectors of
all claims in blocks, one matrix product a block, and leaves nothing out: what it returns are the related articles, and
perhaps a few on the threshold, which the comparison itself then decides on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from factcheck.clusters import bar
from factcheck.config import RELATED_NAMED_SIMILARITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 8192
"""Claims that are multiplied at once: 12 MB of vectors."""
ROUNDING = 1e-4
"""How much lower than the thresholds the search reaches: a product of other shape rounds the last digits otherwise."""
GONE = -1


class Neighbours:
    """The vectors and the names of all claims, and which article they are of."""

    def __init__(self) -> None:
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._owners: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._beside: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        """For each claim, how many its article has."""
        self._naming: dict[str, list[int]] = defaultdict(list)
        self._size = 0

    def add(self, article: int, vectors: NDArray[np.float32], names: Sequence[Sequence[str]]) -> None:
        """Adds an article: for each claim its vector, a row, and its names."""
        if not len(vectors):
            return
        first, last = self._size, self._size + len(vectors)
        if last > len(self._owners):
            self._grow(last, vectors.shape[1])
        self._vectors[first:last] = vectors
        self._owners[first:last] = article
        self._beside[first:last] = len(vectors)
        for row, named in enumerate(names, first):
            for name in named:
                self._naming[name].append(row)
        self._size = last

    def drop(self, article: int) -> None:
        """Takes an article out."""
        self._owners[self._owners == article] = GONE

    def related(self, vectors: NDArray[np.float32], names: Sequence[Sequence[str]]) -> set[int]:
        """The articles that an article with these claims may be related to."""
        found = self._alike(vectors) | self._named(vectors, names)
        return {int(owner) for owner in found} - {GONE}

    def _alike(self, vectors: NDArray[np.float32]) -> set[np.int64]:
        found: set[np.int64] = set()
        for start in range(0, self._size if len(vectors) else 0, BLOCK):
            end = min(start + BLOCK, self._size)
            nearest = (vectors @ self._vectors[start:end].T).max(axis=0)
            needed = bar(len(vectors) * self._beside[start:end])
            found.update(np.unique(self._owners[start:end][nearest >= needed - ROUNDING]))
        return found

    def _named(self, vectors: NDArray[np.float32], names: Sequence[Sequence[str]]) -> set[np.int64]:
        saying: dict[str, list[int]] = defaultdict(list)
        for position, named in enumerate(names):
            for name in named:
                saying[name].append(position)
        found: set[np.int64] = set()
        for name, positions in saying.items():
            for start in range(0, len(self._naming.get(name, ())), BLOCK):
                rows = np.asarray(self._naming[name][start : start + BLOCK])
                nearest = (vectors[positions] @ self._vectors[rows].T).max(axis=0)
                found.update(np.unique(self._owners[rows][nearest >= RELATED_NAMED_SIMILARITY - ROUNDING]))
        return found

    def _grow(self, needed: int, dimension: int) -> None:
        room = max(needed, BLOCK, self._size * 3 // 2)
        vectors = np.zeros((room, dimension), dtype=np.float32)
        vectors[: self._size] = self._vectors[: self._size] if self._size else 0
        owners = np.full(room, GONE, dtype=np.int64)
        owners[: self._size] = self._owners[: self._size]
        beside = np.ones(room, dtype=np.int64)
        beside[: self._size] = self._beside[: self._size]
        self._vectors, self._owners, self._beside = vectors, owners, beside
