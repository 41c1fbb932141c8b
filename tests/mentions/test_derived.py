"""Quantities that follow from others, and bounds that are limits."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import quantities
from factcheck.records import LIMIT, Quantity


def find(text: str) -> list[tuple[str, Quantity]]:
    doc = language.load()(text)
    found = [one for s in doc.sents for one in quantities.find(s, taken=(), places=())]
    return [(doc[one.start : one.end].text, one.value) for one in found if isinstance(one.value, Quantity)]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("The firm pays two-thirds of $1.2 billion in cash.", "two-thirds of $1.2 billion", 0.8e9, "USD"),
        ("The firm pays $1.2 billion, two-thirds of it in cash.", "two-thirds", 0.8e9, "USD"),
        ("The firm pays $1.2 billion, 25 per cent of it in cash.", "25 per cent", 0.3e9, "USD"),
        ("The bill was carried by 77 votes to 72.", "77 votes to 72", 5, "margin"),
        ("The bill was carried with a majority of three.", "three", 3, "margin"),
    ],
)
def test_derived(text: str, words: str, value: float, unit: str) -> None:
    assert [(w, q.value) for w, q in find(text) if q.unit == unit][-1] == (words, pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    [
        "The firm has 300 ships, a third of them tankers.",
        "The firm pays $1.2 billion. Two-thirds of the staff are angry.",
        "The bill was rejected by 72 votes to 77.",
    ],
)
def test_nothing_follows(text: str) -> None:
    stated = find(text)
    assert not [q for _, q in stated if q.unit == "margin" or (q.unit == "USD" and q.value != 1.2e9)]
    assert len({(w, q.unit) for w, q in stated}) == len(stated)


@pytest.mark.parametrize(
    ("text", "is_limit"),
    [
        ("A parcel may weigh up to 16 kilograms.", True),
        ("The depot turns away anything over 16 kilograms.", True),
        ("The parcel weighed over 16 kilograms.", False),
        ("Up to 40 litres were lost.", False),
        ("The server needs at least 30 gigabytes.", True),
        ("Drivers must rest for at least 30 minutes.", True),
        ("The server used at least 30 gigabytes.", False),
        ("The server needs 30 gigabytes.", False),
    ],
)
def test_limit(text: str, is_limit: bool) -> None:
    ((_, quantity),) = find(text)
    assert (LIMIT in quantity.qualifiers) is is_limit


def test_both_ends_of_a_change_have_what_changed() -> None:
    found = find("The team lowered the significance of its result from 5.4 to 3.1.")
    assert [(q.value, q.counted) for _, q in found] == [(5.4, "significance"), (3.1, "significance")]
