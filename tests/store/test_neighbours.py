"""The search for related articles finds all of them, and no others but those on the threshold."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import clusters, kinship, store
from factcheck.config import (
    RELATED_BRIEF,
    RELATED_LANDMARKS,
    RELATED_PAIRS,
    RELATED_SIMILARITY,
    STRANGE_LANDMARK,
)
from factcheck.kinship import UNKNOWN, bar
from factcheck.records import Claim, Kind, Mention, Quantity, Span
from factcheck.store import neighbours, server_search, tables
from factcheck.store.database import Search
from factcheck.store.neighbours import Neighbours
from factcheck.store.tables import Profile, Stated
from factcheck.testing import FakeEncoder

WORDS = ["pier", "boat", "fire", "crew", "storm", "harbour", "council", "bridge", "mill", "road"]
SPAN = Span(0, 1)


def claim(article: int, number: int, text: str, landmarks: tuple[str, ...], day: date | None = None) -> Claim:
    value = Mention(Kind.QUANTITY, Quantity(number, number, number, "count"), SPAN, "v", f"how many {text}", focus=text)
    id = f"{article:02d}"
    return Claim(f"{id}#{number:05d}", id, SPAN, text, text, SPAN, text, landmarks=landmarks, mentions=(value,),
                 published=day)  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> list[list[Claim]]:
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    words = st.sets(st.sampled_from(["harwick", "novak", "ulm", "otto"])).map(lambda found: tuple(sorted(found)))
    said = st.lists(st.tuples(texts, words), min_size=1, max_size=4)
    days = st.none() | st.sampled_from([date(2021, 3, 1), date(2021, 3, 9), date(2022, 9, 1)])
    drawn = draw(st.lists(st.tuples(said, days), min_size=2, max_size=6))
    return [[claim(a, n, *told, day) for n, told in enumerate(stated)] for a, (stated, day) in enumerate(drawn)]


def stated(claims: list[Claim]) -> Stated:
    return Stated(tuple(claims), clusters.embed(claims, FakeEncoder()))


@given(articles())
def test_it_finds_every_article_with_a_candidate(told: list[list[Claim]]) -> None:
    taken_apart = [stated(claims) for claims in told]
    search = Neighbours()
    for number, article in enumerate(taken_apart[1:], 1):
        search.add(number, article.profile, article.matrix)
    new, others = taken_apart[0], taken_apart[1:]
    with_candidates = numbers_with_candidates(new, others)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinship, "bar", lambda *given: bar(*given) - 2 * neighbours.ROUNDING)
        on_the_threshold = numbers_with_candidates(new, others)
    assert with_candidates <= search.related(new.profile, new.matrix) <= on_the_threshold


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


def put(search: Search, article: int, vectors: np.ndarray, landmarks: Iterable[str], day: int = UNKNOWN) -> None:
    search.add(article, Profile(len(vectors), frozenset(landmarks), day), vectors)


def asked(search: Search, vectors: np.ndarray, landmarks: Iterable[str], day: int = UNKNOWN) -> set[int]:
    return search.related(Profile(len(vectors), frozenset(landmarks), day), vectors)


MANY = np.concatenate([unit(1.0), *[OTHER] * (RELATED_PAIRS - 1)])
STRANGE = float(bar(np.array(RELATED_PAIRS), np.array(0), np.array(2), np.array(2), 0))


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
    put(search, 7, MANY, ("novak", "ulm", "otto", "harwick"))
    assert asked(search, unit(needed + 0.01), landmarks) == {7}
    assert asked(search, unit(needed - 0.01), landmarks) == set()


def test_landmarks_are_strange_only_to_an_article_that_has_some() -> None:
    search = Neighbours()
    put(search, 7, MANY, ())
    assert asked(search, unit(RELATED_SIMILARITY + 0.01), ("pisa", "rome", "siena")) == {7}


@pytest.mark.parametrize(("cosine", "found"), [(RELATED_BRIEF + 0.01, True), (RELATED_BRIEF - 0.01, False)])
def test_brief_articles_need_less(cosine: float, found: bool) -> None:
    search = Neighbours()
    put(search, 7, unit(1.0), ())
    assert asked(search, unit(cosine), ()) == ({7} if found else set())


def test_what_was_dropped_is_not_found() -> None:
    search = Neighbours()
    for article in (1, 2, 3):
        put(search, article, unit(1.0), ("novak",))
    search.drop(2)
    assert asked(search, unit(1.0), ("novak",)) == {1, 3}
    put(search, 2, unit(1.0), ())
    assert asked(search, unit(1.0), ()) == {1, 2, 3}


def test_it_goes_through_all_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK", 4)
    search = Neighbours()
    for article in range(30):
        put(search, article, np.vstack([OTHER, unit(1.0)]), ("novak", "ulm", "otto"))
    assert asked(search, unit(1.0), ()) == set(range(30))
    assert asked(search, unit(0.41), ("novak", "ulm", "otto")) == set(range(30))
    assert asked(search, unit(0.41), ()) == set()


def test_the_days_between_count() -> None:
    search = Neighbours()
    names = tuple("abcdefgh")
    put(search, 7, MANY, names, 1000)
    assert asked(search, unit(0.6), names[:2] + tuple("stuvwx"), 1000) == {7}
    assert asked(search, unit(0.6), names[:2] + tuple("stuvwx"), 1300) == set()
    assert asked(search, unit(0.6), names[:2] + tuple("stuvwx")) == {7}


def test_the_vectors_of_those_alone_are_read_that_may_be_related() -> None:
    names = {1: ("novak", "ulm"), 2: tuple("abcdefgh"), 3: ("ulm",)}
    read: list[int] = []

    def vectors(article: int) -> np.ndarray:
        read.append(article)
        return unit(1.0)

    search = Neighbours([(article, Profile(1, frozenset(named))) for article, named in names.items()], vectors)
    for _ in range(2):
        assert asked(search, np.vstack([unit(1.0)] * 30), (*"stuvwx", "novak", "ulm")) == {1, 3}
    assert read == [1, 3]


def test_an_empty_search_and_an_article_without_claims_find_nothing() -> None:
    search = Neighbours()
    assert asked(search, unit(1.0), ("novak",)) == set()
    put(search, 1, unit(1.0), ("novak",))
    put(search, 2, np.zeros((0, 0), dtype=np.float32), ())
    assert asked(search, np.zeros((0, 0), dtype=np.float32), ()) == set()
    assert asked(search, unit(1.0), ()) == {1}


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
                    local.add(row, other.profile, other.matrix)
                    among.add(row, other.profile, other.matrix)
                found = [search.related(new.profile, new.matrix) for search in (local, index._database.search(), among)]
                among.drop(row)
                found.append(among.related(new.profile, new.matrix) | found[0] & {row})
                raise Undone
            assert found == [found[0]] * 4

        finds_the_same()
