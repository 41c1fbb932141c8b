"""Plain text: which passages, title and date come out of a file."""

from __future__ import annotations

from datetime import date

import pytest

LONG = "The council of Harrow closed the old bridge on Monday, after an engineer had found cracks in two of its piers"

CASES = {
    "a paragraph for each block": (
        "First one is here.\n\nSecond one is here.\n",
        ["First one is here.", "Second one is here."],
    ),
    "crlf": ("First one is here.\r\n\r\nSecond one is here.\r\n", ["First one is here.", "Second one is here."]),
    "blank lines with white space": (
        "First one is here.\n \t\nSecond is here.",
        ["First one is here.", "Second is here."],
    ),
    "a paragraph for each long line": (f"{LONG} at noon.\n{LONG} at dusk.", [f"{LONG} at noon.", f"{LONG} at dusk."]),
    "hard-wrapped lines": (
        "The bridge was closed on Monday after an engineer had found cracks in\n"
        "two of its piers. It will stay shut until the summer, and the council\n"
        "asks drivers to go by Millbrook.\n",
        [
            "The bridge was closed on Monday after an engineer had found cracks in two of its piers. It will stay shut"
            " until the summer, and the council asks drivers to go by Millbrook."
        ],
    ),
    "wrapped lines keep an abbreviation together": (
        "Nobody had expected the bridge to be shut so soon, said the engineer Mr.\n"
        "Quill, who had looked at the piers on Monday and had found cracks in two\nof them.",
        [
            "Nobody had expected the bridge to be shut so soon, said the engineer Mr. Quill, who had looked at the"
            " piers on Monday and had found cracks in two of them."
        ],
    ),
    "a line that goes on in lower case": (f"{LONG},\nthe mayor said.", [f"{LONG}, the mayor said."]),
    "bullets": ("These are shut:\n- the old bridge\n- the ferry", ["These are shut:", "the old bridge", "the ferry"]),
    "labels are dropped": (
        "It was shut on Monday.\n\nThe cracks\n\nIt is old.",
        ["It was shut on Monday.", "It is old."],
    ),
    "a figure is no label": (
        "It was shut on Monday.\n\n9 dead\n\nIt is old.",
        ["It was shut on Monday.", "9 dead", "It is old."],
    ),
    "a paragraph printed twice": ("It is shut.\n\nIt is old.\n\nIt  is SHUT.\n", ["It is shut.", "It is old."]),
    "rows of stars": ("It is shut.\n\n* * *\n\nIt is old.", ["It is shut.", "It is old."]),
}


@pytest.mark.parametrize(("text", "passages"), CASES.values(), ids=CASES)
def test_passages(article, text, passages):
    assert [passage.text for passage in article("a.txt", text).passages] == passages


HEADS = {
    "a date line with a title": (
        " date 2020-09-14 Bridge at Harrow closes for repairs\n\nIt was shut on Monday.",
        "Bridge at Harrow closes for repairs", date(2020, 9, 14), ["It was shut on Monday."],
    ),
    "a labelled date below the title": (
        "Bridge at Harrow closes\n\nPublished: 14 September 2020\n\nIt was shut on Monday.",
        "Bridge at Harrow closes", date(2020, 9, 14), ["It was shut on Monday."],
    ),
    "a bare date and a byline above the title": (
        "September 14, 2020\nBy Anna Reed\n\nBridge at Harrow closes\n\nIt was shut on Monday.",
        "Bridge at Harrow closes", date(2020, 9, 14), ["It was shut on Monday."],
    ),
    "a date after a byline's label": (
        "Published: 14 September 2020, By Anna Reed\n\nIt was shut on Monday.\n\nIt is old.",
        None, date(2020, 9, 14), ["It was shut on Monday.", "It is old."],
    ),
    "an ambiguous date stays where it is": (
        "03/04/2020\n\nIt was shut on Monday.", None, None, ["03/04/2020", "It was shut on Monday."],
    ),
    "a date within a sentence": (
        "On 14 September 2020 the old bridge was shut.\n\nIt is old.",
        None, None, ["On 14 September 2020 the old bridge was shut.", "It is old."],
    ),
    "a date further down": (
        "It was shut.\n\nIt is old.\n\nIt is long.\n\n14 September 2020", None, None,
        ["It was shut.", "It is old.", "It is long.", "14 September 2020"],
    ),
    "a first line that is a sentence": (
        "The bridge was shut.\n\nIt is old.", None, None, ["The bridge was shut.", "It is old."],
    ),
    "a first line of many words": (
        f"{LONG} and a third\n\nIt is old.", None, None, [f"{LONG} and a third", "It is old."],
    ),
    "a title above a much longer line": (
        f"Bridge at Harrow closes\n{LONG}.", "Bridge at Harrow closes", None, [f"{LONG}."],
    ),
    "a title that is printed twice": (
        "Bridge at Harrow closes\n\nIt is old.\n\nBridge at Harrow closes\n",
        "Bridge at Harrow closes", None, ["It is old."],
    ),
    "a text of one line has no title": ("Bridge at Harrow closes\n", None, None, ["Bridge at Harrow closes"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "title", "published", "body"), HEADS.values(), ids=HEADS)
def test_head(article, text, title, published, body):
    found = article("a.txt", text)

    assert (found.title, found.published) == (title, published)
    assert [passage.text for passage in found.passages if not passage.is_title] == body
    assert [passage.text for passage in found.passages if passage.is_title] == ([title] if title else [])


def test_labelled_lines_state_the_source_and_the_title(article):
    found = article("a.txt", "Source: Harrow Radio\nTitle: Bridge closes\nDate: 2024-03-05\n\nIt was shut on Monday.")

    assert (found.source, found.title, found.published) == ("Harrow Radio", "Bridge closes", date(2024, 3, 5))
    assert [passage.text for passage in found.passages] == ["Bridge closes", "It was shut on Monday."]


def test_a_headline_about_a_source_names_none(article):
    found = article("a.txt", "Source: talks with Harrow Line are off\n\nIt was shut on Monday.")

    assert (found.source, found.title) == (None, "Source: talks with Harrow Line are off")


def test_nothing_is_invented(article):
    found = article("a.txt", "The bridge was shut, the BBC said.\n\nIt is old.")

    assert (found.source, found.title, found.published, found.language) == (None, None, None, None)


def test_text_is_kept_as_decoded(article):
    text = "The  bridge\twas shut.\r\n\r\nIt is\xa0old.\r\n"
    found = article("a.txt", text)

    assert found.text == text
    assert [passage.text for passage in found.passages] == ["The  bridge\twas shut.", "It is\xa0old."]


def test_the_example(fixtures):
    from factcheck.articles import read

    (found,) = read([fixtures / "ferry.txt"]).articles

    assert found.published == date(2024, 3, 5)
    assert found.title == "Ferry with 212 aboard runs aground off Harrow Point"
    assert [passage.text for passage in found.passages] == [
        "Ferry with 212 aboard runs aground off Harrow Point",
        "A car ferry with 212 people aboard ran aground in fog off Harrow Point early on Tuesday, the coastguard said."
        " Nobody was hurt.",
        "The Lady Isobel, which had left Millbrook at 6:40 a.m., struck a sandbank about two miles short of the"
        " harbour. A tug from Saltholm pulled her free on the afternoon tide.",
        "“We were drinking tea, and then the tea was on the floor,” said Tom Askew, 61, who makes the crossing twice a"
        " week.",
        "Sailings are suspended until Thursday. The operator, Harrow Line, said that it would refund every ticket.",
    ]
