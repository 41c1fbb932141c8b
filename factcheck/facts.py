"""Which verdicts are on one fact: gathered from the surest down, all at once or where some came or went.

A verdict joins the fact that one of its two values is in, if it is sure enough and every article still gives one
answer with it; with neither in a fact it founds one. So what becomes of a verdict depends on surer ones only, and only
on those that touch the same facts. ``settle`` makes use of that: it gathers anew what a change can reach, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from factcheck.config import JOIN_SCORE, MAX_SIDES
from factcheck.records import Evidence, Span, Verdict

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Node(NamedTuple):
    """A value where it stands, as an answer to one sort of question."""

    question: str
    """``Verdict.question``."""
    article: str
    claim: str
    """The claim's id."""
    span: Span
    key: str


Rank = tuple[float, str, str, Span, Span, int]
"""What verdicts are sorted by: the surest comes first."""


@dataclass(frozen=True)
class Link(Generic[T_co]):
    """What a verdict is for gathering: two values that belong to one fact, as sure as its score."""

    of: T_co
    """The verdict, or by what it can be found."""
    score: float
    left: Node
    right: Node
    number: int = 0
    """Its place among the verdicts on the same two articles."""
    fact: int | None = None
    """For one that is stored: the fact that it was put into, if any."""

    @property
    def nodes(self) -> tuple[Node, Node]:
        """Both values."""
        return (self.left, self.right)

    @cached_property
    def rank(self) -> Rank:
        """The place in the order in which verdicts are gathered."""
        return (-self.score, self.left.claim, self.right.claim, self.left.span, self.right.span, self.number)


def link(verdict: Verdict, number: int = 0) -> Link[Verdict]:
    """The verdict for gathering."""
    ours, theirs = (_node(verdict.question, side) for side in (verdict.left, verdict.right))
    return Link(verdict, verdict.score, ours, theirs, number)


def _node(question: str, evidence: Evidence) -> Node:
    return Node(question, evidence.claim.article, evidence.claim.id, evidence.span, evidence.key)


@dataclass(slots=True)
class Fact(Generic[T]):
    """The verdicts on one fact, the surest first, and the values for which it had no room."""

    links: list[Link[T]] = field(default_factory=list)
    nodes: set[Node] = field(default_factory=set)
    left_out: set[Node] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    """What each article answers."""

    @property
    def is_full(self) -> bool:
        """Whether there is no room for more values."""
        return bool(self.links) and len(self.nodes) >= MAX_SIDES

    def admits(self, link: Link[T]) -> bool:
        """Whether the verdict is sure enough, and every article still gives one value with it."""
        if not self.links:
            return True
        return link.score >= JOIN_SCORE and all(self.answers.get(n.article, n.key) == n.key for n in link.nodes)

    def add(self, link: Link[T]) -> None:
        """Takes an admitted verdict in, or, where there is no room for more values, notes that they are left out."""
        if self.is_full:
            self.left_out.update(set(link.nodes) - self.nodes)
            return
        self.links.append(link)
        self.nodes.update(link.nodes)
        self.answers.update((node.article, node.key) for node in link.nodes)


class Homes(Generic[T]):
    """The facts gathered so far, and which of them each value is in."""

    def __init__(self) -> None:
        self.facts: list[Fact[T]] = []
        self._homes: dict[Node, Fact[T]] = {}

    def of(self, node: Node) -> Fact[T] | None:
        """The fact that the value is in, or None as long as it is in none."""
        return self._homes.get(node)

    def gather(self, link: Link[T]) -> None:
        """Puts the verdict where it belongs, if it belongs anywhere; to be called for the surest first.

        An article gives one answer to one question: a verdict that would bring a second, different value of an article
        into a fact is about something else, or a weaker reading of the same passage, and is left out.
        """
        ours, theirs = (self._homes.get(node) for node in link.nodes)
        if ours is not None and theirs is not None and ours is not theirs:
            return
        fact = ours or theirs
        if fact is None:
            self.facts.append(fact := Fact())
        if fact.admits(link):
            fact.add(link)
            self._homes.update((node, fact) for node in link.nodes if node in fact.nodes)


def gather(links: Iterable[Link[T]]) -> list[Fact[T]]:
    """The facts that verdicts are on, each with its verdicts, that with the surest verdict first."""
    homes: Homes[T] = Homes()
    for each in sorted(links, key=lambda each: each.rank):
        homes.gather(each)
    return homes.facts


class Known(Protocol[T_co]):
    """What was gathered before a change, and which verdicts there are since."""

    def beside(self, node: Node) -> Sequence[Link[T_co]]:
        """The verdicts on a value, with the facts that they were in before the change."""

    def within(self, fact: int) -> Iterable[Link[T_co]]:
        """Those of the verdicts that were in a fact which are still there."""


def settle(known: Known[T], changed: Iterable[Node]) -> tuple[list[Fact[T]], set[int]]:
    """The facts that a change reaches, and which of the former ones they take the place of.

    ``changed`` holds one value at least of each verdict that came; of each that went, the values that other verdicts
    are on, and with them all the values of the fact that it was in. All other facts are what they would be if
    everything was gathered anew.
    """
    region = _Region(known, frozenset(changed))
    while True:
        homes: Homes[T] = Homes()
        reached: set[Node] = set()
        for each in region.links():
            outside = [node for node in each.nodes if node not in region.nodes]
            if not outside:
                homes.gather(each)
            elif region.is_reached(each, outside[0], homes):
                if any(fact is not None and fact.is_full for fact in map(homes.of, each.nodes)):
                    homes.gather(each)  # which leaves the value out, so that nothing changes for it
                else:
                    reached.add(outside[0])
        if not reached:
            return homes.facts, region.former
        region.add(reached)


class _Region(Generic[T]):
    """The values that are gathered anew: what a change can reach, with all of each fact that any of them was in."""

    def __init__(self, known: Known[T], changed: frozenset[Node]) -> None:
        self._known = known
        self._changed = changed
        self._beside: dict[Node, Sequence[Link[T]]] = {}
        self.nodes: set[Node] = set()
        self.former: set[int] = set()
        self.add(changed)

    def add(self, nodes: Iterable[Node]) -> None:
        """Takes values in, and all the values of their facts."""
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node in self.nodes:
                continue
            self.nodes.add(node)
            for fact in {each.fact for each in self._links_of(node) if each.fact is not None} - self.former:
                self.former.add(fact)
                waiting += (other for each in self._known.within(fact) for other in each.nodes)

    def links(self) -> list[Link[T]]:
        """The verdicts on any of the values, the surest first."""
        found = {each.rank: each for node in self.nodes for each in self._links_of(node)}
        return [found[rank] for rank in sorted(found)]

    def is_reached(self, link: Link[T], outside: Node, homes: Homes[T]) -> bool:
        """Whether the change may reach a value outside through a verdict, with what was gathered of the surer ones."""
        (inside,) = set(link.nodes) - {outside}
        fact = homes.of(inside)
        if fact is not None:
            return link.rank < self._since(outside) and fact.admits(link)
        # Another fact, or the one that it founds, takes the verdict; unless it was refused, and both are as they were.
        return inside in self._changed or self._since(inside) < link.rank

    def _since(self, node: Node) -> Rank | tuple[float]:
        """From which verdict on a value was in a fact before the change."""
        return min((each.rank for each in self._links_of(node) if each.fact is not None), default=(float("inf"),))

    def _links_of(self, node: Node) -> Sequence[Link[T]]:
        if node not in self._beside:
            self._beside[node] = self._known.beside(node)
        return self._beside[node]
