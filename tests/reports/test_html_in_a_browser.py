"""The page in Chromium: the filters, no network, no script of an article, telephone, dark and print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from factcheck.records import Standing
from factcheck.reports.html import to_html
from factcheck.results import Result

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TIMEOUT = 120_000
"""Milliseconds that a page may take on a machine that is busy with other tests."""

Show = Callable[..., "Page"]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a report as a file; whatever the page complains of, or asks of a network, fails the test."""
    contexts, complaints = [], []

    def open_page(report: str, **options: Any) -> Page:
        file = tmp_path / "report.html"
        file.write_text(report, encoding="utf-8")
        context = browser.new_context(offline=True, **options)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: complaints.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def visible(page: Page) -> list[str]:
    """The findings that a reader sees, by their titles."""
    return [title.inner_text() for title in page.locator("article.finding:visible h3 a span:last-child").all()]


BRIDGE, REOPENS, MAYOR = (
    "vehicles that cross the Aller bridge a day",
    "when the bridge reopens",
    "whether the mayor was warned of the cracks",
)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, [BRIDGE, REOPENS, MAYOR]),
        ({"Kind": "time (1)"}, [REOPENS]),
        ({"Relation": "dispute (1)"}, [MAYOR]),
        ({"Severity": "high (1)"}, [BRIDGE]),
        ({"Source": "Aller Gazette (2)"}, [BRIDGE, REOPENS]),
        ({"Source": "radio (2)"}, [BRIDGE, MAYOR]),
        ({"Source": "radio (2)", "Kind": "event (1)"}, [MAYOR]),
        ({"Kind": "time (1)", "Relation": "dispute (1)"}, []),
    ],
)
def test_the_filters_narrow_down(choices: dict[str, str], expected: list[str], story: Result, show: Show) -> None:
    page = show(to_html(story))
    for label, option in choices.items():
        page.get_by_role("combobox", name=label).select_option(label=option)
    assert visible(page) == expected
    numbers = page.locator("article.finding:visible .number").all_inner_texts()
    assert page.locator(".overview li:visible .number").all_inner_texts() == numbers
    assert page.locator("#shown").inner_text() == (f"{len(expected)} of 3 findings shown" if choices else "")
    page.get_by_role("button", name="Show all").click()
    assert visible(page) == [BRIDGE, REOPENS, MAYOR]
    assert page.locator("#shown").inner_text() == ""


def test_the_filters_work_from_the_keyboard(story: Result, show: Show) -> None:
    page = show(to_html(story))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "kind"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("time")
    assert visible(page) == [REOPENS]


def test_dismissed_findings_are_filtered_too(story: Result, standings: dict[str, Standing], show: Show) -> None:
    page = show(to_html(story, standings))
    assert page.locator("#dismissed article.finding:visible").count() == 0
    page.get_by_text("Show 1 finding").click()
    page.get_by_role("combobox", name="Kind").select_option("event")
    assert visible(page) == [MAYOR]
    assert page.locator("#dismissed article.finding:visible").count() == 1


def test_a_link_to_a_hidden_finding_shows_it(story: Result, show: Show) -> None:
    page = show(to_html(story))
    page.get_by_role("combobox", name="Kind").select_option("time")
    page.evaluate("location.hash = 'finding-e07a5c33'")
    page.locator("#finding-e07a5c33").wait_for(state="visible")
    assert visible(page) == [BRIDGE, REOPENS, MAYOR]


def test_a_link_to_a_dismissed_finding_shows_it(story: Result, standings: dict[str, Standing], show: Show) -> None:
    page = show(to_html(story, standings))
    page.evaluate("location.hash = 'finding-e07a5c33'")
    page.locator("#finding-e07a5c33").wait_for(state="visible")


def test_without_scripts_everything_is_visible(story: Result, show: Show) -> None:
    page = show(to_html(story), java_script_enabled=False)
    assert page.locator("article.finding:visible").count() == 3
    assert page.locator("#filters:visible").count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "<script>window.harm = 1</script>",
        "</script><script>window.harm = 1</script>",
        "</style><img src=x onerror='window.harm = 1'><svg onload='window.harm = 1'>",
        '" autofocus onfocus="window.harm = 1" tabindex="0',
        "' onmouseover='window.harm = 1",
        "javascript:window.harm=1",
        "<a href='https://example.com'>x</a> https://example.com <base href='https://example.com/'>",
    ],
)
def test_what_an_article_says_does_nothing(text: str, of_text: Callable[[str], Result], show: Show) -> None:
    page = show(to_html(of_text(text)))
    page.locator("blockquote").first.hover()
    assert page.evaluate("window.harm") is None
    assert page.locator("blockquote").first.inner_text() == text
    assert page.locator("script, style").count() == 2
    assert page.locator("img, base, iframe, [onload], [onerror], [onfocus], [onmouseover]").count() == 0


def test_the_policy_stops_what_escaping_would_have_let_through(story: Result, browser: Browser, tmp_path: Path) -> None:
    """The second line: a page into which a script was put all the same."""
    file = tmp_path / "harmed.html"
    harm = "<script>window.harm = 1</script><img src=x onerror='window.harm = 1'><p style='color: red'>x</p>"
    file.write_text(to_html(story).replace("</main>", f"{harm}</main>"), encoding="utf-8")
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("window.harm") is None
    assert len([message for message in blocked if "Content Security Policy" in message]) >= 3
    assert page.locator("#filters").is_visible()
    page.close()


@pytest.mark.parametrize("text", [None, "unbroken" * 200])
def test_nothing_is_wider_than_the_screen(
    text: str | None, story: Result, of_text: Callable[[str], Result], show: Show
) -> None:
    page = show(to_html(of_text(text) if text else story))
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_passages_stand_side_by_side_where_there_is_room(story: Result, show: Show) -> None:
    page = show(to_html(story))

    def tops(width: int) -> list[int]:
        page.set_viewport_size({"width": width, "height": 800})
        answers = page.locator("article.finding").first.locator(".answer").all()
        return [round(box["y"]) for answer in answers if (box := answer.bounding_box())]

    left, right = tops(1280)
    above, below = tops(390)
    assert left == right
    assert above < below


def test_the_page_follows_the_colours_of_the_system(story: Result, show: Show) -> None:
    page = show(to_html(story))

    def brightness(scheme: Literal["light", "dark"]) -> int:
        page.emulate_media(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))

    assert brightness("light") > 600
    assert brightness("dark") < 150


def test_print_shows_the_findings_and_no_controls(story: Result, show: Show) -> None:
    page = show(to_html(story), color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#filters:visible, nav:visible").count() == 0
    assert len(visible(page)) == 3
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_every_control_has_a_name_and_every_part_a_landmark(story: Result, show: Show) -> None:
    page = show(to_html(story))
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    assert page.get_by_role("form", name="Filter the findings").count() == 1
    assert page.get_by_role("combobox").count() == 4
    for name in ("Kind", "Relation", "Severity", "Source"):
        assert page.get_by_role("combobox", name=name).count() == 1
    assert page.get_by_role("article", name=BRIDGE).count() == 1
