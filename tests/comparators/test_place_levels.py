"""What two places are to each other: a table of pairs, and the properties that all pairs have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import gazetteer
from factcheck.comparators.levels import Outcome
from factcheck.comparators.place_levels import OPPOSED, compare
from factcheck.records import Place

EQUAL, COMPATIBLE, DIFFERENT, INCOMPARABLE = Outcome


def place(name: str, relation: str = "") -> Place:
    """The place of the gazetteer, or else a local one, in a relation."""
    return replace(gazetteer.lookup(name) or Place(name), relation=relation)


PAIRS = [
    (place("US"), place("America"), EQUAL, "place-equal"),
    (place("Millford"), Place("MILLFORD"), EQUAL, "place-equal"),
    (place("River Tarn"), place("Tarn"), EQUAL, "place-equal"),
    (Place("Hartwell Pet Hospital"), Place("Hartwel Pet Hospital"), COMPATIBLE, "place-spelling"),
    (Place("Westbrook School"), Place("Eastbrook School"), DIFFERENT, "place-different-names"),
    (place("Norway"), place("Sweden"), DIFFERENT, "place-different"),
    (place("Oslo"), place("Turin"), DIFFERENT, "place-different"),
    (place("Porto"), place("Lisbon"), DIFFERENT, "place-different"),
    (place("Texas"), place("Nevada"), DIFFERENT, "place-different"),
    (place("Oslo"), place("Norway"), COMPATIBLE, "place-within"),
    (place("Austin"), place("Texas"), COMPATIBLE, "place-within"),
    (place("Oslo"), place("Europe"), COMPATIBLE, "place-within"),
    (place("Oslo"), place("Sweden"), DIFFERENT, "place-outside"),
    (place("Chile"), place("Europe"), DIFFERENT, "place-outside"),
    (place("Europe"), place("Latin America"), INCOMPARABLE, "place-unlike"),
    (place("Georgia"), place("US"), INCOMPARABLE, "place-unlike"),
    (place("Millford"), place("Norway"), INCOMPARABLE, "place-unlike"),
    (place("Millford"), place("Oslo"), INCOMPARABLE, "place-unlike"),
    (place("Dover"), place("France"), INCOMPARABLE, "place-unlike"),
    (place("Mill Lane"), place("Ashwick"), INCOMPARABLE, "place-unlike"),
    (place("Ashwick"), place("Millford"), DIFFERENT, "place-different-names"),
    (place("Mill Lane"), place("Corn Hall"), INCOMPARABLE, "place-on-a-way"),
    (place("Mill Lane"), place("Corn Street"), DIFFERENT, "place-different-names"),
    (place("Mill House"), place("Corn Hall"), DIFFERENT, "place-different-names"),
    (place("North Tarn Medical Center"), place("North Tarn Hospital"), COMPATIBLE, "place-same-words"),
    (place("North Tarn Hospital"), place("South Tarn Clinic Hospital"), DIFFERENT, "place-different-names"),
    (place("Ashwick Regional Forensic Center"), place("Regional Forensics Centre"), COMPATIBLE, "place-same-words"),
    (place("Mill House"), place("Mill Bridge"), DIFFERENT, "place-different-names"),
    (place("New York"), place("Rochester"), COMPATIBLE, "place-within"),
    (place("New York"), place("Austin"), DIFFERENT, "place-different"),
    (place("Tarn County Jail"), place("Tarn County Hospital"), INCOMPARABLE, "place-other-sort"),
    (place("NTR Prison"), place("North Tarn River Prison"), COMPATIBLE, "place-shorter-name"),
    (place("NTR Prison"), place("South Tarn River Prison"), DIFFERENT, "place-different-names"),
    (place("St. John's Episcopal Hospital"), place("St. Johns Hospital"), COMPATIBLE, "place-shorter-name"),
    # relations
    (place("Oslo", "south"), place("Turin"), INCOMPARABLE, "place-near"),
    (place("River Tarn", "south"), place("Tarn", "north"), DIFFERENT, "place-opposed"),
    (place("Chile", "north"), place("Chile", "south"), DIFFERENT, "place-opposed"),
    (place("Ashwick", "upstream"), place("Millford", "downstream"), DIFFERENT, "place-opposed"),
    (place("Ashwick", "from"), place("Ashwick", "to"), DIFFERENT, "place-opposed"),
    (place("Ashwick", "from"), place("Millford", "to"), INCOMPARABLE, "place-other-role"),
    (place("Chile", "north"), place("Chile"), COMPATIBLE, "place-same-reference"),
    (place("Ashwick", "near"), place("Millford"), INCOMPARABLE, "place-near"),
    # paths
    (place("/etc/app/a.toml"), place("/etc/app/a.toml"), EQUAL, "place-equal"),
    (place("/etc/app/a.toml"), place("/etc/app"), COMPATIBLE, "place-within"),
    (place("/etc/app/a.toml"), place("/var/lib/app/a.toml"), DIFFERENT, "place-different"),
    (place("/etc/app/a.toml"), place("Ashwick"), INCOMPARABLE, "place-unlike"),
]


@pytest.mark.parametrize(("left", "right", "outcome", "code"), PAIRS)
def test_pairs(left: Place, right: Place, outcome: Outcome, code: str) -> None:
    level = compare(left, right)
    assert (level.outcome, level.code) == (outcome, code)


def test_unknown_names_differ_with_less_certainty() -> None:
    assert compare(place("Ashwick"), place("Millford")).gap < compare(place("Oslo"), place("Turin")).gap


def test_reason_names_both_places_and_their_relations() -> None:
    assert compare(place("Tarn", "south"), place("Tarn", "north")).reason == "Tarn (south) against Tarn (north)"


NAMES = ["US", "America", "Norway", "Georgia", "Oslo", "Dover", "Texas", "Europe", "Latin America"]
LOCAL = ["Ashwick", "River Tarn", "Tarn", "Mill Lane", "/etc/app", "/etc/app/a.toml"]
RELATIONS = ["", "", "near", *sorted({relation for pair in OPPOSED for relation in pair})]
PLACES = st.builds(place, st.sampled_from([*NAMES, *LOCAL]), st.sampled_from(RELATIONS))


@given(PLACES)
def test_every_place_equals_itself(value: Place) -> None:
    assert compare(value, value).outcome is EQUAL


@given(PLACES, PLACES)
def test_outcome_and_gap_are_symmetric(left: Place, right: Place) -> None:
    there, back = compare(left, right), compare(right, left)
    assert (there.outcome, there.code, there.gap) == (back.outcome, back.code, back.gap)
