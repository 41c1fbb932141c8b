"""What the checker reports on real news: a load on the reader, counted in findings per 1,000 claims.

The file holds JSON lines, plain or gzipped, an object for each article:

    text                        what the outlet wrote; needed
    incident_id or event        the event it is about: articles with the same one make a group; needed
    source or outlet_bias       the outlet; without one, each article counts as an outlet of its own
    title, dct or date          title and date of publication (YYYY-MM-DD), if known

Nothing of the articles goes into the stored results: the findings are only printed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from factcheck.errors import UsageError
from factcheck.records import Finding
from factcheck.results import Result

MAX_ARTICLES = 8
"""Articles of a group that are checked; long crises have hundreds."""

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Articles about one event, and how many more of it were left out."""

    id: str
    rows: tuple[Row, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one group."""

    group: Group
    articles: int
    skipped: int
    claims: int
    findings: tuple[Finding, ...]


def read(path: Path, wanted: int) -> tuple[Group, ...]:
    """Groups with two or more outlets: as many as wanted, chosen by a hash of their ids, the same ones every time."""
    by_event: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        by_event[event(row)].append(row)
    several = [id for id, rows in by_event.items() if id and len({outlet(row) for row in rows}) > 1]
    if not several:
        raise UsageError(f"{path} holds no event with two outlets", "see benchmarks/news.py for its format")
    return tuple(_group(id, by_event[id]) for id in sorted(several, key=_rank)[:wanted])


def event(row: Row) -> str:
    """The event of an article, "" where none is given."""
    return str(row.get("incident_id") or row.get("event") or "")


def outlet(row: Row) -> str:
    """The outlet of an article, without a port; where none is given, its text stands for it."""
    named = str(row.get("source") or row.get("outlet_bias") or "").partition(":")[0]
    return named or str(row["text"])


def check(groups: Iterable[Group], run: Callable[[Sequence[Path]], Result]) -> list[Report]:
    """What ``run``, which checks paths, finds in each group."""
    return [_check(group, run) for group in groups]


def archive(groups: Sequence[Group], run: Callable[[Sequence[Path]], Result]) -> dict[str, int]:
    """What ``run`` finds in all groups at once, as in an archive: how many findings, and how many of them hold sides of
    two events, which are hardly ever real."""
    rows = tuple(row for group in groups for row in group.rows)
    events = [group.id for group in groups for _ in group.rows]
    with table(Group("all", rows, 0)) as path:
        found = run([path]).findings
    told = [{events[int(side.article.rpartition("#")[2]) - 1] for side in finding.sides} for finding in found]
    return {"findings": len(found), "of_two_events": sum(len(of) > 1 for of in told)}


def figures(path: Path, reports: Sequence[Report]) -> dict[str, Any]:
    """Counts over all groups, and findings per 1,000 claims, in all and by kind and relation."""
    findings = [finding for report in reports for finding in report.findings]
    claims = sum(report.claims for report in reports)
    return {
        "file": path.name,
        "groups": len(reports),
        "groups_with_findings": sum(bool(report.findings) for report in reports),
        "articles": sum(report.articles for report in reports),
        "articles_skipped": sum(report.skipped for report in reports),
        "articles_dropped": sum(report.group.dropped for report in reports),
        "claims": claims,
        "findings": len(findings),
        "per_1000_claims": _load(len(findings), claims),
        "by": {
            label: {value: {"findings": count, "per_1000_claims": _load(count, claims)} for value, count in counts}
            for label, counts in (
                ("kind", _counted(finding.kind.value for finding in findings)),
                ("relation", _counted(finding.relation.value for finding in findings)),
            )
        },
    }


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items())


def _load(findings: int, claims: int) -> float:
    return round(1000 * findings / max(1, claims), 1)


def _rows(path: Path) -> list[Row]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(
            f"{path} can't be read as JSON lines ({error})", "see benchmarks/news.py for its format"
        ) from error
    return [row for row in rows if isinstance(row, dict) and row.get("text")]


def _group(id: str, rows: Sequence[Row]) -> Group:
    chosen = sorted(rows, key=lambda row: _rank(str(row["text"])))[:MAX_ARTICLES]
    return Group(id, tuple(chosen), len(rows) - len(chosen))


def _rank(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@contextmanager
def table(group: Group) -> Iterator[Path]:
    """A table of the group's articles, for as long as the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "group.jsonl"
        path.write_text("".join(json.dumps(record(row)) + "\n" for row in group.rows), encoding="utf-8")
        yield path


def _check(group: Group, run: Callable[[Sequence[Path]], Result]) -> Report:
    with table(group) as path:
        result = run([path])
    coverage = result.coverage
    # not as the check sorts them: its fingerprints hold the name of the temporary folder
    findings = sorted(result.findings, key=lambda f: (-f.confidence, f.kind, f.sides[0].quote, f.sides[-1].quote))
    return Report(group, coverage.articles, len(coverage.skipped), coverage.claims, tuple(findings))


def record(row: Row) -> Row:
    """A row as a table of articles holds it."""
    record = {"text": row["text"], "title": row.get("title"), "source": row.get("source") or row.get("outlet_bias")}
    return record | {"published": row.get("dct") or row.get("date")}
