"""What a clause says has become of something: its predicate, whether that is negated, and of what."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.language import Clause
from factcheck.mentions import absences
from factcheck.records import State

if TYPE_CHECKING:
    from spacy.tokens import Token

COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "xcomp"})
NEGATIVE = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "nothing", "none", "neither", "nor"})
IDIOMS = frozenset({("open", "fire"), ("hold", "fire")})
"""Verbs that mean something else with these words."""
DESERVING = frozenset({"deserve", "merit"})
"""Verbs that leave it open whether what follows happened."""
LEAVING_UNDONE = {
    "TO": frozenset({"fail", "refuse", "decline", "neglect", "forget", "cease"}),
    "VBG": frozenset({"deny", "avoid", "stop", "quit", "cease"}),
}
"""Verbs after which what follows was not done: those before "to do", and those before "doing"."""


def find(clause: Clause) -> tuple[State, ...]:
    """The states that the clause's verbs and their complements name, each with its subject and object as lemmas."""
    doc = clause.parsed.doc
    head = doc[clause.head]
    own = set(clause.own)
    found = [_state(head, head, _phrase(head))] if head.pos_ in {"VERB", "AUX", "ADJ"} else []
    for token in _within(head, own):
        if token.dep_ == "xcomp" and token.head.lemma_ in DESERVING:
            continue
        if token.dep_ in COMPLEMENTS and token.pos_ in {"ADJ", "VERB", "ADV", "ADP"} and token.lower_ != "non":
            found.append(_state(head, token, _phrase(token)))
        elif token.dep_ == "prep" and (target := _object(token)) is not None:
            found.append(_state(head, token, f"{token.lower_} {target.lemma_.lower()}"))
    if head.lemma_ == "be" and len(found) > 1:
        found = found[1:]  # "is open": the copula says nothing of its own
    stood_for = _stood_for(clause, head)
    found = [replace(state, subject=state.subject or stood_for) for state in found]
    found += [*_participles(clause), *absences.find(clause)]
    return tuple(dict.fromkeys(state for state in found if state.predicate.replace(" ", "").isalpha()))


def _participles(clause: Clause) -> list[State]:
    """What participles say of their nouns: "stolen passwords" were stolen."""
    own = (clause.parsed.doc[at] for at in clause.own)
    return [
        State(token.lemma_.lower(), False, token.head.lemma_.lower())
        for token in own
        if token.dep_ == "amod" and token.tag_ == "VBN" and token.head.pos_ in {"NOUN", "PROPN"}
        if token.lemma_.lower() not in lexicon.words("reporting") | lexicon.words("intensional")
        if not absences.has_no(token.head)
    ]


def _stood_for(clause: Clause, head: Token) -> str:
    """The last word of what the subject's pronoun stands for, where the claim says it in its place; "" elsewhere."""
    pronoun = next((c for c in head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.pos_ == "PRON"), None)
    if pronoun is None or any(word.token == pronoun.i for word in clause.words):
        return ""
    last = max((at for at, w in enumerate(clause.words) if w.token is not None and w.token < pronoun.i), default=-1)
    filled = takewhile(lambda word: word.token is None, clause.words[last + 1 :])
    return next((word.text.lower() for word in reversed(list(filled))), "")


def _within(head: Token, own: set[int]) -> list[Token]:
    """The head's children in the clause, and those of a verb that it only introduces ("continues to be")."""
    children = [child for child in head.children if child.i in own]
    deeper = [g for child in children if child.dep_ == "xcomp" for g in child.children if g.i in own]
    return children + deeper


def _phrase(token: Token) -> str:
    idiom = next((f"{token.lemma_} {c.lower_}" for c in token.children if (token.lemma_, c.lower_) in IDIOMS), None)
    if idiom is not None:
        return idiom
    particle = next((c for c in token.children if c.dep_ == "prt" or c.tag_ == "RP"), None)
    return f"{token.lemma_.lower()} {particle.lower_}" if particle is not None else str(token.lemma_.lower())


def _state(head: Token, token: Token, predicate: str) -> State:
    objects = ("dobj", "pobj")  # "reluctant to sell the mill": what hangs on the complement
    subject = _subject(head)
    return State(
        predicate,
        _is_not_so(head, token),
        _lemma(subject),
        _lemma(_argument(head, objects) or _argument(token, objects)),
        _principal(subject) if subject is not None else "",
    )


