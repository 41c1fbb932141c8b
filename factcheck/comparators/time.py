"""Times that answer the same question."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.comparators import time_levels, typed
from factcheck.records import ClaimPair, TimeSpan, Verdict


class TimeComparator:
    """Clock times, dates and spans of them."""

    def compare(self, pair: ClaimPair) -> Iterator[Verdict]:
        """A verdict for each two times of the pair that may answer the same question."""
        for match in pair.matches:
            left, right = match.left.value, match.right.value
            if isinstance(left, TimeSpan) and isinstance(right, TimeSpan):
                yield from typed.verdict(pair, match, time_levels.compare(left, right), key=key)


def key(value: object) -> str:
    """The value normalised: equal keys are the same time."""
    assert isinstance(value, TimeSpan)
    clock = f"{value.clock[0]}-{value.clock[1]}" if value.clock else ""
    return f"{value.bound} {value.first or ''}..{value.last or ''} {clock} {value.zone or ''}".strip()
