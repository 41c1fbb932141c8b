"""What two places are to each other: the levels in order, the first that fires tells.

The gazetteer says what lies in what; of names that it doesn't know only the words can be compared, so that they differ
with less certainty than two countries do.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from factcheck import gazetteer
from factcheck.comparators.levels import Level, Outcome
from factcheck.records import Place

OPPOSED = frozenset(
    frozenset(pair)
    for pair in (
        ("upstream", "downstream"), ("north", "south"), ("east", "west"), ("northeast", "southwest"),
        ("northwest", "southeast"), ("inside", "outside"), ("above", "below"), ("from", "to"),
    )
)  # fmt: skip
"""Relations that can't both hold of one thing and one place."""
BESIDE = frozenset(
    {"near", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"}
)
"""Relations of what is at no place that is named."""
ROLES = frozenset({"from", "to"})
"""Relations of somebody on the way: origin and destination answer different questions."""
UNSURE = 0.5
"""Gap between places that only their names, or a gazetteer that doesn't know every namesake, tell apart."""
WAYS = frozenset({"avenue", "boulevard", "drive", "highway", "lane", "motorway", "parkway", "road", "street"})
"""Kinds of places that others stand on."""
SORTS = {
    word: sort
    for sort, words in {
        "care": ("hospital", "medical", "clinic", "infirmary"),
        "custody": ("jail", "prison", "correctional", "detention", "penitentiary"),
        "education": ("school", "college", "academy"),
        "justice": ("court", "courthouse"),
        "worship": ("church", "cathedral", "mosque", "synagogue", "temple"),
    }.items()
    for word in words
}
"""Words in the names of institutions, and of what sort these are."""
LONG, SPELT_ALIKE = 10, 0.95
"""Letters from which on names are compared letter by letter, and how alike they must be then (difflib's ratio)."""
STEM = 4
"""Letters by which two words of a name count as one: "Forensics" and "Forensic"."""
DIRECTIONS = frozenset({"north", "south", "east", "west", "upper", "lower", "old", "new"})
"""Words that tell apart two places that share the rest of their names."""
_SIZES = ("local", "city", "state", "country", "continent")


def compare(left: Place, right: Place) -> Level:
    """What ``left`` and ``right`` are to each other; the outcome does not depend on their order."""
    return next(level for step in LEVELS if (level := step(left, right)) is not None)


def _same(left: Place, right: Place) -> Level | None:
    if not _is_same(left, right):
        return None
    if left.relation == right.relation:
        return Level(Outcome.EQUAL, "place-equal", f"both are {_words(left)}")
    if frozenset((left.relation, right.relation)) in OPPOSED:
        return Level(Outcome.DIFFERENT, "place-opposed", f"{_words(left)} against {_words(right)}", 1.0)
    return Level(Outcome.COMPATIBLE, "place-same-reference", f"{_words(left)} and {_words(right)}: about one place")


def _other_role(left: Place, right: Place) -> Level | None:
    if {left.relation, right.relation} != ROLES:
        return None
    return Level(Outcome.INCOMPARABLE, "place-other-role", f"{_words(left)} and {_words(right)}: an origin and a goal")


def _within(left: Place, right: Place) -> Level | None:
    if not any(gazetteer.contains(*pair) for pair in ((left, right), (right, left))) and not _nested_paths(left, right):
        return None
    return Level(Outcome.COMPATIBLE, "place-within", f"{_words(left)} and {_words(right)}: one lies in the other")


def _opposed(left: Place, right: Place) -> Level | None:
    """Opposite sides of something that is not named: "upstream at one village", "downstream at another"."""
    if frozenset((left.relation, right.relation)) not in OPPOSED:
        return None
    return Level(Outcome.DIFFERENT, "place-opposed", f"{_words(left)} against {_words(right)}", UNSURE)


def _nearby(left: Place, right: Place) -> Level | None:
    """Near one place, or a hundred miles south of it, may be at another."""
    if not BESIDE & {left.relation, right.relation}:
        return None
    return Level(Outcome.INCOMPARABLE, "place-near", f"{_words(left)} and {_words(right)}: one is not the place itself")


def _outside(left: Place, right: Place) -> Level | None:
    """A city or state that the gazetteer knows in other countries."""
    small, large = sorted((left, right), key=lambda place: _SIZES.index(place.level))
    if small.level == large.level or gazetteer.contains(large, small) is not False:
        return None
    return Level(Outcome.DIFFERENT, "place-outside", f"{_words(small)} does not lie in {_words(large)}", UNSURE)


def _unlike(left: Place, right: Place) -> Level | None:
    """Places of unlike size that may lie in each other, or of which the gazetteer can't tell."""
    sizes = {left.level, right.level}
    doubtful = left.level == "local" and (_is_path(left) != _is_path(right) or _is_site(left) != _is_site(right))
    shared = left.level == "country" and set(left.countries) & set(right.countries)
    if len(sizes) == 1 and "continent" not in sizes and not doubtful and not shared:
        return None
    return Level(Outcome.INCOMPARABLE, "place-unlike", f"{_words(left)} and {_words(right)}: one may lie in the other")


def _on_a_way(left: Place, right: Place) -> Level | None:
    """A building stands on a street, and a street leads through a quarter: they answer where in two ways."""
    ways = {bool(set(place.name.lower().split()) & WAYS) for place in (left, right)}
    if left.level != right.level or left.level != "local" or len(ways) == 1:
        return None
    return Level(Outcome.INCOMPARABLE, "place-on-a-way", f"{_words(left)} and {_words(right)}: one may be on the other")


def _shorter_name(left: Place, right: Place) -> Level | None:
    """ "Harbour Police Station" and "Harbour Station": one may be short for the other."""
    ours, theirs = (_spelt_out(place.name, other.name) for place, other in ((left, right), (right, left)))
    abbreviated = len(ours) == len(theirs) and all(_abbreviates(a, b) for a, b in zip(ours, theirs, strict=True))
    if abbreviated or set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return Level(
            Outcome.COMPATIBLE, "place-shorter-name", f"{left.name} may be short for {right.name}, or the reverse"
        )
    return None


def _spelt_out(name: str, other: str) -> list[str]:
    """The words of a name in lower case, without apostrophes, and for an acronym the words of the other name that it
    stands for."""
    theirs = other.lower().replace("'", "").replace("\u2019", "").split()
    words: list[str] = []
    for word in name.replace("'", "").replace("\u2019", "").split():
        length = len(word)
        runs = (theirs[at : at + length] for at in range(len(theirs) - length + 1))
        meant = (run for run in runs if length > 1 and word.isupper() and "".join(w[0] for w in run) == word.lower())
        words += next(meant, [word.lower()])
    return words


def _other_sort(left: Place, right: Place) -> Level | None:
    """A hospital and a prison: whoever is taken to both is at one after the other."""
    ours, theirs = ({SORTS[word] for word in place.name.lower().split() if word in SORTS} for place in (left, right))
    if not ours or not theirs or ours & theirs:
        return None
    return Level(Outcome.INCOMPARABLE, "place-other-sort", f"{_words(left)} and {_words(right)}: of two sorts")


def _abbreviates(left: str, right: str) -> bool:
    """Whether two words are one, or one is short for the other ("E." and "East", "St" and "Street")."""
    short, full = sorted((left.rstrip("."), right.rstrip(".")), key=len)
    return short == full or (0 < len(short) <= 3 and full.startswith(short))


def _spelling(left: Place, right: Place) -> Level | None:
    """ "Forensics Centre" and "Forensic Center", or a slip: one name written in two ways."""
    one, other = sorted((left.name.lower().replace(" ", ""), right.name.lower().replace(" ", "")), key=len)
    if left.level != "local" or _is_path(left) or _is_path(right) or len(one) < LONG:
        return None
    if SequenceMatcher(None, one, other, autojunk=False).ratio() < SPELT_ALIKE:
        return None
    return Level(Outcome.COMPATIBLE, "place-spelling", f"{left.name} and {right.name} may be one name, spelt otherwise")


def _same_words(left: Place, right: Place) -> Level | None:
    """ "North Memorial Medical Center" and "North Memorial Hospital": outlets shorten the name of one institution, each
    in its own way."""
    if left.level != "local" or not (_is_site(left) and _is_site(right)) or _is_path(left):
        return None
    fewer, more = sorted((_proper(left.name), _proper(right.name)), key=len)
    shared = {word for word in fewer if any(word[:STEM] == other[:STEM] for other in more)}
    if (fewer | more) & DIRECTIONS - (fewer & more) or len(shared) < 2 or 2 * len(shared) <= len(fewer):
        return None
    return Level(Outcome.COMPATIBLE, "place-same-words", f"{left.name} and {right.name} may be one place")


def _other_name(left: Place, right: Place) -> Level | None:
    if left.level != "local" or _is_path(left):
        return None
    return Level(Outcome.DIFFERENT, "place-different-names", f"{_words(left)} against {_words(right)}", UNSURE)


def _different(left: Place, right: Place) -> Level:
    return Level(Outcome.DIFFERENT, "place-different", f"{_words(left)} against {_words(right)}", 1.0)


LEVELS: tuple[Callable[[Place, Place], Level | None], ...] = (
    _same,
    _other_role,
    _within,
    _opposed,
    _nearby,
    _outside,
    _unlike,
    _on_a_way,
    _other_sort,
    _shorter_name,
    _spelling,
    _same_words,
    _other_name,
    _different,
)


def _words(place: Place) -> str:
    return f"{place.name} ({place.relation})" if place.relation else place.name


def _is_same(left: Place, right: Place) -> bool:
    """Whether both are one place: by name, by the code of a country, or by the words of a fuller name."""
    if left.level == right.level == "country" and left.countries and left.countries == right.countries:
        return True
    if _is_path(left) or _is_path(right):
        return left.name == right.name
    if gazetteer.same_name(left.name, right.name):
        return True
    ours, theirs = _proper(left.name), _proper(right.name)
    return left.level == right.level == "local" and bool(ours) and ours == theirs and _is_fuller(left, right)


def _proper(name: str) -> frozenset[str]:
    """The words of a name that don't say what kind of place it is: "River Tarn" is the Tarn."""
    return frozenset(word for word in name.lower().split() if word not in gazetteer.KINDS)


def _is_fuller(left: Place, right: Place) -> bool:
    """Whether only one of them names the kind: "Mill Lane" and "Mill Bridge" are two places."""
    return _is_site(left) != _is_site(right)


def _is_site(place: Place) -> bool:
    """Whether the name says what kind of place it is, such as a street or a river."""
    return any(word in gazetteer.KINDS for word in place.name.lower().split())


def _is_path(place: Place) -> bool:
    return "/" in place.name or "\\" in place.name


def _nested_paths(left: Place, right: Place) -> bool:
    if not (_is_path(left) and _is_path(right)):
        return False
    one, other = (PurePosixPath(place.name.replace("\\", "/")) for place in (left, right))
    return one.is_relative_to(other) or other.is_relative_to(one)
