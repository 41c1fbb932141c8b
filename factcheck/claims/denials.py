"""What somebody denies who denies "the allegation": the statement of the sentence before, said not to be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.claims.attribution import noun_phrase, sayer
from factcheck.claims.clauses import subject_of
from factcheck.language import Clause
from factcheck.records import Claim, Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

Said = tuple[Claim, Clause]
"""A claim, and the clause that it was made from."""

REFERRING = frozenset({"this", "that", "it"})
"""Pronouns that stand for the one thing that was said before."""
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "any", "all", "both"})
CONTENT = frozenset({"acl", "relcl", "ccomp", "nummod"})
"""What hangs on a noun and says which claim it is, or how many of those that were made."""
NARROWING = frozenset({"of", "about", "over", "from", "in", "on"})
"""Prepositions that say what a claim is about; "against her" says nothing new."""
UNSURE = frozenset({"may", "might", "could", "would", "if", "whether", "will", "to"})


def spelled_out(denial: Claim, clause: Clause, before: Sequence[Said], earlier: str | None) -> Said | None:
    """A claim that denies what it does not name ("the firm denied the allegation"), as one that says what is denied.

    None for any other claim, and where the sentence before, whose claims are given, leaves it open what that is:
    nobody is said to say it, or several things are said. ``earlier`` is as in ``attribution.speaker``.
    """
    verb = clause.parsed.doc[clause.head]
    if not _is_bare(verb):
        return None
    denier = _denier(verb, earlier) or denial.speaker
    said = [(claim, made_from) for claim, made_from in before if _is_told(claim) and claim.speaker != denier]
    if len(said) != 1:
        return None
    alleged, content = said[0]
    claim = replace(
        denial, text=alleged.text, alleged=alleged.sentence_text, speaker=denier, modality=Modality.DENIED, negated=True
    )
    return claim, replace(clause, denied=content)


def _is_told(claim: Claim) -> bool:
    return claim.speaker is not None and not claim.refuted and claim.modality in ALLEGED


ALLEGED = frozenset({Modality.REPORTED, Modality.HYPOTHETICAL})


def _denier(verb: Token, earlier: str | None) -> str | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    if by is None:
        return None if any(child.dep_ == "nsubjpass" for child in verb.children) else sayer(verb, earlier)
    return next((noun_phrase(child) for child in by.children if child.dep_ == "pobj"), None)


def _is_bare(verb: Token) -> bool:
    """Whether the verb denies something, and a noun or pronoun only stands for it."""
    if verb.lemma_.lower() not in lexicon.words("denying") or subject_of(verb) is None or _is_open(verb):
        return False
    thing = next((child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}), None)
    if thing is None or any(_is_content(child) for child in thing.children):
        return False
    is_definite = any(child.lower_ in DEFINITE or child.dep_ == "poss" for child in thing.children)
    return thing.lower_ in REFERRING or (is_definite and thing.lemma_.lower() in lexicon.words("allegations"))


def _is_content(token: Token) -> bool:
    """Whether a word that hangs on a noun says which claim is meant."""
    return token.dep_ in CONTENT or (token.dep_ == "prep" and token.lower_ in NARROWING)


def _is_open(verb: Token) -> bool:
    """Whether the verb says what is not, or may or will be."""
    return any(child.dep_ in {"neg", "preconj"} or child.lower_ in UNSURE for child in verb.children)
