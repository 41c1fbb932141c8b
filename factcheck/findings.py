"""Verdicts on one fact become one finding with a side for each source; so do agreements and single-source facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from factcheck.calibration import NO_CALIBRATION, Calibration
from factcheck.config import (
    AGREEMENT_SCORE,
    HIGH_GAP,
    JOIN_SCORE,
    KNOWN_SCORE,
    LIKELY,
    MAX_QUOTE,
    MAX_SIDES,
)
from factcheck.records import (
    Agreement,
    Article,
    Claim,
    Evidence,
    Finding,
    Kind,
    Label,
    Mention,
    Modality,
    Quantity,
    Relation,
    Severity,
    Side,
    SingleSource,
    Span,
    Verdict,
)

Node = tuple[str, Span, str]
"""A value where it stands: the claim's id, the value's span and its key."""


def discrepancies(
    verdicts: Sequence[Verdict], articles: Mapping[str, Article], calibration: Calibration = NO_CALIBRATION
) -> tuple[Finding, ...]:
    """One finding for each fact on which two sources disagree, the surest first."""
    contradictions = sorted((v for v in verdicts if v.label is Label.CONTRADICTION), key=_order)
    findings = [_finding(fact, articles, calibration) for fact in _facts(contradictions)]
    return tuple(sorted(findings, key=lambda f: (-f.confidence, f.fingerprint)))


def agreements(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], articles: Mapping[str, Article]
) -> tuple[Agreement, ...]:
    """The facts to which independent sources give one value, without those that a finding already shows."""
    shown = {(side.article, side.value_span) for finding in findings for side in finding.sides}
    agreeing = [v for v in verdicts if v.label is Label.ENTAILMENT and v.score >= AGREEMENT_SCORE]
    agreeing = [v for v in agreeing if not {(e.claim.article, e.span) for e in (v.left, v.right)} & shown]
    found = []
    for fact in _facts(sorted(agreeing, key=_order)):
        sides = _sides(chain.from_iterable((v.left, v.right) for v in fact.verdicts), articles)
        if len({side.source for side in sides}) > 1:
            best = fact.verdicts[0]
            found.append(Agreement(best.kind, best.about, sides))
    return tuple(sorted(found, key=lambda a: (a.sides[0].article, a.sides[0].span, a.kind.value)))


def single_source(
    claims: Iterable[Claim], verdicts: Iterable[Verdict], articles: Mapping[str, Article]
) -> tuple[SingleSource, ...]:
    """The quantities that one source states and no other one speaks of, in the order of the articles."""
    known = {
        (evidence.claim.article, evidence.span)
        for verdict in verdicts
        if verdict.score >= KNOWN_SCORE
        for evidence in (verdict.left, verdict.right)
    }
    found = [
        SingleSource(mention.kind, mention.fact, _side(Evidence(claim, mention.text, mention.span, ""), articles))
        for claim in claims
        for mention in claim.mentions
        if _is_checkable(claim, mention) and (claim.article, mention.span) not in known
    ]
    return tuple(sorted(found, key=lambda s: (s.side.article, s.side.value_span)))


def _is_checkable(claim: Claim, mention: Mention) -> bool:
    if claim.modality is Modality.HYPOTHETICAL or not isinstance(mention.value, Quantity):
        return False
    return bool(mention.value.counted) or mention.value.unit not in {"count", "share"}


def _order(verdict: Verdict) -> tuple[float, str, str, Span, Span]:
    return (-verdict.score, verdict.left.claim.id, verdict.right.claim.id, verdict.left.span, verdict.right.span)


@dataclass(slots=True)
class _Fact:
    """The verdicts on one fact, the surest first, and the values for which it had no room."""

    verdicts: list[Verdict] = field(default_factory=list)
    nodes: set[Node] = field(default_factory=set)
    left_out: set[Node] = field(default_factory=set)

    def admits(self, verdict: Verdict) -> bool:
        """Whether the verdict is sure enough, and every article still gives one value with it."""
        if not self.verdicts:
            return True
        answers = {e.claim.article: e.key for v in self.verdicts for e in (v.left, v.right)}
        agrees = all(answers.get(e.claim.article, e.key) == e.key for e in (verdict.left, verdict.right))
        return verdict.score >= JOIN_SCORE and agrees


def _facts(verdicts: Sequence[Verdict]) -> list[_Fact]:
    """Verdicts grouped into facts: those of one kind that share a value where it stands, the surest first.

    An article gives one answer to one question: a verdict that would bring a second, different value of an article into
    a fact is about something else, or a weaker reading of the same passage, and is left out.
    """
    facts: list[_Fact] = []
    home: dict[tuple[Kind, Node], int] = {}
    for verdict in verdicts:
        nodes = {_node(evidence) for evidence in (verdict.left, verdict.right)}
        homes = {home[verdict.kind, node] for node in nodes if (verdict.kind, node) in home}
        if not homes:
            homes = {len(facts)}
            facts.append(_Fact())
        fact = facts[min(homes)]
        if len(homes) > 1 or not fact.admits(verdict):
            continue
        if fact.verdicts and len(fact.nodes) >= MAX_SIDES:
            fact.left_out |= nodes - fact.nodes
            continue
        fact.verdicts.append(verdict)
        fact.nodes |= nodes
        home |= {(verdict.kind, node): min(homes) for node in nodes}
    return [fact for fact in facts if fact.verdicts]


def _node(evidence: Evidence) -> Node:
    return (evidence.claim.id, evidence.span, evidence.key)


def _finding(fact: _Fact, articles: Mapping[str, Article], calibration: Calibration) -> Finding:
    best = fact.verdicts[0]
    score, reasons = round(best.score, 4), tuple(sorted({v.code for v in fact.verdicts}))
    confidence = calibration.confidence(best.kind, reasons, score)
    sides = _sides((e for v in fact.verdicts for e in (v.left, v.right)), articles)
    return Finding(
        fingerprint=_fingerprint(best.kind, sides),
        kind=best.kind,
        relation=best.relation,
        about=best.about,
        sides=sides,
        severity=_severity(best, confidence),
        confidence=confidence,
        explanation=_explanation(best, sides, len(fact.left_out)),
        reasons=reasons,
        score=score,
    )


def _sides(evidence: Iterable[Evidence], articles: Mapping[str, Article]) -> tuple[Side, ...]:
    """A side for each value where it stands, the oldest article first, then in reading order."""
    sides = {(e.claim.article, e.span): _side(e, articles) for e in evidence}
    return tuple(
        sorted(sides.values(), key=lambda s: (s.published is None, str(s.published or ""), s.article, s.value_span))
    )


def _side(evidence: Evidence, articles: Mapping[str, Article]) -> Side:
    claim = evidence.claim
    article = articles[claim.article]
    quote, span = _quote(evidence, article)
    return Side(
        article=article.id, path=article.path, location=article.location(evidence.span.start),
        line=article.line(evidence.span.start), span=span, quote=quote, value=evidence.value, value_span=evidence.span,
        source=article.name, title=article.title, published=article.published, speaker=claim.speaker,
        hedges=claim.hedges, modality=claim.modality, key=evidence.key,
    )  # fmt: skip


def _quote(evidence: Evidence, article: Article) -> tuple[str, Span]:
    """The words to show: those that the comparator chose, or the sentence where it is short enough, or the claim's
    own."""
    claim = evidence.claim
    if evidence.quote and evidence.quote_span is not None:
        return evidence.quote, evidence.quote_span
    if len(claim.sentence_text) > MAX_QUOTE:  # as a reader sees it, so that breaking its lines anew changes nothing
        return claim.quote, claim.span
    return claim.sentence_text, claim.sentence


def _fingerprint(kind: Kind, sides: Sequence[Side]) -> str:
    """From the kind and the content of each side."""
    return _digest((kind.value, sorted(_content(side) for side in sides)))


def mark(side: Side) -> str:
    """What stays the same of a side while its article says the same, wherever in the article it stands."""
    return _digest(_content(side))


def _content(side: Side) -> tuple[str, str, str]:
    """The article, the value, and the quotation with its spaces and case folded."""
    return side.article, side.key, " ".join(side.quote.casefold().split())


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def _severity(verdict: Verdict, confidence: float) -> Severity:
    """High for opposed outcomes and large differences, low for small ones and for words that change no sense; an
    update is one step less, since an editor expects figures to move, and so is what is less likely than not."""
    rank = 1
    if verdict.code in {"event-opposed", "event-negated"} or verdict.code == "quote-speaker" or verdict.gap >= HIGH_GAP:
        rank = 2
    elif (verdict.kind is Kind.QUANTITY and verdict.gap < HIGH_GAP / 5) or verdict.code == "quote-function-word":
        rank = 0
    rank -= (verdict.relation is Relation.UPDATE) + (confidence < LIKELY)
    return list(Severity)[max(0, rank)]


def _explanation(verdict: Verdict, sides: Sequence[Side], left_out: int) -> str:
    """Which source gives which value where, why the two can't both hold, and how many further sides there are."""
    by_key: dict[str, list[Side]] = defaultdict(list)
    for side in sides:
        by_key[side.key].append(side)
    values = " against ".join(
        f"{group[0].value} ({', '.join(dict.fromkeys(side.location for side in group))})" for group in by_key.values()
    )
    hedged = sorted({side.source for side in sides if side.hedges})
    hedge = f" Hedged: {', '.join(hedged)}." if hedged else ""
    further = f" Further sides that are not shown: {left_out}." if left_out else ""
    return f"{values}: {verdict.reason}.{hedge}{further}"
