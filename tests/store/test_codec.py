"""Records to JSON and back."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck import records
from factcheck.records import Claim, Finding, Quantity, Span, State, TimeSpan, Verdict
from factcheck.store import codec

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 99), st.integers(1, 9))
st.register_type_strategy(Span, spans)
st.register_type_strategy(str, st.text(max_size=8))
st.register_type_strategy(float, st.floats(allow_nan=False))

RECORDS = [
    record
    for record in vars(records).values()
    if is_dataclass(record) and "Mapping" not in str([field.type for field in fields(record)])
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_comes_back_as_it_was(record):
    @given(st.from_type(record))
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    def comes_back(value):
        stored = codec.dumps(value)
        assert codec.loads(record, stored) == value
        assert codec.dumps(codec.loads(record, stored)) == stored
        json.loads(stored, parse_constant=pytest.fail)  # strict JSON, without Infinity

    comes_back()


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Old:
    name: str
    colour: Colour
    gone: int = 3


@dataclass(frozen=True)
class New:
    name: str
    colour: Colour
    added: tuple[date, ...] = ()
    nearest: float | None = None


def test_a_field_may_come_and_go():
    assert codec.loads(New, codec.dumps(Old("mill", Colour.RED, 7))) == New("mill", Colour.RED)
    new = New("mill", Colour.RED, (date(2021, 3, 1),), float("inf"))
    assert codec.loads(Old, codec.dumps(new)) == Old("mill", Colour.RED)
    assert codec.loads(New, codec.dumps(new)) == new


def test_what_has_its_default_is_not_stored():
    assert json.loads(codec.dumps(New("mill", Colour.RED))) == {"name": "mill", "colour": "red"}


def test_values_of_several_classes_are_told_apart():
    for value in (Quantity(1.0, 1.0, float("inf"), "count"), State("open", True), TimeSpan(date(2021, 3, 1), None)):
        mention = records.Mention(records.Kind.QUANTITY, value, Span(0, 1), "x", "how many")
        assert codec.loads(records.Mention, codec.dumps(mention)) == mention


def claim(number: int) -> Claim:
    return Claim(f"a#{number}", "a", Span(0, 4), "It is", "It is", Span(0, 4), "It is")


def test_a_record_may_be_stored_as_its_key():
    claims = [claim(0), claim(1)]
    sides = [records.Evidence(c, "3", Span(0, 1), "3") for c in claims]
    label, kind = records.Label.NEUTRAL, records.Kind.QUANTITY
    verdicts = (Verdict(label, kind, 0.5, "same", "they are the same", "how many", *sides),) * 2
    stored = codec.dumps(verdicts, {Claim: lambda claim: claim.id})
    assert "It is" not in stored
    by_id = {claim.id: claim for claim in claims}
    assert codec.loads(tuple[Verdict, ...], stored, {Claim: by_id.__getitem__}) == verdicts


@pytest.mark.parametrize("value", [{1}, b"bytes", object(), [1], {"a": 1}], ids=lambda value: type(value).__name__)
def test_what_is_no_record_is_refused(value):
    with pytest.raises(TypeError, match="can't be stored"):
        codec.dumps((value,))


@pytest.mark.parametrize(
    "stored", ["", "[]", "3", "{}", '{"name": 3, "colour": "red"}', '{"name": "a", "colour": "x"}']
)
def test_what_is_not_the_record_is_refused(stored):
    with pytest.raises((ValueError, TypeError, AttributeError)):
        codec.loads(Old, stored)


def test_findings_are_records_too():
    assert Finding in RECORDS
    assert len(RECORDS) > 20
