"""What an index keeps of two articles: the verdicts on their claims, where contradictions stand, and the findings."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from factcheck.config import JOIN_SCORE
from factcheck.pipeline import Comparison
from factcheck.records import Claim, Evidence, Finding, Label, Verdict
from factcheck.store import codec, tables
from factcheck.store.database import Connection

Spot: TypeAlias = tuple[int, int, int]
"""A value where it stands: the article's row, the start and the end."""

DECIDING = JOIN_SCORE - 0.001
"""Score of a contradiction from which on it can begin or join a finding of at least ``JOIN_SCORE``: the surest verdicts
are gathered first, so a weaker one changes nothing about it. (Confidences are rounded, hence a little less.)"""

# Comparisons


def put_comparison(connection: Connection, comparison: Comparison, rows: Mapping[str, int]) -> None:
    """Keeps what was found between two articles, of which ``rows`` tells the rows."""
    left, right = rows[comparison.left], rows[comparison.right]
    stored = codec.dumps(comparison.verdicts, {Claim: lambda claim: claim.id})
    id = tables.inserted(
        connection,
        'INSERT INTO comparisons ("left", "right", pairs, verdicts) VALUES (?, ?, ?, ?)',
        (left, right, comparison.pairs, zlib.compress(stored.encode())),
    )
    connection.executemany(
        "INSERT INTO contradictions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (id, number, *spot(verdict.left, rows), *spot(verdict.right, rows))
            for number, verdict in enumerate(comparison.verdicts)
            if is_deciding(verdict)
        ),
    )


def verdicts(
    stored: bytes, claims: Callable[[str], Claim], numbers: Iterable[int] | None = None
) -> tuple[Verdict, ...]:
    """The verdicts of a comparison, or those of the numbers; ``claims`` gives the claim of an id."""
    found = json.loads(zlib.decompress(stored))
    wanted = found if numbers is None else [found[number] for number in numbers]
    return tuple(codec.decode(Verdict, verdict, {Claim: claims}) for verdict in wanted)


def is_deciding(verdict: Verdict) -> bool:
    """Whether the verdict can decide what a finding of at least ``JOIN_SCORE`` holds."""
    return verdict.label is Label.CONTRADICTION and verdict.score >= DECIDING


def spot(evidence: Evidence, rows: Mapping[str, int]) -> Spot:
    """Where one side of a verdict stands."""
    return (rows[evidence.claim.article], evidence.span.start, evidence.span.end)


def spots_of(connection: Connection, id: int) -> set[Spot]:
    """Where the article's sides of contradictions stand."""
    query = (
        'SELECT "left", left_start, left_end FROM contradictions WHERE "left" = ? '
        'UNION SELECT "right", right_start, right_end FROM contradictions WHERE "right" = ?'
    )
    return set(connection.execute(query, (id, id)))


def connected(
    connection: Connection, spots: Iterable[Spot], among: frozenset[int] | None = None
) -> tuple[set[Spot], dict[int, list[int]]]:
    """What hangs together with the spots by deciding contradictions among the articles of those rows, or of all: the
    spots that are reached, and the numbers of the contradictions by comparison."""
    reached = {found for found in spots if among is None or found[0] in among}
    waiting, numbers = list(reached), set()
    while waiting:
        for comparison, number, *other in connection.execute(BESIDE, waiting.pop() * 2):
            if among is not None and other[0] not in among:
                continue
            numbers.add((comparison, number))
            if tuple(other) not in reached:
                reached.add((other[0], other[1], other[2]))
                waiting.append((other[0], other[1], other[2]))
    found: dict[int, list[int]] = {}
    for comparison, number in sorted(numbers):
        found.setdefault(comparison, []).append(number)
    return reached, found


BESIDE = (
    'SELECT comparison, number, "right", right_start, right_end FROM contradictions '
    'WHERE ("left", left_start, left_end) = (?, ?, ?) '
    'UNION ALL SELECT comparison, number, "left", left_start, left_end FROM contradictions '
    'WHERE ("right", right_start, right_end) = (?, ?, ?)'
)


