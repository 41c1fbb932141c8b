"""Markdown: what a reader sees of it, and where that stands in the file."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.articles import read

CASES = {
    "emphasis": ("The **old** bridge is *shut* and __long__ and _dark_.", "The old bridge is shut and long and dark."),
    "emphasis across words": (
        "It was **shut on *Monday* morning** for good.",
        "It was shut on Monday morning for good.",
    ),
    "struck out": ("It holds ~~90~~ 80 cars a day now.", "It holds 90 80 cars a day now."),
    "marks that mark nothing": (
        "It is 5 * 3 * 2 m or 5*3*2 m, a_b_c and 4*.",
        "It is 5 * 3 * 2 m or 5*3*2 m, a_b_c and 4*.",
    ),
    "code keeps its backticks": ("Set `tls.**on** = 1` there first.", "Set `tls.**on** = 1` there first."),
    "a link": ('See [the *old* bridge](http://x.org/a_(b) "t") in May.', "See the old bridge in May."),
    "a reference link": (
        "See [the bridge][b] in May, said he.\n\n[b]: http://x.org",
        "See the bridge in May, said he.",
    ),
    "what looks like a link's address": ("[Update]: The bridge is open.", "[Update]: The bridge is open."),
    "plain brackets": ("He said [the bridge] was shut.", "He said [the bridge] was shut."),
    "an image": ("See ![a *bridge*](b.png) it, said the mayor.", "See it, said the mayor."),
    "a footnote's mark": ("It is shut[^1] until May.", "It is shut until May."),
    "an address": ("See <https://x.org/a> for the plans.", "See https://x.org/a for the plans."),
    "a tag": ("It is <b>shut</b><br>until May.", "It is shut until May."),
    "a comment": ("It is <!-- not --> shut until May.", "It is shut until May."),
    "an escape": (r"It is \*shut\* until May.", "It is *shut* until May."),
    "an entity": ("Reed &amp; Askew paid 4&nbsp;m.", "Reed & Askew paid 4\xa0m."),
    "wrapped lines": ("The old\nbridge  \n  is shut.", "The old bridge is shut."),
    "a quotation": ("> The old\n> bridge is\nshut.", "The old bridge is shut."),
    "a list item": ("- The old\n  bridge is shut.", "The old bridge is shut."),
    "a nested item": ("1. - [x] The bridge is shut.", "The bridge is shut."),
    "a number at the start of a line": ("It was shut in\n1986. It is old.", "It was shut in 1986. It is old."),
}


@pytest.mark.parametrize(("text", "seen"), CASES.values(), ids=CASES)
def test_what_a_reader_sees(article, text, seen):
    assert [passage.text for passage in article("a.md", text).passages] == [seen]


BLOCKS = {
    "list": (
        "Shut are:\n- the bridge of Harrow\n* the ferry\n1. the road",
        ["Shut are:", "the bridge of Harrow", "the ferry", "the road"],
    ),
    "numbers in a list": ("1. One is shut.\n2. Two is shut.", ["One is shut.", "Two is shut."]),
    "headings": (
        "It is shut.\n\n## Traffic\n\n### Bridge to open in May ###\nIt is old.",
        ["It is shut.", "Bridge to open in May", "It is old."],
    ),
    "underlined heading": (
        "It is shut.\n\nBridge to open in May\n-----\nIt is old.",
        ["It is shut.", "Bridge to open in May", "It is old."],
    ),
    "rules": ("It is shut.\n\n* * *\nIt is old.\n\n___\n", ["It is shut.", "It is old."]),
    "fenced code": ("It is shut.\n```py\nx = 1\n\ny = 2\n```\nIt is old.", ["It is shut.", "It is old."]),
    "an open fence hides nothing": ("It is shut.\n\n```\nIt is old.\n", ["It is shut.", "It is old."]),
    "a comment over lines": ("It is shut.\n\n<!-- not\n\nshown -->\n\nIt is old.", ["It is shut.", "It is old."]),
    "a table": (
        "It is shut.\n\n| Day | What was said |\n|---|---|\n| Mon | The bridge is shut. |",
        ["It is shut.", "The bridge is shut."],
    ),
    "a footnote": (
        "It is shut[^1].\n\n[^1]: Since Monday, said the mayor.",
        ["It is shut.", "Since Monday, said the mayor."],
    ),
    "a quotation ends": (
        "It is shut.\n> It is old, he said.\n\nIt is long.",
        ["It is shut.", "It is old, he said.", "It is long."],
    ),
}


@pytest.mark.parametrize(("text", "passages"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(article, text, passages):
    assert [passage.text for passage in article("a.md", text).passages] == passages


@pytest.mark.parametrize(
    ("header", "title", "stands"),
    [
        ("title: Bridge at Harrow closes", "Bridge at Harrow closes", True),
        ('title: "Bridge: closed"', "Bridge: closed", True),
        ("title: 'Bridge: closed'", "Bridge: closed", True),
        ("title: \"'Closed', says Reed\"", "'Closed', says Reed", True),
        ('"title": "[Pinned] Bridge"', "[Pinned] Bridge", True),
        ("headline: Bridge closes", "Bridge closes", True),
        ("Title: Bridge closes", "Bridge closes", True),
        ("title: >-\n  Bridge at Harrow\n  closes", "Bridge at Harrow closes", True),
        ("title: 'The bridge''s end'", "The bridge's end", False),
        ('title: "The \\"old\\" bridge"', 'The "old" bridge', False),
        ("title: No", "No", True),
        ("title: 2024", "2024", True),
    ],
)
def test_title_in_the_front_matter(article, header, title, stands):
    found = article("a.md", f"---\nlayout: post\n{header}\n---\nIt is shut.")

    assert found.title == title
    assert [passage.text for passage in found.passages] == ([title] if stands else []) + ["It is shut."]
    assert found.passages[0].is_title == stands


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt"])
def test_front_matter(article, name):
    found = article(name, "---\nsite: Harrow Radio\ndate: 5 March 2024\nlang: en\ntags: [a, b]\n---\n\nIt is shut.")

    assert (found.source, found.published, found.language) == ("Harrow Radio", date(2024, 3, 5), "en")


def test_unclear_date_is_noted(read_content):
    found = read_content("a.md", "---\ndate: 03/04/2020\n---\nIt is shut.")

    assert found.articles[0].published is None
    assert found.notes[0].endswith(
        "a.md: the date '03/04/2020' is not a full and unambiguous date, so when it was published counts as unknown"
    )


def test_rules_around_a_text_are_no_front_matter(article):
    assert [passage.text for passage in article("a.md", "---\nIt is shut.\n\n---\nIt is old.").passages] == [
        "It is shut.", "It is old.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\nsource: a\ntitle: Bridge: closed\n---\nIt is shut.", "at line 3: mapping values are not allowed here"),
        ("---\ntitle: 'Bridge\n---\nIt is shut.", "at line 3: found unexpected end of stream"),
        ("---\ntitle: Bridge\n\nIt is shut.", "the front matter that begins in line 1 is not closed"),
    ],
)
def test_front_matter_that_cannot_be_read(read_content, text, problem):
    found = read_content("a.md", text)

    assert found.articles == ()
    assert problem in found.skipped[0].problem
    assert found.skipped[0].remedy


def test_first_heading_is_the_title(article):
    found = article("a.md", "# The *old* bridge\n\n# Another heading of this level\n\nIt is shut.")

    assert found.title == "The old bridge"
    assert [passage.is_title for passage in found.passages] == [True, False, False]


def test_the_example(fixtures):
    (found,) = read([fixtures / "ferry.md"]).articles

    assert (found.source, found.published, found.language) == ("Saltholm Wire", date(2024, 3, 6), "en")
    assert [passage.text for passage in found.passages] == [
        "Ferry refloated: all 190 passengers safe",
        "The Lady Isobel was refloated on Tuesday afternoon, and Harrow Line put the number of people on board at 190.",
        "She left Millbrook at 6:40 a.m.",
        "She struck the bank at `07:15`, as her log shows.",
        "Nobody should have sailed in that fog, said the harbour master, Ida Quill.",
        "The harbour authority opens an inquiry",
        "An inquiry will report before the summer.",
    ]
