"""What an index keeps of two articles: the verdicts on their claims, where contradictions stand, and the findings."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from factcheck.config import JOIN_SCORE
from factcheck.pipeline import Comparison
from factcheck.records import Claim, Evidence, Finding, Label, Verdict
from factcheck.store import codec, tables
from factcheck.store.database import Connection
from factcheck.store.linked import Place

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
        f"INSERT INTO contradictions VALUES ({', '.join('?' * 15)})",
        (
            (id, number, v.question, v.score, left, *_stand(v.left), right, *_stand(v.right), None)
            for number, v in enumerate(comparison.verdicts)
            if is_deciding(v)
        ),
    )


def _stand(evidence: Evidence) -> tuple[int, int, int, str]:
    """The claim's number, where the value stands, and its key."""
    number = int(evidence.claim.id.rpartition("#")[2])
    return (number, evidence.span.start, evidence.span.end, evidence.key)


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


def verdicts_at(connection: Connection, places: Iterable[Place]) -> dict[Place, Verdict]:
    """The contradictions, by where they are kept.

    Each needs two claims and not whole articles, so that only these are read.
    """
    known: dict[str, Claim] = {}
    wanted: dict[int, list[int]] = {}
    for comparison, number in places:
        wanted.setdefault(comparison, []).append(number)
    query = (
        'SELECT "left", a.name, "right", b.name, verdicts FROM comparisons '
        'JOIN articles a ON a.id = "left" JOIN articles b ON b.id = "right" WHERE comparisons.id = ?'
    )
    found: dict[Place, Verdict] = {}
    for comparison, numbers in wanted.items():
        left, ours, right, theirs, stored = connection.execute(query, (comparison,)).fetchone()
        rows = {ours: left, theirs: right}

        def said(id: str, rows: Mapping[str, int] = rows) -> Claim:
            article, _, number = id.rpartition("#")
            if id not in known:
                known[id] = tables.claim(connection, rows[article], int(number))
            return known[id]

        read = verdicts(bytes(stored), said, numbers)
        found |= {(comparison, number): verdict for number, verdict in zip(numbers, read, strict=True)}
    return found


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


# Findings


def put_finding(connection: Connection, finding: Finding, fact: int) -> None:
    """Keeps the finding on a fact."""
    connection.execute(
        "INSERT INTO findings (fingerprint, kind, relation, severity, confidence, record, fact) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            finding.fingerprint, finding.kind.value, finding.relation.value, finding.severity.value,
            finding.confidence, codec.dumps(finding), fact,
        ),
    )  # fmt: skip


def drop_findings(connection: Connection, facts: Iterable[int]) -> None:
    """Removes the findings on some facts."""
    connection.executemany("DELETE FROM findings WHERE fact = ?", ((fact,) for fact in facts))


def findings(connection: Connection, at_least: float) -> tuple[Finding, ...]:
    """The kept findings of some confidence, the surest first."""
    query = "SELECT record FROM findings WHERE confidence >= ? ORDER BY confidence DESC, fingerprint"
    return tuple(codec.loads(Finding, record) for (record,) in connection.execute(query, (at_least,)))
