"""Sides in a reader's order, and the value's words found in the quotation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factcheck.records import Article, Modality, Passage, Side, Span
from factcheck.reports import layout
from factcheck.results import Result


@pytest.fixture
def traffic(story: Result) -> tuple[Side, ...]:
    return story.findings[0].sides


def test_sides_of_one_value_and_source_stand_together(story: Result, traffic: tuple[Side, ...]) -> None:
    articles = {article.id: article for article in story.articles}
    found = [(row.side.article, row.side.key, row.again) for row in layout.rows(traffic, articles)]
    assert found == [
        ("gazette", "18000", False),
        ("gazette", "18000", True),
        ("radio", "18000", False),
        ("courier_2", "24,000 vehicles", False),
    ]


def test_answers_name_each_source_once(traffic: tuple[Side, ...]) -> None:
    assert layout.answers(traffic) == (
        ("18,000 vehicles", ("Aller Gazette", "radio")),
        ("24,000 vehicles", ("Morning Courier",)),
    )


def without_markup() -> tuple[Article, Side]:
    """An article, and a side whose quotation a reader sees without the article's markup."""
    text = "The [bridge](x) is **412** m long."
    passage = Passage("The bridge is 412 m long.", ((0, 0), (4, 5), (10, 15), (14, 21), (17, 26)))
    article = Article("a", "a.md", text, (passage,), None, None, None, None, "0")
    at = text.index("412")
    side = Side(
        "a", "a.md", "a.md:1", 1, Span(0, len(text)), passage.text, "412", Span(at, at + 3),
        None, None, None, None, (), Modality.ASSERTED, "412",
    )  # fmt: skip
    return article, side


def test_the_value_is_found_where_markup_was_taken_out() -> None:
    article, side = without_markup()
    assert layout.quote(side, article) == layout.Quote("The bridge is ", "412", " m long.")


def test_no_value_is_marked_where_its_place_is_unknown() -> None:
    _, side = without_markup()
    assert layout.quote(side, None) == layout.Quote("", "", "The bridge is 412 m long.")


def test_no_value_is_marked_that_lies_outside_the_quotation(traffic: tuple[Side, ...]) -> None:
    side = replace(traffic[0], value_span=Span(0, 5))
    assert layout.quote(side, None).words == ""


def long_side(traffic: tuple[Side, ...], length: int, start: int, end: int) -> Side:
    return replace(traffic[0], quote="x" * length, span=Span(10, 10 + length), value_span=Span(10 + start, 10 + end))


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [(600, 0, 5), (601, 0, 5), (601, 596, 601), (5000, 2500, 2510), (5000, 0, 4), (5000, 4990, 5000), (5000, 10, 4000)],
)
def test_a_cut_keeps_the_value_and_counts_the_rest(
    traffic: tuple[Side, ...], length: int, start: int, end: int
) -> None:
    quote = layout.quote(long_side(traffic, length, start, end), None)
    shown = (quote.before + quote.words + quote.after).count("x")
    assert quote.words == "x" * (end - start)
    assert shown == max(min(length, layout.QUOTE_LIMIT), end - start)
    assert shown + quote.omitted == length
    assert ("characters …]" in quote.before + quote.after) == bool(quote.omitted)


def test_shortened_counts_every_long_quotation(story: Result, traffic: tuple[Side, ...]) -> None:
    long = long_side(traffic, 5000, 0, 5)
    finding = replace(story.findings[0], sides=(long, *traffic))
    single = replace(story.single_source[0], side=long)
    assert layout.shortened(story) == 0
    assert layout.shortened(replace(story, findings=(finding,), single_source=(single,))) == 2
