"""Verdicts on one fact become one finding with a side for each source; so do agreements and single-source facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from factcheck.calibration import NO_CALIBRATION, Calibration
from factcheck.config import (
    AGREEMENT_SCORE,
    HIGH_GAP,
    JOIN_SCORE,
    KNOWN_SCORE,
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

LIKELY = 0.5

Node = tuple[str, Span, str]
"""A value where it stands: the claim's id, the value's span and its key."""


def discrepancies(
    verdicts: Sequence[Verdict], articles: Mapping[str, Article], calibration: Calibration = NO_CALIBRATION
) -> tuple[Finding, ...]:
    """One finding for each fact on which two sources disagree, the surest first."""
    contradictions = sorted((v for v in verdicts if v.label is Label.CONTRADICTION), key=_order)
    findings = [_finding(group, articles, calibration) for group in _facts(contradictions)]
    return tuple(sorted(findings, key=lambda f: (-f.confidence, f.fingerprint)))


def agreements(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], articles: Mapping[str, Article]
) -> tuple[Agreement, ...]:
    """The facts to which independent sources give one value, without those that a finding already shows."""
    shown = {(side.article, side.value_span) for finding in findings for side in finding.sides}
    agreeing = [v for v in verdicts if v.label is Label.ENTAILMENT and v.score >= AGREEMENT_SCORE]
    agreeing = [v for v in agreeing if not {(e.claim.article, e.span) for e in (v.left, v.right)} & shown]
    found = []
    for group in _facts(sorted(agreeing, key=_order)):
        sides = _sides(chain.from_iterable((v.left, v.right) for v in group), articles)
        if len({side.source for side in sides}) > 1:
            found.append(Agreement(group[0].kind, group[0].about, sides))
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


def _facts(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    """Verdicts grouped into facts: those of one kind that share a value where it stands, the surest first.

    An article gives one answer to one question: a verdict that would bring a second, different value of an article into
    a fact is about something else, or a weaker reading of the same passage, and is left out.
    """
    groups: list[list[Verdict]] = []
    home: dict[tuple[Kind, Node], int] = {}
    for verdict in verdicts:
        nodes = [(verdict.kind, _node(evidence)) for evidence in (verdict.left, verdict.right)]
        homes = {home[node] for node in nodes if node in home}
        if not homes:
            homes = {len(groups)}
            groups.append([])
        at = min(homes)
        joins = not groups[at] or (verdict.score >= JOIN_SCORE and len(_nodes(groups[at])) < MAX_SIDES)
        if len(homes) == 1 and joins and _fits(groups[at], verdict):
            groups[at].append(verdict)
            for node in nodes:
                home[node] = at
    return [group for group in groups if group]


def _fits(group: Sequence[Verdict], verdict: Verdict) -> bool:
    """Whether every article still gives one value."""
    answers = {e.claim.article: e.key for v in group for e in (v.left, v.right)}
    return all(answers.get(e.claim.article, e.key) == e.key for e in (verdict.left, verdict.right))


def _nodes(group: Sequence[Verdict]) -> set[Node]:
    return {_node(e) for v in group for e in (v.left, v.right)}


def _node(evidence: Evidence) -> Node:
    return (evidence.claim.id, evidence.span, evidence.key)


def _finding(group: Sequence[Verdict], articles: Mapping[str, Article], calibration: Calibration) -> Finding:
    best = group[0]
    score, reasons = round(best.score, 4), tuple(sorted({v.code for v in group}))
    confidence = calibration.confidence(best.kind, reasons, score)
    sides = _sides((e for v in group for e in (v.left, v.right)), articles)
    return Finding(
        fingerprint=_fingerprint(best.kind, sides),
        kind=best.kind,
        relation=best.relation,
        about=best.about,
        sides=sides,
        severity=_severity(best, confidence),
        confidence=confidence,
        explanation=_explanation(best, sides),
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


def _explanation(verdict: Verdict, sides: Sequence[Side]) -> str:
    """Which source gives which value where, and why the two can't both hold."""
    by_key: dict[str, list[Side]] = defaultdict(list)
    for side in sides:
        by_key[side.key].append(side)
    values = " against ".join(
        f"{group[0].value} ({', '.join(dict.fromkeys(side.location for side in group))})" for group in by_key.values()
    )
    hedged = sorted({side.source for side in sides if side.hedges})
    hedge = f" Hedged: {', '.join(hedged)}." if hedged else ""
    return f"{values}: {verdict.reason}.{hedge}"
