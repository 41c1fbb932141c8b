"""Sentences cut into clauses that can stand alone, each still pointing at its exact words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.language import Clause, Parsed, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

CLAUSAL = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "conj", "csubj"})
"""Dependency labels (ClearNLP scheme) under which a verb makes a statement of its own."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
LEADING = frozenset({"cc", "punct", "mark"})
DISTANCE = frozenset({"after", "before"})
TOWARDS = frozenset({"to", "into", "from", "for", "towards", "toward"})
"""Prepositions of a way to a place: what happens there happens in it."""
QUOTE_MARKS = frozenset('"“”')
SAYINGS = frozenset(
    {
        "accusation", "allegation", "assertion", "belief", "claim", "fact", "fear", "hope", "idea", "message", "news",
        "post", "promise", "report", "rumour", "rumor", "sign", "speculation", "statement", "story", "suggestion",
        "theory", "view", "warning",
    }
)  # fmt: skip
"""Nouns whose "that ..." says what they are, and is no relative clause."""
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
    if token.dep_ in {"acl", "advcl"} and subject_of(token) is None:
        return not _is_infinitive(token) and len(list(token.subtree)) >= MIN_PARTICIPLE
    if token.dep_ == "conj" and token.head.pos_ not in {"VERB", "AUX"} and subject_of(token) is None:
        return False
    return token.dep_ != "csubj" or subject_of(token) is not None


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
    said = _tags(sentence, head, own, heads)
    kept = [i for i in own if i not in said and not doc[i].is_space and not _leads_on(doc[i], head, own)]
    kept = _without_distance(doc, head, own, kept)
    kept = _without_edges(doc, _without_enclosing_commas(doc, kept))
    words = [Word(doc[i].text, i) for i in kept]
    if token.dep_ == "relcl":
        return _relative(doc[head], words, heads)
    if subject_of(token) is not None or token.i == sentence.root.i:
        return tuple(words)
    return (*_subject(token, heads), *words)


def _leads_on(token: Token, head: int, own: tuple[int, ...]) -> bool:
    """Whether the word only joins the clause to another: "that", or an "and" before a clause of its own."""
    return token.head.i == head and (token.dep_ == "mark" or (token.dep_ == "cc" and token.i + 1 not in own))


def _without_distance(doc: Doc, head: int, own: tuple[int, ...], kept: list[int]) -> list[int]:
    """``kept`` without what says how long after or before another event the clause's event was ("an hour after it
    opened"): without the "after", it would be said of the event itself."""
    marks = [i for i in own if doc[i].dep_ == "mark" and doc[i].head.i == head and doc[i].lower_ in DISTANCE]
    return [i for i in kept if not marks or i > marks[0]]


def _tags(sentence: Span, head: int, own: tuple[int, ...], heads: set[int]) -> set[int]:
    """The tokens that only say who speaks: an inserted "she said", a "saying" whose content is a clause of its own."""
    reporting = lexicon.words("reporting")
    verbs = [sentence.doc[i] for i in own if i != head and sentence.doc[i].lemma_.lower() in reporting]
    tags = [verb for verb in verbs if verb.dep_ == "parataxis" or _only_introduces(verb, heads)]
    return {i for tag in tags for i in _own(sentence, tag.i, heads)}


def _only_introduces(verb: Token, heads: set[int]) -> bool:
    """Whether what the verb reports is a clause of its own."""
    return verb.dep_ in CLAUSAL and any(child.dep_ == "ccomp" and child.i in heads for child in verb.children)


def _without_enclosing_commas(doc: Doc, kept: list[int]) -> list[int]:
    """``kept`` without the two commas around what was left out between them."""
    gaps = [(a, b) for a, b in pairwise(kept) if any(not doc[i].is_punct for i in range(a + 1, b))]
    enclosed = [(a, b) for a, b in gaps if _comma(doc, a, a + 1) and _comma(doc, b - 1, b)]
    enclosing = {i for gap in enclosed for i in gap if _comma(doc, i)}
    return [i for i in kept if i not in enclosing]


