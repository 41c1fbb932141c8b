"""Counts of people: what becomes of them, whom they take in, and the sum of a list ("a man and two boys")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions import outcomes
from factcheck.mentions.found import Found
from factcheck.records import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

FURTHER = frozenset({"other", "others", "more", "another", "further", "additional"})
JOINTS = frozenset({"and", ",", "&", "plus"})
NOUN_REACH = 3
"""Tokens behind a number in which its noun follows."""
PHRASE = 7
"""Tokens of "a 10-year-old girl" before its noun."""
LIVING = frozenset({"killed", "hurt", "ill", "arrested", "evacuated"})
"""What can become only of people and animals, whatever the noun for them."""
SINGLE = frozenset({"NN", "NNP"})


def with_outcome(sentence: Span, found: Found, outcome: str) -> Found:
    """The count with what becomes of the people counted; any other quantity as it is."""
    value = found.value
    if not isinstance(value, Quantity) or value.unit != "count" or _are_shots(sentence.doc, found):
        return found
    if outcome and not value.counted:
        value = replace(value, counted="people")
    elif outcome and _stands_alone(sentence.doc, found):
        value = _of_anyone(value, sentence.doc[found.end].lower_)
    elif value.counted == "other":
        value = replace(value, counted="people", qualifiers=tuple(sorted({*value.qualifiers, "other"})))
    if not _counts_people(value) and outcome not in LIVING:
        return found
    own = outcome or lexicon.outcomes().get(value.counted, "")
    qualifiers = value.qualifiers
    if FURTHER & set(qualifiers) and _follows_another_outcome(sentence, found, own):
        qualifiers = tuple(word for word in qualifiers if word not in FURTHER)
        own = "hurt" if own == "hit" else own  # "five dead, six more shot"
    value = replace(value, outcome=own, covers=outcomes.covers(sentence), qualifiers=qualifiers)
    return replace(found, value=value)


def _are_shots(doc: Doc, found: Found) -> bool:
    """Whether shots are counted, which are fired; people are shot."""
    return any(token.lower_ == "shots" for token in doc[found.start : found.end + NOUN_REACH])


def _stands_alone(doc: Doc, found: Found) -> bool:
    """Whether the outcome stands right behind the number, with no noun for the people: "1 dead, 15 hurt"."""
    return found.end < len(doc) and doc[found.end].lower_ in lexicon.outcomes()


def _of_anyone(value: Quantity, behind: str) -> Quantity:
    """The count without the noun that was taken from elsewhere in the sentence."""
    if value.counted == behind and not value.part_of:
        return value
    return replace(value, counted="people", qualifiers=(), part_of="")


def _counts_people(value: Quantity) -> bool:
    if value.counted in lexicon.words("incidents"):
        return False
    return value.counted in lexicon.words("persons") or value.counted in lexicon.outcomes()


def _follows_another_outcome(sentence: Span, found: Found, outcome: str) -> bool:
    """Whether "others" only sets the people apart from those to whom something else happened: "killed two and wounded
    nine others" leaves out nobody who was wounded."""
    own = outcomes.verb_before(sentence, found.start)
    before = [lexicon.outcomes().get(t.lower_, "") for t in sentence.doc[sentence.start : own or found.start]]
    told = [other for other in before if other in {"killed", "hurt"}]
    return outcome in {"killed", "hurt", "hit"} and bool(told) and outcome not in told


@dataclass(frozen=True, slots=True)
class _Item:
    """One part of a list: a count, or a single person, and the tokens of its noun phrase."""

    start: int
    end: int
    count: Found | None = None

    @property
    def value(self) -> Quantity | None:
        value = self.count.value if self.count else None
        return value if isinstance(value, Quantity) else None


def added_up(sentence: Span, found: Iterable[Found]) -> list[Found]:
    """The quantities with every list of people to whom one thing happens ("four women and a man") as one count."""
    found = list(found)
    for chain in _chains(sentence, found):
        outcomes_told = {value.outcome for item in chain if (value := item.value) and value.outcome}
        if len(outcomes_told) == 1:
            parts = [item.count for item in chain]
            at = next(i for i, one in enumerate(found) if one in parts)
            found = [one for one in found if one not in parts]
            found.insert(at, _sum(chain, outcomes_told.pop()))
    return found


