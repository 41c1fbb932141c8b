"""An article becomes claims: short statements with exact spans, a speaker, hedges and a modality."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from factcheck import lexicon
from factcheck.claims import attribution, clauses, denials
from factcheck.claims.pronouns import person_before, resolve
from factcheck.language import Clause, Parsed, Word
from factcheck.records import Article, Claim, Modality, Passage, Span

__all__ = ["extract", "join"]

MIN_LETTERS = 8
"""A claim with fewer letters and digits says nothing that can be compared."""

STAMP = re.compile(
    r"\W*(?:first |last |originally )?(?:published|posted|updated|modified)\b[^.!?]{0,40}\b\d{4}\b[^!?]{0,20}\W*",
    re.IGNORECASE,
)
"""What a page says of itself or of a picture ("(Published Wednesday, June 8, 2016)") and not of the event."""
BARE = 6
"""Tokens of a subject and a verb that say nothing without what follows ("the court ruled that ...")."""


def extract(article: Article, parsed: tuple[Parsed, ...]) -> Iterator[tuple[Claim, Clause]]:
    """The article's claims in reading order, each with the clause it was made from; mentions are not filled in yet."""
    number, named = 0, None
    before: list[tuple[Claim, Clause]] = []
    for passage in parsed:
        for sentence in passage.doc.sents:
            here: list[tuple[Claim, Clause]] = []
            for clause in clauses.split(passage, sentence):
                claim = _claim(article, clause, number + len(here), named)
                if claim is not None:
                    here.append(denials.spelled_out(claim, clause, before, named) or (claim, resolve(clause)))
            number += len(here)
            yield from here
            before = here
        named = person_before(passage.doc, len(passage.doc)) or named


CLITICS = re.compile(r"(?:n['’]t|['’](?:s|d|m|ll|re|ve)|-)", re.IGNORECASE)


def join(words: tuple[Word, ...]) -> str:
    """The words as running text, with the spaces where English has them, without commas that enclose nothing and
    without quotation marks that lack their other half."""
    text, inside = "", False
    unpaired = _unpaired([word.text for word in words])
    for word in words:
        if word.text in unpaired or (word.text in {",", "-", "–", "—", ";"} and (not text or text[-1] in ",;–—")):
            continue
        closes = word.text == '"' and inside
        opened = text[-1:] in set("($€£¥“‘-") or (text[-1:] == '"' and inside)
        owns = word.text == "'" and text[-1:] == "s"
        glued = not text or opened or closes or owns or word.text[0] in ",.;:!?%)”’" or CLITICS.fullmatch(word.text)
        inside ^= word.text == '"'
        text += word.text if glued else f" {word.text}"
    return text


def _unpaired(texts: list[str]) -> set[str]:
    """The double quotation marks that do not come in pairs."""
    counts = Counter(texts)
    return ({"“", "”"} if counts["“"] != counts["”"] else set()) | ({'"'} if counts['"'] % 2 else set())


def _claim(article: Article, clause: Clause, number: int, named: str | None) -> Claim | None:
    doc, passage = clause.parsed.doc, clause.parsed.passage
    stated = [word.token for word in clause.words if word.token is not None]
    letters = sum(len(doc[i]) for i in stated if doc[i].text.isalnum() and doc[i].lower_ != "it")
    sentence = doc[clause.sentence[0] : clause.sentence[1]]
    if letters < MIN_LETTERS or _only_reports(clause) or STAMP.fullmatch(sentence.text):
        return None
    first, last = min(stated), max(stated)
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    said_by = attribution.speaker(clause, earlier=named)
    modality = attribution.modality(clause, said_by)
    return Claim(
        id=f"{article.id}#{number:05d}",
        article=article.id,
        span=passage.locate(start, end),
        quote=passage.text[start:end],
        text=join(resolve(clause).words),
        sentence=_trimmed(passage, sentence.start_char, sentence.end_char),
        sentence_text=passage.text[sentence.start_char : sentence.end_char].strip(),
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
    """Whether the clause is a bare "the ministry said" or "the court ruled", whose content is a claim of its own."""
    head = clause.parsed.doc[clause.head]
    content = any(child.dep_ in {"ccomp", "parataxis"} and child.i not in clause.own for child in head.children)
    if head.lemma_.lower() in lexicon.words("reporting"):
        return content or (head.dep_ in {"parataxis", "ccomp"} and len(clause.own) <= 4)
    own = {child.dep_ for child in head.children if child.i in clause.own}
    short = len(clause.own) <= BARE and not any(clause.parsed.doc[i].like_num for i in clause.own)
    return content and short and own <= {*clauses.SUBJECTS, "aux", "auxpass", "mark", "punct", "cc"}
