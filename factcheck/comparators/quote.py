"""The same quotation, printed with other words or given to another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.config import MAX_QUOTE
from factcheck.records import Claim, ClaimPair, Evidence, Kind, Label, Mention, Quotation, Relation, Span, Verdict

MIN_RUN = 4
"""Words in a row that two quotations must share before they can be the same one."""
MIN_SHARED = 0.6
"""Share of the words, between the first and the last shared one, that two printings of one quotation have in common: a
rewritten clause still passes, two quotations on one subject do not."""
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "and",
        "or",
        "but",
        "that",
        "which",
        "who",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "these",
        "those",
        "as",
        "from",
        "has",
        "have",
        "had",
        "will",
        "would",
        "do",
        "does",
        "did",
        "so",
        "there",
        "their",
        "they",
        "we",
        "he",
        "she",
        "i",
        "you",
        "our",
        "his",
        "her",
        "your",
        "my",
        "us",
        "them",
    ]
)
"""Words whose change rarely changes the sense; general English."""
ELISION = re.compile(r"\.\.\.|\u2026|\[")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two quotations laid side by side: the words that differ inside the part that both print."""

    shared: int
    changes: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


class QuoteComparator:
    """Quotations of at least a few words."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two quotations of the pair that are one quotation."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if match.left.kind is Kind.QUOTE and isinstance(left, Quotation) and isinstance(right, Quotation):
                yield from _compare(pair, match.left, match.right, left, right)


def _compare(pair: ClaimPair, one: Mention, other: Mention, left: Quotation, right: Quotation) -> Iterator[Verdict]:
    ours, theirs = _words(left.words), _words(right.words)
    aligned = align([w for w, _ in ours], [w for w, _ in theirs])
    if aligned is None:
        return
    if speakers_differ(left.speaker, right.speaker):
        reason = f"the same words are given to {left.speaker} and to {right.speaker}"
        yield _verdict(pair, one, other, "quote-speaker", reason, 0.9, (left.speaker or "", right.speaker or ""))
    elif not aligned.changes:
        yield _agreement(pair, one, other)
    elif not _is_elision(left.words, right.words):
        yield _wording(pair, one, other, ours, theirs, aligned)


def _words(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of a quotation in lower case, each with its place in the text."""
    return [(m[0].lower().replace("’", "'"), m.span()) for m in re.finditer(r"[\w$€£%]+(?:['’\-.,]\w+)*", text)]


def align(left: Sequence[str], right: Sequence[str]) -> Alignment | None:
    """How two quotations differ inside the part that both print, or None if they are not the same quotation."""
    from rapidfuzz.distance import Indel

    blocks = [b for b in Indel.opcodes(left, right) if b.tag == "equal"]
    if not blocks or max(b.src_end - b.src_start for b in blocks) < min(MIN_RUN, len(left), len(right)):
        return None
    shared = sum(b.src_end - b.src_start for b in blocks)
    width = max(blocks[-1].src_end - blocks[0].src_start, blocks[-1].dest_end - blocks[0].dest_start)
    if shared < MIN_RUN or shared / width < MIN_SHARED:
        return None
    changes = tuple(
        ((a.src_end, b.src_start), (a.dest_end, b.dest_start)) for a, b in zip(blocks, blocks[1:], strict=False)
    )
    return Alignment(shared, changes)


def speakers_differ(left: str | None, right: str | None) -> bool:
    """Whether two named speakers are different people; a surname matches a full name, and an unnamed one matches all."""
    if left is None or right is None:
        return False
    ours, theirs = ({w for w in re.findall(r"[^\W\d_]{2,}", name) if w[0].isupper()} for name in (left, right))
    return bool(ours and theirs and not ours & theirs)


def _is_elision(left: str, right: str) -> bool:
    """Whether one printing says itself that it leaves words out or puts its own in."""
    return bool(ELISION.search(left)) != bool(ELISION.search(right))


def _wording(
    pair: ClaimPair, one: Mention, other: Mention, ours: list[tuple[str, tuple[int, int]]],
    theirs: list[tuple[str, tuple[int, int]]], aligned: Alignment,
) -> Verdict:  # fmt: skip
    changed = {w for (a, b), (c, d) in aligned.changes for w in [w for w, _ in ours[a:b]] + [w for w, _ in theirs[c:d]]}
    content = changed - FUNCTION_WORDS
    values = (
        _around(one, ours, [c[0] for c in aligned.changes]),
        _around(other, theirs, [c[1] for c in aligned.changes]),
    )
    reason = f"the same quotation is printed as {values[0]!r} and as {values[1]!r}"
    code = "quote-wording" if content else "quote-function-word"
    return _verdict(pair, one, other, code, reason, 0.85 if content else 0.6, values)


def _around(mention: Mention, words: list[tuple[str, tuple[int, int]]], changes: Sequence[tuple[int, int]]) -> str:
    """The changed words with two words before and after, as printed."""
    first = max(0, changes[0][0] - 2)
    last = min(len(words), changes[-1][1] + 2)
    if last - first > 20:
        last = min(len(words), changes[0][1] + 2)
    return " ".join(mention.text[words[first][1][0] : words[last - 1][1][1]].split())


def _verdict(
    pair: ClaimPair, one: Mention, other: Mention, code: str, reason: str, score: float, values: tuple[str, str]
) -> Verdict:
    return Verdict(
        Label.CONTRADICTION, Kind.QUOTE, score, code, reason, f"the words {one.text[:80]!r}",
        _evidence(pair.left, one, values[0]), _evidence(pair.right, other, values[1]), Relation.CONFLICT,
    )  # fmt: skip


def _agreement(pair: ClaimPair, one: Mention, other: Mention) -> Verdict:
    return Verdict(
        Label.ENTAILMENT, Kind.QUOTE, 0.9, "quote-equal", "both print the same words", f"the words {one.text[:80]!r}",
        _evidence(pair.left, one, one.text), _evidence(pair.right, other, one.text),
    )  # fmt: skip


def _evidence(claim: Claim, mention: Mention, value: str) -> Evidence:
    quote, span = mention.text, mention.span
    if len(quote) > MAX_QUOTE and span.end - span.start == len(quote):
        at = quote.find(value) if value in quote else 0
        start = max(0, min(at - MAX_QUOTE // 3, len(quote) - MAX_QUOTE))
        start = quote.rfind(" ", 0, start + 1) + 1 if start else 0
        end = quote.rfind(" ", start, start + MAX_QUOTE) if start + MAX_QUOTE < len(quote) else len(quote)
        quote, span = quote[start:end], Span(span.start + start, span.start + end)
    return Evidence(claim, value, span, " ".join(value.lower().split()), quote, span)
