"""Quantities in a sentence: unit, what is counted, of which whole, and where."""

from __future__ import annotations

import math

import pytest

from factcheck import language
from factcheck.mentions import places, quantities, times
from factcheck.records import Quantity


def find(text: str) -> list[tuple[str, Quantity]]:
    """The quantities of a text, each with its words."""
    doc = language.load()(text)
    found = []
    for sentence in doc.sents:
        taken = [(f.start, f.end) for f in times.find(sentence, published=None)]
        for one in quantities.find(sentence, taken=taken, places=places.find(sentence)):
            assert isinstance(one.value, Quantity)
            found.append((doc[one.start : one.end].text, one.value))
    return found


COUNTS = [
    ("The flood damaged 318 houses.", "318", 318, "house"),
    ("Twenty-three passengers were treated.", "Twenty-three", 23, "passenger"),
    ("The clinic treated 38 critically ill patients.", "38", 38, "patient"),
    ("A total of 65 trams were checked.", "65", 65, "tram"),
    ("The number of injured has risen to 31.", "31", 31, "injured"),
    ("The total number of dead rose to 31.", "31", 31, "dead"),
    ("The death toll stands at 27.", "27", 27, "death"),
    ("Death toll: 27", "27", 27, "death"),
    ("The dead numbered fourteen.", "fourteen", 14, "dead"),
    ("At least 12 dead in Harwick fire", "At least 12", 12, "dead"),
    ("One person died.", "One", 1, "person"),
    ("The market town of 9,300 was cut off.", "9,300", 9300, "inhabitant"),
    ("A crowd of 4,500 watched.", "4,500", 4500, "people"),
    ("Harwick mourns as 38 fall ill.", "38", 38, "people"),
    ("Harwick reels as 12 die.", "12", 12, "people"),
    ("Fire kills 12 in Harwick", "12", 12, "people"),
    ("The quake had a magnitude of 5.6.", "5.6", 5.6, "magnitude"),
    ("The 12-member board met.", "12", 12, "member"),
    ("Some 12m people watched.", "Some 12m", 12e6, "people"),
]


@pytest.mark.parametrize(("text", "words", "value", "counted"), COUNTS)
def test_count(text: str, words: str, value: float, counted: str) -> None:
    ((found, quantity),) = find(text)
    assert (found, quantity.value, quantity.unit, quantity.counted) == (words, value, "count", counted)


