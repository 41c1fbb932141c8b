"""Which finding is reviewed next: the uncertain and severe first, what is decided last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger import Choice, Ledger, decide
from factcheck.records import Finding, Kind, Relation, Severity
from factcheck.results import Result
from factcheck.review.queue import Status, Wanted, next_uncertain, order, ranked, usefulness

Build = Mapping[str, Callable[..., Result]]


@pytest.fixture
def findings(build: Build) -> tuple[Finding, ...]:
    return build["lighthouse"]().findings


def decided(finding: Finding, choice: Choice) -> Ledger:
    return Ledger((decide(finding, choice, reviewer="Ada", now=datetime(2026, 3, 1, tzinfo=UTC)),))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"confidence": 0.5}, {"confidence": 0.9}),
        ({"confidence": 0.5}, {"confidence": 0.1}),
        ({"severity": Severity.HIGH}, {"severity": Severity.MEDIUM}),
        ({"severity": Severity.MEDIUM}, {"severity": Severity.LOW}),
        ({"confidence": 0.55, "severity": Severity.LOW}, {"confidence": 0.98, "severity": Severity.HIGH}),
        ({"confidence": 0.8, "severity": Severity.HIGH}, {"confidence": 0.5, "severity": Severity.LOW}),
    ],
)
def test_what_is_uncertain_and_severe_comes_first(
    more: dict[str, Any], less: dict[str, Any], findings: tuple[Finding, ...]
) -> None:
    base = replace(findings[0], confidence=0.6, severity=Severity.MEDIUM)
    useful, less_useful = replace(base, fingerprint="z", **more), replace(base, fingerprint="a", **less)
    assert usefulness(useful) > usefulness(less_useful)
    assert order([less_useful, useful], Ledger()) == (useful, less_useful)


def test_what_is_decided_comes_last_and_what_is_unsure_before_it(findings: tuple[Finding, ...]) -> None:
    first, second, third, fourth = findings
    ledger = Ledger((*decided(first, Choice.DISMISSED).decisions, *decided(second, Choice.UNSURE).decisions))
    assert [f.fingerprint for f in order(findings, Ledger())] == ["a1", "b2", "c3", "d4"]
    assert order(findings, ledger) == (third, fourth, second, first)


@given(st.permutations(range(4)))
def test_the_order_does_not_depend_on_how_findings_come(places: list[int]) -> None:
    confidences = (0.5, 0.5, 0.9, 0.1)  # two are alike, and two are as far from even chances
    base = [
        Finding(str(n), Kind.TIME, Relation.CONFLICT, "", (), Severity.LOW, confidence, "", ())
        for n, confidence in enumerate(confidences)
    ]
    assert [finding.fingerprint for finding in ranked(base[place] for place in places)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(("number", "expected"), [(1, ["b2"]), (2, ["b2", "c3"]), (9, ["b2", "c3", "d4"])])
def test_the_next_uncertain_are_the_first_open_ones(
    number: int, expected: list[str], findings: tuple[Finding, ...]
) -> None:
    ledger = decided(findings[0], Choice.CONFIRMED)
    assert [f.fingerprint for f in next_uncertain(reversed(findings), ledger, number)] == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["a1", "b2", "c3", "d4"]),
        (Wanted(kind=Kind.TIME), ["b2", "c3"]),
        (Wanted(relation=Relation.DISPUTE), ["d4"]),
        (Wanted(severity=Severity.HIGH), ["a1"]),
        (Wanted(status=Status.OPEN), ["b2", "c3", "d4"]),
        (Wanted(status=Status.CONFIRMED), ["a1"]),
        (Wanted(kind=Kind.TIME, relation=Relation.UPDATE), ["b2"]),
        (Wanted(words="VIK"), ["b2", "d4"]),
        (Wanted(words="vik courier"), ["b2"]),
        (Wanted(words="quantity-different tall"), ["a1", "c3"]),
        (Wanted(words="43 metres"), ["a1"]),
        (Wanted(words="nothing of the kind"), []),
    ],
)
def test_a_reviewer_sees_what_is_wanted(wanted: Wanted, expected: list[str], findings: tuple[Finding, ...]) -> None:
    statuses = {"a1": Status.CONFIRMED}
    fitting = [f.fingerprint for f in findings if wanted.fits(f, statuses.get(f.fingerprint, Status.OPEN))]
    assert fitting == expected
