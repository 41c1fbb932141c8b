"""Two quantities of one question: equal, equal within what the wording admits, compatible, or different."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from factcheck import lexicon
from factcheck.comparators.levels import Level, Outcome
from factcheck.comparators.persons import Identity, identity, may_be_kin
from factcheck.records import INTERVAL, LIMIT, Quantity

ROUNDED = 0.005
"""Relative difference up to which two measures are equal after conversion of units, if their precision admits it."""
EXACT = frozenset({"count", "identifier", "year"})
"""Units of which no figure is a converted one: counts, names that are numbers, and ages."""
OTHERS = frozenset({"other", "others", "more", "another", "further", "additional"})
"""Words that leave out somebody who was told of before."""
GENERATION = 15
"""Years from which on two of one name may be father and son."""
OVERLAPPING = ({"hit", "killed"}, {"hit", "hurt"})
"""Outcomes of which one may take in the other: who was shot may be dead or wounded."""
MAX_ROUNDED = 0.05
"""Largest relative difference of two unhedged measures of which one is called the other, rounded."""


def compare(left: Quantity, right: Quantity) -> Level:
    """The first level that fires, from other units to different values; symmetric in its outcome."""
    ours, theirs = _as_share(left), _as_share(right)
    for level in LEVELS:
        if (result := level(ours, theirs)) is not None:
            return result
    reason = "the values differ by more than their wording admits"
    return Level(Outcome.DIFFERENT, "quantity-different", reason, gap(ours, theirs))


def gap(left: Quantity, right: Quantity) -> float:
    """How far apart two values are, relative to the larger, from 0 to 1."""
    a, b = _as_share(left), _as_share(right)
    largest = max(abs(a.value), abs(b.value))
    return min(1.0, abs(a.value - b.value) / largest) if largest else 0.0


def _as_share(quantity: Quantity) -> Quantity:
    """A percentage as a share, so that "32 per cent" and "nearly a third" compare."""
    if quantity.unit != "percent":
        return quantity
    value, low, high = (x / 100 for x in (quantity.value, quantity.low, quantity.high))
    return replace(quantity, value=value, low=low, high=high, unit="share")


def _other_unit(left: Quantity, right: Quantity) -> Level | None:
    if left.unit != right.unit:
        return Level(Outcome.INCOMPARABLE, "quantity-unit", f"one is in {left.unit}, the other in {right.unit}")
    return None


def _other_person(left: Quantity, right: Quantity) -> Level | None:
    """Ages compare only where the text names one and the same person: a story has many people of many ages."""
    if left.unit != "year" or left.counted != "age":
        return None
    who = identity(left.part_of, right.part_of)
    if who is Identity.OTHER:
        return Level(
            Outcome.INCOMPARABLE, "quantity-person", f"one is {left.part_of}'s age, the other {right.part_of}'s"
        )
    kin = abs(left.value - right.value) >= GENERATION and may_be_kin(left.part_of, right.part_of)
    if who is Identity.UNKNOWN or kin:
        return Level(Outcome.INCOMPARABLE, "quantity-person", "nothing says that these are ages of one person")
    return None


def _other_outcome(left: Quantity, right: Quantity) -> Level | None:
    """Counts of people to whom different things happen answer two questions."""
    ours, theirs = left.outcome, right.outcome
    if not ours or not theirs or ours == theirs or {ours, theirs} in OVERLAPPING:
        return None
    return Level(Outcome.INCOMPARABLE, "quantity-outcome", f"one counts {ours}, the other {theirs}")


def _other_scope(left: Quantity, right: Quantity) -> Level | None:
    if left.scope and right.scope and not _words(left.scope) & _words(right.scope):
        reason = f"one counts {', '.join(left.scope)}, the other {', '.join(right.scope)}"
        return Level(Outcome.INCOMPARABLE, "quantity-scope", reason)
    if ("world" in left.scope) != ("world" in right.scope):
        return Level(Outcome.INCOMPARABLE, "quantity-scope", "one counts worldwide, the other does not say so")
    return None


def _words(scope: tuple[str, ...]) -> set[str]:
    """The words of the names: "harbour airport" and "harbour international airport" need not be two places."""
    return {word for name in scope for word in name.split()}


def _interval(left: Quantity, right: Quantity) -> Level | None:
    if (INTERVAL in left.qualifiers) == (INTERVAL in right.qualifiers):
        return None
    return Level(Outcome.INCOMPARABLE, "quantity-interval", "one is how often, the other how long")


def _equal(left: Quantity, right: Quantity) -> Level | None:
    if math.isclose(left.value, right.value, rel_tol=1e-6, abs_tol=1e-12):
        return Level(Outcome.EQUAL, "quantity-equal", "the values are equal")
    return None


def _converted(left: Quantity, right: Quantity) -> Level | None:
    if left.unit not in EXACT and gap(left, right) <= ROUNDED and _overlap(left, right):
        return Level(Outcome.EQUAL, "quantity-converted", "the values are equal after conversion and rounding")
    return None


def _rounding(left: Quantity, right: Quantity) -> Level | None:
    """One unhedged measure is the other with fewer digits: 47 per cent and 47.2, or 4 per cent and 3.8."""
    if left.unit in EXACT or left.approximate or right.approximate:
        return None
    is_near = gap(left, right) <= MAX_ROUNDED and _overlap(left, right)
    if not is_near and not (left.unit == "share" and _is_rounded(left.value, right.value)):
        return None
    return Level(Outcome.COMPATIBLE, "quantity-rounding", "one is the other, rounded", gap(left, right))


def _is_rounded(left: float, right: float) -> bool:
    """Whether one share is the other in whole per cent."""
    whole, other = sorted((round(100 * left, 6), round(100 * right, 6)), key=lambda share: share % 1 != 0)
    return whole % 1 == 0 and whole >= 1 and other % 1 != 0 and abs(whole - other) <= HALF


HALF = 0.5
"""Per cent up to which a whole number of them may stand for another share."""


def _admitted(left: Quantity, right: Quantity) -> Level | None:
    """The wording's bounds overlap: "more than 400" and 420."""
    if not _overlap(left, right):
        return None
    reason = "the wording of one admits the value of the other"
    return Level(Outcome.COMPATIBLE, "quantity-admitted", reason, gap(left, right))