LISTS = [
    (
        "The clinic admitted 52 children, nine of them in intensive care.",
        [(52, "child", ""), (9, "child", "child")],
    ),
    ("The hospital took in 14 children, six of whom are critical.", [(14, "child", ""), (6, "child", "child")]),
    ("Six of the 14 children are critical.", [(6, "child", "child"), (14, "child", "")]),
    ("Of 64 tests, 12 were positive.", [(64, "test", ""), (12, "test", "test")]),
    ("Tests were positive in 21 out of 64 cases.", [(21, "case", "case"), (64, "case", "")]),
    ("Three out of the five bridges collapsed.", [(3, "bridge", "bridge"), (5, "bridge", "")]),
    (
        "Eleven people died: seven in Marlow, four in Henley.",
        [(11, "people", ""), (7, "people", "people"), (4, "people", "people")],
    ),
    ("Rescuers found nine of the crew alive and two dead.", [(9, "crew", "crew"), (2, "dead", "")]),
    ("Five people, including two children, were hurt.", [(5, "people", ""), (2, "child", "")]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_elliptical_counts_inherit_their_noun(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(q.value, q.counted, q.part_of) for _, q in find(text)] == expected


SCOPES = [
    (
        "The app has about half a billion users worldwide and about 35 million in Brazil.",
        [(5e8, "user", ("world",)), (35e6, "user", ("BR",))],
    ),
    ("Some 300 employees work in Spain and 500 in Italy.", [(300, "employee", ("ES",)), (500, "employee", ("IT",))]),
    ("It collects data on 64 million Germans.", [(64e6, "person", ("DE",))]),
    ("The plant employs 800 Norwegians and 60 Swedes.", [(800, "person", ("NO",)), (60, "person", ("SE",))]),
    (
        "The firm employs 3,400 people worldwide, including 210 in Norway.",
        [(3400, "people", ("world",)), (210, "people", ("NO",))],
    ),
    (
        "Eleven people died: seven in Marlow, four in Henley.",
        [(11, "people", ()), (7, "people", ("marlow",)), (4, "people", ("henley",))],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SCOPES)
def test_scope(text: str, expected: list[tuple[float, str, tuple[str, ...]]]) -> None:
    assert [(q.value, q.counted, q.scope) for _, q in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("Another four people are missing.", ("another",)),
        ("Two more people were found.", ("more",)),
        ("The app has 40 million active users.", ("active",)),
        ("Four people are missing.", ()),
    ],
)
def test_qualifiers(text: str, qualifiers: tuple[str, ...]) -> None:
    ((_, quantity),) = find(text)
    assert quantity.qualifiers == qualifiers


MEASURES = [
    ("The deal is worth $2.65bn.", "$2.65bn", 2.65e9, "USD"),
    ("Shares worth £730m were sold.", "£730m", 730e6, "GBP"),
    ("The bridge cost €3.75 billion.", "€3.75 billion", 3.75e9, "EUR"),
    ("He paid EUR 3 million.", "EUR 3 million", 3e6, "EUR"),
    ("He paid US$3 million.", "US$3 million", 3e6, "USD"),
    ("He paid 3 million pounds.", "3 million pounds", 3e6, "GBP"),
    ("The state borrowed 418 billion crowns.", "418 billion crowns", 418e9, "crown"),
    ("They paid 900 Czech crowns for a ticket.", "900 Czech crowns", 900, "CZK"),
    ("It costs 25m euros.", "25m euros", 25e6, "EUR"),
    ("A stamp costs 85 cents.", "85 cents", 85, "cent"),
    ("Coffee costs 80p.", "80p", 0.8, "GBP"),
    ("Prices rose 4.3 per cent.", "4.3 per cent", 4.3, "percent"),
    ("Turnout was 58%.", "58%", 58, "percent"),
    ("Support fell by six percentage points.", "six percentage points", 6, "percentage point"),
    ("They cut it by a quarter of a percentage point.", "a quarter of a percentage point", 0.25, "percentage point"),
    ("The storm brought 95 millimetres of rain.", "95 millimetres", 0.095, "meter"),
    ("Some 95 litres per square metre fell.", "Some 95 litres per square metre", 0.095, "meter"),
    ("The tunnel is 450m long.", "450m", 450, "meter"),
    ("A 40-metre crane fell.", "40-metre", 40, "meter"),
    ("The crossing took four hours and 25 minutes.", "four hours and 25 minutes", 265 * 60, "second"),
    ("The race lasted 2 hours, 14 minutes.", "2 hours, 14 minutes", 134 * 60, "second"),
    ("They waited an hour and a half.", "an hour and a half", 90 * 60, "second"),
    ("They waited one and a half hours.", "one and a half hours", 90 * 60, "second"),
    ("For half an hour nobody moved.", "half an hour", 30 * 60, "second"),
    ("It was a 12 second video.", "12 second", 12, "second"),
    ("The temperature reached 86 degrees Fahrenheit.", "86 degrees Fahrenheit", 30, "degC"),
    ("It was 31°C in the shade.", "31°C", 31, "degC"),
]


@pytest.mark.parametrize(("text", "words", "value", "unit"), MEASURES)
def test_measure(text: str, words: str, value: float, unit: str) -> None:
    ((found, quantity),) = find(text)
    assert (found, quantity.value, quantity.unit) == (words, pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("It was a 12 second video.", "video"),
        ("The storm brought 95 millimetres of rain.", "rain"),
        ("The tower is 140 metres tall.", "tower"),
        ("Winds of 135 km/h were measured.", "wind"),
        ("The share of women rose to 37 percent.", "woman"),
        ("The bank raised its rate to 3.5 per cent.", "rate"),
        ("He paid 900 euros.", ""),
    ],
)
def test_what_is_measured(text: str, noun: str) -> None:
    ((_, quantity),) = find(text)
    assert quantity.counted == noun


SAME = [
    ("Winds reached 135 km/h near the coast.", "Winds reached 84 mph near the coast."),
    ("The file is 340 MiB in size.", "The file is 356,515,840 bytes in size."),
    ("The trial lasted 14 days.", "The trial lasted two weeks."),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_units_convert(left: str, right: str) -> None:
    ((_, one),) = find(left)
    ((_, other),) = find(right)
    assert one.unit == other.unit
    assert one.low <= other.high
    assert other.low <= one.high


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("The server handles 7,000 requests per second.", "7,000 requests per second", 7000, "count/second"),
        ("The heart beats 60 times a minute.", "60 times a minute", 1, "count/second"),
        ("There were 12 cases per 100,000 inhabitants.", "12 cases per 100,000", 12, "count per 100,000"),
    ],
)
def test_rate(text: str, words: str, value: float, unit: str) -> None:
    ((found, quantity),) = find(text)
    assert (found, quantity.value, quantity.unit) == (words, pytest.approx(value), unit)


