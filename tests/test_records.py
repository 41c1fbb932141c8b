"""What the records hold always: spans that are never empty, and where a passage and an offset stand."""

from __future__ import annotations

import dataclasses
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import records
from factcheck.records import Article, Passage, Severity, Span


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 3), (-1, 3), (-3, -1)])
def test_no_span_is_empty_or_negative(start, end):
    with pytest.raises(ValueError, match=f"{start}:{end}"):
        Span(start, end)


@pytest.mark.parametrize(
    ("left", "right", "overlap", "contain"),
    [
        (Span(0, 5), Span(0, 5), True, True),
        (Span(0, 5), Span(1, 4), True, True),
        (Span(1, 4), Span(0, 5), True, False),
        (Span(0, 3), Span(2, 5), True, False),
        (Span(0, 3), Span(3, 5), False, False),
        (Span(4, 5), Span(0, 2), False, False),
    ],
)
def test_two_spans(left, right, overlap, contain):
    assert left.overlaps(right) is right.overlaps(left) is overlap
    assert left.contains(right) is contain


def test_spans_are_ordered_by_their_start():
    assert sorted([Span(4, 5), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(4, 5)]


TEXT = "The **old**\nbridge"
PASSAGE = Passage("The old bridge", ((0, 0), (4, 6), (7, 11), (8, 12)))


@pytest.mark.parametrize(
    ("words", "span"),
    [("The", Span(0, 3)), ("old", Span(6, 9)), ("bridge", Span(12, 18)), ("old bridge", Span(6, 18))],
)
def test_a_passage_knows_where_its_words_stand(words, span):
    start = PASSAGE.text.index(words)
    assert PASSAGE.locate(start, start + len(words)) == span
    assert TEXT[span.start] == words[0]
    assert TEXT[span.end - 1] == words[-1]


@given(st.text(min_size=1, max_size=20), st.integers(0, 50), st.data())
def test_a_passage_of_one_run_is_shifted(text, origin, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Passage(text, ((0, origin),)).locate(start, end) == Span(start + origin, end + origin)


def article(**more):
    settings = {"id": "a.txt", "path": "a.txt", "text": "One.\n\nThree.\nFour.", "passages": (), "source": None}
    settings |= {"title": None, "published": None, "language": None, "sha256": ""}
    return Article(**settings | more)


@pytest.mark.parametrize(
    ("more", "offset", "location"),
    [
        ({}, 0, "a.txt:1"),
        ({}, 4, "a.txt:1"),
        ({}, 6, "a.txt:3"),
        ({}, 13, "a.txt:4"),
        ({"row": 7}, 13, "a.txt, row 7"),
        ({"page_starts": (0, 6, 13)}, 5, "a.txt, page 1"),
        ({"page_starts": (0, 6, 13)}, 6, "a.txt, page 2"),
        ({"page_starts": (0, 6, 13)}, 17, "a.txt, page 3"),
    ],
)
def test_where_an_editor_finds_it(more, offset, location):
    assert article(**more).location(offset) == location


def test_an_article_is_called_by_its_source_or_else_its_id():
    assert article(source="The Tern").name == "The Tern"
    assert article().name == "a.txt"


def test_severities_are_ranked():
    assert [severity.rank for severity in Severity] == [0, 1, 2]
    assert Severity.LOW.rank < Severity.MEDIUM.rank < Severity.HIGH.rank


RECORDS = [kind for kind in vars(records).values() if isinstance(kind, type) and dataclasses.is_dataclass(kind)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_is_frozen_and_has_no_room_for_more(record):
    assert record.__dataclass_params__.frozen
    assert "__slots__" in vars(record)


def test_records_import_no_library():
    modules = {value.__name__ for value in vars(records).values() if isinstance(value, types.ModuleType)}
    assert modules == set()