def _sum(chain: Sequence[_Item], outcome: str) -> Found:
    values = [item.value or Quantity(1, 1, 1, "count") for item in chain]
    last = next(value for value in reversed([item.value for item in chain]) if value is not None)
    total = Quantity(
        sum(v.value for v in values), sum(v.low for v in values), sum(v.high for v in values), "count", "people",
        qualifiers=last.qualifiers, scope=last.scope, approximate=any(v.approximate for v in values), outcome=outcome,
        covers=tuple(sorted({*last.covers, "sum"})),
    )  # fmt: skip
    return Found(total, chain[0].start, chain[-1].end)


def _chains(sentence: Span, found: Sequence[Found]) -> list[list[_Item]]:
    """The lists: items with nothing but a comma or "and" between them, at least one of them a number.

    "Three people, a man and two women" is one list and what it adds up to: a count of anyone can only end a list.
    """
    items = _items(sentence, found)
    chains: list[list[_Item]] = []
    for item in items:
        last = chains[-1][-1] if chains else None
        if last is not None and _are_joined(sentence.doc, last, item) and not _is_of_anyone(last):
            chains[-1].append(item)
        else:
            chains.append([item])
    return [chain for chain in chains if len(chain) > 1 and any(item.count for item in chain)]


def _is_of_anyone(item: _Item) -> bool:
    return item.value is not None and item.value.counted in {"", *lexicon.words("anyone")}


def _are_joined(doc: Doc, left: _Item, right: _Item) -> bool:
    if left.value is not None and left.value.counted in lexicon.outcomes():
        return False  # "eight injured, a driver arrested"
    between = [token.lower_ for token in doc[left.end : right.start]]
    return 0 < len(between) <= 2 and set(between) <= JOINTS


def _items(sentence: Span, found: Sequence[Found]) -> list[_Item]:
    counts = [_counted(sentence, one) for one in found if _is_count_of_people(one)]
    taken = {i for one in found for i in range(one.start, one.end)} | {
        i for item in counts for i in range(item.start, item.end)
    }
    singles = [_single(sentence, i) for i in range(sentence.start, sentence.end) if i not in taken]
    return sorted([*counts, *(one for one in singles if one is not None)], key=lambda item: item.start)


def _is_count_of_people(found: Found) -> bool:
    value = found.value
    return (
        isinstance(value, Quantity)
        and value.unit == "count"
        and value.counted in lexicon.words("persons")
        and not value.part_of
    )


def _counted(sentence: Span, found: Found) -> _Item:
    end = found.end
    while end < sentence.end and end < found.end + NOUN_REACH and sentence.doc[end].pos_ in {"ADJ", "NOUN", "PROPN"}:
        end += 1
        if sentence.doc[end - 1].lemma_.lower() in lexicon.words("persons"):
            return _Item(found.start, end, found)
    return _Item(found.start, found.end, found)


def _single(sentence: Span, position: int) -> _Item | None:
    """The noun phrase of one person that ends with the noun at ``position``: "a 10-year-old girl", in a headline
    "man"."""
    doc, token = sentence.doc, sentence.doc[position]
    is_person = token.tag_ in SINGLE and token.lower_ in lexicon.words("persons") - lexicon.words(
        "anyone"
    ) - lexicon.words("perpetrators")
    if not is_person or (
        position + 1 < sentence.end and doc[position + 1].pos_ in {"NOUN", "PROPN"} and token.dep_ == "compound"
    ):
        return None
    start = position
    while start > sentence.start and start > position - PHRASE and _is_inside(doc, start - 1):
        start -= 1
    return _Item(start, position + 1)


def _is_inside(doc: Doc, position: int) -> bool:
    token = doc[position]
    is_age = (
        token.like_num or token.text == "-" or token.lower_ in {"year", "years", "month", "months", "old", "year-old"}
    )
    return is_age or token.pos_ in {"ADJ", "DET"} or (token.pos_ == "NOUN" and token.dep_ == "compound")
