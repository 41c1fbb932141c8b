"""Verdicts on one fact become one finding with a side for each source; so do agreements and single-source facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from factcheck import facts
from factcheck.calibration import NO_CALIBRATION, Calibration
from factcheck.config import (
    AGREEMENT_SCORE,
    HIGH_GAP,
    KNOWN_SCORE,
    LIKELY,
    MAX_QUOTE,
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


def discrepancies(
    verdicts: Sequence[Verdict], articles: Mapping[str, Article], calibration: Calibration = NO_CALIBRATION
) -> tuple[Finding, ...]:
    """One finding for each fact on which two sources disagree, the surest first."""
    gathered = _gathered(v for v in verdicts if v.label is Label.CONTRADICTION)
    return in_order(finding(found, left_out, articles, calibration) for found, left_out in gathered)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with the surest first."""
    return tuple(sorted(findings, key=lambda f: (-f.confidence, f.fingerprint)))


def agreements(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], articles: Mapping[str, Article]
) -> tuple[Agreement, ...]:
    """The facts to which independent sources give one value, without those that a finding already shows."""
    shown = {(side.article, side.value_span) for finding in findings for side in finding.sides}
    agreeing = [v for v in verdicts if v.label is Label.ENTAILMENT and v.score >= AGREEMENT_SCORE]
    agreeing = [v for v in agreeing if not {(e.claim.article, e.span) for e in (v.left, v.right)} & shown]
    found = []
    for together, _ in _gathered(agreeing):
        sides = _sides(chain.from_iterable((v.left, v.right) for v in together), articles)
        if len({side.source for side in sides}) > 1:
            best = together[0]
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
    return not mention.value.designates and (
        bool(mention.value.counted) or mention.value.unit not in {"count", "share"}
    )


def _gathered(verdicts: Iterable[Verdict]) -> list[tuple[list[Verdict], int]]:
    """The verdicts on each fact, the surest first, and how many values it had no room for."""
    found = facts.gather(facts.link(verdict, number) for number, verdict in enumerate(verdicts))
    return [([link.of for link in fact.links], len(fact.left_out)) for fact in found]


def finding(
    verdicts: Sequence[Verdict],
    left_out: int,
    articles: Mapping[str, Article],
    calibration: Calibration = NO_CALIBRATION,
) -> Finding:
    """What the verdicts on one fact, the surest first, are to a reader; ``left_out`` values had no room in it."""
    best = verdicts[0]
    score, reasons = round(best.score, 4), tuple(sorted({v.code for v in verdicts}))
    confidence = calibration.confidence(best.kind, reasons, score)
    sides = _sides((e for v in verdicts for e in (v.left, v.right)), articles)
    return Finding(
        fingerprint=_fingerprint(best.kind, sides),
        kind=best.kind,
        relation=best.relation,
        about=best.about,
        sides=sides,
        severity=_severity(best, confidence),
        confidence=confidence,
        explanation=_explanation(best, sides, left_out),
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
    if verdict.code in {"event-opposed", "event-negated", "event-none", "quote-speaker"} or verdict.gap >= HIGH_GAP:
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
