"""Who holds an office of which there is one: "Ann Lee, chair of the port authority", "the firm's head, Ann Lee".

An office is a title (``lexicon.offices``) and the words that say of what: its institution. The grammar tells who holds
it; a title alone, or one that a former holder had, makes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from factcheck import lexicon
from factcheck.mentions.found import Found
from factcheck.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST = 3
"""Words of the longest title."""
NOT_HELD = frozenset(
    {
        "former", "ex", "late", "then", "previous", "past", "retired", "first", "second", "next", "new", "future",
        "incoming", "outgoing",
    }
)  # fmt: skip
"""Words before a title that put it into another time, so that it says nothing of who holds it now."""
LOWER = frozenset(
    {"deputy", "vice", "assistant", "associate", "co", "joint", "junior", "acting", "interim", "regional", "local"}
)
"""Words before a title that make it another office, or one of several."""
LINKING = frozenset({"be", "become", "remain"})
HEADING = {"chair": "chair", "head": "head", "captain": "captain", "coach": "coach"}
"""Verbs that say who holds an office, and its title; who leads or runs something may as well be in a race."""
LEAVING = frozenset({"step", "resign", "quit", "retire", "oust", "remove", "dismiss", "sack", "fire"})
"""Verbs before "as" and a title by which somebody no longer holds it."""
TAKING = frozenset(
    {"appoint", "name", "elect", "install", "confirm", "serve", "stay", "continue", "remain", "work", "return"}
)
"""Those by which somebody does."""
SUBJECTS = ("nsubj", "nsubjpass")
OF = frozenset({"of", "at", "for"})


def find(sentence: Span, fullest: dict[str, str]) -> list[Found]:
    """The holders of offices that a sentence names, each once; ``fullest`` comes from ``names.fullest_forms``."""
    found: dict[int, Found] = {}
    for holder, title, institution, left in (*_by_title(sentence), *_by_verb(sentence)):
        start, end = _name(holder)
        text = sentence.doc[start:end].text
        value = Name(fullest.get(text, text), "person", title, institution, left)
        found.setdefault(start, Found(value, start, end))
    return [found[start] for start in sorted(found)]


Held: TypeAlias = "tuple[Token, str, tuple[str, ...], bool]"
"""The holder's name, the title, the institution, and whether the office was left."""


def _by_title(sentence: Span) -> Iterator[Held]:
    """The offices that titles name."""
    for start, end, title in _titles(sentence):
        head = sentence.doc[end - 1]
        if _is_of_its_own_time(sentence.doc[start], head):
            continue
        holder, left = _holder(head)
        if holder is not None and _is_name(holder):
            yield holder, title, _institution(head, start, holder), left


def _by_verb(sentence: Span) -> Iterator[Held]:
    """The offices that verbs name: "Ann Lee, who chairs the board"."""
    for verb in sentence:
        thing = next((child for child in verb.children if child.dep_ == "dobj"), None)
        if verb.pos_ != "VERB" or verb.lemma_ not in HEADING or thing is None or verb.tag_ not in {"VBZ", "VBP"}:
            continue
        holder = _subject(verb)
        if holder is not None and _is_name(holder):
            yield holder, HEADING[verb.lemma_], _words(thing), False


def _titles(sentence: Span) -> Iterator[tuple[int, int, str]]:
    """The titles in a sentence, the longest where one ends with another, as tokens and in the form of the lexicon."""
    lemmas = [token.lemma_.lower() for token in sentence]
    position = 0
    while position < len(lemmas):
        for length in range(min(LONGEST, len(lemmas) - position), 0, -1):
            title = lexicon.offices().get(" ".join(lemmas[position : position + length]))
            if title and sentence[position + length - 1].pos_ in {"NOUN", "PROPN"}:
                yield sentence[position].i, sentence[position + length - 1].i + 1, title
                position += length - 1
                break
        position += 1


def _is_of_its_own_time(first: Token, head: Token) -> bool:
    """Whether the title is that of another time, of a lower rank, or of one of several ("a director")."""
    before = {
        first.doc[i].lower_ for i in range(max(head.sent.start, first.i - 3), first.i) if first.doc[i].head.i >= first.i
    }
    several = any(child.dep_ == "det" and child.lower_ in {"a", "an"} for child in head.children)
    return several or bool(before & (NOT_HELD | LOWER)) or head.tag_ in {"NNS", "NNPS"}


