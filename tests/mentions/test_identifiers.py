"""Numbers that are a part of a name, of which no sentence elsewhere says another value."""

from __future__ import annotations

import pytest

from factcheck import language
from factcheck.mentions import quantities
from factcheck.records import Quantity


def values(text: str) -> list[float]:
    """What is counted or measured in a sentence."""
    found = (one.value for one in quantities.find(language.load()(text)[:], taken=[], places=[]))
    return [value.value for value in found if isinstance(value, Quantity)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call Harbour Watch at 317-262-TIPS (8477) or 1-866-845-TIPS.", []),
        ("Witnesses can reach 40 officers on (866) 845-8477.", [40]),
        ("The hall at 618 Henson road burned for 12 minutes.", [720]),
        ("It fell outside the mill, 43145 Quay Center Parkway, and hurt six people.", [6]),
        ("Two sheds in the 800 block of Tarn Road burned.", [2]),
        ("Three men in a four-door car took 40 bags.", [3, 40]),
        ("A six-person crew left.", [6]),
        ("They crossed 12 roads and 3 Danish streets.", [12, 3]),
    ],
)
def test_numbers_inside_names_count_nothing(text: str, found: list[float]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "number", "designates"),
    [
        ("Version 3 reaches its end of support in May.", 3, True),
        ("In version 3 the agent connected to the mill.", 3, True),
        ("The rules of chapter 7 apply to the harbour.", 7, True),
        ("The newest version is version 5.", 5, False),
        ("The harbour moved from its old release to version 5.", 5, False),
        ("The broker listens on port 7420.", 7420, False),
        ("Flight 471 crashed near the harbour.", 471, False),
    ],
)
def test_a_number_of_a_series_designates_unless_it_is_the_news(text: str, number: float, designates: bool) -> None:
    found = (one.value for one in quantities.find(language.load()(text)[:], taken=[], places=[]))
    (value,) = (v for v in found if isinstance(v, Quantity) and v.value == number)
    assert value.unit == "identifier"
    assert value.designates is designates