def _limits(left: Quantity, right: Quantity) -> Level | None:
    """Two limits are figures of their own: what one bound admits says nothing of the other."""
    if LIMIT not in left.qualifiers or LIMIT not in right.qualifiers or gap(left, right) <= ROUNDED:
        return None
    return Level(Outcome.DIFFERENT, "quantity-limit", "the limits are not the same", gap(left, right))


def _perpetrator(left: Quantity, right: Quantity) -> Level | None:
    """Tolls that differ by the one who did it, whom one of them may count."""
    died = "perpetrator" in left.covers or "perpetrator" in right.covers
    if died and left.outcome == right.outcome == "killed" and abs(left.value - right.value) == 1:
        reason = "they differ by the one who did it, who died too"
        return Level(Outcome.COMPATIBLE, "quantity-perpetrator", reason, gap(left, right))
    return None


def _further(left: Quantity, right: Quantity) -> Level | None:
    """ "Three others" and four: one leaves out somebody whom its text has told of. Of those who were shot it may leave
    out all the dead."""
    fewer, more = sorted((left, right), key=lambda q: q.value)
    leaves_out = bool(OTHERS & set(fewer.qualifiers)) and not OTHERS & set(more.qualifiers)
    if left.outcome and leaves_out and (more.value - fewer.value == 1 or left.outcome != right.outcome):
        return Level(Outcome.COMPATIBLE, "quantity-others", "one counts only the others", gap(left, right))
    return None


def _some_of_them(left: Quantity, right: Quantity) -> Level | None:
    """Three children and five people: those of a sort may be some of all."""
    groups, anyone = lexicon.words("groups"), lexicon.words("anyone") | {""}
    fewer, more = sorted((left, right), key=lambda q: q.value)
    if left.outcome and right.outcome and fewer.counted in groups and more.counted in anyone:
        reason = f"one counts only {fewer.counted}: they may be some of the others"
        return Level(Outcome.COMPATIBLE, "quantity-some-of-them", reason, gap(left, right))
    return None


def _with_the_dead(left: Quantity, right: Quantity) -> Level | None:
    """Seven shot and six wounded: whoever was shot may be dead, so that more were shot than hurt."""
    by_outcome = {left.outcome: left, right.outcome: right}
    if by_outcome.keys() == {"hit", "hurt"} and by_outcome["hit"].low > by_outcome["hurt"].high:
        reason = "those who were hit may include the dead"
        return Level(Outcome.COMPATIBLE, "quantity-with-the-dead", reason, gap(left, right))
    return None


def _overlap(left: Quantity, right: Quantity) -> bool:
    return left.low <= right.high and right.low <= left.high


LEVELS: tuple[Callable[[Quantity, Quantity], Level | None], ...] = (
    _other_unit,
    _other_person,
    _other_outcome,
    _other_scope,
    _interval,
    _equal,
    _converted,
    _limits,
    _rounding,
    _admitted,
    _perpetrator,
    _further,
    _some_of_them,
    _with_the_dead,
)
"""From the reasons not to compare to the reasons to call two values one; what passes them all is different."""
