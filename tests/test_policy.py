"""What fails a gate, and what the configured rules make of a result: tables of findings made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factcheck.policy import Ignore, Policy, Rules, Source
from factcheck.records import (
    Agreement,
    Article,
    Coverage,
    Finding,
    Kind,
    Modality,
    Relation,
    Severity,
    Side,
    SingleSource,
    Span,
    Standing,
)
from factcheck.results import Result

CONFLICT, UPDATE, DISPUTE = Relation
LOW, MEDIUM, HIGH = Severity
NEW, KNOWN, CONFIRMED, DISMISSED = Standing


def side(article="gull.md", value="12", source="The Gull", quote=None):
    words = quote or f"The ferry carried {value} passengers."
    return Side(
        article, article, f"{article}:1", 1, Span(0, len(words)), words, value, Span(0, 2), source, None, None, None,
        (), Modality.ASSERTED, value,
    )  # fmt: skip


def finding(*sides, relation=CONFLICT, severity=MEDIUM, kind=Kind.QUANTITY, confidence=0.9, fingerprint="f1"):
    sides = sides or (side(), side("tern.md", "15", "The Tern"))
    return Finding(fingerprint, kind, relation, "passengers", sides, severity, confidence, "They differ.", ())


def result(*findings, agreements=(), single_source=(), articles=()):
    return Result(articles, findings, agreements, single_source, (), Coverage(2, 9, 9, 9, 9, "e", "l", "none", ()))


def applied(rules, *findings, min_confidence=0.5):
    return rules.apply(result(*findings), min_confidence)


# What fails.

FAILS = [
    # severity and relation, by default
    (Policy(), LOW, CONFLICT, NEW, False),
    (Policy(), MEDIUM, CONFLICT, NEW, True),
    (Policy(), HIGH, CONFLICT, NEW, True),
    (Policy(), HIGH, DISPUTE, NEW, True),
    (Policy(), HIGH, UPDATE, NEW, False),
    # what is known already
    (Policy(), HIGH, CONFLICT, KNOWN, False),
    (Policy(), HIGH, CONFLICT, DISMISSED, False),
    (Policy(), HIGH, CONFLICT, CONFIRMED, True),
    # as asked for
    (Policy(fail_on=LOW), LOW, CONFLICT, NEW, True),
    (Policy(fail_on=HIGH), MEDIUM, CONFLICT, NEW, False),
    (Policy(fail_on=HIGH), HIGH, CONFLICT, NEW, True),
    (Policy(relations=frozenset({UPDATE})), MEDIUM, UPDATE, NEW, True),
    (Policy(relations=frozenset({UPDATE})), HIGH, CONFLICT, NEW, False),
    (Policy(relations=frozenset()), HIGH, CONFLICT, NEW, False),
]


@pytest.mark.parametrize(("policy", "severity", "relation", "standing", "fails"), FAILS)
def test_what_fails(policy, severity, relation, standing, fails):
    assert policy.fails(finding(severity=severity, relation=relation), standing) is fails


# Rules.


def test_without_rules_nothing_changes():
    found = result(finding())
    assert Rules().apply(found, 0.99) is found


def test_a_kind_that_is_off_is_left_out_and_counted():
    quote = finding(kind=Kind.QUOTE, fingerprint="f2")
    shown = applied(Rules(kinds={Kind.QUOTE: None}), finding(), quote)
    assert [f.fingerprint for f in shown.findings] == ["f1"]
    assert shown.coverage.notes == ("1 finding left out, since the kind quote is off: f2",)


def test_a_kind_gets_its_severity():
    shown = applied(Rules(kinds={Kind.QUOTE: LOW}), finding(severity=HIGH), finding(kind=Kind.QUOTE, fingerprint="f2"))
    assert {f.kind: f.severity for f in shown.findings} == {Kind.QUANTITY: HIGH, Kind.QUOTE: LOW}


GULL, TERN, OWL = side(), side("tern.md", "15", "The Tern"), side("owl.md", "15", "The Owl")

WEIGHTS = [
    ({}, (GULL, TERN), 0.8),
    ({"The Tern": 0.5}, (GULL, TERN), 0.4),
    ({"The Gull": 0.5, "The Tern": 0.25}, (GULL, TERN), 0.2),
    ({"The Tern": 0.0}, (GULL, TERN), 0.0),
    # another source of the same value makes up for it
    ({"The Tern": 0.0}, (GULL, TERN, OWL), 0.8),
    ({"The Tern": 0.0, "The Owl": 0.5}, (GULL, TERN, OWL), 0.4),
    # the only one with the other value does not
    ({"The Gull": 0.5}, (GULL, TERN, OWL), 0.4),
]


@pytest.mark.parametrize(("weights", "sides", "confidence"), WEIGHTS)
def test_a_finding_is_as_sure_as_the_weights_of_its_sources_leave_it(weights, sides, confidence):
    rules = Rules(sources=tuple(Source(name, weight=weight) for name, weight in weights.items()))
    [shown] = applied(rules, finding(*sides, confidence=0.8), min_confidence=0).findings
    assert shown.confidence == confidence


def test_what_the_weights_make_too_unsure_is_left_out_and_counted():
    shown = applied(Rules(sources=(Source("The Tern", weight=0.5),)), finding(confidence=0.8))
    assert shown.findings == ()
    assert "below the confidence of 0.5 by the weights" in shown.coverage.notes[0]


def test_the_surest_finding_still_comes_first():
    heavy, light = finding(GULL, OWL, confidence=0.7, fingerprint="f2"), finding(confidence=0.9)
    shown = applied(Rules(sources=(Source("The Tern", weight=0.6),)), light, heavy)
    assert [f.fingerprint for f in shown.findings] == ["f2", "f1"]


def test_two_names_of_a_source_become_one():
    rules = Rules(sources=(Source("The Gull", aliases=("gull.example",)),))
    other = side("other.md", "12", "GULL.example")
    article = Article("gull.md", "gull.md", "", (), "gull.example", None, None, None, "")
    unnamed = replace(article, id="tern.md", source=None)
    found = result(
        finding(other, TERN),
        agreements=(Agreement(Kind.QUANTITY, "a", (GULL, other)), Agreement(Kind.QUANTITY, "b", (other, OWL))),
        single_source=(SingleSource(Kind.QUANTITY, "c", other),),
        articles=(article, unnamed),
    )
    shown = rules.apply(found, 0.5)
    assert [s.source for s in shown.findings[0].sides] == ["The Gull", "The Tern"]
    assert [a.about for a in shown.agreements] == ["b"]
    assert shown.single_source[0].side.source == "The Gull"
    assert [a.source for a in shown.articles] == ["The Gull", None]


QUOTED = side("wiki/old/gull.md", "12", quote="The ferry carried 12 passengers.")

IGNORES = [
    (Ignore("old", path="wiki/old/*"), True),
    (Ignore("old", path="old/*"), True),
    (Ignore("old", path="gull.md"), True),
    (Ignore("old", path="new/*"), False),
    (Ignore("old", path="ld/gull.md"), False),
    (Ignore("old", claim="12 pass"), True),
    (Ignore("old", claim="^12"), False),
    (Ignore("old", claim=r"(?i)THE FERRY\b"), True),
    (Ignore("old", path="wiki/old/*", claim="12"), True),
    (Ignore("old", path="wiki/old/*", claim="13"), False),
    (Ignore("old", path="new/*", claim="12"), False),
]


@pytest.mark.parametrize(("ignore", "ignored"), IGNORES)
def test_what_is_ignored(ignore, ignored):
    shown = applied(Rules(ignores=(ignore,)), finding(QUOTED, TERN))
    assert (shown.findings == ()) is ignored
    assert any("to be ignored (old): f1" in note for note in shown.coverage.notes) is ignored


def test_a_finding_that_two_other_articles_hold_up_is_not_ignored():
    rules = Rules(ignores=(Ignore("old", path="wiki/old/*"),))
    assert applied(rules, finding(QUOTED, GULL, TERN)).findings
    assert not applied(rules, finding(QUOTED, OWL, TERN)).findings
