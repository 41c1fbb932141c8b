"""Sentences cut into clauses that can stand alone, each still pointing at its exact words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from factcheck.language import Clause, Parsed, Word

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

CLAUSAL = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "conj", "csubj"})
"""Dependency labels (ClearNLP scheme) under which a verb makes a statement of its own."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
LEADING = frozenset({"cc", "punct", "mark"})
MIN_WORDS = 3
"""A clause with fewer words than this stays with the one around it."""
MIN_PARTICIPLE = 7
"""A participle phrase shorter than this says little without its noun's clause."""


def split(parsed: Parsed, sentence: Span) -> Iterator[Clause]:
    """The clauses of a sentence in the order of their words, every word in one clause at the most."""
    heads = _heads(sentence)
    for head in sorted(heads, key=lambda i: min(_own(sentence, i, heads))):
        own = _own(sentence, head, heads)
        words = _words(sentence, head, own, heads)
        if words:
            yield Clause(parsed, (sentence.start, sentence.end), head, own, words)


def _heads(sentence: Span) -> set[int]:
    heads = {sentence.root.i}
    for token in sentence:
        if token.dep_ in CLAUSAL and token.pos_ in {"VERB", "AUX"} and _states(token):
            heads.add(token.i)
    return {head for head in heads if head == sentence.root.i or len(_content(sentence, head, heads)) >= MIN_WORDS}


def _states(token: Token) -> bool:
    """Whether the verb says something of its own: a bare conjunct needs a subject, and an infinitive of purpose or a
    short participle stays with the noun it belongs to."""
    if token.dep_ in {"acl", "advcl"} and not any(c.dep_ in SUBJECTS for c in token.children):
        return not _is_infinitive(token) and len(list(token.subtree)) >= MIN_PARTICIPLE
    if (
        token.dep_ == "conj"
        and token.head.pos_ not in {"VERB", "AUX"}
        and not any(c.dep_ in SUBJECTS for c in token.children)
    ):
        return False
    return token.dep_ != "csubj" or any(child.dep_ in SUBJECTS for child in token.children)


def _is_infinitive(token: Token) -> bool:
    return any(child.tag_ == "TO" for child in token.children)


def _own(sentence: Span, head: int, heads: set[int]) -> tuple[int, ...]:
    """The tokens under ``head`` that are under no other head inside it."""
    own, stack = [], [sentence.doc[head]]
    while stack:
        token = stack.pop()
        own.append(token.i)
        stack += [
            child for child in token.children if child.i not in heads and sentence.start <= child.i < sentence.end
        ]
    return tuple(sorted(own))


def _content(sentence: Span, head: int, heads: set[int]) -> list[int]:
    own = _own(sentence, head, heads)
    return [i for i in own if not sentence.doc[i].is_punct and sentence.doc[i].dep_ not in LEADING]


def _words(sentence: Span, head: int, own: tuple[int, ...], heads: set[int]) -> tuple[Word, ...]:
    doc, token = sentence.doc, sentence.doc[head]
    kept = [i for i in own if doc[i].dep_ not in {"cc", "mark"} or doc[i].head.i != head]
    while kept and (doc[kept[0]].is_punct and doc[kept[0]].text not in "$€£¥(\"'“‘"):
        kept.pop(0)
    while kept and doc[kept[-1]].is_punct and doc[kept[-1]].text not in "%)\"'”’":
        kept.pop()
    words = [Word(doc[i].text, i) for i in kept]
    if token.dep_ == "relcl":
        return _relative(doc[head], words, heads)
    if any(child.dep_ in SUBJECTS for child in token.children) or token.i == sentence.root.i:
        return tuple(words)
    return (*_subject(token, heads), *words)


def _relative(head: Token, words: list[Word], heads: set[int]) -> tuple[Word, ...]:
    antecedent = _phrase(head.head, heads)
    for at, word in enumerate(words):
        if (
            word.text.lower() in RELATIVE
            and word.token is not None
            and head.doc[word.token].tag_ in {"WDT", "WP", "IN"}
        ):
            return (*antecedent, *words[:at], *words[at + 1 :])
    return (*antecedent, *words)


def _subject(token: Token, heads: set[int]) -> tuple[Word, ...]:
    """The subject that a conjunct or participle shares with the clause it hangs on."""
    if token.dep_ == "acl":
        return _phrase(token.head, heads)
    above = token.head
    while above.head.i != above.i and not any(child.dep_ in SUBJECTS for child in above.children):
        above = above.head
    subject = next((child for child in above.children if child.dep_ in SUBJECTS), None)
    if subject is None or subject.dep_ == "expl":
        return ()
    if subject.text.lower() in RELATIVE and above.dep_ == "relcl":
        return _phrase(above.head, heads)
    return _phrase(subject, heads)


def _phrase(noun: Token, heads: set[int]) -> tuple[Word, ...]:
    """A noun with what belongs to it, as filled-in words."""
    doc = noun.doc
    tokens, stack = [], [noun]
    while stack:
        token = stack.pop()
        tokens.append(token.i)
        stack += [
            c
            for c in token.children
            if c.i not in heads and c.dep_ not in {"relcl", "acl", "appos", "cc", "conj", "punct"}
        ]
    return tuple(Word(doc[i].text, None) for i in sorted(tokens))
