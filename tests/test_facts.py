"""Verdicts as pairs of letters, and the facts that they are on: gathered at once, and brought up to date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck import facts
from factcheck.config import JOIN_SCORE, MAX_SIDES
from factcheck.facts import Link, Node
from factcheck.records import Span


def node(article, key="k", question="quantity", at=0):
    return Node(question, article, f"{article}#{at:05d}", Span(at, at + 1), key)


def link(left, right, score=0.9, number=0, fact=None):
    """Between two values, each given as an article's letter and what it answers."""
    ours, theirs = (node(side[0], side[1:]) for side in (left, right))
    return Link(f"{left} {right} {score}", score, ours, theirs, number, fact)


def told(found):
    return Counter((tuple(each.of for each in fact.links), frozenset(fact.left_out)) for fact in found)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("a1", "b2"), link("b2", "c3", 0.8)], [["a1 b2 0.9", "b2 c3 0.8"]]),
        ([link("a1", "b2"), link("c1", "d2", 0.8)], [["a1 b2 0.9"], ["c1 d2 0.8"]]),
        ([link("a1", "b2"), link("c1", "d2", 0.8), link("b2", "c1", 0.7)], [["a1 b2 0.9"], ["c1 d2 0.8"]]),
        ([link("b2", "c3", 0.8), link("a1", "b2")], [["a1 b2 0.9", "b2 c3 0.8"]]),
        ([link("a1", "b2"), link("b2", "a3", 0.8)], [["a1 b2 0.9"]]),
        ([link("a1", "b2"), link("b2", "c3", JOIN_SCORE - 0.1)], [["a1 b2 0.9"]]),
        ([link("a1", "b2", JOIN_SCORE - 0.1)], [[f"a1 b2 {JOIN_SCORE - 0.1}"]]),
    ],
    ids=["shared value", "no shared value", "two facts stay two", "surest first", "one answer", "unsure", "alone"],
)
def test_verdicts_that_share_a_value_are_on_one_fact(links, expected):
    assert [[each.of for each in fact.links] for fact in facts.gather(links)] == expected


def test_what_a_full_fact_has_no_room_for_is_counted():
    links = [Link(at, 0.9 - at / 100, node("a"), node(f"b{at}")) for at in range(MAX_SIDES + 2)]
    (found,) = facts.gather(links)
    assert len(found.nodes) == MAX_SIDES
    assert len(found.left_out) == 3


class Remembered:
    """Verdicts, each with the fact it was put into before some came or went."""

    def __init__(self, links):
        self.links = links

    def beside(self, node):
        return [each for each in self.links if node in each.nodes]

    def within(self, fact):
        return [each for each in self.links if each.fact == fact]


def remembered(links):
    """The verdicts as they are stored when all are gathered."""
    links = list(links)
    number = {each.of: at for at, fact in enumerate(facts.gather(links)) for each in fact.links}
    return [Link(each.of, each.score, each.left, each.right, each.number, number.get(each.of)) for each in links]


SIDES = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("12"), st.sampled_from("xy"))
LINKS = st.lists(
    st.tuples(SIDES, SIDES, st.sampled_from([0.3, 0.5, 0.6, 0.7, 0.8, 0.9]))
    .filter(lambda pair: pair[0][0] < pair[1][0] and pair[0][1] != pair[1][1])
    .map(lambda pair: link("".join(pair[0]), "".join(pair[1]), pair[2])),
    max_size=25,
    unique_by=lambda each: (each.left, each.right),
).map(lambda links: [replace(each, number=number) for number, each in enumerate(links)])


DISPLACED = [
    link("a1", "c2", 0.8), link("b2", "d1", 0.7), link("a1", "b2", 0.6), link("c2", "h1", 0.9), link("a2", "h1", 0.9),
]  # fmt: skip
"""With h, the first value of a finds no room beside the second one, and joins another fact instead."""

FREED = [link("a2", "h1", 0.9), link("c1", "d2", 0.85), link("a2", "c1", 0.8), link("a2", "c3", 0.7)]
"""With h, the value of a is in another fact than the first one of c, and has room for the second one."""


@settings(max_examples=400)
@given(
    LINKS, st.sets(st.sampled_from("abcdefgh"), max_size=3), st.sets(st.sampled_from("abcdefgh"), max_size=2),
    st.sampled_from([2, 3, 4, MAX_SIDES]),
)  # fmt: skip
@example(DISPLACED, {"h"}, set(), MAX_SIDES)
@example(DISPLACED, set(), {"h"}, MAX_SIDES)
@example(FREED, {"h"}, set(), MAX_SIDES)
@example(FREED, set(), {"h"}, MAX_SIDES)
def test_what_a_change_reaches_is_all_that_it_changes(links, coming, going, room):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "MAX_SIDES", room)
        before = remembered(each for each in links if not articles(each) & coming)
        after = [each for each in links if not articles(each) & going]
        touched = {each.fact for each in before if articles(each) & going} - {None}
        changed = {n for each in before if articles(each) & going or each.fact in touched for n in each.nodes}
        changed |= {n for each in after for n in each.nodes if n.article in coming}
        stored = {each.of: each for each in before}
        known = Remembered([stored.get(each.of, each) for each in after])

        settled, former = facts.settle(known, {n for n in changed if n.article not in going})

        expected = facts.gather(after)
        stay = {each.of for each in before if each.fact not in {None, *former, *touched}}
        assert told(settled) + told(f for f in expected if f.links[0].of in stay) == told(expected)
        assert [told([f]) for f in facts.gather(before) if f.links[0].of in stay] == [
            told([f]) for f in expected if f.links[0].of in stay
        ]


def articles(link):
    return {node.article for node in link.nodes}


def test_a_change_reaches_no_further_than_it_must():
    chain = [link(f"{a}1x", f"{b}2x", 0.9) for a, b in ("ab", "cd", "ef", "gh")]
    chain += [link(f"{b}2x", f"{c}1x", 0.6) for b, c in ("bc", "de", "fg")]
    before = remembered(chain)
    new = link("b2x", "i1x", 0.8)
    settled, former = facts.settle(Remembered([*before, new]), {new.right})
    assert [[each.of for each in fact.links] for fact in settled] == [["a1x b2x 0.9", "b2x i1x 0.8"]]
    assert len(former) == 1
