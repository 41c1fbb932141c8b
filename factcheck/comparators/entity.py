"""Who holds an office: different people, or one who is said to have left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from factcheck import gazetteer
from factcheck.comparators.entailment import TextPair
from factcheck.comparators.levels import Level, Outcome
from factcheck.comparators.persons import Identity, identity
from factcheck.comparators.relations import relation
from factcheck.comparators.typed import LABELS, evidence
from factcheck.records import (
    Claim,
    ClaimPair,
    Evidence,
    Kind,
    Match,
    Mention,
    Name,
    Relation,
    Value,
    Verdict,
)

SURE = 0.85
"""How sure it is that two people can't hold one office when both texts say of what it is. A judgement: the stories with
a key have too few such cases to fit it."""
LIKELY = 0.65
"""The same where one text says of what it is in fewer words."""


class EntityComparator:
    """The holders of offices of which an institution has one at a time."""

    def glances(self, pair: ClaimPair) -> Iterator[TextPair]:
        """Nothing."""
        return iter(())

    asks = asks_further = glances

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two names of one office in the pair."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if isinstance(left, Name) and isinstance(right, Name) and left.office and right.office:
                yield from _verdict(pair, match, level(left, right))


def level(left: Name, right: Name) -> Level:
    """What two holders of offices are to each other; the outcome does not depend on their order."""
    if left.office != right.office:
        return Level(Outcome.INCOMPARABLE, "entity-other-office", f"{left.office} and {right.office}")
    whose = identity(left.name, right.name)
    if whose is Identity.UNKNOWN:
        return Level(Outcome.INCOMPARABLE, "entity-unknown", f"{left.name} and {right.name}: perhaps one person")
    if whose is Identity.SAME and left.left != right.left and _may_be_one(left, right):
        return Level(Outcome.DIFFERENT, "entity-left-office", f"one says that {left.name} left it", 1.0)
    if not _is_one(set(left.institution), set(right.institution)):
        return Level(Outcome.INCOMPARABLE, "entity-other-institution", f"{_words(left)} and {_words(right)}")
    if whose is Identity.SAME:
        return Level(Outcome.EQUAL, "entity-equal", f"both name {left.name}")
    if not _tells(left) and not _tells(right):
        return Level(Outcome.INCOMPARABLE, "entity-any-institution", f"{_words(left)}: there are many of them")
    if left.left or right.left:
        return Level(Outcome.COMPATIBLE, "entity-successor", f"{left.name} and {right.name}: one followed the other")
    return Level(Outcome.DIFFERENT, "entity-other-holder", f"{left.name} against {right.name}", 1.0)


def _is_one(left: set[str], right: set[str]) -> bool:
    """Whether the words for two institutions may be those for one: all words of the one are among the other's."""
    return bool(left and right) and (left <= right or right <= left)


def _may_be_one(left: Name, right: Name) -> bool:
    """Whether one person's office may be one, where a text may say "the town's mayor" of it, or nothing."""
    ours, theirs = (set(holder.institution) - ANY for holder in (left, right))
    return not ours or not theirs or _is_one(ours, theirs)


def _tells(holder: Name) -> bool:
    """Whether the words for an institution tell it from others of its sort: each country has a finance minister, and
    "the company" is another one in each article."""
    words = set(holder.institution) - ANY
    if holder.office in OF_COUNTRIES:
        return any(gazetteer.lookup(word.title()) or gazetteer.demonym(word.title()) for word in words)
    return bool(words)


OF_COUNTRIES = frozenset({"minister"})
"""Offices of which every country has one, whatever they are called for."""
ANY = frozenset(
    {
        "agency", "association", "authority", "business", "city", "club", "company", "council", "country", "county",
        "department", "district", "firm", "government", "group", "office", "organisation", "organization", "party",
        "police", "region", "school", "state", "town", "unit", "university",
    }
)  # fmt: skip
"""Nouns for institutions of which a report can speak of several."""


def _words(holder: Name) -> str:
    return f"{holder.office} of {' '.join(holder.institution) or 'something that is not named'}"


def _one(holder: Name) -> str:
    """The office in the words of an explanation; a person who left it may be named without an institution."""
    of = f" of one {' '.join(holder.institution)}" if holder.institution else ""
    return f"the {holder.office}{of}"


def _verdict(pair: ClaimPair, match: Match, found: Level) -> Iterator[Verdict]:
    left, right = match.left.value, match.right.value
    assert isinstance(left, Name)
    assert isinstance(right, Name)
    if found.outcome not in LABELS or pair.left.refuted or pair.right.refuted:
        return
    if found.outcome is Outcome.DIFFERENT and match.echoed_nearer:
        return  # who names both knows of both
    named = max(left, right, key=lambda name: (len(set(name.institution) - ANY), name.institution))
    yield Verdict(
        label=LABELS[found.outcome],
        kind=Kind.ENTITY,
        score=SURE if left.institution == right.institution else LIKELY,
        code=found.code,
        reason=f"both name {_one(named)}; {found.reason}",
        about=f"who: {named.office} ({' '.join(named.institution)})" if named.institution else f"who: {named.office}",
        left=_evidence(pair.left, match.left, found),
        right=_evidence(pair.right, match.right, found),
        relation=Relation.UPDATE if found.code == "entity-left-office" else relation(pair.left, pair.right),
    )


def _evidence(claim: Claim, mention: Mention, found: Level) -> Evidence:
    """One side: the name as it stands, and, where one has left, whether the person still holds the office."""
    side, holder = evidence(claim, mention, _key), mention.value
    assert isinstance(holder, Name)
    if found.code != "entity-left-office":
        return side
    return replace(side, value=f"{mention.text}, {'no longer ' if holder.left else ''}{holder.office}")


def _key(value: Value) -> str:
    assert isinstance(value, Name)
    return f"{'no longer ' if value.left else ''}{value.name.casefold()}"
