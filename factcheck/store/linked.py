"""The contradictions of an index, from which facts are gathered: where they stand, and what fact each is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from factcheck.facts import Fact, Link, Node
from factcheck.records import Span, Verdict
from factcheck.store.database import Connection

Place: TypeAlias = tuple[int, int]
"""A contradiction: the comparison that it is of, and its number there."""
AnyLink: TypeAlias = "Link[Place | Verdict]"

SELECT = (
    'SELECT comparison, number, question, score, "left", l.name, left_claim, left_start, left_end, left_key, '
    '"right", r.name, right_claim, right_start, right_end, right_key, fact FROM contradictions '
    'JOIN articles l ON l.id = "left" JOIN articles r ON r.id = "right" '
)
BESIDE = (
    f'{SELECT} WHERE ("left", left_start, left_end) = (?, ?, ?) AND left_claim = ? AND question = ? AND left_key = ? '
    f'UNION ALL {SELECT} WHERE ("right", right_start, right_end) = (?, ?, ?) '
    "AND right_claim = ? AND question = ? AND right_key = ?"
)
OF_ARTICLE = f'{SELECT} WHERE "left" = ? UNION ALL {SELECT} WHERE "right" = ?'
OF_FACT = f"{SELECT} WHERE fact = ?"


class Linked:
    """The stored contradictions, without those of some articles, and perhaps others that are not stored."""

    def __init__(
        self,
        connection: Connection,
        rows: Mapping[str, int],
        without: Iterable[int] = (),
        new: Sequence[AnyLink] = (),
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._without = frozenset(without)
        self._new: dict[Node, list[AnyLink]] = {}
        for link in new:
            for node in link.nodes:
                self._new.setdefault(node, []).append(link)

    def beside(self, node: Node) -> Sequence[AnyLink]:
        """The contradictions on a value."""
        new = self._new.get(node, [])
        if node.article not in self._rows:
            return new
        where = (self._rows[node.article], node.span.start, node.span.end, _number(node), node.question, node.key)
        return [*self._links(BESIDE, where * 2), *new]

    def within(self, fact: int) -> Iterator[AnyLink]:
        """The contradictions of a fact."""
        return self._links(OF_FACT, (fact,))

    def of_article(self, row: int) -> Iterator[AnyLink]:
        """The contradictions with a side in an article."""
        return self._links(OF_ARTICLE, (row, row))

    def all(self) -> Iterator[AnyLink]:
        """Every contradiction."""
        return self._links(SELECT, ())

    def _links(self, query: str, values: Sequence[object]) -> Iterator[AnyLink]:
        for row in self._connection.execute(query, values):
            if not {row[4], row[10]} & self._without:
                yield _link(row)


def nodes_of(known: Linked, row: int, id: str) -> set[Node]:
    """The values of an article, by its row and its id, on which there are contradictions."""
    return {node for link in known.of_article(row) for node in link.nodes if node.article == id}


def reach(known: Linked, row: int) -> tuple[set[Node], set[int]]:
    """What changes when an article goes: the values beside its contradictions and in their facts, and these facts."""
    links = list(known.of_article(row))
    former = {link.fact for link in links if link.fact is not None}
    links += (link for fact in former for link in known.within(fact))
    return {node for link in links for node in link.nodes}, former


def put(connection: Connection, facts: Iterable[Fact[Any]], former: Iterable[int]) -> list[int]:
    """Notes which contradictions are on which fact, in place of former facts; returns the facts' numbers."""
    connection.executemany("UPDATE contradictions SET fact = NULL WHERE fact = ?", ((fact,) for fact in former))
    (last,) = connection.execute("SELECT coalesce(max(fact), 0) FROM contradictions").fetchone()
    numbered = list(enumerate(facts, int(last) + 1))
    connection.executemany(
        "UPDATE contradictions SET fact = ? WHERE comparison = ? AND number = ?",
        ((number, *link.of) for number, fact in numbered for link in fact.links),
    )
    return [number for number, _ in numbered]


def _link(row: Sequence[Any]) -> AnyLink:
    comparison, number, question, score, _, left, *ours, _, right, claim, start, end, key, fact = row
    return Link(
        (comparison, number), score, _node(question, left, *ours), _node(question, right, claim, start, end, key),
        number, fact,
    )  # fmt: skip


def _node(question: str, article: str, claim: int, start: int, end: int, key: str) -> Node:
    return Node(question, article, f"{article}#{claim:05d}", Span(start, end), key)


def _number(node: Node) -> int:
    return int(node.claim.rpartition("#")[2])
