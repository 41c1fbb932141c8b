"""General English word lists (``data/english.toml``), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two groups of words that can't both hold of one thing at one time, and what the question is."""

    about: str
    left: frozenset[str]
    right: frozenset[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("factcheck").joinpath("data/english.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of the list ``name``, lower-cased lemmas or phrases."""
    return frozenset(_data()[name])


@cache
def opposites() -> tuple[Opposites, ...]:
    """The opposed groups, in the order of the file."""
    return tuple(
        Opposites(entry["about"], frozenset(entry["left"]), frozenset(entry["right"])) for entry in _data()["opposites"]
    )


@cache
def outcomes() -> Mapping[str, str]:
    """What becomes of people, by each word that says so ("slain" to ``killed``)."""
    return {word: outcome for outcome, listed in _data()["outcomes"].items() for word in listed}


@cache
def stages() -> Mapping[str, str]:
    """The stage of an affair that a lemma names ("indictment" to ``charge``)."""
    return {word: stage for stage, listed in _data()["stages"].items() for word in listed}


@cache
def offices() -> Mapping[str, str]:
    """The office that a title names ("chairwoman" to ``chair``)."""
    return {title: office for office, listed in _data()["offices"].items() for title in listed}
