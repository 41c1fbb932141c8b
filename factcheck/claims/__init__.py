"""An article becomes claims: short statements with exact spans, a speaker, hedges and a modality."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck import lexicon
from factcheck.claims import attribution, clauses
from factcheck.claims.pronouns import resolve
from factcheck.language import Clause, Parsed, Word
from factcheck.records import Article, Claim, Modality, Passage, Span

__all__ = ["extract", "join"]

MIN_LETTERS = 8
"""A claim with fewer letters says nothing that can be compared."""


def extract(article: Article, parsed: tuple[Parsed, ...]) -> Iterator[tuple[Claim, Clause]]:
    """The article's claims in reading order, each with the clause it was made from; mentions are not filled in yet."""
    number = 0
    for passage in parsed:
        for sentence in passage.doc.sents:
            for clause in clauses.split(passage, sentence):
                clause = resolve(clause)
                claim = _claim(article, clause, number)
                if claim is not None:
                    number += 1
                    yield claim, clause


def join(words: tuple[Word, ...]) -> str:
    """The words as running text, with the spaces where English has them, without commas that enclose nothing."""
    text = ""
    for word in words:
        if word.text in {",", "-", "–", "—", ";"} and (not text or text[-1] in ",;–—"):
            continue
        glued = (
            not text
            or word.text[0] in ",.;:!?%)”’"
            or word.text in {"n't", "'s", "’s", "'ll", "-"}
            or text[-1] in "($€£¥“‘-"
        )
        text += word.text if glued else f" {word.text}"
    return text


def _claim(article: Article, clause: Clause, number: int) -> Claim | None:
    doc, passage = clause.parsed.doc, clause.parsed.passage
    words = [word for word in clause.words if word.token is not None]
    if not words or sum(len(w.text) for w in words if w.text.isalnum()) < MIN_LETTERS or _only_reports(clause):
        return None
    first, last = min(w.token for w in words if w.token is not None), max(w.token for w in words if w.token is not None)
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    said_by = attribution.speaker(clause)
    modality = attribution.modality(clause, said_by)
    sentence = doc[clause.sentence[0] : clause.sentence[1]]
    return Claim(
        id=f"{article.id}#{number:05d}",
        article=article.id,
        span=passage.locate(start, end),
        quote=passage.text[start:end],
        text=join(clause.words),
        sentence=_trimmed(passage, sentence.start_char, sentence.end_char),
        sentence_text=sentence.text.strip(),
        speaker=said_by,
        hedges=attribution.hedges(clause),
        modality=modality,
        negated=attribution.is_negated(clause) or modality is Modality.DENIED,
        refuted=attribution.is_refuted(clause),
        is_title=passage.is_title,
    )


def _trimmed(passage: Passage, start: int, end: int) -> Span:
    text = passage.text[start:end]
    return passage.locate(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _only_reports(clause: Clause) -> bool:
    """Whether the clause is a bare "the ministry said", whose content is a claim of its own."""
    head = clause.parsed.doc[clause.head]
    said = any(child.dep_ in {"ccomp", "parataxis"} and child.i not in clause.own for child in head.children)
    return head.lemma_.lower() in lexicon.words("reporting") and (
        said or head.dep_ in {"parataxis", "ccomp"} and len(clause.own) <= 4
    )
