"""Verdicts on one fact become one finding with a side for each source; so do agreements and single-source facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

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

Node = tuple[str, Span, str]
"""A value where it stands: the claim's id, the value's span and its key."""


def discrepancies(verdicts: Sequence[Verdict], articles: Mapping[str, Article]) -> tuple[Finding, ...]:
    """One finding for each fact on which two sources disagree, the surest first."""
    contradictions = sorted((v for v in verdicts if v.label is Label.CONTRADICTION), key=_order)
    agreements = [v for v in verdicts if v.label is Label.ENTAILMENT and v.score >= JOIN_SCORE]
    findings = [_finding(group, agreements, articles) for group in _facts(contradictions)]
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
        SingleSource(mention.kind, mention.question, _side(Evidence(claim, mention.text, mention.span, ""), articles))
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
    """Verdicts grouped into facts: those of one kind that share a value where it stands.

    The surest verdict comes first in each group. A group stops growing at ``MAX_SIDES`` sides: what would chain further
    together is hardly one fact any more.
    """
    groups: list[list[Verdict]] = []
    where: dict[tuple[Kind, Node], int] = {}
    for verdict in verdicts:
        nodes = [(verdict.kind, _node(verdict.left)), (verdict.kind, _node(verdict.right))]
        homes = sorted({where[node] for node in nodes if node in where})
        if not homes:
            homes = [len(groups)]
            groups.append([])
        home = homes[0]
        if len(_nodes(groups[home])) < MAX_SIDES:
            groups[home].append(verdict)
            for node in nodes:
                where.setdefault(node, home)
    return [group for group in groups if group]


def _nodes(group: Sequence[Verdict]) -> set[Node]:
    return {_node(e) for v in group for e in (v.left, v.right)}


def _node(evidence: Evidence) -> Node:
    return (evidence.claim.id, evidence.span, evidence.key)


def _finding(group: Sequence[Verdict], agreements: Sequence[Verdict], articles: Mapping[str, Article]) -> Finding:
    best = group[0]
    evidence = [e for v in group for e in (v.left, v.right)]
    sides = _sides([*evidence, *_agreeing(group, agreements)], articles)
    relation = best.relation
    return Finding(
        fingerprint=_fingerprint(best.kind, sides),
        kind=best.kind,
        relation=relation,
        about=best.about,
        sides=sides,
        severity=_severity(best, relation, sides),
        confidence=round(best.score, 4),
        explanation=_explanation(best, sides),
        reasons=tuple(sorted({v.code for v in group})),
    )


def _agreeing(group: Sequence[Verdict], agreements: Sequence[Verdict]) -> list[Evidence]:
    """The other articles' values that say the same as one of the fact's sides."""
    nodes = _nodes(group)
    found = []
    for verdict in agreements:
        if verdict.kind is group[0].kind:
            for one, other in ((verdict.left, verdict.right), (verdict.right, verdict.left)):
                if _node(one) in nodes and one.key == other.key:
                    found.append(other)
    return found[: max(0, MAX_SIDES - len(nodes))]


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
    """The words to show: those that the comparator chose, or the sentence where it is short enough, or the claim's own."""
    claim = evidence.claim
    if evidence.quote and evidence.quote_span is not None:
        return evidence.quote, evidence.quote_span
    if claim.sentence.end - claim.sentence.start > MAX_QUOTE:
        return claim.quote, claim.span
    return claim.sentence_text, claim.sentence


def _fingerprint(kind: Kind, sides: Sequence[Side]) -> str:
    """From the kind and, for each side, the article, the value and the quotation with its spaces and case folded."""
    content = sorted((side.article, side.key, " ".join(side.quote.casefold().split())) for side in sides)
    return hashlib.sha256(repr((kind.value, content)).encode()).hexdigest()[:16]


def _severity(verdict: Verdict, relation: Relation, sides: Sequence[Side]) -> Severity:
    """High for opposed outcomes and large differences, low for small ones and for words that change no sense; an update is
    one step less, since an editor expects figures to move."""
    rank = 1
    if verdict.kind is Kind.EVENT or verdict.code == "quote-speaker" or verdict.gap >= HIGH_GAP:
        rank = 2
    elif verdict.kind is Kind.QUANTITY and verdict.gap < HIGH_GAP / 5 or verdict.code == "quote-function-word":
        rank = 0
    if relation is Relation.UPDATE:
        rank -= 1
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