def _is_not_so(head: Token, token: Token) -> bool:
    """Whether what ``token`` names is said not to be so: every "not" and every "failed to" above it turns it round."""
    turned = _negated(head) ^ _is_non(token)
    while token.i != head.i:
        turned ^= token.dep_ == "xcomp" and (_leaves_undone(token) or any(c.dep_ == "neg" for c in token.children))
        token = token.head
    return turned


def _is_non(token: Token) -> bool:
    """Whether "non-" begins the word, of which the token may be the last of several parts."""
    at = token.i
    while at > 0 and (token.doc[at - 1].text == "-" or token.doc[at - 1] in token.lefts):
        at -= 1
    return any(part.lower_ == "non" for part in token.doc[max(0, at - 1) : token.i])


def _leaves_undone(token: Token) -> bool:
    verb = token.head
    form = "TO" if any(child.tag_ == "TO" for child in token.children) else token.tag_
    yet = verb.lemma_ in {"have", "be"} and form == "TO" and any(child.lower_ == "yet" for child in verb.children)
    return yet or verb.lemma_.lower() in LEAVING_UNDONE.get(form, ())


def _subject(head: Token) -> Token | None:
    """The subject, that of the verb above where a conjunct shares it, the noun for a participle."""
    while True:
        found = _argument(head, ("nsubj", "nsubjpass"))
        if found is not None or head.dep_ not in {"conj", "xcomp", "advcl"} or head.head.i == head.i:
            break
        head = head.head
    return head.head if found is None and head.dep_ in {"acl", "relcl"} else found


def _principal(subject: Token) -> str:
    """The organisation that the subject acts for by its office: "the firm's chairman", "Norvale founder Ann Lee"."""
    around = [subject, *(child for child in subject.children if child.dep_ in {"compound", "appos"})]
    for agent in around:
        if agent.lemma_.lower() not in lexicon.words("agents"):
            continue
        of = (_object(child) for child in agent.children if child.dep_ == "prep" and child.lower_ == "of")
        named = [*(child for child in agent.children if child.dep_ in {"compound", "poss"}), *filter(None, of)]
        for organisation in named:
            if organisation.ent_type_ == "ORG":
                return str(organisation.lemma_.lower())
    return ""


def _negated(head: Token) -> bool:
    if head.dep_ == "conj" and any(child.lower_ == "nor" for child in head.head.children):
        return True
    if head.dep_ == "conj" and any(g.lower_ == "any" for c in head.children for g in c.children):
        return _negated(head.head)  # "made no arrests or found any weapons"
    words = [child for child in head.children if child.dep_ in {"neg", "det"} or child.lower_ in NEGATIVE]
    if head.pos_ == "VERB" and head.lemma_ != "be":
        words = [word for word in words if not _is_contrast(head, word)]
    arguments = [g for c in head.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} for g in c.children]
    return any(word.dep_ == "neg" or word.lower_ in NEGATIVE for word in [*words, *arguments])


def _is_contrast(verb: Token, word: Token) -> bool:
    """Whether "not" stands behind the verb, for what is said instead: "found on Monday, not on Tuesday"."""
    return word.dep_ == "neg" and word.i > verb.i


def _argument(head: Token, labels: tuple[str, ...]) -> Token | None:
    """The noun that is the argument; of "none of the ferries" it is the ferries."""
    below = [g for c in head.children if c.dep_ in {"aux", "auxpass", "xcomp", "prep", "agent"} for g in c.children]
    found = (_whole(child) for child in [*head.children, *below] if child.dep_ in labels)
    return next((noun for noun in found if noun.pos_ != "PRON"), None)


def _lemma(token: Token | None) -> str:
    return token.lemma_.lower() if token is not None else ""


def _whole(token: Token) -> Token:
    """What the token is a part of ("none of the ferries"), or itself."""
    of = next((child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    is_part = token.pos_ not in {"NOUN", "PROPN"} or token.lower_ in {"none", "half"}
    return (_object(of) or token) if of is not None and is_part else token


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)