def _holder(head: Token) -> tuple[Token | None, bool]:
    """Who holds the office with this title, and whether it was left."""
    if head.dep_ == "compound" and head.head.i > head.i:
        return head.head, False
    apposed = next((child for child in head.children if child.dep_ == "appos" and _is_name(child)), None)
    if apposed is not None:
        return apposed, False
    anchor = head
    while anchor.dep_ == "conj" and anchor.head.pos_ in {"NOUN", "PROPN"} and not _is_name(anchor.head):
        anchor = anchor.head
    if anchor.dep_ == "appos":
        return anchor.head, False
    verb = anchor.head.head if anchor.dep_ == "pobj" and anchor.head.lower_ == "as" else anchor.head
    says = LINKING if anchor.dep_ == "attr" else LEAVING | TAKING if verb is not anchor.head else frozenset()
    if verb.lemma_ in says and not _is_open(verb):
        return _subject(verb), verb.lemma_ in LEAVING
    return None, False


def _is_open(verb: Token) -> bool:
    """Whether the verb says what may be, is to be or is not."""
    return any(child.tag_ in {"MD", "TO"} or child.dep_ == "neg" for child in verb.children)


def _subject(verb: Token) -> Token | None:
    """The noun that is the verb's subject, that of the verb above where they share it, or what a relative clause is
    about."""
    while True:
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None and subject.pos_ != "PRON":
            return subject
        if verb.dep_ == "relcl":
            noun = verb.head
            return noun.head if noun.dep_ == "appos" and not _is_name(noun) else noun
        if subject is not None or verb.dep_ not in {"conj", "xcomp"}:
            return None
        verb = verb.head


def _is_name(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    is_title = word in lexicon.words("titles") or any(word in title.split() for title in lexicon.offices())
    return token.pos_ == "PROPN" and token.text[:1].isupper() and not is_title


def _name(holder: Token) -> tuple[int, int]:
    """The tokens of a person's name: proper nouns right before its last one, without titles."""
    doc, start = holder.doc, holder.i
    while start > holder.sent.start and _is_name(doc[start - 1]) and doc[start - 1].head.i == holder.i:
        start -= 1
    return start, holder.i + 1


def _institution(head: Token, start: int, holder: Token) -> tuple[str, ...]:
    """What the office is of: the words behind "of", before an apostrophe, and before the title."""
    words: set[str] = set()
    if head.i + 1 < head.sent.end and head.nbor().lower_ in OF:  # whatever the parser hangs it on
        words.update(w for target in head.nbor().children if target.dep_ == "pobj" for w in _words(target))
    words.update(w for child in head.children if child.dep_ == "poss" for w in _words(_meant(child, holder)))
    position = start
    while position > head.sent.start and _narrows(head.doc[position - 1]):
        position -= 1
        words.add(head.doc[position].lemma_.lower())
    return tuple(sorted(words))


def _meant(owner: Token, holder: Token) -> Token:
    """Whom a possessive names: the subject of the sentence where it is "its" and the subject is not the holder."""
    if owner.pos_ != "PRON":
        return owner
    subject = next((child for child in owner.sent.root.children if child.dep_ in SUBJECTS), owner)
    return owner if subject.i >= holder.i or _is_name(subject) else subject


def _narrows(token: Token) -> bool:
    """Whether a word before a title belongs to it: a firm's political editor is not its sports editor."""
    return (
        token.pos_ in {"NOUN", "PROPN", "ADJ"} and token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i
    )


def _words(noun: Token) -> tuple[str, ...]:
    """The lemmas of a noun and the words that narrow it down."""
    if noun.pos_ == "PRON":
        return ()
    own = [
        child for child in noun.children if child.dep_ in {"compound", "amod", "nmod", "poss"} and child.pos_ != "PRON"
    ]
    return tuple(sorted({noun.lemma_.lower(), *(child.lemma_.lower() for child in own)}))
