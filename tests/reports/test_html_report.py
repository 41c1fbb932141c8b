"""The page without a browser: what it holds, that it is one file, and that only our own style and script may act."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from factcheck.records import Standing
from factcheck.reports.html import to_html
from factcheck.reports.layout import QUOTE_LIMIT
from factcheck.results import Result

VOID = {"meta"}


class Page(HTMLParser):
    """The tags of a page, whether they nest, its attributes and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("name", ["story", "nothing"])
def test_tags_nest_and_ids_are_unique(name: str, request: pytest.FixtureRequest) -> None:
    page = Page(to_html(request.getfixturevalue(name)))
    assert not page.open
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_links_lead_into_the_page_alone(story: Result, standings: dict[str, Standing]) -> None:
    page = Page(to_html(story, standings))
    ids = {attributes.get("id") for _, attributes in page.tags}
    links = [attributes["href"] for attributes in page.all("a")]
    assert all(link and link.startswith("#") and link[1:] in ids for link in links)
    assert not [
        attributes for _, attributes in page.tags if {"src", "action", "srcset", "data", "style"} & set(attributes)
    ]
    assert "url(" not in to_html(story)
    assert "@import" not in to_html(story)


def test_the_policy_allows_our_style_and_script_alone(story: Result) -> None:
    report = to_html(story)
    [policy] = [m["content"] for m in Page(report).all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    allowed = {}
    for tag in ("style", "script"):
        [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", report, flags=re.DOTALL)
        allowed[tag] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{allowed['style']}'; script-src 'sha256-{allowed['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_every_quotation_is_there_with_its_value_marked(story: Result) -> None:
    report = to_html(story)
    for finding in story.findings:
        for side in finding.sides:
            assert f"<mark>{side.value}</mark>" in report
            assert side.quote in Page(report).text


def test_a_long_quotation_is_cut_and_counted(of_text: Callable[[str], Result]) -> None:
    report = to_html(of_text("long " * 1_000))
    assert f"quotations longer than {QUOTE_LIMIT} characters, shortened here" in report


def test_only_choices_that_tell_findings_apart_are_offered(story: Result, of_text: Callable[[str], Result]) -> None:
    assert [choice["name"] for choice in Page(to_html(story)).all("select")] == [
        "kind", "relation", "severity", "source",
    ]  # fmt: skip
    assert not Page(to_html(of_text("one"))).all("form")


def test_without_scripts_everything_is_there(story: Result) -> None:
    """The form waits for the script; no finding does."""
    page = Page(to_html(story))
    [form] = page.all("form")
    assert "hidden" in form
    assert not [attributes for attributes in page.all("article") if "hidden" in attributes]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


PAIRS = [
    *((text, back) for text in ("ink", "soft", "link", "high", "medium", "low") for back in ("page", "card")),
    *((tone, "card") for tone in "abcd"),
    *(("ink", f"{tone}-back") for tone in (*"abcd", "low")),
    *((level, f"{level}-back") for level in ("high", "medium", "low")),
]


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_can_be_read_on_its_background(scheme: int) -> None:
    style = (files("factcheck.reports") / "templates" / "report.css").read_text(encoding="utf-8")
    colours = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)
    ]
    found = {f"{text} on {back}": contrast(colours[scheme][text], colours[scheme][back]) for text, back in PAIRS}
    assert not {pair: ratio for pair, ratio in found.items() if ratio < 4.5}
