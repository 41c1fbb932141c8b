"""Two printings of one quotation: the same, changed, or given to somebody else."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.comparators.quote import QuoteComparator, align, speakers_differ
from factcheck.config import MAX_QUOTE
from factcheck.records import Claim, ClaimPair, Kind, Label, Match, Mention, Quotation, Span, Verdict

OFFSET = 40
"""Where the quotations stand in their articles."""


def mention(words: str, speaker: str | None = None) -> Mention:
    span = Span(OFFSET, OFFSET + len(words))
    return Mention(Kind.QUOTE, Quotation(words, speaker), span, words, "somebody said what")


def claim(article: str, said: Mention) -> Claim:
    return Claim(f"{article}#00000", article, said.span, said.text, said.text, said.span, said.text, mentions=(said,))


def compare(left: Mention, right: Mention) -> list[Verdict]:
    pair = ClaimPair(claim("a", left), claim("b", right), 1.0, matches=(Match(left, right, 1.0),))
    return list(QuoteComparator().compare(pair))


PIER = "We will rebuild the old pier before the summer because it belongs to all of us"

PAIRS = [
    (PIER, PIER, "quote-equal"),
    (PIER, PIER.upper(), "quote-equal"),
    (PIER, "the old pier before the summer because it belongs to all of us", "quote-equal"),
    (PIER, "it belongs to all of us", "quote-equal"),
    (PIER, "We will rebuild the old pier ... because it belongs to all of us", "quote-equal"),
    (PIER, "We will rebuild the old pier … because it belongs to all of us", "quote-equal"),
    (PIER, "We will rebuild [it] before the summer because it belongs to all of us", "quote-equal"),
    ("We won't close the pier before ten o'clock", "We will not close the pier before 10 o'clock", "quote-equal"),
    ("We must realise what the harbour means", "We must realize what the harbor means", "quote-equal"),
    (PIER, PIER.replace("summer", "winter"), "quote-wording"),
    (PIER, PIER.replace("will", "will not"), "quote-wording"),
    (PIER, PIER.replace("old pier", "pier"), "quote-wording"),
    (PIER, PIER.replace("We will rebuild", "We ... will rebuild").replace("summer", "winter"), "quote-wording"),
    (PIER, PIER.replace("of us", "us"), "quote-function-word"),
    (PIER, PIER.replace("the summer", "this summer"), "quote-function-word"),
]


@pytest.mark.parametrize(("left", "right", "code"), PAIRS)
def test_wording(left: str, right: str, code: str) -> None:
    for one, other in permutations((mention(left), mention(right))):
        (verdict,) = compare(one, other)
        assert verdict.code == code
        assert (verdict.label is Label.ENTAILMENT) == (code == "quote-equal")


@pytest.mark.parametrize(
    "other",
    [
        "The pier belongs to the town and nobody will ever rebuild it",
        "We will never agree to what the council wants from us this summer",
        "Nothing that was said tonight has anything to do with boats",
    ],
)
def test_two_quotations_on_one_subject_are_not_compared(other: str) -> None:
    assert compare(mention(PIER), mention(other)) == []


SPEAKERS = [
    ("Tessa Novak", "Jan Vesely", True),
    ("Tessa Novak", "Novak", False),
    ("Tessa Novak", "Ms Novak", False),
    ("Mayor Novak", "Tessa Novak", False),
    ("Tessa Novak's", "Tessa Novak", False),
    ("Tessa Novak", "Jan Novak", True),
    ("Tessa Novak", "P. Novak", False),
    ("Ludwig van der Berg", "Van der Berg", False),
    ("Tessa Novak", "the harbour boss", False),
    ("Tessa Novak", "The Harwick boss", False),
    ("Tessa Novak", "a spokesman for Jan Vesely", False),
    ("Tessa Novak", "Harwick mayor", False),
    ("Tessa Novak", None, False),
    (None, None, False),
]


@pytest.mark.parametrize(("left", "right", "different"), SPEAKERS)
def test_speakers(left: str | None, right: str | None, different: bool) -> None:
    assert speakers_differ(left, right) is speakers_differ(right, left) is different


def test_another_speaker() -> None:
    (verdict,) = compare(mention(PIER, "Tessa Novak"), mention(PIER, "Jan Vesely"))
    assert (verdict.code, verdict.label) == ("quote-speaker", Label.CONTRADICTION)
    assert (verdict.left.value, verdict.right.value) == ("Tessa Novak", "Jan Vesely")


def test_the_change_is_shown_with_a_few_words_around_it() -> None:
    (verdict,) = compare(mention(PIER), mention(PIER.replace("summer", "winter")))
    assert (verdict.left.value, verdict.right.value) == ("before the summer because it", "before the winter because it")


@given(st.integers(min_value=0, max_value=199), st.booleans())
def test_a_long_quotation_is_cut_around_the_change(place: int, swapped: bool) -> None:
    words = [f"word{number}" for number in range(200)]
    changed = [*words[:place], "other", *words[place + 1 :]]
    left, right = mention(" ".join(words)), mention(" ".join(changed))
    verdicts = compare(right, left) if swapped else compare(left, right)
    assert [v.code for v in verdicts] == ["quote-wording"]
    for side, said in ((verdicts[0].left, right if swapped else left), (verdicts[0].right, left if swapped else right)):
        assert side.quote_span is not None
        start, end = side.quote_span.start - OFFSET, side.quote_span.end - OFFSET
        assert said.text[start:end] == side.quote
        assert len(side.quote) <= MAX_QUOTE
        assert side.value in side.quote


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        (
            "we will repair every roof that the owners can prove",
            "we will repair every roof that the storm took",
            "quote-wording",
        ),
        (
            "we will repair every roof that the storm took",
            "we will repair every roof that the storm took before May",
            "quote-equal",
        ),
    ],
)
def test_two_ends_differ_but_one_may_go_on(left: str, right: str, code: str) -> None:
    (verdict,) = compare(mention(left), mention(right))
    assert verdict.code == code


words = st.lists(st.sampled_from(PIER.lower().split()), max_size=14)


@given(words, words)
def test_alignment_is_symmetric_in_what_it_finds(left: list[str], right: list[str]) -> None:
    there, back = align(left, right), align(right, left)
    assert (there is None) == (back is None)


@given(words)
def test_a_quotation_is_itself(spoken: list[str]) -> None:
    aligned = align(spoken, spoken)
    assert aligned is None or (aligned.shared, aligned.changes) == (len(spoken), ())
