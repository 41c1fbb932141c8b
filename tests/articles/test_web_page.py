"""Saved web pages: the article's words, and where they stand in the page's source."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from factcheck.articles import read
from factcheck.articles.reader_view import ReaderView

WORDS = "The old bridge at Harrow was shut on Monday, after an engineer had found cracks in two of its piers."
MORE = "It will stay shut until the summer, the council said, and drivers are asked to go by Millbrook instead."
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Bridge</title>{head}</head><body><article>{body}</article></body></html>"


def unmarked(source: str) -> str:
    """What is left of a stretch of a page without its markup and white space."""
    return re.sub(r"[\s\xad]", "", unescape(_HIDDEN.sub("", source)))


def ink(text: str) -> str:
    return "".join(text.split())


def test_the_example(fixtures):
    (found,) = read([fixtures / "ferry.html"]).articles

    assert (found.source, found.published, found.language) == ("Island Post", date(2024, 3, 5), "en-GB")
    assert found.title == "Ferry runs aground off Harrow Point"
    assert [passage.text for passage in found.passages] == [
        "Ferry runs aground off Harrow Point",
        "A car ferry with some 200\xa0people aboard ran aground in fog off Harrow Point on Tuesday morning, the"
        " coastguard said.",
        "“We were drinking tea”, said a passenger, who had paid £14.50 & expected a quiet crossing. The ferry was"
        " pulled free by a tug on the afternoon tide, and nobody was hurt.",
        "The weather service had warned of dense fog on Monday evening. Two other sailings were cancelled.",
        "Sailings are suspended until Thursday, and every ticket will be refunded.",
    ]
    assert [passage.is_title for passage in found.passages] == [True, False, False, False, False]


def test_spans_cover_what_is_quoted(fixtures):
    (found,) = read([fixtures / "ferry.html"]).articles

    for passage in found.passages:
        for start in (0, 5, 11):
            for end in (20, 30, len(passage.text)):
                span = passage.locate(start, end)
                assert unmarked(found.text[span.start : span.end]) == ink(passage.text[start:end])


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-03-05T23:30:00-05:00">', date(2024, 3, 5)),
        ('<meta name="date" content="5 March 2024">', date(2024, 3, 5)),
        ('<meta itemprop="datePublished" content="2024-03-05">', date(2024, 3, 5)),
        ('<meta name="dcterms.issued" content="2024-03-05">', date(2024, 3, 5)),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-03-05"}]}</script>', date(2024, 3, 5)),
        ('<script type="application/ld+json">{"datePublished": </script>', None),
        ('<meta property="article:modified_time" content="2024-03-05">', None),
        ('<meta name="date" content="03/04/2024">', None),
        ('<meta name="description" content="2024-03-05">', None),
        ('<link rel="canonical" href="https://example.org/2024/03/05/bridge">', None),
        ("", None),
    ],
)
def test_only_metadata_dates_a_page(article, head, published):
    found = article("a.html", page(f"<p>5 March 2024</p><p>{WORDS}</p><p>{MORE}</p>", head))

    assert found.published == published


def test_what_is_hidden_is_not_read(article):
    found = article(
        "a.html", page(f"<p>{WORDS}</p><script>'<p>{MORE}</p>'</script><!-- <p>{MORE}</p> --><p>{MORE}</p>")
    )

    assert [passage.text for passage in found.passages[-2:]] == [WORDS, MORE]
    assert found.passages[-1].offset(0) == found.text.rindex(MORE)


def test_line_breaks_after_sentences_part_paragraphs(article):
    found = article("a.html", page(f"<div>{WORDS}<br><br>{MORE}</div>"))

    assert [passage.text for passage in found.passages[-2:]] == [WORDS, MORE]


def test_code_within_a_sentence_is_part_of_it(article):
    listing = "<pre><code>x = 1\ny = 2\nz = 3</code></pre>"
    found = article("a.html", page(f"<p>{WORDS}</p>{listing}<p>The port is <code>7420</code> as of May.</p>"))

    assert [passage.text for passage in found.passages[-2:]] == [WORDS, "The port is 7420 as of May."]


def test_declared_encoding(article):
    source = page(f"<p>{WORDS}</p><p>Łódź: {MORE}</p>", '<meta charset="iso-8859-2">')

    assert article("a.html", source.encode("iso-8859-2")).passages[-1].text.startswith("Łódź: ")


@pytest.mark.parametrize(
    "source",
    [f"<p>{WORDS}</p>", WORDS, f"<body><nav>Home</nav><div>{WORDS}</div>", f"<html><body><p>{WORDS}</p></body></html>"],
)
def test_small_pages(article, source):
    assert [passage.text for passage in article("a.html", source).passages] == [WORDS]


def test_blocks_of_a_short_page_stay_apart(article):
    source = "<html><head><title>Old bridge</title></head><body><h1>Old bridge</h1><p>It was shut.</p></body></html>"
    found = article("a.html", source)

    assert [(passage.text, passage.is_title) for passage in found.passages] == [
        ("Old bridge", True),
        ("It was shut.", False),
    ]
    assert found.passages[0].offset(0) == source.rindex("Old bridge")


def test_page_of_which_no_article_is_recognised_is_read_whole_and_noted(read_content):
    assert (
        read_content("a.html", f"<p>{WORDS}</p>")
        .notes[0]
        .endswith("a.html: no article was recognised on the page, so all of its text was read")
    )


def test_page_without_an_article(read_content):
    found = read_content("a.html", "<html><head><title>Bridge</title></head><body></body></html>")

    assert found.articles == ()
    assert found.skipped[0].problem == "no article was found on the page"


def test_page_with_too_many_tags(read_content, monkeypatch):
    monkeypatch.setattr("factcheck.articles.web_page.MAX_TAGS", 5)

    assert read_content("a.html", page(f"<p>{WORDS}</p>")).skipped[0].problem == "the page has more than 5 tags"


def test_paragraph_that_stands_nowhere_is_noted(read_content, monkeypatch):
    find = ReaderView.find

    def fail_for_more(self: ReaderView, text: str, *arguments: Any, **options: Any) -> tuple[int, int] | None:
        return None if text == MORE else find(self, text, *arguments, **options)

    monkeypatch.setattr(ReaderView, "find", fail_for_more)

    found = read_content("a.html", page(f"<p>{WORDS}</p><p>{MORE}</p>"))

    assert [passage.text for passage in found.articles[0].passages if not passage.is_title] == [WORDS]
    assert found.notes[0].endswith("a.html: 1 paragraph could not be placed and was left out")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("<p>a&amp;b &lt;c&gt; AT&T &nope; x</p>", "a&b <c> AT&T &nope; x"),
        ("<p>a<b>b</b>c<p>d", "abc d"),
        ("<p>10&nbsp;000&#8239;m</p>", "10\xa0000\u202fm"),
        ("a<br>b<!-- c -->d", "a bd"),
        ("<style>a</style>b<script>c</script>d", "bd"),
        ("a <b", "a b"),
        ("a <!-- b", "a b"),
        ("x\n<p>a\n\n  b</p>", "x a b"),
    ],
)
def test_reader_view(source, seen):
    view = ReaderView(source)
    found = view.find(seen)

    assert found is not None
    assert view.passage(*found).text == seen
