"""Where a thing is, and where it is to be."""

from __future__ import annotations

import pytest

from factcheck import gazetteer
from factcheck.comparators import Judge
from factcheck.comparators.place import PlaceComparator
from factcheck.records import Claim, ClaimPair, Kind, Label, Match, Mention, Modality, Place, Relation, Span, Verdict

HELD, MEANT = Modality.ASSERTED, Modality.PLANNED


def mention(name: str, slot: str) -> Mention:
    place = gazetteer.lookup(name) or Place(name)
    return Mention(Kind.PLACE, place, Span(0, 3), name, "The files are kept where", slot=slot)


def claim(article: str, words: str, modality: Modality) -> Claim:
    span = Span(0, len(words))
    return Claim(f"{article}#0", article, span, words, words, span, words, modality=modality)


def verdicts(places: tuple[str, str], slots: tuple[str, str], modalities: tuple[Modality, Modality]) -> list[Verdict]:
    left, right = (claim(article, f"The files are in {place}", how)
                   for article, place, how in zip("ab", places, modalities, strict=True))  # fmt: skip
    ours, theirs = (mention(place, slot) for place, slot in zip(places, slots, strict=True))
    match = Match(ours, theirs, 0.9, 0.8, 0.9, mutual=True)
    pair = ClaimPair(left, right, 0.9, matches=(match,), nearness=1.0, sentence_similarity=0.9, sentence_nearness=1.0)
    found = PlaceComparator(Judge(None)).compare(pair)
    return [verdict for verdict in found if verdict.label is Label.CONTRADICTION]


@pytest.mark.parametrize(
    ("places", "slots", "modalities", "code"),
    [
        (("Norway", "Quay Cloud"), ("file keep", "file keep"), (HELD, MEANT), "place-planned"),
        (("Quay Cloud", "Norway"), ("file keep", "file keep"), (MEANT, HELD), "place-planned"),
        (("Norway", "Quay Cloud"), ("file keep", "file keep"), (HELD, HELD), None),
        (("Norway", "Quay Cloud"), ("file keep", "file keep"), (MEANT, MEANT), None),
        (("Norway", "Quay Cloud"), ("file keep", "file print"), (HELD, MEANT), None),
        (("Norway", "Sweden"), ("file keep", "file keep"), (HELD, MEANT), "place-different"),
        (("Norway", "Oslo"), ("file keep", "file keep"), (HELD, MEANT), None),
    ],
)
def test_where_a_thing_is_to_be(
    places: tuple[str, str], slots: tuple[str, str], modalities: tuple[Modality, Modality], code: str | None
) -> None:
    found = verdicts(places, slots, modalities)
    assert [verdict.code for verdict in found] == ([code] if code else [])
    assert all(verdict.relation is Relation.UPDATE for verdict in found if verdict.code == "place-planned")
