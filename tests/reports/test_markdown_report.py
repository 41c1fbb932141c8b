"""The Markdown report: the same bytes every time, and nothing that an article wrote is markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from factcheck.records import Relation, Severity, Span
from factcheck.reports.escape import visible
from factcheck.reports.layout import QUOTE_LIMIT
from factcheck.reports.markdown import to_markdown
from factcheck.results import Result

GOLDEN = Path(__file__).parent / "golden"
TAGS = {
    "a", "code", "em", "h1", "h2", "h3", "li", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Page(HTMLParser):
    """The tags, link targets and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.cells: list[str] = []
        self.headings = 0
        self.in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.headings += tag in {"h1", "h2", "h3"}
        if tag == "td":
            self.cells.append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell &= tag != "td"

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.cells[-1] += data


def render(markdown: str) -> str:
    return MarkdownIt("gfm-like", {"html": True}).render(markdown)


@pytest.mark.parametrize("name", ["story", "nothing"])
def test_the_report_is_the_golden_one(name: str, request: pytest.FixtureRequest) -> None:
    report = to_markdown(request.getfixturevalue(name))
    assert report.encode() == (GOLDEN / f"{name}.md").read_bytes()


def test_the_same_result_gives_the_same_text(story: Result) -> None:
    assert to_markdown(story) == to_markdown(replace(story))


def test_every_section_is_linked_from_the_summary(story: Result) -> None:
    page = render(to_markdown(story))
    assert set(re.findall(r'href="#(finding-[^"]+)"', page)) == set(re.findall(r'id="([^"]+)"', page))
    assert "<h2>Coverage</h2>" in page


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <!-- <b>",
    "[click](javascript:alert(1)) ![](http://example.com/p.png)",
    "[ref]: http://example.com\n[ref]",
    "see https://example.com or www.example.com or a@example.com",
    "| a | b |\n| --- | --- |\n| c | d |",
    "` | `` | ```\ncode\n```",
    "# one\n## two\n\n- three\n\n> four\n\n---\n\n    five",
    "**bold** _em_ ~~gone~~ \\",
    "\u202egnp.exe \u2066hidden\u2069 \x1b[2J",
    "{{ 7 * 7 }} {% raw %} {# note #}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str, of_text: Callable[[str], Result]) -> None:
    page = Page(render(to_markdown(of_text(text))))
    assert page.tags <= TAGS
    assert all(link.startswith("#") for link in page.links)
    assert page.headings == Page(render(to_markdown(of_text("plain")))).headings
    assert page.cells.count(visible(text).strip()) >= 6


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_table(text: str, of_text: Callable[[str], Result]) -> None:
    assert len(Page(render(to_markdown(of_text(text)))).cells) == len(Page(render(to_markdown(of_text("x")))).cells)


def test_a_long_quotation_is_cut_around_its_value_and_counted(story: Result) -> None:
    finding = story.findings[0]
    side = finding.sides[0]
    long = replace(side, quote=side.quote + "." * 4935, span=Span(side.span.start, side.span.start + 5000))
    report = to_markdown(replace(story, findings=(replace(finding, sides=(long, *finding.sides[1:])),)))
    assert "**18,000 vehicles** a day" in report
    assert r"\[… 4,400 characters …\]" in report
    assert f"1 quotation longer than {QUOTE_LIMIT} characters, shortened here" in report


def test_an_ordinary_report_says_nothing_of_shortening(story: Result) -> None:
    assert "shortened" not in to_markdown(story)


def test_normal_punctuation_reads_normally(story: Result) -> None:
    page = html.unescape(re.sub(r"<[^>]+>", "", render(to_markdown(story))))
    for text in (
        "An 18,000-vehicle-a-day crossing can't simply be shut",
        "“It was built in 1968 & repaired twice.”",
        "The toll is 2.50 euros.",
    ):
        assert text in page


def test_an_incomplete_check_says_so_at_the_top(story: Result) -> None:
    top = to_markdown(story).split("## ")[0]
    assert "This check is incomplete: 1 input could not be checked." in top


@pytest.mark.parametrize(("read", "expected"), [(0, "0 articles"), (1, "1 article")])
def test_a_report_without_a_comparison_is_no_clean_report(nothing: Result, read: int, expected: str) -> None:
    few = replace(nothing, articles=nothing.articles[:read], coverage=replace(nothing.coverage, articles=read))
    report = to_markdown(few)
    assert f"Nothing was compared: it takes articles of at least two sources, and {expected} could be read" in report
    assert "No disagreement" not in report


def test_the_summary_counts_relations_and_severities(story: Result) -> None:
    first, *_ = story.findings
    more = (*story.findings, replace(first, relation=Relation.UPDATE, severity=Severity.HIGH))
    summary = "**4 facts**: 1 conflict, 2 updates, 1 dispute; 2 high, 1 medium, 1 low severity."
    assert summary in to_markdown(replace(story, findings=more))
