"""The same quotation, printed with other words or given to another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from factcheck.comparators.entailment import TextPair
from factcheck.config import MAX_QUOTE
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Mention, Quotation, Span, Verdict

MIN_RUN = 4
"""Words in a row that two quotations must share before they can be the same one."""
MAX_EDGE = 4
"""Words at either end, beyond what two quotations share, that are still another wording and not another sentence."""
MIN_SHARED = 0.6
"""Share of the words, between the first and the last shared one, that two printings of one quotation have in common: a
rewritten clause still passes, two quotations on one subject do not."""
AROUND = 2
"""Words before and after a change that are shown with it."""
MAX_SHOWN = 20
"""Words of a value that is shown; of changes further apart only the first."""
FUNCTION_WORDS = frozenset({
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "and", "or", "but", "that", "which", "who",
    "is", "are", "was", "were", "be", "been", "am", "it", "its", "this", "these", "those", "as", "from", "has", "have",
    "had", "will", "would", "do", "does", "did", "so", "there", "their", "they", "we", "he", "she", "i", "you", "our",
    "his", "her", "your", "my", "us", "them",
})  # fmt: skip
"""Words whose change rarely changes the sense; general English."""
ELISION = re.compile(r"\.\.\.|\. \. \.|\u2026|\[|\]")
"""How a printing says itself that it leaves words out or puts its own in."""
WORD = re.compile(r"[\w$€£%]+(?:['’\-.,]\w+)*")
CONTRACTIONS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}
IRREGULAR = {"won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "shan't": ("shall", "not")}
NUMERALS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
"""Number words that one house style spells out and another prints in digits."""
SPELLINGS = ((re.compile(r"(?<=\w{3})is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"), (re.compile(r"(?<=\w{3})our"), "or"))
"""British spellings, as Americans print them."""
TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "professor", "sir", "lord", "lady", "dame", "president", "minister", "mayor",
    "judge", "chancellor", "senator", "governor", "general", "captain", "inspector", "chief", "secretary", "officer",
    "sergeant", "prime", "councillor", "archbishop", "bishop", "king", "queen", "prince", "princess",
})  # fmt: skip
"""Titles that stand before a name and are no part of it."""
PARTICLES = frozenset(
    {"de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "al", "el", "bin", "ibn", "y", "e"}
)
"""Small words of names; any other lower-case word makes a speaker a role ("the harbour boss")."""
ARTICLES = frozenset({"the", "a", "an", "her", "his", "their", "its", "one", "another"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a quotation: as compared, and where it stands in the quotation."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two quotations laid side by side: the words that differ inside the part that both print."""

    shared: int
    changes: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    """Ranges of words on either side."""


class QuoteComparator:
    """Quotations of at least a few words."""

    def glances(self, pair: ClaimPair) -> Iterable[TextPair]:
        """Nothing."""
        return ()

    def asks(self, pair: ClaimPair) -> Iterable[TextPair]:
        """Nothing: quotations are compared word by word."""
        return ()

    def asks_further(self, pair: ClaimPair) -> Iterable[TextPair]:
        """Nothing."""
        return ()

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two quotations of the pair that are one quotation."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if match.left.kind is Kind.QUOTE and isinstance(left, Quotation) and isinstance(right, Quotation):
                yield from _compare(pair, match.left, match.right, left, right)


def _compare(pair: ClaimPair, one: Mention, other: Mention, left: Quotation, right: Quotation) -> Iterator[Verdict]:
    ours, theirs = _words(one.text), _words(other.text)
    aligned = align([w.text for w in ours], [w.text for w in theirs])
    if aligned is None:
        return
    changes = [
        (a, b) for a, b in aligned.changes if not (_is_elided(one.text, ours, a) or _is_elided(other.text, theirs, b))
    ]
    if speakers_differ(left.speaker, right.speaker):
        yield _other_speaker(pair, one, other, (left.speaker or "", right.speaker or ""))
    elif changes:
        yield _wording(pair, (one, ours), (other, theirs), changes)
    else:
        yield _agreement(pair, one, other)


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[_Word, ...]:
    """The words of a quotation without case, contractions and spelling habits."""
    plain = text.lower().replace("’", "'")
    return tuple(_Word(part, m.start(), m.end()) for m in WORD.finditer(plain) for part in _parts(m[0]))