def contradictions(connection: Connection, numbers: Mapping[int, Iterable[int]]) -> Iterator[Verdict]:
    """The verdicts of those numbers, by comparison.

    A finding can hang together with hundreds of others, of which each needs two claims and not whole articles, so that
    only these are read.
    """
    known: dict[str, Claim] = {}
    query = (
        'SELECT "left", a.name, "right", b.name, verdicts FROM comparisons '
        'JOIN articles a ON a.id = "left" JOIN articles b ON b.id = "right" WHERE comparisons.id = ?'
    )
    for comparison, wanted in numbers.items():
        left, ours, right, theirs, stored = connection.execute(query, (comparison,)).fetchone()
        rows = {ours: left, theirs: right}

        def said(id: str, rows: Mapping[str, int] = rows) -> Claim:
            article, _, number = id.rpartition("#")
            if id not in known:
                known[id] = tables.claim(connection, rows[article], int(number))
            return known[id]

        yield from verdicts(bytes(stored), said, wanted)


def comparisons(connection: Connection, stated: Mapping[int, Sequence[Claim]]) -> Iterator[Comparison]:
    """All comparisons of the articles whose claims are given by their rows."""
    query = 'SELECT "left", "right", pairs, verdicts FROM comparisons ORDER BY id'
    for left, right, pairs, stored in connection.execute(query):
        if left in stated and right in stated:
            ours, theirs = stated[left], stated[right]
            said = {claim.id: claim for claim in (*ours, *theirs)}
            yield Comparison(ours[0].article, theirs[0].article, pairs, verdicts(stored, said.__getitem__))


def clear_comparisons(connection: Connection) -> None:
    """Removes all that was found between articles."""
    connection.execute("DELETE FROM findings")
    connection.execute("DELETE FROM comparisons")


def spots(verdicts: Iterable[Verdict], rows: Mapping[str, int]) -> set[Spot]:
    """Where the verdicts' sides stand in the articles of which ``rows`` tells the rows."""
    return {spot(side, rows) for side in evidence(verdicts) if side.claim.article in rows}


def evidence(verdicts: Iterable[Verdict]) -> Iterator[Evidence]:
    """Both sides of each verdict."""
    return (side for verdict in verdicts for side in (verdict.left, verdict.right))


# Findings


def put_findings(connection: Connection, findings: Iterable[Finding], rows: Mapping[str, int]) -> None:
    """Keeps findings; ``rows`` are those of the articles that they quote."""
    for finding in findings:
        columns = "fingerprint, kind, relation, severity, confidence, record"
        id = tables.inserted(
            connection,
            f"INSERT INTO findings ({columns}) VALUES (?, ?, ?, ?, ?, ?)",
            (
                finding.fingerprint, finding.kind.value, finding.relation.value, finding.severity.value,
                finding.confidence, codec.dumps(finding),
            ),
        )  # fmt: skip
        sides = {(id, rows[s.article], s.value_span.start, s.value_span.end) for s in finding.sides}
        connection.executemany("INSERT INTO sides VALUES (?, ?, ?, ?)", sorted(sides))


def drop_findings(connection: Connection, spots: Iterable[Spot]) -> None:
    """Removes the findings with a side at one of the spots."""
    connection.executemany(
        'DELETE FROM findings WHERE id IN (SELECT finding FROM sides WHERE (article, start, "end") = (?, ?, ?))', spots
    )


def findings(connection: Connection, at_least: float) -> tuple[Finding, ...]:
    """The kept findings of some confidence, the surest first."""
    query = "SELECT record FROM findings WHERE confidence >= ? ORDER BY confidence DESC, fingerprint"
    return tuple(codec.loads(Finding, record) for (record,) in connection.execute(query, (at_least,)))
