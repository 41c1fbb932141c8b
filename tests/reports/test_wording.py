"""Counts and phrases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factcheck.records import Modality
from factcheck.reports import wording
from factcheck.results import Result


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 facts"), (1, "1 fact"), (2, "2 facts"), (12345, "12,345 facts")]
)
def test_count(number: int, expected: str) -> None:
    assert wording.count(number, "fact") == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, "0 %"), (0.934, "93 %"), (0.994, "99 %"), (0.9999, "99 %"), (1.0, "100 %")]
)
def test_percent(share: float, expected: str) -> None:
    assert wording.percent(share) == expected


@pytest.mark.parametrize(
    ("speaker", "modality", "hedges", "expected"),
    [
        (None, Modality.ASSERTED, (), "the outlet itself"),
        ("Ida Brandt", Modality.ASSERTED, (), "Ida Brandt"),
        ("Ida Brandt", Modality.DENIED, (), "Ida Brandt (as a denial)"),
        (None, Modality.ASSERTED, ("about", "some"), "the outlet itself (hedged: “about”, “some”)"),
        (None, Modality.PLANNED, ("may",), "the outlet itself (as a plan; hedged: “may”)"),
    ],
)
def test_said_by(
    story: Result, speaker: str | None, modality: Modality, hedges: tuple[str, ...], expected: str
) -> None:
    side = replace(story.findings[0].sides[0], speaker=speaker, modality=modality, hedges=hedges)
    assert wording.said_by(side) == expected


def test_every_modality_has_its_words() -> None:
    assert set(wording.MANNER) == set(Modality)


@pytest.mark.parametrize(
    ("source", "title", "dated", "expected"),
    [
        ("Herald", "Shut", True, "Herald, “Shut”, 2025-04-02"),
        ("Herald", None, False, "Herald, undated"),
        (None, None, False, "gazette, undated"),
    ],
)
def test_source(story: Result, source: str | None, title: str | None, dated: bool, expected: str) -> None:
    side = story.findings[0].sides[0]
    side = replace(side, source=source, title=title, published=side.published if dated else None)
    assert wording.source(side) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("short", "short"), ("exactly 10", "exactly 10"), ("two words more", "two…"), ("x" * 20, "x" * 9 + "…")],
)
def test_clip_keeps_whole_words(text: str, expected: str) -> None:
    assert wording.clip(text, 10) == expected
