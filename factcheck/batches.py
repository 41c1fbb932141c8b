"""The work of a check in batches that any worker can do by itself.

What a batch holds depends on the articles alone, so every engine makes the same of it; and where one batch ends depends
on what is in it, so that a further article changes few of them, and what was done of the others can be used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from zlib import crc32

from factcheck.records import Article
from factcheck.stash import Stash, Stated

ARTICLES = 16
"""Articles that a batch has about; at the most twice as many."""
COUPLES = 32
"""Pairs of articles that a batch has at the most: a minute's work, or less."""
LEFT = 4
"""A batch of pairs ends after about one in so many left articles, even if there is room."""

Couple = tuple[str, str]
"""The ids of two articles, the smaller one first."""


@dataclass(frozen=True, slots=True)
class Couples:
    """Pairs of articles that are to be compared, with what each article states."""

    pairs: tuple[Couple, ...]
    stated: tuple[Stated, ...]

    @classmethod
    def of(cls, pairs: tuple[Couple, ...], stash: Stash) -> Couples:
        """The pairs, with what the stash holds of their articles."""
        return cls(pairs, tuple(stash[id] for id in sorted({id for pair in pairs for id in pair})))


def of_articles(articles: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    """The articles, in their order; a batch ends at an article whose hash says so, or when it is full."""
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if crc32(article.sha256.encode()) % ARTICLES == 0 or len(batch) == 2 * ARTICLES:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def of_couples(couples: Sequence[Couple]) -> Iterator[tuple[Couple, ...]]:
    """The pairs, in their order; a batch ends after the last pair of a left article whose id says so, or when it is
    full."""
    batch: list[Couple] = []
    for couple, following in zip_longest(couples, couples[1:]):
        batch.append(couple)
        is_last = following is None or following[0] != couple[0]
        if len(batch) == COUPLES or (is_last and crc32(couple[0].encode("utf-8", "surrogatepass")) % LEFT == 0):
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
