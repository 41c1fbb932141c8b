"""Whatever an article wrote shows as itself."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factcheck.reports.escape import Markdown, bold_within, code, escape, visible

RENDERER = MarkdownIt("gfm-like", {"html": True})

PLACES = {
    "paragraph": "{}",
    "heading": "### 1. {}",
    "item": "- {}",
    "cell": "| a | b |\n| --- | --- |\n| {} | x |",
    "bold": "- **{}:** x",
    "quoted": "see “{}” there",
}


def shown(markdown: str, *, keep: str = "") -> str:
    """The text of the rendered Markdown, once the tags that the template's own marks give are gone."""
    page = RENDERER.render(markdown)
    return html.unescape(re.sub(r"</?(p|h3|ul|li|strong|table|thead|tbody|tr|th|td)>", keep, page))


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- gone -->",
    "[x](javascript:alert(1))",
    "![](http://example.com/pixel.png)",
    "[x]: http://example.com 'title'",
    "[^1]: note",
    "<http://example.com>",
    "https://example.com/a_b_c?d=e&f=g",
    "www.example.com and example.com and abc1.com",
    "//example.com/x",
    "mailto:jane@example.com, jane@example.com",
    "a | b || c \\| d \\\\| e",
    "`code` ``more`` ```",
    "~~~ fenced",
    "*a* **b** _c_ __d__ ~~e~~",
    "# heading #",
    "> quote",
    "- item",
    "+ item",
    "-5 degrees",
    "- - -",
    "1. item",
    "12) item",
    "1968.",
    "===",
    "---",
    "&amp; &lt;b&gt; &#60;",
    "C:\\temp\\*.txt \\",
    "$x^2$ :smile: {{ site.title }} {% include x %}",
    "a  b\tc\nd\r\ne\u2028f",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "bell \x07 escape \x1b[31m null \x00",
    "lone \ud800 surrogate",
    "fi\u00adnance 👩\u200d🚀",
]
PROSE = [
    "AT&T's shares rose 3.5 % to $19.20 (a record), she said: “We're done!”",
    "The U.S. and the U.K. agreed; 1,000–1,200 people, incl. Dr. Müller-Lüdenscheidt, came at 10:30.",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", ATTACKS + PROSE)
def test_text_shows_as_itself(text: str, place: str) -> None:
    frame = PLACES[place]
    assert shown(frame.format(escape(text))) == shown(frame.format("PLACE")).replace("PLACE", visible(text).strip())


@given(st.text(st.sampled_from("ab1 .,:;!?*_`~|<>[](){}#&@$^=+-\\/%\"'\n\u202e\u00a0é“"), max_size=30))
def test_any_text_shows_as_itself(text: str) -> None:
    frame = "| a | b |\n| --- | --- |\n| x{}x | x |"
    assert shown(frame.format(escape(text))) == shown(frame.format("PLACE")).replace("PLACE", visible(text))


@given(st.text(st.sampled_from("ab1 .,*_`|<[$€%-“”\n\u00a0中"), max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_bold_marks_the_words_and_changes_nothing_else(text: str, start: int, length: int) -> None:
    before, words, after = text[:start], text[start : start + length], text[start + length :]
    frame = "| a | b |\n| --- | --- |\n| x {} x | x |"
    marked = frame.format(bold_within(before, words, after))
    assert shown(marked) == shown(frame.format(escape(text)))
    assert ("<strong>" in RENDERER.render(marked)) == bool(words.strip())


@pytest.mark.parametrize(
    ("before", "words", "after", "expected"),
    [
        ("some ", "80 million", " users", "some **80 million** users"),
        ("", "$80m", "", r"**\$80m**"),
        ("a US", "$80m", " deal", r"a **US\$80m** deal"),
        ("it is", " 5 ", "now", "it is **5** now"),
        ("no value", "", "", "no value"),
        ("an ", "18,000", "-vehicle crossing", "an **18,000**-vehicle crossing"),
        ("up ", "5 %", "-ish now", "up **5 %**-ish now"),
        ("up ", "5 %", "ish now", "up **5 %ish** now"),
    ],
)
def test_bold_keeps_to_the_edges_of_words(before: str, words: str, after: str, expected: str) -> None:
    assert bold_within(before, words, after) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("articles/my_file.md:12", "`articles/my_file.md:12`"),
        ("table.csv, row 7", "`table.csv, row 7`"),
        ("quantity-different", "`quantity-different`"),
        ("a`b|c.md:1", "a\\`b&#124;c\\.md:1"),
        ("<b>.md", "&lt;b&gt;.md"),
        ("", ""),
    ],
)
def test_code_is_for_plain_paths_only(text: str, expected: str) -> None:
    assert code(text) == expected
    assert isinstance(code(text), Markdown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("\x1b[0m", "[U+001B][0m"),
        ("two\r\n\tlines", "two lines"),
        ("no\u00a0break", "no\u00a0break"),
        ("سلام", "سلام"),
    ],
)
def test_hidden_characters_are_written_out(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_prose_stays_readable_as_text() -> None:
    assert escape("Rates rose 3.5 % - to 10.25 (a record), he said: “No!”") == (
        "Rates rose 3.5 % - to 10.25 (a record), he said: “No!”"
    )
