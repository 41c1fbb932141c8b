"""What holds for any text: spans are exact, nothing is invented, reading twice gives the same."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.articles.assembly import assemble
from factcheck.articles.dates import parse_date, read_dateline
from factcheck.articles.drafts import Draft
from factcheck.articles.front_matter import read_headed
from factcheck.articles.inline_markup import without_markup
from factcheck.articles.markdown import markdown_blocks
from factcheck.articles.passages import build, edit, key
from factcheck.articles.plain_text import read_text, text_blocks
from factcheck.articles.reader_view import ReaderView
from factcheck.errors import ArticleError
from factcheck.records import Article, Passage

LINE = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " .,:;!?*_`[]()#>-|<&\\'\"©“”é\xa0\t"), max_size=60
)
LINES = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\f", " "])), max_size=25)
TEXTS = st.one_of(LINES.map(lambda lines: "".join(map("".join, lines))), st.text(max_size=200))
MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<b>", "</b>", "<br>", "<div>", "<script>", "</script>", "<!-- ", " -->", "&amp;", "&#8217;",
            "&nbsp;", "&nope;", "&", "<", ">", "a", "bridge", " ", "\n", "é", "<title>", "</title>", "\xad", "</",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def articles(text: str) -> list[Article]:
    """The article in ``text`` read as plain text and as Markdown, where it is one."""
    found = []
    for blocks in (text_blocks, markdown_blocks):
        try:
            found.append(assemble(read_headed(text, "a", blocks), "a", "0"))
        except ArticleError:
            continue
    return found


def assert_exact(text: str, passage: Passage) -> None:
    for position, character in enumerate(passage.text):
        original = text[passage.offset(position)]
        assert character == original or (character.isspace() and original.isspace()) or original in "&<"


@given(TEXTS)
def test_every_character_stands_where_it_says(text):
    for article in articles(text):
        for passage in article.passages:
            assert_exact(text, passage)


@given(TEXTS)
def test_positions_rise(text):
    for article in articles(text):
        for passage in article.passages:
            offsets = [passage.offset(position) for position in range(len(passage.text))]
            assert offsets == sorted(set(offsets))


@given(TEXTS)
def test_passages_are_trimmed_and_differ(text):
    for article in articles(text):
        assert all(passage.text == passage.text.strip() for passage in article.passages)
        keys = [key(passage.text) for passage in article.passages]
        assert len(set(keys)) == len(keys)
        assert [passage.is_title for passage in article.passages[1:]].count(True) == 0


@given(TEXTS)
def test_quotes_on_one_line_of_plain_text_are_exact(text):
    for passage in read_text(text).blocks:
        span = passage.passage.locate(0, len(passage.text))
        source = text[span.start : span.end]
        assert source == passage.text or source.splitlines() != [source]


@given(TEXTS)
def test_reading_is_repeatable(text):
    assert articles(text) == articles(text)


@given(st.lists(st.text(string.ascii_letters + " ", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_paragraphs_come_back_as_they_were(paragraphs):
    sentences = [f"It is {words.strip()} now." for words in paragraphs]
    read = assemble(read_text("\n\n".join(sentences)), "a", "0")

    expected = list({key(sentence): sentence for sentence in reversed(sentences)}.values())[::-1]
    assert {key(passage.text) for passage in read.passages} == set(map(key, expected))


@given(st.text(string.ascii_letters + " .,\n", max_size=80))
def test_text_without_markup_is_left_alone(text):
    passage = build([(text, 7)])

    assert without_markup(passage) is passage


@given(st.text(max_size=80))
def test_markup_is_cut_once(text):
    seen = without_markup(build([(text, 0)]))

    assert_exact(text, seen)


@given(st.text(string.ascii_letters, min_size=1, max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_edit_keeps_the_rest_in_place(text, first, second):
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    edited = edit(build([(text, 5)]), [(start, end, "")])

    assert edited.text == text[:start] + text[end:]
    assert [text[edited.offset(position) - 5] for position in range(len(edited.text))] == list(edited.text)


@given(MARKUP)
def test_view_of_a_page_stands_in_its_source(source):
    view = ReaderView(source)
    length = view._length
    if not length:
        return

    passage = view.passage(0, length)

    assert_exact_page(source, passage)
    assert view.find(passage.text) == (0, length)


def assert_exact_page(source: str, passage: Passage) -> None:
    for position, character in enumerate(passage.text):
        original = source[passage.offset(position)]
        assert character == original or character.isspace() or original == "&"


@given(st.text(max_size=60))
def test_any_line_can_be_asked_for_a_date(line):
    parse_date(line)
    read_dateline(line)


@given(st.dates())
def test_iso_dates_are_read(day):
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["", " ", "\n\n", "***"])
def test_nothing_gives_nothing(text):
    with pytest.raises(ArticleError):
        assemble(Draft(text, read_text(text).blocks), "a", "0")