@lru_cache(maxsize=10_000)
def _parts(word: str) -> tuple[str, ...]:
    if "-" in word:  # "a year-and-a-half" is spoken like "a year and a half"
        return tuple(part for piece in word.split("-") for part in _parts(piece))
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, full in CONTRACTIONS.items():
        if word.endswith(ending):
            return word.removesuffix(ending), full
    for pattern, replacement in SPELLINGS:
        word = pattern.sub(replacement, word)
    return (NUMERALS.get(word, word),)


def align(left: Sequence[str], right: Sequence[str]) -> Alignment | None:
    """How two quotations differ inside the part that both print, or None if they are not the same quotation."""
    from rapidfuzz.distance import Indel

    blocks = [b for b in Indel.opcodes(left, right) if b.tag == "equal"]
    if not blocks or max(b.src_end - b.src_start for b in blocks) < min(MIN_RUN, len(left), len(right)):
        return None
    shared = sum(b.src_end - b.src_start for b in blocks)
    first, last = blocks[0], blocks[-1]
    width = max(last.src_end - first.src_start, last.dest_end - first.dest_start)
    if shared < MIN_RUN or shared / width < MIN_SHARED:
        return None
    gaps = [((a.src_end, b.src_start), (a.dest_end, b.dest_start)) for a, b in pairwise(blocks)]
    lead, tail = ((0, first.src_start), (0, first.dest_start)), ((last.src_end, len(left)), (last.dest_end, len(right)))
    edges = [edge for edge in (lead, tail) if _is_reworded(*edge)]
    if shared / (width + sum(max(a[1] - a[0], b[1] - b[0]) for a, b in edges)) < MIN_SHARED:
        edges = []
    return Alignment(shared, tuple(sorted([*gaps, *edges])))


