"""A ledger and the findings of a check in figures: how often each kind was right, and which source stands alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from factcheck.ledger import GENUINE, REASONS, Choice, Decision, Ledger
from factcheck.records import Finding
from factcheck.reports.stats import Source, Stats, Tally


def stats(ledger: Ledger, findings: Iterable[Finding]) -> Stats:
    """The figures of the latest decision on each finding, and of the sources of these findings."""
    judged = [(decision, right) for decision in ledger.latest if (right := decision.is_right) is not None]
    dismissed = [decision for decision in ledger.latest if decision.choice is Choice.DISMISSED and decision.reason]
    labels = Counter(REASONS.get(decision.reason, decision.reason) for decision in dismissed)
    return Stats(
        kinds=_tallies((decision.kind, right) for decision, right in judged),
        reasons=_tallies((code, right) for decision, right in judged for code in decision.reasons),
        unsure=sum(decision.choice is Choice.UNSURE for decision in ledger.latest),
        unimportant=sum(decision.reason in GENUINE for decision in ledger.latest),
        dismissals=tuple(sorted(labels.items(), key=lambda item: (-item[1], item[0]))),
        sources=_sources(findings, ledger.latest),
    )


def _tallies(judged: Iterable[tuple[str, bool]]) -> tuple[Tally, ...]:
    counts = Counter(judged)
    names = sorted({name for name, _ in counts})
    return tuple(Tally(name, counts[name, True], counts[name, False]) for name in names)


def _sources(findings: Iterable[Finding], decisions: Iterable[Decision]) -> tuple[Source, ...]:
    alone, among, right, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for finding in findings:
        by_value = _by_value(finding)
        taking_part = {source for group in by_value.values() for source in group}
        if len(taking_part) > 2:
            among.update(taking_part)
            alone.update(_odd_ones(by_value))
    for decision in decisions:
        held = {side.value.casefold() for side in decision.sides if side.mark == decision.right}
        if held and decision.choice is Choice.CONFIRMED:
            agreeing = {side.source for side in decision.sides if side.value.casefold() in held}
            right.update(agreeing)
            wrong.update({side.source for side in decision.sides} - agreeing)
    names = sorted({*among, *right, *wrong})
    return tuple(Source(name, alone[name], among[name], right[name], wrong[name]) for name in names)


def _by_value(finding: Finding) -> Mapping[str, set[str]]:
    """The sources that give each value."""
    sources: dict[str, set[str]] = defaultdict(set)
    for side in finding.sides:
        sources[side.key].add(side.source)
    return sources


def _odd_ones(by_value: Mapping[str, set[str]]) -> set[str]:
    """The sources that alone give their only value where two others or more agree on one."""
    given = Counter(source for group in by_value.values() for source in group)
    single = {source for group in by_value.values() if len(group) == 1 for source in group if given[source] == 1}
    agreed = [group for group in by_value.values() if len(group) > 1]
    return {source for source in single if any(source not in group for group in agreed)}
