"""Whether two names are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.comparators.persons import Identity, identity, may_be_kin

SAME, OTHER, UNKNOWN = Identity

NAMES = [
    ("Tessa Novak", "Tessa Novak", SAME),
    # middle names, initials, short forms, nicknames
    ("Tessa Marie Novak", "Tessa Novak", SAME),
    ("Tessa M. Novak", "Tessa Marie Novak", SAME),
    ("T. Novak", "Tessa Novak", SAME),
    ("Marie Novak", "Tessa Marie Novak", SAME),
    ("Vic Tolland", "Victor Tolland", SAME),
    ("Edmund “Ned” Tolland", "Ned Tolland", SAME),
    # suffixes and titles
    ("Owen Tolland Jr.", "Owen Tolland", SAME),
    ("Owen Tolland, Jr", "Owen Lee Tolland Jr", SAME),
    ("Owen Tolland Jr.", "Owen Tolland Sr.", OTHER),
    ("Officer Owen Tolland", "Deputy Owen Tolland", SAME),
    ("Officer Tolland", "Owen Tolland", SAME),
    # one word alone
    ("Novak", "Tessa Novak", SAME),
    ("Tessa", "Tessa Novak", SAME),
    ("Novak", "Tessa Tolland", OTHER),
    # spelling
    ("Tessa Nováková", "Tessa Novakova", SAME),
    ("Josephine Tolland", "Josephina Tolland", SAME),
    ("Tessa Tollard", "Tessa Tolland", OTHER),
    ("Sarah Tolland", "Sara Tolland", SAME),
    # others
    ("Tessa Novak", "Petra Novak", OTHER),
    ("Martin Novak", "Marvin Novak", OTHER),
    ("Tessa Novak", "Tessa Tolland", OTHER),
    # nouns
    ("girl", "girl", UNKNOWN),
    ("girl", "Tessa Novak", UNKNOWN),
    ("", "Tessa Novak", UNKNOWN),
    ("Officer", "Tessa Novak", UNKNOWN),
]


@pytest.mark.parametrize(("left", "right", "expected"), NAMES)
def test_identity(left: str, right: str, expected: Identity) -> None:
    assert identity(left, right) is identity(right, left) is expected


words = st.text(st.characters(categories=("Lu", "Ll", "Lm", "Zs", "Po")), max_size=20)


@given(words, words)
def test_symmetric(left: str, right: str) -> None:
    assert identity(left, right) is identity(right, left)


@given(words)
def test_nobody_is_somebody_else(name: str) -> None:
    assert identity(name, name) is not OTHER


@pytest.mark.parametrize(
    ("left", "right", "kin"),
    [
        ("Owen Tolland Jr.", "Owen Tolland", True),
        ("Owen", "Owen Lee Tolland", True),
        ("Owen Tolland", "Owen Lee Tolland", False),
        ("Owen Tolland Jr.", "Owen Lee Tolland Jr.", False),
    ],
)
def test_a_name_may_be_a_father_s_and_a_son_s(left: str, right: str, kin: bool) -> None:
    assert may_be_kin(left, right) is may_be_kin(right, left) is kin