def _is_reworded(ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Whether both quotations go on, for a few words each, beyond what they share: one that only goes on further than
    the other quotes more, but two that end differently differ."""
    return 0 < ours[1] - ours[0] <= MAX_EDGE and 0 < theirs[1] - theirs[0] <= MAX_EDGE


def speakers_differ(left: str | None, right: str | None) -> bool:
    """Whether two named speakers are different people; a surname matches a full name, and one who is unnamed or only
    called by a role matches all."""
    ours, theirs = _name(left), _name(right)
    if not ours or not theirs:
        return False
    if not set(ours) & set(theirs):
        return True
    both_full = len(ours) == len(theirs) == 2 and ours[1] == theirs[1]
    return both_full and ours[0][0] != theirs[0][0]


def _name(speaker: str | None) -> tuple[str, ...]:
    """The words of a speaker's name without titles, empty if it is no name."""
    words = [w for w in re.findall(r"[^\W\d_]+", re.sub(r"[’']s\b", "", speaker or "")) if len(w) > 1 or w.isupper()]
    if not words or words[0].lower() in ARTICLES:
        return ()
    if any(w.islower() and w not in PARTICLES for w in words):
        return ()
    return tuple(w.lower() for w in words if w.lower() not in TITLES | PARTICLES and len(w) > 1)


def _is_elided(text: str, words: Sequence[_Word], change: tuple[int, int]) -> bool:
    """Whether the printing marks the change itself, with dots or square brackets."""
    start = words[change[0] - 1].end if change[0] else 0
    end = words[change[1]].start if change[1] < len(words) else len(text)
    return ELISION.search(text[start:end]) is not None


def _other_speaker(pair: ClaimPair, one: Mention, other: Mention, speakers: tuple[str, str]) -> Verdict:
    reason = f"the same words are given to {speakers[0]} and to {speakers[1]}"
    left = _evidence(pair.left, one, speakers[0], (0, 0))
    return _verdict(one, "quote-speaker", reason, 0.9, left, _evidence(pair.right, other, speakers[1], (0, 0)))


def _wording(
    pair: ClaimPair,
    left: tuple[Mention, Sequence[_Word]],
    right: tuple[Mention, Sequence[_Word]],
    changes: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> Verdict:
    with_content = [c for c in changes if _changed(left[1], c[0], right[1], c[1]) - FUNCTION_WORDS]
    shown = with_content or changes
    one, other = _shown(left[1], [c[0] for c in shown]), _shown(right[1], [c[1] for c in shown])
    values = _printed(left[0], one), _printed(right[0], other)
    reason = f"the same quotation is printed as {values[0]!r} and as {values[1]!r}"
    code, score = ("quote-wording", 0.85) if with_content else ("quote-function-word", 0.6)
    ours = _evidence(pair.left, left[0], values[0], one)
    return _verdict(left[0], code, reason, score, ours, _evidence(pair.right, right[0], values[1], other))


def _changed(ours: Sequence[_Word], a: tuple[int, int], theirs: Sequence[_Word], b: tuple[int, int]) -> set[str]:
    """The words that only one side prints, leaving out what merely moved."""
    return {w.text for w in ours[slice(*a)]} ^ {w.text for w in theirs[slice(*b)]}


def _shown(words: Sequence[_Word], changes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the changed words stand in the quotation, with a few words before and after."""
    first = max(0, changes[0][0] - AROUND)
    last = min(len(words), changes[-1][1] + AROUND)
    if last - first > MAX_SHOWN:
        last = min(len(words), changes[0][1] + AROUND, first + MAX_SHOWN)
    return words[first].start, words[last - 1].end


def _printed(mention: Mention, place: tuple[int, int]) -> str:
    return " ".join(mention.text[slice(*place)].split())


def _verdict(about: Mention, code: str, reason: str, score: float, left: Evidence, right: Evidence) -> Verdict:
    told = f"the words {about.text[:80]!r}"
    return Verdict(Label.CONTRADICTION, Kind.QUOTE, score, code, reason, told, left, right)


def _agreement(pair: ClaimPair, one: Mention, other: Mention) -> Verdict:
    left, right = (_evidence(c, m, one.text, (0, 0)) for c, m in ((pair.left, one), (pair.right, other)))
    about = f"the words {one.text[:80]!r}"
    return Verdict(Label.ENTAILMENT, Kind.QUOTE, 0.9, "quote-equal", "both print the same words", about, left, right)


def _evidence(claim: Claim, mention: Mention, value: str, place: tuple[int, int]) -> Evidence:
    """The quotation, of a long one the part around ``place``, with its exact span.

    Where markup stands inside the quotation its characters do not map onto the article one by one, and it stays whole.
    """
    quote, span = mention.text, mention.span
    if len(quote) > MAX_QUOTE and span.end - span.start == len(quote):
        start, end = _window(quote, place)
        quote, span = quote[start:end], Span(span.start + start, span.start + end)
    return Evidence(claim, value, span, " ".join(value.lower().split()), quote, span)


def _window(quote: str, place: tuple[int, int]) -> tuple[int, int]:
    """Whole words of at most ``MAX_QUOTE`` characters that hold ``place`` if that is not longer itself."""
    room = max(0, MAX_QUOTE - (place[1] - place[0]))
    start = max(0, min(place[0] - room // 2, len(quote) - MAX_QUOTE))
    if start and not quote[start - 1].isspace():
        start = min(quote.find(" ", start) + 1 or start, place[0])
    end = min(len(quote), start + MAX_QUOTE)
    if end < len(quote) and not quote[end].isspace():
        end = max(quote.rfind(" ", start, end), min(place[1], start + MAX_QUOTE))
    return start, end
