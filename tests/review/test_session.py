"""A review: what comes next, what is kept, and several people or tabs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck import ledger as ledgers
from factcheck.errors import StoreError, UsageError
from factcheck.findings import mark
from factcheck.ledger import Choice
from factcheck.records import Finding, Kind
from factcheck.results import Result
from factcheck.review.context import context
from factcheck.review.material import Material, of_result
from factcheck.review.queue import Status, Wanted
from factcheck.review.session import NOTE_LIMIT, Session


def named(session: Session, fingerprint: str) -> Finding:
    found = session.finding(fingerprint)
    assert found
    return found


def go_through(session: Session, wanted: Wanted = Wanted()) -> list[str]:  # noqa: B008 (frozen)
    """Every finding that is shown when each is confirmed."""
    shown = []
    found = session.first(wanted)
    while found:
        shown.append(found.fingerprint)
        session.decide(found, Choice.CONFIRMED)
        found = session.after(found, wanted)
    return shown


def test_a_reviewer_is_led_through_all_findings_once(session: Session) -> None:
    assert go_through(session) == ["a1", "b2", "c3", "d4"]
    assert session.state.decided == 4
    assert session.first(Wanted()) is None


def test_what_was_decided_before_is_not_asked_again(session: Session, story: Material) -> None:
    session.decide(named(session, "b2"), Choice.DISMISSED, reason="other-time")
    again = Session(story, session.path, "Bea")
    assert go_through(again) == ["a1", "c3", "d4"]
    assert again.state.status(named(again, "b2")) is Status.DISMISSED


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(kind=Kind.TIME), ["b2", "c3"]),
        (Wanted(words="tower"), ["a1", "c3"]),
        (Wanted(words="no such"), []),
    ],
)
def test_only_what_is_wanted_is_shown(wanted: Wanted, expected: list[str], session: Session) -> None:
    assert go_through(session, wanted) == expected


def test_what_is_skipped_comes_again_at_the_end(session: Session) -> None:
    a, b = named(session, "a1"), named(session, "b2")
    assert session.after(a, Wanted()) == b
    for fingerprint in ("b2", "c3", "d4"):
        session.decide(named(session, fingerprint), Choice.UNSURE)
    assert session.after(b, Wanted()) == a
    assert session.after(a, Wanted()) is None


def test_back_leads_to_the_finding_before_whether_decided_or_not(session: Session) -> None:
    a, b = named(session, "a1"), named(session, "b2")
    session.decide(a, Choice.CONFIRMED)
    assert session.before(b, Wanted()) == a
    assert session.before(a, Wanted()) is None
    assert session.before(named(session, "c3"), Wanted(words="metres")) == a


def test_a_decision_keeps_all_that_was_said(session: Session) -> None:
    a = named(session, "a1")
    (_, gazette), (value, courier) = session.answers(a)
    done = session.decide(a, Choice.CONFIRMED, note="  asked them ", right=courier, seen="")
    assert value == "43 metres"
    assert gazette == mark(a.sides[0])
    (kept,) = ledgers.read(session.path).decisions
    assert kept == done.decision
    assert (kept.right, kept.note, kept.reviewer) == (courier, "asked them", "Ada")
    assert [side.quote for side in kept.sides] == [side.quote for side in a.sides]


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": Choice.DISMISSED, "reason": "no such reason"},
        {"choice": Choice.CONFIRMED, "reason": "misread"},
        {"choice": Choice.CONFIRMED, "right": "no such side"},
        {"choice": Choice.UNDONE},
        {"choice": Choice.CONFIRMED, "note": "x" * (NOTE_LIMIT + 1)},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(wrong: dict[str, object], session: Session) -> None:
    with pytest.raises(UsageError):
        session.decide(named(session, "a1"), **wrong)  # type: ignore[arg-type]
    assert not session.path.exists()


def test_a_decision_that_cannot_be_kept_is_an_error(story: Material, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    session = Session(story, tmp_path / "file" / "decisions.jsonl", "Ada")
    with pytest.raises(StoreError):
        session.decide(named(session, "a1"), Choice.CONFIRMED)


def test_undo_takes_back_one_decision_after_the_other(session: Session) -> None:
    for fingerprint in ("a1", "b2"):
        session.decide(named(session, fingerprint), Choice.CONFIRMED)
    undone = [session.undo() for _ in range(3)]
    assert [decision and decision.fingerprint for decision in undone] == ["b2", "a1", None]
    assert session.state.decided == 0
    assert len(ledgers.read(session.path).decisions) == 4


def test_undo_of_a_change_of_mind_brings_the_first_decision_back(session: Session) -> None:
    a = named(session, "a1")
    session.decide(a, Choice.CONFIRMED)
    session.decide(a, Choice.DISMISSED)
    session.undo()
    assert session.state.status(a) is Status.CONFIRMED


def test_undo_leaves_the_decisions_of_others_alone(session: Session, story: Material) -> None:
    other = Session(story, session.path, "Bea")
    theirs = other.decide(named(other, "a1"), Choice.CONFIRMED).decision
    assert session.undo() is None
    assert session.undo(theirs.id) is None
    assert session.state.decided == 1


def test_two_reviewers_lose_nothing_and_see_each_other(session: Session, story: Material) -> None:
    other = Session(story, session.path, "Bea")
    a, b = named(session, "a1"), named(session, "b2")
    session.decide(a, Choice.CONFIRMED, seen="")
    other.decide(b, Choice.UNSURE, seen="")
    assert session.state.status(b) is Status.UNSURE
    late = other.decide(a, Choice.DISMISSED, reason="compatible", seen="")
    assert late.meanwhile
    assert late.meanwhile.reviewer == "Ada"
    assert [d.reviewer for d in session.state.disagreements["a1"]] == ["Ada", "Bea"]
    known = session.decide(a, Choice.CONFIRMED, seen=late.decision.id)
    assert known.meanwhile is None


def test_a_figure_that_changes_asks_again_and_shows_the_old_decision(session: Session, story: Material) -> None:
    a = named(session, "a1")
    session.decide(a, Choice.DISMISSED, reason="misread", note="a typing error")
    moved = replace(
        a.sides[1], quote="At 44 metres the tower is the tallest of the coast.", value="44 metres", key="44"
    )
    changed = replace(a, fingerprint="a2", sides=(a.sides[0], moved))
    again = Session(replace(story, findings=(changed,)), session.path, "Ada")
    assert again.first(Wanted()) == changed
    former = again.state.ledger.former(changed)
    assert former
    assert former.note == "a typing error"


def test_a_ledger_that_another_program_changes_is_read_again(session: Session, story: Material) -> None:
    assert session.state.decided == 0
    Session(story, session.path, "Bea").decide(named(session, "a1"), Choice.CONFIRMED)
    assert session.state.decided == 1
    session.path.unlink()
    assert session.state.decided == 0


# The context of a quotation


def test_a_quotation_is_shown_in_its_article(story: Material, session: Session) -> None:
    side = named(session, "b2").sides[0]
    shown = context(side, story.articles["gazette.md"])
    assert shown
    assert [p.text for p in shown.above] == [
        "It was painted twice.",
        "A boat goes there on Sundays.",
        "Tickets cost 12 crowns.",
    ]
    assert (shown.before, shown.quote.before, shown.quote.words, shown.after) == (
        "", "The keeper, Ole Vik, leaves on ", "4 May", "",
    )  # fmt: skip
    assert [p.text for p in shown.below] == ["Nobody will take his place."]
    assert not shown.whole
    whole = context(side, story.articles["gazette.md"], around=None)
    assert whole
    assert whole.whole
    assert len(whole.above) == 6


def test_a_quotation_within_a_paragraph_has_the_rest_of_it_around(story: Material, session: Session) -> None:
    shown = context(named(session, "a1").sides[1], story.articles["courier.txt"])
    assert shown
    assert shown.before == "The lamp on Skarvholm will be run by a computer. "


def test_of_an_article_that_says_something_else_there_is_no_context(story: Material, session: Session) -> None:
    side = named(session, "a1").sides[1]
    assert context(side, story.articles["gazette.md"]) is None
    assert context(side, None) is None


def test_findings_come_in_the_same_order_from_any_source(
    build: Mapping[str, Callable[..., Result]], tmp_path: Path
) -> None:
    result = build["many"](30)
    turned = replace(result, findings=tuple(reversed(result.findings)))
    one, other = (Session(of_result("x", found), tmp_path / "d", "Ada") for found in (result, turned))
    assert one.findings == other.findings
