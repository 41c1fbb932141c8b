"""The facts of an index, brought up to date where articles came or went, and the findings on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from factcheck import facts, findings
from factcheck.config import JOIN_SCORE
from factcheck.facts import Fact, Node
from factcheck.pipeline import Comparison
from factcheck.records import Article, Verdict
from factcheck.store import kept, linked, tables
from factcheck.store.database import Connection
from factcheck.store.linked import AnyLink, Linked, Place

Together: TypeAlias = tuple[list[Verdict], int]
"""The verdicts on one fact, the surest first, and how many values it had no room for."""


def update(connection: Connection, changed: Iterable[Node], former: Collection[int], rows: Mapping[str, int]) -> None:
    """Gathers facts anew as far as ``changed`` values reach, and keeps the findings on them.

    ``former`` are the facts of which a verdict is gone; ``rows`` are those of all articles.
    """
    settled, reached = facts.settle(Linked(connection, rows), changed)
    outdated = {*former, *reached}
    kept.drop_findings(connection, outdated)
    numbers = linked.put(connection, settled, outdated)
    together = _verdicts(connection, settled)
    by_id = articles(connection, together, rows)
    for number, fact in zip(numbers, together, strict=True):
        finding = findings.finding(*fact, by_id)
        if finding.confidence >= JOIN_SCORE:
            kept.put_finding(connection, finding, number)


def with_new(
    connection: Connection, compared: Sequence[Comparison], new: Collection[str], others: Mapping[str, int]
) -> list[Together]:
    """The facts that new articles would take part in, which are not stored: ``new`` are their ids, ``compared`` is what
    was found between them and ``others``, the stored articles that stay, with their rows."""
    rows = tables.rows(connection)
    replaced = [row for id, row in rows.items() if id not in others]
    links: list[AnyLink] = [
        facts.link(verdict, number)
        for comparison in compared
        for number, verdict in enumerate(comparison.verdicts)
        if kept.is_deciding(verdict)
    ]
    changed = {node for link in links for node in link.nodes if node.article in new}
    for row in replaced:
        nodes, _ = linked.reach(Linked(connection, rows), row)
        changed |= {node for node in nodes if node.article in others}
    settled, _ = facts.settle(Linked(connection, rows, replaced, links), changed)
    return _verdicts(connection, [fact for fact in settled if any(node.article in new for node in fact.nodes)])


def articles(connection: Connection, together: Iterable[Together], rows: Mapping[str, int]) -> dict[str, Article]:
    """The stored articles that verdicts quote, by their ids."""
    sides = (side for verdicts, _ in together for verdict in verdicts for side in (verdict.left, verdict.right))
    quoted = sorted({side.claim.article for side in sides} & rows.keys())
    return {id: tables.article(connection, rows[id]) for id in quoted}


def _verdicts(connection: Connection, settled: Sequence[Fact[Place | Verdict]]) -> list[Together]:
    links = [[link.of for link in fact.links] for fact in settled]
    stored = kept.verdicts_at(connection, (of for on_one in links for of in on_one if not isinstance(of, Verdict)))
    return [
        ([of if isinstance(of, Verdict) else stored[of] for of in on_one], len(fact.left_out))
        for fact, on_one in zip(settled, links, strict=True)
    ]
