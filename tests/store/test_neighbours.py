"""The search for related articles finds all of them, and no others but those on the threshold."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import clusters, store
from factcheck.clusters import bar
from factcheck.config import (
    RELATED_BRIEF,
    RELATED_LANDMARKS,
    RELATED_PAIRS,
    RELATED_SIMILARITY,
    STRANGE_LANDMARK,
)
from factcheck.records import Claim, Kind, Mention, Quantity, Span
from factcheck.store import neighbours, server_search, tables
from factcheck.store.neighbours import Neighbours
from factcheck.store.tables import Stated
from factcheck.testing import FakeEncoder

WORDS = ["pier", "boat", "fire", "crew", "storm", "harbour", "council", "bridge", "mill", "road"]
SPAN = Span(0, 1)


def claim(article: int, number: int, text: str, landmarks: tuple[str, ...]) -> Claim:
    value = Mention(Kind.QUANTITY, Quantity(number, number, number, "count"), SPAN, "v", f"how many {text}", focus=text)
    id = f"{article:02d}"
    return Claim(f"{id}#{number:05d}", id, SPAN, text, text, SPAN, text, landmarks=landmarks, mentions=(value,))


@st.composite
def articles(draw: st.DrawFn) -> list[list[Claim]]:
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    words = st.sets(st.sampled_from(["harwick", "novak", "ulm", "otto"])).map(lambda found: tuple(sorted(found)))
    said = st.lists(st.tuples(texts, words), min_size=1, max_size=4)
    drawn = draw(st.lists(said, min_size=2, max_size=6))
    return [[claim(a, n, *told) for n, told in enumerate(stated)] for a, stated in enumerate(drawn)]


def stated(claims: list[Claim]) -> Stated:
    return Stated(tuple(claims), clusters.embed(claims, FakeEncoder()))


@given(articles())
def test_it_finds_every_article_with_a_candidate(told: list[list[Claim]]) -> None:
    taken_apart = [stated(claims) for claims in told]
    search = Neighbours()
    for number, article in enumerate(taken_apart[1:], 1):
        search.add(number, article.matrix, article.landmarks)
    new, others = taken_apart[0], taken_apart[1:]
    with_candidates = numbers_with_candidates(new, others)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "bar", lambda *given: bar(*given) - 2 * neighbours.ROUNDING)
        on_the_threshold = numbers_with_candidates(new, others)
    assert with_candidates <= search.related(new.matrix, new.landmarks) <= on_the_threshold


def numbers_with_candidates(new: Stated, others: list[Stated]) -> set[int]:
    return {
        number
        for number, other in enumerate(others, 1)
        if any(clusters.candidates([*new.claims, *other.claims], new.vectors | other.vectors))
    }


def unit(*cosines: float) -> np.ndarray:
    """A unit vector with these first coordinates."""
    rest = max(0.0, 1 - sum(c * c for c in cosines)) ** 0.5
    return np.array([[*cosines, rest, *[0.0] * (3 - len(cosines))]], dtype=np.float32)


OTHER = np.array([[0.0, 0.0, 0.0, 1.0]], dtype=np.float32)


MANY = np.concatenate([unit(1.0), *[OTHER] * (RELATED_PAIRS - 1)])
STRANGE = float(bar(np.array(RELATED_PAIRS), np.array(0), np.array(2)))


@pytest.mark.parametrize(
    ("landmarks", "needed"),
    [
        ((), RELATED_SIMILARITY),
        (("novak",), RELATED_LANDMARKS[0]),
        (("novak", "pisa"), RELATED_LANDMARKS[0]),
        (("novak", "ulm"), RELATED_LANDMARKS[1]),
        (("novak", "ulm", "otto"), RELATED_LANDMARKS[2]),
        (("novak", "ulm", "otto", "harwick"), RELATED_LANDMARKS[2]),
        (("pisa",), RELATED_SIMILARITY + STRANGE_LANDMARK),
        (("pisa", "rome"), STRANGE),
    ],
)
def test_what_an_article_needs_to_be_related(landmarks: tuple[str, ...], needed: float) -> None:
    search = Neighbours()
    search.add(7, MANY, ("novak", "ulm", "otto", "harwick"))
    assert search.related(unit(needed + 0.01), landmarks) == {7}
    assert search.related(unit(needed - 0.01), landmarks) == set()


def test_landmarks_are_strange_only_to_an_article_that_has_some() -> None:
    search = Neighbours()
    search.add(7, MANY, ())
    assert search.related(unit(RELATED_SIMILARITY + 0.01), ("pisa", "rome", "siena")) == {7}


@pytest.mark.parametrize(("cosine", "found"), [(RELATED_BRIEF + 0.01, True), (RELATED_BRIEF - 0.01, False)])
def test_brief_articles_need_less(cosine: float, found: bool) -> None:
    search = Neighbours()
    search.add(7, unit(1.0), ())
    assert search.related(unit(cosine), ()) == ({7} if found else set())


def test_what_was_dropped_is_not_found() -> None:
    search = Neighbours()
    for article in (1, 2, 3):
        search.add(article, unit(1.0), ("novak",))
    search.drop(2)
    assert search.related(unit(1.0), ("novak",)) == {1, 3}
    search.add(2, unit(1.0), ())
    assert search.related(unit(1.0), ()) == {1, 2, 3}


def test_it_goes_through_all_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK", 4)
    search = Neighbours()
    for article in range(30):
        search.add(article, np.vstack([OTHER, unit(1.0)]), ("novak", "ulm", "otto"))
    assert search.related(unit(1.0), ()) == set(range(30))
    assert search.related(unit(0.41), ("novak", "ulm", "otto")) == set(range(30))
    assert search.related(unit(0.41), ()) == set()


def test_an_empty_search_and_an_article_without_claims_find_nothing() -> None:
    search = Neighbours()
    assert search.related(unit(1.0), ("novak",)) == set()
    search.add(1, unit(1.0), ("novak",))
    search.add(2, np.zeros((0, 0), dtype=np.float32), ())
    assert search.related(np.zeros((0, 0), dtype=np.float32), ()) == set()
    assert search.related(unit(1.0), ()) == {1}


class Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""


def test_a_server_finds_the_same(servers, tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_search, "CHUNK", 2)
    with store.open(servers.new(), encoder=FakeEncoder()) as index:

        @given(articles())
        @settings(max_examples=15)
        def finds_the_same(told: list[list[Claim]]) -> None:
            new, *others = [stated(claims) for claims in told]
            local, among = Neighbours(), index._database.search(empty=True)
            with suppress(Undone), index._writing():
                for number, other in enumerate(others):
                    vectors = tables.put_vectors(index._connection, "fake", other.vectors)
                    row = tables.put_article(index._connection, tell("It is.", id=f"{number}"), other, vectors)
                    local.add(row, other.matrix, other.landmarks)
                    among.add(row, other.matrix, other.landmarks)
                found = [
                    search.related(new.matrix, new.landmarks) for search in (local, index._database.search(), among)
                ]
                among.drop(row)
                found.append(among.related(new.matrix, new.landmarks) | found[0] & {row})
                raise Undone
            assert found == [found[0]] * 4

        finds_the_same()
