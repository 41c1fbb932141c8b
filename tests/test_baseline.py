"""Baselines: what they recognise, what they call fixed, how they grow, and that a damaged one is an error."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import baseline as baselines
from factcheck import findings
from factcheck.baseline import Baseline
from factcheck.errors import UsageError
from factcheck.records import Coverage, Finding, Kind, Modality, Relation, Severity, Side, Span

OTHER_ENCODER = Coverage(2, 9, 9, 9, 9, "encoder 2", "grammar 1", "none", ())
COVERAGE = Coverage(2, 9, 9, 9, 9, "encoder 1", "grammar 1", "none", ())
SETTINGS = {"min_confidence": 0.5}


def side(article, value, words="The ferry carried {} passengers.", line=1):
    quote = words.format(value)
    return Side(
        f"{article}.md", f"{article}.md", f"{article}.md:{line}", line, Span(line, line + len(quote)), quote, value,
        Span(line + 1, line + 2), article, None, None, None, (), Modality.ASSERTED, f"{value} count",
    )  # fmt: skip


def finding(*sides, kind=Kind.QUANTITY, **more):
    fingerprint = findings._fingerprint(kind, sides)
    return Finding(fingerprint, kind, Relation.CONFLICT, "passengers", sides, Severity.HIGH, 0.9, "Why.", (), **more)


GULL, TERN, OWL = side("gull", "12"), side("tern", "15"), side("owl", "15")
PAIR, ALL = finding(GULL, TERN), finding(GULL, TERN, OWL)


def of(*found, coverage=COVERAGE, settings=SETTINGS):
    return baselines.of(found, coverage, settings)


# What is known.

KNOWN = [
    ("the same", PAIR, PAIR, True),
    ("moved down", PAIR, finding(side("gull", "12", line=40), TERN), True),
    ("lines broken anew", PAIR, finding(side("gull", "12", "The  ferry\ncarried {} passengers."), TERN), True),
    ("capitals", PAIR, finding(side("gull", "12", "THE FERRY carried {} passengers."), TERN), True),
    ("less sure, more severe", PAIR, replace(PAIR, confidence=0.6, severity=Severity.LOW), True),
    ("a side went away", ALL, PAIR, True),
    ("another figure", PAIR, finding(GULL, side("tern", "16")), False),
    ("other words", PAIR, finding(GULL, side("tern", "15", "The ferry had {} passengers.")), False),
    ("another article", PAIR, finding(GULL, OWL), False),
    ("another kind", PAIR, finding(GULL, TERN, kind=Kind.TIME), False),
    ("one more side", PAIR, ALL, False),
]


@pytest.mark.parametrize(("before", "now", "known"), [case[1:] for case in KNOWN], ids=[case[0] for case in KNOWN])
def test_what_is_known(before, now, known):
    assert of(before).knows(now) is known


# What is fixed.

TWO = {"gull.md", "tern.md"}
THREE = {*TWO, "owl.md"}
GONE = [
    ("gone", PAIR, (), {"gull.md"}, TWO, True),
    ("still there", PAIR, (PAIR,), {"gull.md"}, TWO, False),
    ("grown", PAIR, (ALL,), {"gull.md"}, THREE, False),
    ("shrunk", ALL, (PAIR,), {"gull.md"}, THREE, False),
    ("only the agreeing sides are left", ALL, (finding(TERN, OWL),), {"owl.md"}, THREE, True),
    ("replaced by another figure", PAIR, (finding(GULL, side("tern", "16")),), {"tern.md"}, TWO, True),
    ("an article was not checked", PAIR, (), {"gull.md"}, {"gull.md"}, False),
    ("no article of it is new", PAIR, (), {"owl.md"}, THREE, False),
]


@pytest.mark.parametrize(
    ("before", "now", "new", "checked", "gone"), [case[1:] for case in GONE], ids=[case[0] for case in GONE]
)
def test_what_is_gone(before, now, new, checked, gone):
    assert bool(of(before).gone(now, new, checked)) is gone


# How it grows.


def test_an_update_keeps_what_was_not_looked_at():
    other = finding(side("rook", "1"), side("wren", "2"))
    updated = of(PAIR, other).updated(of(ALL), of(PAIR).entries)
    assert {entry.fingerprint for entry in updated.entries} == {ALL.fingerprint, other.fingerprint}


def test_an_update_drops_what_grew_and_what_is_fixed():
    fixed = finding(side("rook", "1"), side("wren", "2"))
    updated = of(PAIR, fixed).updated(of(ALL), of(fixed).entries)
    assert [entry.fingerprint for entry in updated.entries] == [ALL.fingerprint]


def test_an_update_states_the_models_and_settings_of_the_run():
    updated = of(PAIR).updated(of(coverage=OTHER_ENCODER, settings={"min_confidence": 0.9}), ())
    assert (updated.models["encoder"], updated.settings) == ("encoder 2", {"min_confidence": 0.9})


# Other models and settings.


def test_a_difference_in_models_and_settings_is_put_in_words():
    other = of(coverage=OTHER_ENCODER, settings={"min_confidence": 0.9, "kinds": {"quote": "off"}})
    assert of(PAIR).differences(other) == (
        "encoder was encoder 1 and is encoder 2",
        "kinds was not stated and is {'quote': 'off'}",
        "min confidence was 0.5 and is 0.9",
    )


def test_no_difference_no_words():
    assert of(PAIR).differences(of(ALL)) == ()


# The file.


def test_a_file_gives_back_what_was_written(tmp_path):
    file = tmp_path / "known.json"
    baselines.write(file, of(PAIR, ALL))
    assert baselines.read(file) == of(PAIR, ALL)
    assert json.loads(file.read_text())["tool"]["name"] == "factcheck"


@given(st.permutations([PAIR, ALL, finding(GULL, OWL), finding(side("rook", "1"), side("wren", "2"))]))
def test_the_order_of_findings_does_not_matter(found):
    written = baselines.dumps(of(*found))
    assert written == baselines.dumps(of(*reversed(found)))
    fingerprints = [entry["fingerprint"] for entry in json.loads(written)["findings"]]
    assert fingerprints == sorted(fingerprints)


def test_a_missing_file_is_an_error_that_says_how_to_make_one(tmp_path):
    with pytest.raises(UsageError, match=r"there is no baseline .*none\.json: .*--write-baseline"):
        baselines.read(tmp_path / "none.json")


STORED = json.loads(baselines.dumps(of(PAIR)))


def damaged(**changes):
    return json.dumps(STORED | changes)


DAMAGED = {
    "empty": "",
    "no JSON": "known: all",
    "cut off": baselines.dumps(of(PAIR))[:200],
    "a merge conflict": "<<<<<<< HEAD\n" + baselines.dumps(of(PAIR)),
    "a list": "[]",
    "nothing": "null",
    "an object without anything": "{}",
    "a newer schema": damaged(schema_version=2),
    "no findings": damaged(findings=None),
    "findings by name": damaged(findings={"f1": {}}),
    "a finding that is a text": damaged(findings=["f1"]),
    "a finding without a kind": damaged(findings=[{k: v for k, v in STORED["findings"][0].items() if k != "kind"}]),
    "a finding with a number for a fingerprint": damaged(findings=[STORED["findings"][0] | {"fingerprint": 1}]),
    "a finding without sides": damaged(findings=[STORED["findings"][0] | {"sides": []}]),
    "a side without a mark": damaged(
        findings=[STORED["findings"][0] | {"sides": [{"article": "a", "value": "1"}] * 2}]
    ),
    "models that are a text": damaged(models="all"),
    "settings that are a number": damaged(settings=3),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_an_error(tmp_path, content):
    file = tmp_path / "known.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"known\.json can't be understood") as caught:
        baselines.read(file)
    assert caught.value.exit_code == 2
    assert caught.value.remedy


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    (tmp_path / "known.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(UsageError, match="can't be understood"):
        baselines.read(tmp_path / "known.json")


def test_an_empty_baseline_knows_nothing():
    assert not Baseline().knows(PAIR)
    assert Baseline().gone((), {"gull.md"}, {"gull.md"}) == ()
