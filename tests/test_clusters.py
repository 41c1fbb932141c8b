"""Candidates and clusters: what is linked, and that no order and no further article changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import clusters, kinship
from factcheck.records import DESIGNATION, Claim, ClaimPair, Kind, Mention, Name, Quantity, Quotation, Span
from factcheck.testing import FakeEncoder


def mention(value: Quantity | Quotation, question: str) -> Mention:
    kind = Kind.QUANTITY if isinstance(value, Quantity) else Kind.QUOTE
    return Mention(kind, value, Span(0, 1), "value", question, focus=question)


def claim(
    article: str, number: int, text: str, *, mentions: Sequence[Mention] = (), names: Sequence[str] = (),
    marks: Sequence[str] = (),
) -> Claim:  # fmt: skip
    span = Span(0, max(1, len(text)))
    return Claim(
        f"{article}#{number:05d}", article, span, text, text, span, text, names=tuple(names), landmarks=tuple(marks),
        mentions=tuple(mentions),
    )  # fmt: skip


def count(value: float, unit: str = "count") -> Quantity:
    return Quantity(value, value, value, unit)


def candidates(claims: Sequence[Claim]) -> list[ClaimPair]:
    return list(clusters.candidates(claims, clusters.embed(claims, FakeEncoder())))


def cluster(claims: Sequence[Claim]) -> tuple[object, ...]:
    return clusters.cluster(claims, clusters.embed(claims, FakeEncoder()))


WORDS = ["pier", "boat", "fire", "crew", "storm", "harbour", "council", "bridge"]


@st.composite
def stated(draw: st.DrawFn) -> list[Claim]:
    """Claims of up to four articles, some with mentions and names."""
    claims = []
    for article in draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1)):
        for number in range(draw(st.integers(1, 4))):
            text, question = (
                " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))) for _ in range(2)
            )
            unit = draw(st.sampled_from(["count", "EUR", ""]))
            mentions = [mention(count(draw(st.integers(1, 50)), unit), question)] if unit else []
            names, marks = (draw(st.sets(st.sampled_from(["harwick", "novak"]))) for _ in range(2))
            told = claim(article, number, text, mentions=mentions, names=sorted(names), marks=sorted(marks))
            claims.append(told)
    return claims


@given(stated(), st.randoms(use_true_random=False))
def test_order_changes_nothing(claims: list[Claim], random: object) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert candidates(shuffled) == candidates(claims)
    assert cluster(shuffled) == cluster(claims)


@given(stated())
def test_a_further_article_changes_nothing_among_the_others(claims: list[Claim]) -> None:
    last = max(claim.article for claim in claims)
    others = [claim for claim in claims if claim.article != last]
    kept = [pair for pair in candidates(claims) if last not in {pair.left.article, pair.right.article}]
    assert kept == candidates(others)


@given(stated())
def test_candidates_are_of_two_articles_and_in_order(claims: list[Claim]) -> None:
    pairs = candidates(claims)
    assert all(pair.left.article < pair.right.article for pair in pairs)
    keys = [(pair.left.article, pair.right.article, pair.left.id, pair.right.id) for pair in pairs]
    assert keys == sorted(set(keys))


@given(stated())
def test_every_claim_is_in_one_cluster_at_most(claims: list[Claim]) -> None:
    members = [
        member for found in clusters.cluster(claims, clusters.embed(claims, FakeEncoder())) for member in found.claims
    ]
    assert len(members) == len(set(members))


PIER, OTHER = "the old pier burned down on monday", "snow fell on all the northern hills"

LINKED = [
    ("the same words", claim("a", 0, PIER), claim("b", 0, PIER), True),
    ("nothing in common", claim("a", 0, PIER), claim("b", 0, "snow fell"), False),
    (
        "nothing but the question",
        claim("a", 0, PIER, mentions=[mention(count(4), "how many boats sank")]),
        claim("b", 0, "snow fell", mentions=[mention(count(5), "how many boats sank")]),
        True,
    ),
    (
        "quotations",
        claim("a", 0, PIER, mentions=[mention(Quotation("we will rebuild it soon", None), "novak said what")]),
        claim("b", 0, "snow fell", mentions=[mention(Quotation("we will rebuild it", None), "she told what")]),
        True,
    ),
    (
        "only quantities of other units",
        claim("a", 0, PIER, mentions=[mention(count(4), "how many boats sank")]),
        claim("b", 0, "snow fell", mentions=[mention(count(5, "EUR"), "how many boats sank")]),
        False,
    ),
    ("only a name", claim("a", 0, PIER, names=["novak"]), claim("b", 0, "snow fell", names=["novak"]), False),
]


@pytest.mark.parametrize(("left", "right", "linked"), [row[1:] for row in LINKED], ids=[row[0] for row in LINKED])
def test_what_links_two_claims(left: Claim, right: Claim, linked: bool) -> None:
    related = [claim(article, 1, "a tug was sent from harwick") for article in "ab"]
    found = [(pair.left, pair.right) for pair in candidates([left, right, *related])]
    assert ((left, right) in found) is linked
    assert (related[0], related[1]) in found


NEARLY = "the old pier has no lamps"
"""0.46 like PIER: too little for texts of two claims, enough with two landmarks."""
CLOSE = f"{PIER} again"
TWO = ("novak", "ulm")

RELATED = [
    ("one claim in common", [claim("a", 1, OTHER), claim("b", 1, OTHER)], True),
    ("somewhat alike", [claim("a", 1, PIER), claim("b", 1, NEARLY)], False),
    ("somewhat alike, two landmarks", [claim("a", 1, PIER, marks=TWO), claim("b", 1, NEARLY, marks=TWO)], True),
    ("one landmark", [claim("a", 1, PIER, marks=["ulm"]), claim("b", 1, NEARLY, marks=["ulm", "otto"])], True),
    ("another landmark", [claim("a", 1, PIER, marks=["ulm"]), claim("b", 1, NEARLY, marks=["otto"])], False),
    ("landmarks in unlike claims", [claim("a", 1, PIER, marks=TWO), claim("b", 1, "fog", marks=TWO)], False),
    ("a strange landmark", [claim("a", 1, CLOSE, marks=["otto"]), claim("b", 1, PIER, marks=["ulm", "rome"])], True),
    ("strange landmarks", [claim("a", 1, CLOSE, marks="abcdefgh"), claim("b", 1, PIER, marks="mnopqrst")], False),
    ("nothing", [], False),
]  # fmt: skip


@pytest.mark.parametrize(("others", "related"), [row[1:] for row in RELATED], ids=[row[0] for row in RELATED])
def test_what_relates_two_articles(others: list[Claim], related: bool) -> None:
    question = "how many boats sank"
    asked = [
        claim("a", 0, "a mill stopped", mentions=[mention(count(4), question)]),
        claim("b", 0, "rain was heavy", mentions=[mention(count(5), question)]),
    ]
    found = [(pair.left.id, pair.right.id) for pair in candidates([*asked, *others])]
    assert (("a#00000", "b#00000") in found) is related


def test_a_pair_tells_what_its_claims_share() -> None:
    question = "how many boats sank"
    left = claim("a", 0, PIER, mentions=[mention(count(4), question)], names=["harwick", "novak"])
    right = claim("b", 0, PIER, mentions=[mention(count(5), question)], names=["novak"])
    (pair,) = candidates([left, right])
    (match,) = pair.matches
    assert (pair.similarity, pair.shared_names) == (pytest.approx(1), ("novak",))
    assert (match.left.value, match.right.value) == (count(4), count(5))
    assert (match.similarity, match.mutual) == (pytest.approx(1), True)


def test_claims_of_one_article_are_no_candidates() -> None:
    assert candidates([claim("a", 0, PIER), claim("a", 1, PIER)]) == []


@pytest.mark.parametrize(("office", "compared"), [("mayor", True), ("", False)])
def test_of_names_only_the_holders_of_offices_are_compared(office: str, compared: bool) -> None:
    named = [
        Mention(Kind.ENTITY, Name(n, "person", office), Span(0, 1), n, "who spoke", focus="who")
        for n in ("Bell", "Dunn")
    ]
    one, other = (claim(article, 0, PIER, mentions=[found]) for article, found in zip("ab", named, strict=True))
    assert ({"who spoke", "who"} <= set(clusters.texts([one]))) is compared
    assert [len(pair.matches) for pair in candidates([one, other])] == [int(compared)]


def test_clusters_hold_what_is_alike() -> None:
    claims = [
        claim("a", 0, PIER),
        claim("b", 0, PIER),
        claim("b", 1, OTHER),
        claim("c", 0, OTHER),
        claim("c", 1, "fog"),
    ]
    found = clusters.cluster(claims, clusters.embed(claims, FakeEncoder()))
    assert [(c.id, c.claims, c.label) for c in found] == [
        ("a#00000", ("a#00000", "b#00000"), PIER),
        ("b#00001", ("b#00001", "c#00000"), OTHER),
    ]


def test_blocks_change_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [claim(article, number, f"{PIER} {number % 3}") for article in "abc" for number in range(5)]
    vectors = clusters.embed(claims, FakeEncoder())
    whole = clusters.cluster(claims, vectors)
    monkeypatch.setattr(clusters, "BLOCK", 2)
    assert whole
    assert clusters.cluster(claims, vectors) == whole


@given(st.floats(-3.2, 3.2), st.floats(0.01, 0.3))
def test_the_first_of_two_gives_the_label_whatever_the_rounding(turn: float, between: float) -> None:
    claims = [claim("a", 0, PIER), claim("b", 0, OTHER)]
    angles = np.array([turn, turn + between])
    vectors = dict(
        zip((PIER, OTHER), np.stack([np.cos(angles), np.sin(angles)], axis=1, dtype=np.float32), strict=True)
    )
    (found,) = clusters.cluster(claims, vectors)
    assert found.label == PIER


@pytest.mark.parametrize("claims", [[], [claim("a", 0, PIER)]])
def test_fewer_than_two_claims_are_no_cluster(claims: list[Claim]) -> None:
    assert cluster(claims) == ()
    assert candidates(claims) == []


@pytest.mark.parametrize(
    ("theirs", "echoed", "nearer"),
    [
        ((("the ferry carried how many", 40),), 0, 0),
        # the same figure for another question, which is less alike
        ((("the ferry carried how many", 40), ("the museum sold how many", 60)), 0.5, 0),
        # the same figure for the same question
        ((("the ferry carried how many", 40), ("the ferry carried how many", 60)), 0.5, 0.5),
    ],
)
def test_values_that_the_other_article_gives_too(theirs, echoed, nearer):
    ours = claim("a", 0, "the ferry carried 60", mentions=[mention(count(60), "the ferry carried how many")])
    others = [claim("b", at, f"{asked} {value}", mentions=[mention(count(value), asked)])
              for at, (asked, value) in enumerate(theirs)]  # fmt: skip
    [match] = [m for pair in candidates([ours, *others]) for m in pair.matches if m.right.value.value == 40]
    assert (match.echoed, match.echoed_nearer) == (echoed, nearer)


@pytest.mark.parametrize(("shared", "more"), [(0, True), (1, True), (2, False), (3, False)])
def test_one_landmark_of_many_is_shared_by_chance(shared: int, more: bool) -> None:
    few, many = (float(kinship.bar(np.array(900), np.array(shared), *[np.array(named)] * 2, 0)) for named in (4, 12))
    assert (many > few) is more


@pytest.mark.parametrize(
    ("shared", "fewest", "more"),
    [(1, 4, True), (3, 4, False), (2, 16, True), (5, 16, False), (0, 1, True), (0, 0, False)],
)
def test_articles_far_apart_in_time_need_more(shared: int, fewest: int, more: bool) -> None:
    bars = [
        float(kinship.bar(np.array(900), np.array(shared), *[np.array(fewest)] * 2, days)) for days in (0, 30, 300, 900)
    ]
    assert (bars[0] < bars[2]) is more
    assert bars == sorted(bars)


@pytest.mark.parametrize(("shared", "fewest", "related"), [(3, 14, True), (3, 15, True), (3, 16, False), (8, 40, True)])
def test_a_small_share_of_a_long_list_is_chance(shared: int, fewest: int, related: bool) -> None:
    assert bool(kinship.bar(50_000, shared, fewest, fewest, 0) <= 1) is related


@pytest.mark.parametrize(("fewest", "most", "more"), [(0, 0, 0), (0, 1, 0.15), (0, 9, 0.15)])
def test_an_article_that_names_nothing_needs_more_far_from_one_that_does(fewest: int, most: int, more: float) -> None:
    near, far = (kinship.bar(*map(np.array, (900, 0, fewest, most)), days) for days in (0, 300))
    assert float(far - near) == pytest.approx(more)


@pytest.mark.parametrize(
    ("ours", "theirs", "days", "kinship"),
    [
        (("ulm",), ("ulm",), 0, 0.4),
        (("ulm", "novak"), ("ulm", "novak", "otto"), 0, 0.917),
        (("ulm", "novak"), ("ulm", "novak", "otto"), 30, 0.230),
        (("ulm", "novak"), ("rome", "otto"), 30, -0.970),
        (("ulm", "novak"), ("rome", "otto"), 300, -1.0),
        (("ulm", "novak"), (), 30, 0.0),
        (tuple("abcdef"), tuple("abcdef"), 0, 1.0),
    ],
)
def test_kinship(ours: tuple[str, ...], theirs: tuple[str, ...], days: int, kinship: float) -> None:
    said = [claim("a", 0, PIER, marks=ours), claim("b", 0, PIER, marks=theirs)]
    dated = [
        replace(one, published=date(2023, 5, 1) + timedelta(days=later))
        for one, later in zip(said, (0, days), strict=True)
    ]
    [pair] = candidates(dated)
    assert pair.kinship == pytest.approx(kinship, abs=0.001)


@pytest.mark.parametrize(("days", "related"), [(0, True), (2, True), (400, False)])
def test_when_articles_were_published_counts(days: int, related: bool) -> None:
    said = [claim("a", at, f"{PIER} {at}", marks=("ulm", *"abcdef")) for at in range(30)]
    others = [claim("b", at, f"{PIER} {at + 40}", marks=("ulm", *"mnopqr")) for at in range(30)]
    dated = [replace(one, published=date(2023, 5, 1)) for one in said]
    dated += [replace(one, published=date(2023, 5, 1) + timedelta(days=days)) for one in others]
    assert bool(candidates(dated)) is related


def test_brief_texts_are_related_by_less_than_long_ones():
    ours = claim("a", 0, "two sailors drowned when a ferry sank near the port")
    theirs = claim("b", 0, "a ferry sank near the land with ten cattle")
    others = [
        claim(article, at, " ".join(f"{article}{at}{word}" for word in range(12)))
        for article in "ab"
        for at in range(1, 40)
    ]
    assert candidates([ours, theirs])
    assert not candidates([ours, theirs, *others])


def numbered(value: float, sort: str = "version") -> Mention:
    """A number that tells one of a series from the others."""
    return mention(Quantity(value, value, value, "identifier", sort, (DESIGNATION,)), f"which {sort}")


@pytest.mark.parametrize(
    ("ours", "theirs", "compared"),
    [
        ([], [], True),
        ([3], [], True),
        ([3], [3], True),
        ([3], [4], False),
        ([3, 4], [4], True),
    ],
)
def test_things_that_their_numbers_tell_apart_are_not_compared(ours, theirs, compared):
    text = "the boat holds a crew of so many"
    left = claim("a", 0, text, mentions=[mention(count(5), "boat crew"), *map(numbered, ours)])
    right = claim("b", 0, text, mentions=[mention(count(6), "boat crew"), *map(numbered, theirs)])
    pairs = candidates([left, right])
    assert bool(pairs) is compared
    assert all(match.left.value.unit == "count" for pair in pairs for match in pair.matches)


def test_numbers_of_two_sorts_of_things_tell_nothing_apart():
    text = "the boat holds a crew of so many"
    pairs = candidates([
        claim("a", 0, text, mentions=[numbered(3, "version")]), claim("b", 0, text, mentions=[numbered(4, "chapter")]),
    ])  # fmt: skip
    assert len(pairs) == 1
