"""The comment on a pull request: short, folded, within GitHub's limit, and calling nobody."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from factcheck.records import Skipped, Standing
from factcheck.reports import Focus
from factcheck.reports.comment import LIMIT, to_comment
from factcheck.reports.files import encoded
from factcheck.results import Result

TAGS = {"b", "code", "details", "h3", "li", "p", "strong", "summary", "ul"}


def render(markdown: str) -> str:
    return MarkdownIt("gfm-like", {"html": True}).render(markdown)


def test_each_finding_is_folded_behind_a_line(story: Result, standings: dict[str, Standing], focus: Focus) -> None:
    page = render(to_comment(story, standings, focus))
    summaries = re.findall(r"<details>\n<summary>(.*?)</summary>", page)
    assert summaries == [
        "<b>24,000 vehicles</b> against <b>18,000 vehicles</b>: vehicles that cross the Aller bridge a day "
        "(conflict, high severity, 93 % confidence, fails the gate)",
        "<b>18 May</b> against <b>4 May</b>: when the bridge reopens "
        "(update, medium severity, 71 % confidence, known from the baseline)",
    ]
    assert page.count("</details>") == 2
    assert "<strong>24,000 vehicles</strong> cross" in page


@pytest.mark.parametrize(
    ("failing", "skipped", "verdict"),
    [
        ({"9c1f04ab", "41d2ee07"}, (), "2 findings fail the gate"),
        ({"9c1f04ab"}, (Skipped("a.md", "gone"),), "1 finding fails the gate"),
        ((), (Skipped("a.md", "gone"),), "the check is incomplete"),
        ((), (), "nothing fails the gate"),
        (None, (), "1 conflict, 1 update, 1 dispute"),
    ],
)
def test_the_verdict_is_in_the_heading(
    failing: set[str] | None, skipped: tuple[Skipped, ...], verdict: str, story: Result
) -> None:
    focus = None if failing is None else Focus(frozenset(), frozenset(failing))
    result = replace(story, coverage=replace(story.coverage, skipped=skipped))
    assert f"### factcheck: {verdict}\n" in to_comment(result, {}, focus)


def test_what_fails_comes_first(story: Result) -> None:
    comment = to_comment(story, {}, Focus(frozenset(), frozenset({"e07a5c33"})))
    assert comment.index("whether the mayor was warned") < comment.index("vehicles that cross")


@pytest.mark.parametrize("number", [100, 2_000])
def test_a_long_report_is_cut_and_says_so(number: int, story: Result) -> None:
    findings = tuple(replace(story.findings[n % 3], fingerprint=f"{n:016x}") for n in range(number))
    comment = to_comment(replace(story, findings=findings))
    assert LIMIT * 0.9 < len(encoded(comment)) <= LIMIT
    [left] = re.findall(r"\*\*([\d,]+) more findings left out here", comment)
    assert int(left.replace(",", "")) + comment.count("<summary>") + comment.count("<p>") == number
    assert comment.count("<details>") == comment.count("</details>")


def test_a_finding_too_long_to_unfold_is_still_named(story: Result) -> None:
    first = replace(story.findings[0], explanation="very " * 20_000)
    comment = to_comment(replace(story, findings=(first,)))
    assert "<p><b>18,000 vehicles</b> against" in comment
    assert len(encoded(comment)) <= LIMIT


def test_many_problems_leave_room_for_the_findings(story: Result) -> None:
    skipped = tuple(Skipped(f"{n}.pdf", "\u202e" * 200) for n in range(2_000))
    comment = to_comment(replace(story, coverage=replace(story.coverage, skipped=skipped)))
    assert comment.count("<details>") == 3
    assert "more lines left out here" in comment
    assert len(encoded(comment)) <= LIMIT


@pytest.mark.parametrize(
    "text", ["@everyone", "@org/team", "see #12", "GH-12", "org/repo#12", "a@b", 'can\'t | "so" & <b>']
)
def test_nobody_is_called_and_every_character_is_there(text: str, of_text: Callable[[str], Result]) -> None:
    page = render(to_comment(of_text(text)))
    nodes = [html.unescape(node) for node in re.split(r"<code>.*?</code>|<[^>]+>", page)]  # code calls nobody
    assert not [node for node in nodes if re.search(r"@\w|#\d|GH-\d", node)]
    assert html.escape(f"“{text}”") in html.escape("".join(nodes).replace("\u200b", ""))
    assert set(re.findall(r"<(\w+)", page)) <= TAGS