def _comma(doc: Doc, *at: int) -> bool:
    return any(doc[i].text in {",", "–", "—"} for i in at)


def _without_edges(doc: Doc, kept: list[int]) -> list[int]:
    """``kept`` without the conjunctions and the punctuation that it begins and ends with."""
    start, end = 0, len(kept)
    while start < end and (doc[kept[start]].dep_ == "cc" or _is_loose(doc[kept[start]], "$€£¥(\"'“‘")):
        start += 1
    while start < end and (doc[kept[end - 1]].dep_ == "cc" or _is_loose(doc[kept[end - 1]], "%)\"'”’")):
        end -= 1
    inner = kept[start:end]
    marks = [i for i in inner if doc[i].text in QUOTE_MARKS]
    if len(marks) == 2 and (marks[0], marks[1]) == (inner[0], inner[-1]):
        return _without_edges(doc, inner[1:-1])  # the words of a speaker are the claim
    return inner


def _is_loose(token: Token, but: str) -> bool:
    return token.is_punct and token.text not in but


def _relative(head: Token, words: list[Word], heads: set[int]) -> tuple[Word, ...]:
    """The relative clause with the noun it belongs to in the place of the pronoun; "the rumour that ..." is no such
    clause, but says what the rumour is."""
    doc, antecedent = head.doc, _phrase(head.head, heads)
    if words and words[0].text.lower() in {"when", "where"} and doc[words[0].token or 0].tag_ == "WRB":
        return (*words[1:], *_circumstance(head.head, antecedent))
    for at, word in enumerate(words):
        pronoun = doc[word.token or 0]
        if pronoun.tag_ == "WP$" and at == 0 and antecedent[-1].text == head.head.text:
            return (*antecedent, Word("'" if head.head.tag_ == "NNS" else "'s", None), *words[1:])
        if word.text.lower() in RELATIVE and pronoun.tag_ in {"WDT", "WP", "IN"}:
            if pronoun.lower_ == "that" and pronoun.dep_ not in SUBJECTS and head.head.lemma_.lower() in SAYINGS:
                return (*words[:at], *words[at + 1 :])
            rest = [*words[:at], *words[at + 1 :]]
            after = _after(head, rest) if pronoun.dep_ == "dobj" and pronoun.head.i == head.i else 0
            return (*rest[:after], *antecedent, *rest[after:])
    if head.head.lemma_.lower() in SAYINGS and any(c.dep_ == "mark" and c.lower_ == "that" for c in head.children):
        return tuple(words)
    return (*antecedent, *words)


def _circumstance(noun: Token, antecedent: tuple[Word, ...]) -> tuple[Word, ...]:
    """The time or place that a "when" or "where" stands for, with its preposition."""
    above = noun.head
    if noun.dep_ != "pobj" or above.pos_ != "ADP":
        return antecedent
    preposition = "in" if above.lower_ in TOWARDS else above.text
    return (Word(preposition, None), *antecedent)


def _after(verb: Token, words: list[Word]) -> int:
    """The position after the verb and its particle."""
    ends = {verb.i, *(child.i for child in verb.children if child.dep_ == "prt")}
    return max((at + 1 for at, word in enumerate(words) if word.token in ends), default=0)


def subject_of(verb: Token) -> Token | None:
    """The verb's subject, also where the parse hangs it on the auxiliary; an expletive is one as well."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return next((c for above in (verb, *auxiliaries) for c in above.children if c.dep_ in SUBJECTS), None)


def _subject(token: Token, heads: set[int]) -> tuple[Word, ...]:
    """The subject that a conjunct or participle shares with the clause it hangs on."""
    if token.dep_ == "acl":
        return _phrase(token.head, heads)
    above = token.head
    while above.head.i != above.i and subject_of(above) is None:
        above = above.head
    subject = subject_of(above)
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
