"""People and organisations that answer the same question: who did it, who holds the office, who was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.comparators import entity_levels, typed
from factcheck.records import ClaimPair, Name, Verdict


class EntityComparator:
    """Named people and organisations."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two names of the pair that may answer the same question."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if isinstance(left, Name) and isinstance(right, Name) and not both_named(pair, left, right):
                yield from typed.verdict(pair, match, entity_levels.compare(left, right), key=key)


def both_named(pair: ClaimPair, left: Name, right: Name) -> bool:
    """Whether one of the claims names both: then they hold two places in it, and neither stands in for the other."""
    texts = (pair.left.sentence_text.lower(), pair.right.sentence_text.lower())
    last = [re.findall(r"\w+", name.name.lower())[-1:] for name in (left, right)]
    return any(all(words and words[0] in text for words in last) for text in texts)


def key(value: object) -> str:
    """The value normalised: equal keys are the same name."""
    assert isinstance(value, Name)
    return value.name.lower()
