"""The passage that a side quotes, in its article: the paragraph with the quotation in it, and those around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.records import Article, Passage, Side
from factcheck.reports.layout import Quote, quote

AROUND = 3
"""Paragraphs that are shown before and after the one that is quoted from."""


@dataclass(frozen=True, slots=True)
class Context:
    """A quotation with what stands around it."""

    above: tuple[Passage, ...]
    before: str
    """What the paragraph says before the quotation."""
    quote: Quote
    after: str
    below: tuple[Passage, ...]
    whole: bool
    """Whether this is all of the article."""


def context(side: Side, article: Article | None, around: int | None = AROUND) -> Context | None:
    """What stands around a side's quotation, ``around`` paragraphs each way or all; None where it can't be shown."""
    found = next(_places(side, article), None) if article else None
    if article is None or found is None:
        return None
    number, at = found
    text, end = article.passages[number].text, at + len(side.quote)
    first = 0 if around is None else max(0, number - around)
    last = len(article.passages) if around is None else min(len(article.passages), number + 1 + around)
    return Context(
        above=article.passages[first:number],
        before=text[:at],
        quote=quote(side, article, limit=len(side.quote)),
        after=text[end:],
        below=article.passages[number + 1 : last],
        whole=first == 0 and last == len(article.passages),
    )


def _places(side: Side, article: Article) -> Iterator[tuple[int, int]]:
    """Where the quotation stands: the number of the passage, and its position in that."""
    for number, passage in enumerate(article.passages):
        at = passage.text.find(side.quote)
        while at >= 0:
            if passage.locate(at, at + len(side.quote)) == side.span:
                yield number, at
            at = passage.text.find(side.quote, at + 1)
