"""The page in Chromium: by keyboard, in two tabs, without scripts, on a telephone, and with hostile articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from factcheck import ledger as ledgers
from factcheck.ledger import Choice
from factcheck.results import Result
from factcheck.review.material import Material, of_result
from factcheck.review.session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Build = Mapping[str, Callable[..., Result]]
Show = Callable[..., "Page"]

TIMEOUT = 120_000
"""Milliseconds that a page may take on a machine that is busy with other tests."""


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Opens an address; whatever the page complains of, or asks of another host, fails the test."""
    contexts, complaints = [], []

    def open_page(address: str, quiet: bool = True, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        root = address[: address.index("/", len("http://"))]

        def asked(request: Any) -> None:
            if not request.url.startswith(root):
                complaints.append(request.url)

        if quiet:
            page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", asked)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def title(page: Page) -> str:
    return page.locator("#title").inner_text()


def press(page: Page, key: str, expected: str) -> None:
    """Presses a key, and waits for the page that it leads to."""
    page.keyboard.press(key)
    wait_for(page, expected)


def wait_for(page: Page, expected: str) -> None:
    """Waits for the page of that title, not in the page, since its policy forbids what a poll there would take."""
    from playwright.sync_api import expect

    expect(page.locator("#title")).to_have_text(expected, timeout=TIMEOUT)
    page.locator("main:not([aria-busy])").wait_for()


def choices(session: Session) -> dict[str, str]:
    """What is in the ledger of a review, by fingerprint."""
    current = Session(session.material, session.path, "reader").state.current
    return {fingerprint: decision.choice.value for fingerprint, decision in current.items()}


HEIGHT, RETIRES, LIT, FIRED = "how tall the tower is", "when Ole Vik leaves", "when the tower was lit", "whether Vik"
DONE = "Everything is decided"


def test_a_reviewer_goes_through_by_keyboard(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    assert title(page) == HEIGHT
    press(page, "2", RETIRES)
    assert choices(session) == {"a1": "confirmed"}
    page.keyboard.press("d")
    page.get_by_role("group", name="Why is it a false alarm?").wait_for()
    press(page, "3", LIT)
    press(page, "s", FIRED)
    press(page, "ArrowLeft", LIT)
    press(page, "u", FIRED)
    page.keyboard.press("n")
    page.keyboard.type("c d u z 1: a note holds every key")
    page.keyboard.press("Escape")
    press(page, "c", DONE)
    kept = session.state.current
    assert choices(session) == {"a1": "confirmed", "b2": "dismissed", "c3": "unsure", "d4": "confirmed"}
    assert kept["a1"].right == session.answers(session.findings[0])[1][1]
    assert kept["b2"].reason == "other-time"
    assert kept["d4"].note == "c d u z 1: a note holds every key"


def test_keys_undo_one_after_the_other(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    press(page, "c", RETIRES)
    page.keyboard.press("d")
    press(page, "Enter", LIT)
    assert choices(session) == {"a1": "confirmed", "b2": "dismissed"}
    press(page, "z", RETIRES)
    press(page, "z", HEIGHT)
    assert choices(session) == {}
    page.keyboard.press("z")
    page.get_by_text("There is no decision of yours to take back.").first.wait_for()
    assert len(ledgers.read(session.path).decisions) == 4


def test_a_reload_in_the_middle_keeps_the_place_and_the_note(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    press(page, "c", RETIRES)
    press(page, "s", LIT)
    page.keyboard.press("n")
    page.keyboard.type("half a no")
    page.reload()
    assert title(page) == LIT
    assert page.locator("#note").input_value() == "half a no"
    assert page.locator(".progress").inner_text() == "1 of 4 decided"
    page.go_back()
    wait_for(page, RETIRES)


def test_a_review_goes_on_where_a_killed_program_left_it(
    session: Session, story: Material, serve: Any, show: Show
) -> None:
    press(show(serve(session).address), "c", RETIRES)
    page = show(serve(Session(story, session.path, "Ada")).address)
    assert title(page) == RETIRES
    press(page, "z", HEIGHT)


def test_two_tabs_lose_nothing(session: Session, serve: Any, show: Show) -> None:
    served = serve(session)
    one, other = show(served.address), show(served.address)
    press(one, "c", RETIRES)
    assert title(other) == HEIGHT
    page_says = other.locator("#told")
    press(other, "u", RETIRES)
    assert "Meanwhile Ada had confirmed it" in page_says.inner_text()
    assert [d.choice for d in ledgers.read(session.path).decisions] == [Choice.CONFIRMED, Choice.UNSURE]
    press(one, "c", LIT)
    press(other, "s", LIT)
    assert other.locator(".progress").inner_text() == "2 of 4 decided"


def test_what_another_reviewer_decides_comes_up_by_itself(
    session: Session, story: Material, serve: Any, show: Show
) -> None:
    page = show(serve(session).address)
    page.wait_for_timeout(300)
    other = Session(story, session.path, "Bea")
    other.decide(other.findings[0], Choice.DISMISSED, note="a typing error")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.get_by_text("a typing error").first.wait_for()
    assert title(page) == HEIGHT


def test_a_key_that_is_held_down_decides_one_finding(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    for _ in range(20):
        page.keyboard.down("c")
    page.keyboard.up("c")
    wait_for(page, RETIRES)
    page.wait_for_timeout(300)
    assert choices(session) == {"a1": "confirmed"}


def test_keys_with_control_and_switched_off_keys_do_nothing(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    page.keyboard.press("Control+c")
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.reload()
    page.keyboard.press("c")
    page.wait_for_timeout(200)
    assert title(page) == HEIGHT
    assert choices(session) == {}
    page.get_by_role("button", name="Confirm").click()
    wait_for(page, RETIRES)


def test_the_context_opens(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    assert page.get_by_text("A boat goes there on Sundays.").is_hidden()
    page.keyboard.press("o")
    page.get_by_text("A boat goes there on Sundays.").wait_for()
    page.get_by_role("link", name="The whole article").first.click()
    page.get_by_text("Nobody will take his place.").wait_for()
    press(page, "b", HEIGHT)


def test_search_and_table(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    page.keyboard.press("/")
    page.keyboard.type("Vik")
    press(page, "Enter", RETIRES)
    assert page.locator("main").evaluate("main => main.contains(document.activeElement)")
    press(page, "c", FIRED)
    press(page, "t", "2 findings of 4")
    page.get_by_role("link", name="Show all").click()
    wait_for(page, "4 findings")
    page.get_by_role("link", name=LIT).click()
    wait_for(page, LIT)
    page.locator(".filter summary").click()
    page.get_by_role("combobox", name="Severity").select_option("high")
    page.get_by_role("button", name="Show", exact=True).click()
    wait_for(page, HEIGHT)


def test_it_works_without_scripts(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address, java_script_enabled=False)
    page.get_by_label("Note").fill("by hand")
    page.get_by_role("button", name="Confirm").click()
    assert title(page) == RETIRES
    page.locator("#dismiss summary").click()
    page.get_by_role("button", name="Each was true at its time").click()
    assert title(page) == LIT
    page.get_by_role("button", name="2 This is right").click()
    assert title(page) == FIRED
    page.locator(".moves").get_by_role("button", name="Undo").click()
    assert title(page) == LIT
    page.locator(".moves").get_by_role("link", name="Skip").click()
    assert title(page) == FIRED
    assert choices(session) == {"a1": "confirmed", "b2": "dismissed"}
    assert session.state.current["a1"].note == "by hand"


def test_a_program_that_is_gone_is_told(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address, quiet=False)
    page.route("**/finding/**", lambda route: route.abort())
    page.keyboard.press("c")
    page.get_by_role("alert").get_by_text("this decision was not kept").wait_for()
    assert title(page) == HEIGHT
    page.unroute("**/finding/**")
    press(page, "c", RETIRES)


def test_a_decision_that_is_refused_is_told(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address, quiet=False)
    page.evaluate("document.querySelector('#decide [name=form_token]').value = 'x'")
    page.keyboard.press("c")
    page.get_by_role("alert").get_by_text("This form is not of this page").wait_for()
    assert choices(session) == {}


# Hostile articles


ATTACKS = (
    "<script>window.harm = 1</script>",
    "</textarea></title></script><img src=x onerror='window.harm = 1'><svg onload='window.harm = 1'>",
    '" autofocus onfocus="window.harm = 1" tabindex="0',
    "<form action='https://example.com'><base href='https://example.com/'><style>body { display: none }</style>",
    "שלום \u202e<b>abc</b>\u2066 עולם مرحبا",
    "A sentence without an end " * 200 + "<script>window.harm = 1</script>",
    "unbroken" * 200,
)


@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: text[:20])
def test_what_an_article_says_does_nothing(text: str, build: Build, serve: Any, show: Show, tmp_path: Path) -> None:
    session = Session(of_result(text, build["hostile"](text)), tmp_path / "decisions.jsonl", text[:200])
    other = Session(session.material, session.path, "Bea")
    other.decide(other.findings[0], Choice.CONFIRMED, note=text[:2000])
    served = serve(session)
    page = show(served.address + "finding/e0")
    page.keyboard.press("o")
    page.locator("blockquote").first.hover()
    if len(text) < 500:
        shown = page.locator("blockquote").first.text_content() or ""
        assert shown.replace("[U+202E]", "\u202e").replace("[U+2066]", "\u2066") == text
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("n")
    page.keyboard.type("<script>window.harm = 1</script>")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.locator("#told").get_by_text("Confirmed").wait_for()
    assert page.evaluate("window.harm") is None
    page.goto(served.address + "finding/e0")
    page.get_by_role("button", name="Take back").wait_for()
    press(page, "t", "1 finding")
    assert page.evaluate("window.harm") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator("script").count() == 1
    assert page.locator("img, base, iframe, style, [onload], [onerror], [onfocus]").count() == 0


def test_the_policy_stops_what_escaping_would_have_let_through(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address, quiet=False)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.evaluate("""() => {
        const harm = document.createElement("div");
        harm.innerHTML = "<img src=x onerror='window.harm = 1'><p style='color: red'>x</p>";
        const script = document.createElement("script");
        script.textContent = "window.harm = 1";
        document.body.append(harm, script);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.harm") is None
    assert any("Content Security Policy" in message for message in blocked)


def test_another_page_cannot_frame_or_decide(session: Session, serve: Any, browser: Browser) -> None:
    """A page of another port of this computer, which a browser takes for the same site, and which knows the address."""
    served = serve(session)
    elsewhere = serve(Session(session.material, session.path, "Mallory"))
    page = browser.new_page()
    page.goto(elsewhere.address)
    status = page.evaluate(
        """async address => {
            try {
                const body = new URLSearchParams({choice: "confirmed", seen: ""});
                const answer = await fetch(address + "finding/a1", {method: "POST", body, mode: "no-cors"});
                return answer.status;
            } catch { return -1; }
        }""",
        served.address,
    )
    assert status <= 0
    page.close()
    assert choices(session) == {}


# For everybody


def test_nothing_is_wider_than_a_telephone(session: Session, serve: Any, show: Show) -> None:
    served = serve(session)
    page = show(served.address)
    for place in ("finding/a1", "finding/a1/article/0", "table", "end"):
        page.goto(served.address + place)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(scheme: str, session: Session, story: Material, serve: Any, show: Show) -> None:
    from axe_playwright_python.sync_playwright import Axe

    other = Session(story, session.path, "Bea")
    other.decide(other.findings[0], Choice.DISMISSED, reason="misread", note="no")
    session.decide(session.findings[0], Choice.CONFIRMED, right=session.answers(session.findings[0])[0][1])
    served = serve(session)
    page = show(served.address, color_scheme=scheme, bypass_csp=True)
    done = session.state.current["a1"].id
    for place in (
        f"finding/a1?done={done}&meanwhile={done}",
        "finding/b2?kind=time",
        "finding/a1/article/0",
        "table",
        "end",
    ):
        page.goto(served.address + place)
        page.keyboard.press("o")
        if place.startswith("finding/b2"):
            page.keyboard.press("d")
        violations = Axe().run(page).response["violations"]
        assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
    page.keyboard.press("?")
    assert not Axe().run(page).response["violations"]


def test_landmarks_names_and_focus(session: Session, serve: Any, show: Show) -> None:
    page = show(serve(session).address)
    for role in ("banner", "main", "contentinfo", "navigation"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    press(page, "c", RETIRES)
    assert page.evaluate("document.activeElement.id") == "title"
    assert "Confirmed" in page.locator("#said").inner_text()
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == "no-reason"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "title"
    assert page.get_by_role("button", name="Confirm").get_attribute("aria-keyshortcuts") == "c"


def test_the_page_follows_the_colours_of_the_system(session: Session, serve: Any, show: Show) -> None:
    served = serve(session)

    def brightness(scheme: str) -> int:
        page = show(served.address, color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))

    assert brightness("light") > 600
    assert brightness("dark") < 150
