"""Numbers in running text: values, bounds and the words they take."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import language
from factcheck.mentions import numbers
from factcheck.mentions.bounds import rounding
from factcheck.mentions.numbers import Number


def find(text: str) -> list[tuple[str, Number]]:
    doc = language.load()(text)
    return [(doc[n.start : n.end].text, n) for sentence in doc.sents for n in numbers.find(sentence)]


VALUES = [
    ("The flood damaged 318 houses.", "318", 318),
    ("The fair drew 12,750 guests.", "12,750", 12_750),
    ("Twenty-three passengers were treated.", "Twenty-three", 23),
    ("Six hundred and twelve delegates came.", "Six hundred and twelve", 612),
    ("Two thousand five hundred people came.", "Two thousand five hundred", 2500),
    ("A hundred houses burned.", "A hundred", 100),
    ("The plan needs 3.4 million tiles.", "3.4 million", 3.4e6),
    ("The firm has 80m customers.", "80m", 80e6),
    ("Half a billion people watched.", "Half a billion", 5e8),
    ("Two and a half thousand people came.", "Two and a half thousand", 2500),
    ("Half a dozen boats sank.", "Half a dozen", 6),
    ("A dozen boats sank.", "A dozen", 12),
    ("Two dozen boats sank.", "Two dozen", 24),
    ("A dozen and a half boats sank.", "A dozen and a half", 18),
    ("A couple of boats sank.", "A couple of", 2),
    ("The road is closed for 2½ hours.", "2½", 2.5),
]


@pytest.mark.parametrize(("text", "words", "value"), VALUES)
def test_value(text: str, words: str, value: float) -> None:
    ((found, number),) = find(text)
    assert (found, number.value) == (words, pytest.approx(value))
    assert not number.share


SHARES = [
    ("A quarter of the patients recovered.", "A quarter", 1 / 4),
    ("Two-thirds of the seats are empty.", "Two-thirds", 2 / 3),
    ("Three quarters of the seats are empty.", "Three quarters", 3 / 4),
    ("Half of the crew had left.", "Half", 1 / 2),
    ("Output fell by a third.", "a third", 1 / 3),
    ("Eight out of ten drivers agree.", "Eight out of ten", 0.8),
    ("One in eleven adults smokes.", "One in eleven", 1 / 11),
]


@pytest.mark.parametrize(("text", "words", "value"), SHARES)
def test_share(text: str, words: str, value: float) -> None:
    ((found, number),) = find(text)
    assert (found, number.value) == (words, pytest.approx(value))
    assert number.share
    assert number.low < value < number.high


BOUNDS = [
    ("At least 19 miners were trapped.", "At least 19", 19, math.inf),
    ("More than 70 flights were cancelled.", "More than 70", 70, math.inf),
    ("No fewer than 14 bridges were closed.", "No fewer than 14", 14, math.inf),
    ("Well over 300 boats sank.", "over 300", 300, math.inf),
    ("300 or more boats sank.", "300 or more", 300, math.inf),
    ("Up to 340 homes lost power.", "Up to 340", -math.inf, 340),
    ("As many as 300 boats sank.", "As many as 300", -math.inf, 300),
    ("No more than 12 boats sank.", "No more than 12", -math.inf, 12),
    ("Fewer than 30 students passed.", "Fewer than 30", -math.inf, 30),
    ("Nearly 5,000 runners started.", "Nearly 5,000", 4500, 5000),
    ("Just under 5,000 runners started.", "Just under 5,000", 4500, 5000),
    ("Just over 200 trees fell.", "Just over 200", 200, 220),
    ("Some 85 paintings were stolen.", "Some 85", 76.5, 93.5),
    ("About 20 boats sank.", "About 20", 17, 23),
    ("400 or so boats sank.", "400 or so", 350, 450),
    ("Between 41 and 63 volunteers came.", "Between 41 and 63", 41, 63),
    ("Officials counted 120 to 150 seals.", "120 to 150", 120, 150),
    ("Two to three million visitors are expected.", "Two to three million", 2e6, 3e6),
    ("Two or three boats sank.", "Two or three", 2, 3),
]


@pytest.mark.parametrize(("text", "words", "low", "high"), BOUNDS)
def test_bounds(text: str, words: str, low: float, high: float) -> None:
    ((found, number),) = find(text)
    assert (found, number.low, number.high) == (words, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("About 85 paintings were stolen.", True),
        ("Nearly 85 paintings were stolen.", True),
        ("At least 85 paintings were stolen.", False),
        ("Up to 85 paintings were stolen.", False),
        ("85 paintings were stolen.", False),
    ],
)
def test_only_a_hedge_is_approximate(text: str, approximate: bool) -> None:
    ((_, number),) = find(text)
    assert number.approximate is approximate


SEVERAL = [
    ("Sales fell from 12 million to 9 million.", [12e6, 9e6]),
    ("Sales rose from 11 to 26 per cent.", [11, 26]),
    ("It rose from $2 to $3 million.", [2e6, 3e6]),
    ("Tests were positive in 21 out of 64 cases.", [21, 64]),
    ("Three in 48 hours were reported.", [3, 48]),
]


@pytest.mark.parametrize(("text", "values"), SEVERAL)
def test_a_change_is_no_range(text: str, values: list[float]) -> None:
    assert [number.value for _, number in find(text)] == pytest.approx(values)


RESULTS = [
    ("The council voted by six votes to four.", 6, 4),
    ("The council voted six to four.", 6, 4),
    ("The motion passed by 81 votes to 74.", 81, 74),
    ("The bill passed the house 219 to 212.", 219, 212),
    ("The team won 4-2.", 4, 2),
]


@pytest.mark.parametrize(("text", "winner", "loser"), RESULTS)
def test_result(text: str, winner: float, loser: float) -> None:
    (_, first), (_, second) = find(text)
    assert (first.value, first.winner, first.loser) == (winner, True, False)
    assert (second.value, second.winner, second.loser) == (loser, False, True)


def test_seats_won_are_a_range() -> None:
    ((words, number),) = find("The party won 60 to 65 seats.")
    assert (words, number.low, number.high) == ("60 to 65", 60, 65)


@pytest.mark.parametrize("text", ["He came third.", "The third quarter was weak.", "The 31st edition sold out."])
def test_an_ordinal_is_no_number(text: str) -> None:
    assert find(text) == []


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_separators(value: int) -> None:
    ((words, number),) = find(f"They counted {value:,} birds.")
    assert (words, number.value, number.low, number.high) == (f"{value:,}", value, value, value)


@pytest.mark.parametrize(
    ("value", "half"),
    [(90e6, 5e6), (94e6, 0.5e6), (47, 0.5), (47.2, 0.05), (2.65e9, 5e6), (0.25, 0.005), (0, 0), (math.inf, 0)],
)
def test_rounding(value: float, half: float) -> None:
    assert rounding(value) == pytest.approx(half)
