"""What two quantities are to each other: a table of pairs, and the properties that all pairs have."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.comparators.levels import Outcome
from factcheck.comparators.quantity_levels import compare, gap
from factcheck.records import Quantity

EQUAL, COMPATIBLE, DIFFERENT, INCOMPARABLE = Outcome


def exact(value: float, unit: str = "count", scope: tuple[str, ...] = ()) -> Quantity:
    return Quantity(value, value, value, unit, scope=scope)


def about(value: float, unit: str = "count") -> Quantity:
    return Quantity(value, 0.9 * value, 1.1 * value, unit, approximate=True)


def nearly(value: float, unit: str = "count") -> Quantity:
    return Quantity(value, 0.9 * value, value, unit, approximate=True)


def within(low: float, value: float, high: float, unit: str = "count") -> Quantity:
    return Quantity(value, low, high, unit)


PAIRS = [
    (exact(318), exact(318), EQUAL, "quantity-equal"),
    (exact(318), exact(319), DIFFERENT, "quantity-different"),
    (exact(318), exact(318, "meter"), INCOMPARABLE, "quantity-unit"),
    (exact(318, "USD"), exact(318, "EUR"), INCOMPARABLE, "quantity-unit"),
    (exact(4), exact(4, "against"), INCOMPARABLE, "quantity-unit"),
    # hedges
    (about(70e6), exact(74e6), COMPATIBLE, "quantity-admitted"),
    (about(70e6), exact(60e6), DIFFERENT, "quantity-different"),
    (exact(70e6), exact(74e6), DIFFERENT, "quantity-different"),
    (nearly(5000), exact(4800), COMPATIBLE, "quantity-admitted"),
    (nearly(5000), exact(5100), DIFFERENT, "quantity-different"),
    # bounds and ranges
    (within(70, 70, math.inf), exact(70), EQUAL, "quantity-equal"),
    (within(70, 70, math.inf), exact(84), COMPATIBLE, "quantity-admitted"),
    (within(70, 70, math.inf), exact(66), DIFFERENT, "quantity-different"),
    (within(-math.inf, 340, 340), exact(290), COMPATIBLE, "quantity-admitted"),
    (within(-math.inf, 340, 340), exact(350), DIFFERENT, "quantity-different"),
    (within(-math.inf, 340, 340), within(300, 300, math.inf), COMPATIBLE, "quantity-admitted"),
    (within(41, 52, 63), exact(60), COMPATIBLE, "quantity-admitted"),
    (within(41, 52, 63), exact(70), DIFFERENT, "quantity-different"),
    # rounding, as far as the precision of the figures goes
    (within(46.51, 47, 47.49, "percent"), within(47.151, 47.2, 47.249, "percent"), EQUAL, "quantity-converted"),
    (within(11.75, 12, 12.25, "percent"), within(12.151, 12.2, 12.249, "percent"), COMPATIBLE, "quantity-rounding"),
    (within(46.51, 47, 47.49, "percent"), within(47.51, 48, 48.49, "percent"), DIFFERENT, "quantity-different"),
    (within(3.902, 4, 4.098, "percent"), within(3.751, 3.8, 3.849, "percent"), COMPATIBLE, "quantity-rounding"),
    (within(3.902, 4, 4.098, "percent"), within(3.301, 3.4, 3.449, "percent"), DIFFERENT, "quantity-different"),
    (within(0.451, 0.5, 0.549, "percent"), within(0.751, 0.8, 0.849, "percent"), DIFFERENT, "quantity-different"),
    (
        within(2.651e9, 2.7e9, 2.749e9, "USD"),
        within(2.6451e9, 2.65e9, 2.6549e9, "USD"),
        COMPATIBLE,
        "quantity-rounding",
    ),
    (exact(1250, "USD"), exact(1254, "USD"), DIFFERENT, "quantity-different"),
    # conversion
    (exact(16093.44, "meter"), within(15600, 16100, 16600, "meter"), EQUAL, "quantity-converted"),
    (exact(46, "year"), exact(47, "year"), DIFFERENT, "quantity-different"),
    (exact(9443, "identifier"), exact(9434, "identifier"), DIFFERENT, "quantity-different"),
    # shares
    (exact(25, "percent"), exact(0.25, "share"), EQUAL, "quantity-equal"),
    (exact(32, "percent"), Quantity(1 / 3, 0.3, 1 / 3, "share", approximate=True), COMPATIBLE, "quantity-admitted"),
    (exact(41, "percent"), within(0.313, 1 / 3, 0.353, "share"), DIFFERENT, "quantity-different"),
    # scope
    (exact(300, scope=("ES",)), exact(500, scope=("IT",)), INCOMPARABLE, "quantity-scope"),
    (exact(300, scope=("ES",)), exact(500, scope=("ES", "PT")), DIFFERENT, "quantity-different"),
    (exact(300, scope=("ES",)), exact(500), DIFFERENT, "quantity-different"),
    (exact(5e8, scope=("world",)), exact(35e6), INCOMPARABLE, "quantity-scope"),
]


@pytest.mark.parametrize(("left", "right", "outcome", "code"), PAIRS)
def test_level(left: Quantity, right: Quantity, outcome: Outcome, code: str) -> None:
    for level in (compare(left, right), compare(right, left)):
        assert (level.outcome, level.code) == (outcome, code)


def age(value: float, whose: str) -> Quantity:
    return Quantity(value, value, value, "year", "age", part_of=whose)


def toll(value: float, outcome: str, *qualifiers: str, of: str = "people", covers: tuple[str, ...] = ()) -> Quantity:
    return Quantity(value, value, value, "count", of, qualifiers, outcome=outcome, covers=covers)


def limit(low: float, value: float, high: float) -> Quantity:
    return Quantity(value, low, high, "kilogram", "parcel", ("limit",))


def every(seconds: float) -> Quantity:
    return Quantity(seconds, seconds, seconds, "second", qualifiers=("interval",))


PEOPLE = [
    (age(46, "Tessa Novak"), age(47, "Tessa M. Novak"), DIFFERENT, "quantity-different"),
    (age(46, "Tessa Novak"), age(47, "Petra Novak"), INCOMPARABLE, "quantity-person"),
    (age(46, "Tessa Novak"), age(46, "Petra Novak"), INCOMPARABLE, "quantity-person"),
    (age(46, "girl"), age(47, "girl"), INCOMPARABLE, "quantity-person"),
    (age(46, "Owen Tolland Sr."), age(19, "Owen Tolland"), INCOMPARABLE, "quantity-person"),
    (age(46, "Owen Tolland"), age(19, "Owen Lee Tolland"), DIFFERENT, "quantity-different"),
    (toll(5, "killed"), toll(6, "killed"), DIFFERENT, "quantity-different"),
    (toll(5, "killed"), toll(6, "hurt"), INCOMPARABLE, "quantity-outcome"),
    (toll(5, "killed"), toll(6, "hit"), DIFFERENT, "quantity-different"),
    (toll(5, "killed"), toll(6, ""), DIFFERENT, "quantity-different"),
    # the one who did it
    (toll(5, "killed"), toll(6, "killed", covers=("perpetrator",)), COMPATIBLE, "quantity-perpetrator"),
    (toll(5, "killed"), toll(7, "killed", covers=("perpetrator",)), DIFFERENT, "quantity-different"),
    (toll(5, "hurt"), toll(6, "hurt", covers=("perpetrator",)), DIFFERENT, "quantity-different"),
    # the others
    (toll(3, "hurt", "other"), toll(4, "hurt"), COMPATIBLE, "quantity-others"),
    (toll(3, "hurt"), toll(4, "hurt", "other"), DIFFERENT, "quantity-different"),
    (toll(3, "hurt", "other"), toll(4, "hurt", "other"), DIFFERENT, "quantity-different"),
    (toll(4, "hurt", "other"), toll(6, "hit"), COMPATIBLE, "quantity-others"),
    (toll(4, "hurt", "other"), toll(6, "hurt"), DIFFERENT, "quantity-different"),
    # some of them
    (toll(3, "killed", of="child"), toll(5, "killed"), COMPATIBLE, "quantity-some-of-them"),
    (toll(6, "killed", of="child"), toll(5, "killed"), DIFFERENT, "quantity-different"),
    (toll(3, "killed", of="child"), toll(5, "killed", of="child"), DIFFERENT, "quantity-different"),
    # those who were shot, and those of them who live
    (toll(7, "hit"), toll(6, "hurt"), COMPATIBLE, "quantity-with-the-dead"),
    (toll(6, "hit"), toll(7, "hurt"), DIFFERENT, "quantity-different"),
    # limits
    (limit(-math.inf, 16, 16), limit(8, 8, math.inf), DIFFERENT, "quantity-limit"),
    (limit(-math.inf, 16, 16), limit(16, 16, math.inf), EQUAL, "quantity-equal"),
    (limit(-math.inf, 16, 16), exact(8, "kilogram"), COMPATIBLE, "quantity-admitted"),
    # how often, and how long
    (every(30), exact(20, "second"), INCOMPARABLE, "quantity-interval"),
    (every(30), every(20), DIFFERENT, "quantity-different"),
    # names of places that share a word
    (exact(5, scope=("harbour airport",)), exact(6, scope=("harbour",)), DIFFERENT, "quantity-different"),
]


@pytest.mark.parametrize(("left", "right", "outcome", "code"), PEOPLE)
def test_level_of_people_and_limits(left: Quantity, right: Quantity, outcome: Outcome, code: str) -> None:
    for level in (compare(left, right), compare(right, left)):
        assert (level.outcome, level.code) == (outcome, code)


numbers = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    value = draw(numbers)
    below, above = (draw(st.sampled_from([0.0, 0.5, 0.1 * abs(value), math.inf])) for _ in range(2))
    unit = draw(st.sampled_from(["count", "percent", "share", "EUR", "meter", "year"]))
    scope = draw(st.sampled_from([(), ("ES",), ("ES", "IT"), ("world",)]))
    return Quantity(value, value - below, value + above, unit, scope=scope, approximate=draw(st.booleans()))


@given(quantities(), quantities())
def test_symmetric(left: Quantity, right: Quantity) -> None:
    there, back = compare(left, right), compare(right, left)
    assert (there.outcome, there.code, there.gap) == (back.outcome, back.code, back.gap)


@given(quantities())
def test_every_quantity_equals_itself(quantity: Quantity) -> None:
    assert compare(quantity, quantity).outcome is EQUAL


@given(quantities(), quantities())
def test_gap_is_a_share(left: Quantity, right: Quantity) -> None:
    assert 0 <= gap(left, right) <= 1
