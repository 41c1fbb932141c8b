"""A result in the light of the ledger: what reviewers made of each finding, and what they said of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from factcheck.ledger import REASONS, Choice, Decision, Ledger
from factcheck.records import Finding, Standing
from factcheck.results import Result

CHOSE = {Choice.CONFIRMED: "confirmed", Choice.DISMISSED: "dismissed", Choice.UNSURE: "left open as unsure"}
"""Each choice as what was done to a finding."""


def heeded(result: Result, ledger: Ledger) -> tuple[Result, Mapping[str, Standing]]:
    """The result with what reviewers said of its findings in their explanations, and the findings' standings."""
    if not ledger.decisions:
        return result, {}
    findings = tuple(_explained(finding, ledger) for finding in result.findings)
    return replace(result, findings=findings), ledger.standings(findings)


def without_dismissed(result: Result, standings: Mapping[str, Standing]) -> Result:
    """The result as it counts: without the findings that were called false alarms."""
    left = (f for f in result.findings if standings.get(f.fingerprint) is not Standing.DISMISSED)
    return replace(result, findings=tuple(left))


def remarks(finding: Finding, ledger: Ledger) -> tuple[str, ...]:
    """What reviewers said of the finding, or of what it was before a figure or a side changed, a sentence each."""
    if current := ledger.current(finding):
        return (_told(current), *(f"But: {_told(other)}" for other in ledger.contrary(current)))
    if former := ledger.former(finding):
        given = " against ".join(f"{side.value} ({side.source})" for side in former.sides)
        return (f"It has changed since it stood at {given}. {_told(former)}",)
    return ()


def _explained(finding: Finding, ledger: Ledger) -> Finding:
    said = remarks(finding, ledger)
    return replace(finding, explanation=" ".join((finding.explanation, *said))) if said else finding


def _told(decision: Decision) -> str:
    """``Dismissed by Ida on 2031-03-04: They speak of different facts. “Two ferries.”``"""
    sentence = f"{CHOSE[decision.choice].capitalize()} by {decision.reviewer} on {decision.time[:10]}"
    if decision.reason:
        sentence += f": {REASONS.get(decision.reason, decision.reason)}"
    right = [side for side in decision.sides if side.mark == decision.right]
    parts = [f"{sentence}."]
    parts += [f"{right[0].value} ({right[0].source}) is held to be right."] if right else []
    parts += [f"“{decision.note}”"] if decision.note else []
    return " ".join(parts)
