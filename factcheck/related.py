"""Pairs of articles that may be related, found by exact search over the claims of all articles.

The rule is ``kinship.bar``: two articles are related if the two claims of them that are most alike are alike enough
for what the articles name. The search multiplies the claims' vectors block by block, so that memory holds a block and
never a likeness for each two claims of the corpus. What it finds are all related pairs, and perhaps a few on the
threshold; the comparison itself (``clusters.candidates``) decides on these. The same products show which claims belong
together in a cluster, so these are told as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from factcheck.clusters import LINKED
from factcheck.kinship import bar, days_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pairs = NDArray[np.int64]
    """An array [pairs, 2] of positions, the smaller one first."""

ROWS, COLUMNS = 1024, 8192
"""Claims that are multiplied with each other at once: 32 MB of likenesses."""
ROUNDING = 1e-4
"""How much lower than the bar the search reaches: a product of other shape rounds the last digits otherwise."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What the search knows of the articles, each of which has a claim at least."""

    vectors: NDArray[np.float32]
    """A row for each claim, those of an article together; it may lie in a file."""
    starts: NDArray[np.int64]
    """For each article its first row, and the number of rows at the end."""
    words: NDArray[np.int64]
    """The articles' landmarks, as numbers, one article after the other."""
    word_starts: NDArray[np.int64]
    days: NDArray[np.int64]
    """When each article was published (``kinship.published``)."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many claims each article has."""
        return np.diff(self.starts)

    @property
    def named(self) -> NDArray[np.int64]:
        """How many landmarks each article has."""
        return np.diff(self.word_starts)

    @property
    def owners(self) -> NDArray[np.int64]:
        """For each claim the position of its article."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def digest(self) -> str:
        """A hash of it all."""
        digest = hashlib.blake2b(digest_size=16)
        for array in (self.starts, self.words, self.word_starts, self.days, self.vectors):
            for start in range(0, len(array), 1 << 16):
                digest.update(array[start : start + (1 << 16)].tobytes())
        return digest.hexdigest()

    def landmarks(self) -> Any:
        """A sparse matrix of ones, articles by landmarks."""
        from scipy.sparse import csr_array

        width = int(self.words.max()) + 1 if len(self.words) else 1
        ones = np.ones(len(self.words), dtype=np.int32)
        return csr_array((ones, self.words, self.word_starts), shape=(len(self), width))


@dataclass(frozen=True, slots=True)
class Found:
    """What a part of the search found."""

    articles: Pairs
    """Articles that may be related."""
    claims: Pairs
    """Claims, by their rows, that belong to one cluster."""


def profiles(
    vectors: NDArray[np.float32], sizes: Sequence[int], landmarks: Iterable[Iterable[str]], days: Sequence[int]
) -> Profiles:
    """The profiles of articles with so many claims each, whose vectors follow each other, with these landmarks, and
    published on these days (``kinship.published``)."""
    numbers: dict[str, int] = {}
    words: list[int] = []
    word_starts = [0]
    for named in landmarks:
        words += sorted(numbers.setdefault(word, len(numbers)) for word in set(named))
        word_starts.append(len(words))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    numbered = (np.array(found, dtype=np.int64) for found in (words, word_starts, days))
    return Profiles(vectors, starts, *numbered)


def blocks(known: Profiles, claims: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Ranges of articles from ``first`` on, each of at least one and as many as have so many claims together."""
    while first < len(known):
        last = int(np.searchsorted(known.starts, known.starts[first] + claims, side="right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def search(known: Profiles, rows: tuple[int, int]) -> Found:
    """What may be related among the articles of a range and those that stand after each of them."""
    found = [_block(known, rows, columns) for columns in blocks(known, COLUMNS, rows[0])]
    return Found(*(np.concatenate([getattr(part, name) for part in found]) for name in ("articles", "claims")))


def of(known: Profiles, article: int) -> NDArray[np.int64]:
    """The articles that one article may be related to, found among all."""
    found = []
    for first, last in blocks(known, COLUMNS):
        rows, columns = (article, article + 1), (first, last)
        related = _best_of(_alike(known, rows, columns), known, rows, columns) >= _bars(known, rows, columns)
        found.append(first + np.nonzero(related[0])[0])
    others = np.concatenate(found)
    return np.asarray(others[others != article])


def _block(known: Profiles, rows: tuple[int, int], columns: tuple[int, int]) -> Found:
    alike = _alike(known, rows, columns)
    related = np.argwhere(_best_of(alike, known, rows, columns) >= _bars(known, rows, columns))
    near = np.argwhere(alike >= LINKED)
    return Found(
        _ordered(related + np.array([rows[0], columns[0]])), _ordered(near + known.starts[[rows[0], columns[0]]])
    )


def _ordered(pairs: Pairs) -> Pairs:
    return pairs[pairs[:, 0] < pairs[:, 1]]


def _alike(known: Profiles, rows: tuple[int, int], columns: tuple[int, int]) -> NDArray[np.float32]:
    (a, b), (c, d) = (known.starts[list(span)] for span in (rows, columns))
    product: NDArray[np.float32] = known.vectors[a:b] @ known.vectors[c:d].T
    return product


def _best_of(
    alike: NDArray[np.float32], known: Profiles, rows: tuple[int, int], columns: tuple[int, int]
) -> NDArray[np.float32]:
    """For each two articles, how alike the two claims are that are most alike."""
    across = np.maximum.reduceat(alike, known.starts[slice(*columns)] - known.starts[columns[0]], axis=1)
    best: NDArray[np.float32] = np.maximum.reduceat(across, known.starts[slice(*rows)] - known.starts[rows[0]], axis=0)
    return best


def _bars(known: Profiles, rows: tuple[int, int], columns: tuple[int, int]) -> NDArray[np.float64]:
    """How alike they must be, as low as the search reaches."""
    shared = _shared(known, rows, columns)
    pairs = np.multiply.outer(known.sizes[slice(*rows)], known.sizes[slice(*columns)])
    named = known.named[slice(*rows), None], known.named[slice(*columns)]
    apart = days_apart(known.days[slice(*rows), None], known.days[slice(*columns)])
    return bar(pairs, shared, *named, apart) - ROUNDING


def _shared(known: Profiles, rows: tuple[int, int], columns: tuple[int, int]) -> NDArray[np.int64]:
    """How many landmarks each two articles share, an array [rows, columns]."""
    (ours, left), (theirs, right) = _named(known, rows), _named(known, columns)
    order = np.argsort(theirs, kind="stable")
    first, last = (np.searchsorted(theirs[order], ours, side=side) for side in ("left", "right"))
    counts = last - first  # of the other articles that name what this one names
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    others = right[order][np.repeat(first, counts) + nth]
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    return np.bincount(np.repeat(left, counts) * width + others, minlength=height * width).reshape(height, width)


def _named(known: Profiles, span: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The landmarks of a range of articles, and for each the article's position in the range."""
    starts = known.word_starts[span[0] : span[1] + 1]
    return known.words[starts[0] : starts[-1]], np.repeat(np.arange(span[1] - span[0]), np.diff(starts))
