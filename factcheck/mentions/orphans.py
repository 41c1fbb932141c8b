"""Values that stand outside of every claim: of the headline "Five dead, six wounded in ferry fire" only the last words
make a claim, since only they have a verb, and "said Ann Lee, who chairs the board" only names who makes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from factcheck.language import Clause, Word
from factcheck.mentions.found import Found
from factcheck.records import Name, Quantity, Value

Sentence = tuple[int, int]
"""The identity of a parsed passage and the index of a sentence's first token."""


def sentence(clause: Clause) -> Sentence:
    """Which sentence a clause belongs to."""
    return id(clause.parsed), clause.sentence[0]


def owned(clauses: Iterable[Clause]) -> dict[Sentence, frozenset[int]]:
    """The tokens of each sentence that some clause owns."""
    tokens: dict[Sentence, frozenset[int]] = {}
    for clause in clauses:
        key = sentence(clause)
        tokens[key] = tokens.get(key, frozenset()) | frozenset(clause.own)
    return tokens


def adopt(clause: Clause, found: Iterable[Found], own: Collection[int]) -> tuple[list[Found], Clause]:
    """The quantities and the holders of offices that no clause of the sentence owns, and the clause with the words that
    none owns, which ask for them."""
    orphans = [f for f in found if _is_kept(f.value) and f.start not in own and f.end - 1 not in own]
    return orphans, _with_words(clause, own) if orphans else clause


def _is_kept(value: Value) -> bool:
    return isinstance(value, Quantity) or (isinstance(value, Name) and bool(value.office))


def _with_words(clause: Clause, own: Collection[int]) -> Clause:
    """The clause with the words of its sentence that nobody owns, instead of those filled in for them."""
    doc, (start, end) = clause.parsed.doc, clause.sentence
    loose = [i for i in range(start, end) if i not in own and not doc[i].is_space]
    texts = {doc[i].text.lower() for i in loose}
    filled = [word for word in clause.words if word.token is None and word.text.lower() not in texts]
    stated = {word.token: word for word in clause.words if word.token is not None}
    stated |= {i: Word(doc[i].text, i) for i in loose}
    return replace(clause, words=(*filled, *(stated[i] for i in sorted(stated))))
