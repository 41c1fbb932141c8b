"""What a ledger says in figures: precision by kind and reason, with its interval, and who stands alone."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from factcheck import tallies
from factcheck.findings import mark
from factcheck.ledger import Choice, Ledger, decide
from factcheck.records import Coverage, Finding, Kind, Modality, Relation, Severity, Side, Span
from factcheck.reports.json import to_json
from factcheck.reports.markdown import to_markdown
from factcheck.reports.stats import Source, Tally
from factcheck.results import Result

NOTHING = Result((), (), (), (), (), Coverage(2, 9, 9, 9, 9, "encoder", "grammar", "none", ()))


def side(source, value):
    return Side(
        f"{source}.md", f"{source}.md", f"{source}.md:1", 1, Span(0, 9), f"It is {value}.", value, Span(1, 2),
        source, None, None, None, (), Modality.ASSERTED, value,
    )  # fmt: skip


def finding(*values, kind=Kind.QUANTITY, reasons=("quantity-different",), name="f"):
    """A finding with sides of the sources A, B, C, ... that give these values."""
    sides = tuple(side(source, value) for source, value in zip("ABCDEF", values, strict=False))
    return Finding(name, kind, Relation.CONFLICT, "it", sides, Severity.HIGH, 0.9, "Why.", reasons)


def ledger(*decisions):
    return Ledger(tuple(sorted(decisions, key=lambda decision: decision.order)))


def decided(number, choice, found=None, **more):
    found = found or finding("1", "2")
    named = Finding(str(number), *(getattr(found, f) for f in found.__slots__[1:]))
    return decide(named, Choice(choice), reviewer="Ida", **more)


def test_precision_by_kind_and_by_reason_code():
    other = finding("1", "2", kind=Kind.TIME, reasons=("time-different", "time-later-article"))
    stats = tallies.stats(
        ledger(
            decided(1, "confirmed"), decided(2, "confirmed"), decided(3, "dismissed", reason="misread"),
            decided(4, "dismissed", other), decided(5, "unsure", other), decided(6, "dismissed", reason="unimportant"),
        ),
        [],
    )  # fmt: skip
    assert stats.kinds == (Tally("quantity", 2, 1), Tally("time", 0, 1))
    assert stats.reasons == (
        Tally("quantity-different", 2, 1), Tally("time-different", 0, 1), Tally("time-later-article", 0, 1),
    )  # fmt: skip
    assert (stats.all, stats.unsure, stats.unimportant) == (Tally("all", 2, 2), 1, 1)
    assert dict(stats.dismissals) == {
        "A passage was misread: another value, thing or speaker": 1,
        "They do differ, but it does not matter": 1,
    }


def test_only_the_latest_decision_on_a_finding_counts():
    twice = ledger(decided(1, "confirmed"), decided(1, "dismissed"))
    assert tallies.stats(twice, []).kinds == (Tally("quantity", 0, 1),)


# By the formula, worked out by hand and with R's binom::binom.wilson.
WILSON = [(5, 5, 0.237, 0.763), (10, 0, 0.722, 1.0), (0, 10, 0.0, 0.278), (1, 0, 0.207, 1.0), (81, 182, 0.255, 0.366)]


@pytest.mark.parametrize(("confirmed", "dismissed", "low", "high"), WILSON)
def test_the_interval_is_wilsons(confirmed, dismissed, low, high):
    assert Tally("x", confirmed, dismissed).interval == pytest.approx((low, high), abs=6e-4)


ALONE = [
    ("two against each other", ("1", "2"), set()),
    ("one against two", ("1", "2", "2"), {"A"}),
    ("each alone", ("1", "2", "3"), set()),
    ("two against two", ("1", "1", "2", "2"), set()),
    ("two alone, and two who agree", ("1", "2", "3", "3"), {"A", "B"}),
]


@pytest.mark.parametrize(("values", "alone"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE])
def test_who_stands_alone(values, alone):
    sources = tallies.stats(Ledger(), [finding(*values)]).sources
    assert {source.name for source in sources if source.alone} == alone
    assert {source.name for source in sources} == (set("ABCDEF"[: len(values)]) if len(values) > 2 else set())


def test_who_was_held_to_be_right():
    found = finding("1", "2", "2")
    one = decided(1, "confirmed", found, right=mark(found.sides[1]))
    other = decided(2, "confirmed", found, right=mark(found.sides[0]))
    assert tallies.stats(ledger(one, other), [found, found]).sources == (
        Source("A", alone=2, among=2, right=1, wrong=1),
        Source("B", alone=0, among=2, right=1, wrong=1),
        Source("C", alone=0, among=2, right=1, wrong=1),
    )


def test_the_reports_show_them():
    hostile = finding("1", "2", "2", reasons=("<b>|",))
    stats = tallies.stats(ledger(decided(1, "confirmed", hostile), decided(2, "dismissed", hostile)), [hostile])
    page = to_markdown(NOTHING, stats=stats)
    assert "| kind quantity | 1 | 1 | 50 % | 9 % to 91 % |" in page
    assert "| A | 1 | 1 | 0 | 0 |" in page
    assert page.index("## What reviewers decided") < page.index("## Coverage")
    stored = json.loads(to_json(NOTHING, stats=stats))
    jsonschema.validate(stored, json.loads(files("factcheck.reports").joinpath("report.schema.json").read_text()))
    assert stored["stats"]["kinds"][0]["precision"] == 0.5
    assert stored["stats"]["sources"][0] == {"name": "A", "alone": 1, "among": 1, "right": 0, "wrong": 0}


def test_without_decisions_the_reports_say_so():
    page = to_markdown(NOTHING, stats=tallies.stats(Ledger(), []))
    assert "No finding was confirmed or dismissed yet." in page
    assert "What reviewers decided" not in to_markdown(NOTHING)
    assert json.loads(to_json(NOTHING, stats=tallies.stats(Ledger(), [])))["stats"]["all"] is None
