"""How the sides of a fact are laid out for a reader, whatever the format: their order, and the words to mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factcheck.records import Article, Side, Span
from factcheck.results import Result

QUOTE_LIMIT = 600
"""Characters of a quotation that a report for readers shows; the rest is left out where it stands, and counted."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in three pieces, so that the value's words can be marked; ``words`` is "" if they are not in it."""

    before: str
    words: str
    after: str
    omitted: int = 0
    """Characters that the limit left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One side, ready to be shown in a table."""

    side: Side
    quote: Quote
    again: bool
    """Whether the row above is the same source giving the same value."""


def rows(sides: Iterable[Side], articles: Mapping[str, Article], limit: int = QUOTE_LIMIT) -> tuple[Row, ...]:
    """The sides with those of one value together, and within a value those of one article; quotations are cut around
    their value to ``limit`` characters."""
    shown: list[Row] = []
    for side in grouped(sides):
        above = shown[-1].side if shown else None
        again = above is not None and (above.key, above.article) == (side.key, side.article)
        shown.append(Row(side, quote(side, articles.get(side.article), limit), again))
    return tuple(shown)


def grouped(sides: Iterable[Side]) -> list[Side]:
    """The sides sorted by value, then by article, each in the order in which it first comes."""
    sides = list(sides)
    values = list(dict.fromkeys(side.key for side in sides))
    articles = list(dict.fromkeys(side.article for side in sides))
    return sorted(sides, key=lambda side: (values.index(side.key), articles.index(side.article)))


def answers(sides: Sequence[Side]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each value once, in a reader's words, with the names of the sources that give it."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for side in grouped(sides):
        _, sources = found.setdefault(side.key, (side.value, {}))
        sources[side.source or side.article] = None
    return tuple((value, tuple(sources)) for value, sources in found.values())


def quote(side: Side, article: Article | None, limit: int = QUOTE_LIMIT) -> Quote:
    """The side's quotation, cut around its value where it is longer than ``limit`` characters."""
    place = place_of_value(side, article)
    start, end = place or (0, 0)
    first, last = _window(len(side.quote), start, end, limit)
    before, words, after = side.quote[first:start], side.quote[start:end], side.quote[end:last]
    if first:
        before = f"[… {first:,} characters …] {before}"
    if rest := len(side.quote) - last:
        after = f"{after} [… {rest:,} characters …]"
    return Quote(before, words, after, first + rest)


def _window(length: int, start: int, end: int, limit: int) -> tuple[int, int]:
    """The part of a quotation to show: all of it, or ``limit`` characters around the value."""
    if length <= limit:
        return 0, length
    margin = max(0, limit - (end - start)) // 2
    first = max(0, min(start - margin, length - limit))
    return min(first, start), min(length, max(end, first + limit))


def place_of_value(side: Side, article: Article | None) -> tuple[int, int] | None:
    """Where in the quotation the value's words stand, or None where it does not hold them.

    A quotation is what a reader sees. It is as long as its span unless markup or a line break was taken out of it; then
    the article's passages say which character came from where.
    """
    offsets: Sequence[int]
    if len(side.quote) == side.span.end - side.span.start:
        offsets = range(side.span.start, side.span.end)
    else:
        offsets = _offsets(side.quote, side.span, article)
    inside = [at for at, offset in enumerate(offsets) if side.value_span.start <= offset < side.value_span.end]
    return (inside[0], inside[-1] + 1) if inside and side.span.contains(side.value_span) else None


def _offsets(quote: str, span: Span, article: Article | None) -> list[int]:
    """The article's offset of each character of the quotation, or nothing where no passage holds it."""
    for passage in article.passages if article else ():
        at = passage.text.find(quote)
        while at >= 0:
            if passage.locate(at, at + len(quote)) == span:
                return [passage.offset(at + step) for step in range(len(quote))]
            at = passage.text.find(quote, at + 1)
    return []


def shortened(result: Result) -> int:
    """How many quotations of a result are longer than ``QUOTE_LIMIT``."""
    sides = [side for finding in result.findings for side in finding.sides]
    sides += [side for agreement in result.agreements for side in agreement.sides]
    sides += [fact.side for fact in result.single_source]
    return sum(len(side.quote) > QUOTE_LIMIT for side in sides)