AGES = [
    ("A 34-year-old woman was rescued.", 34, "woman"),
    ("A man aged 57 was arrested.", 57, "man"),
    ("Tessa Novak, 46, won the race.", 46, "Tessa Novak"),
    ("A woman of 72 was found.", 72, "woman"),
    ("She is 29 years old.", 29, ""),
    ("A 6-month-old boy survived.", 0.5, "boy"),
    # whose: the name behind, before or around
    ("Police arrested 34-year-old Owen Lee Tolland on the quay.", 34, "Owen Lee Tolland"),
    ("Police arrested 34-year-old plumber Owen Tolland.", 34, "Owen Tolland"),
    ("Police named the 34-year-old as Owen Tolland, of Brackwater.", 34, "Owen Tolland"),
    ("Owen Tolland, a 34-year-old plumber, was arrested.", 34, "Owen Tolland"),
    ("Owen Tolland Jr., 34, was arrested.", 34, "Owen Tolland Jr"),
    ("Owen Tolland, Jr., 34, was arrested.", 34, "Owen Tolland, Jr"),
    ("Police arrested Owen Tolland (34).", 34, "Owen Tolland"),
    ("Owen Tolland, aged 34, was arrested.", 34, "Owen Tolland"),
    ("Owen Tolland is 34 years old.", 34, "Owen Tolland"),
    ("A 34-year-old Florida man was arrested.", 34, "man"),
]


@pytest.mark.parametrize(("text", "value", "whose"), AGES)
def test_age(text: str, value: float, whose: str) -> None:
    ((_, quantity),) = find(text)
    assert (quantity.value, quantity.unit, quantity.part_of) == (pytest.approx(value), "year", whose)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("They cut the interval from 30 seconds to 10 on Monday.", [(30, "second"), (10, "second")]),
        ("The wait was raised from two hours to three.", [(7200, "second"), (10800, "second")]),
        ("The path leads from 5 km to 10 villages.", [(5000, "meter"), (10, "count")]),
        ("The rope reached from 30 metres to 12 of the boats.", [(30, "meter"), (12, "count")]),
    ],
)
def test_the_end_of_a_change_has_the_unit_of_its_beginning(text: str, measures: list[tuple[float, str]]) -> None:
    assert [(round(value.value, 6), value.unit) for _, value in find(text)] == measures


def test_each_person_of_a_list_has_an_own_age() -> None:
    found = find("Owen Lee Tolland, 34, Tessa Novak, 41, and 29-year-old Petra Novak were arrested.")
    assert [(q.value, q.part_of) for _, q in found] == [
        (34, "Owen Lee Tolland"),
        (41, "Tessa Novak"),
        (29, "Petra Novak"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Victims were in an age range 17 to 81.", 17, 81),
        ("The suspects are aged between 19 and 24.", 19, 24),
        ("Ages ranged from 19 to 74.", 19, 74),
        ("Patients over 65 are at risk.", 65, math.inf),
    ],
)
def test_age_range(text: str, low: float, high: float) -> None:
    ((_, quantity),) = find(text)
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, "year")


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("The service listens on port 9443.", 9443, "port"),
        ("The bug was fixed in version 7.", 7, "version"),
        ("It stands in report no. 12.", 12, "report"),
        ("The driver of the number 6 tram was hurt.", 6, "tram"),
        ("It happened on page 4.", 4, "page"),
    ],
)
def test_identifier(text: str, value: float, noun: str) -> None:
    ((_, quantity),) = find(text)
    assert (quantity.value, quantity.unit, quantity.counted) == (value, "identifier", noun)


def test_the_loser_of_a_result_is_compared_with_losers_only() -> None:
    (_, first), (_, second), (_, margin) = find("The council voted by six votes to four.")
    assert (first.value, first.unit, first.counted) == (6, "count", "vote")
    assert (second.value, second.unit, second.counted) == (4, "against", "vote")
    assert (margin.value, margin.unit) == (2, "margin")


def test_from_and_to_share_a_unit() -> None:
    (_, first), (_, second) = find("Sales rose from 11 to 26 per cent.")
    assert (first.value, first.unit) == (11, "percent")
    assert (second.value, second.unit) == (26, "percent")


NONE = [
    "In 1987 the mill closed.",
    "The 2019 floods came early.",
    "On 12 October the ferry sank.",
    "The meeting on 23 June was short.",
    "The bakery opens at 7.30.",
    "Python 3.12 was released.",
    "One should not forget the cost.",
    "It was a good one.",
    "One resident said the noise was terrible.",
    "One of the biggest ships ran aground.",
    "He lives at 12 Mill Lane.",
    "A 5G network was built.",
    "The 31st edition sold out.",
    "Image 3 of 5 shows the harbour.",
    "Twnety-one-year-old Owen Tolland was arrested.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_quantity(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "recurs"),
    [
        ("Buses leave every thirty minutes.", True),
        ("Buses leave each thirty minutes.", True),
        ("The ride takes thirty minutes.", False),
    ],
)
def test_how_often_is_not_how_long(text, recurs):
    ((_, value),) = find(text)
    assert value.value == 1800
    assert ("interval" in value.qualifiers) is recurs
