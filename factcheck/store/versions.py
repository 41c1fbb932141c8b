"""Which code made what an index holds, as a hash of the code itself, so that nobody has to remember to count it up."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from factcheck import language

EXTRACTION = (
    "records.py", "language.py", "lexicon.py", "gazetteer.py", "timescale.py", "claims", "mentions",
    "data/english.toml", "data/gazetteer.json", "data/units.json",
)  # fmt: skip
"""What claims and mentions depend on."""
COMPARISON = (
    "records.py", "config.py", "kinship.py", "clusters.py", "comparators", "facts.py", "findings.py", "lexicon.py",
    "gazetteer.py", "timescale.py", "data",
)  # fmt: skip
"""What verdicts and findings depend on, once there are claims and vectors."""
ENCODING = ("clusters.py", "encoders.py", "nli.py", "onnx_model.py")
"""What the vectors of claims depend on, and what the entailment model is asked through, beside the models."""
SEARCH = ("config.py", "kinship.py", "clusters.py", "related.py", "candidates.py", "cells.py")
"""What the search for related articles depends on, once there are claims and vectors."""
LIBRARIES = ("dateparser", "pint", "spacy", "text2num")
"""Libraries whose release may change which values are found."""
RUNNERS = ("numpy", "onnxruntime", "tokenizers")
"""Libraries whose release may change what a model gives."""
SUFFIXES = (".py", ".toml", ".json")


@cache
def extraction() -> str:
    """The version of what turns an article into claims: code, word lists, language model and libraries."""
    releases = [language.name(), *(f"{library} {importlib.metadata.version(library)}" for library in LIBRARIES)]
    return _digest(EXTRACTION, releases)


@cache
def comparison() -> str:
    """The version of what turns the claims of two articles into verdicts, and verdicts into findings."""
    return _digest(COMPARISON, [f"rapidfuzz {importlib.metadata.version('rapidfuzz')}"])


@cache
def encoding() -> str:
    """The version of what has the models encode and judge."""
    return _digest(ENCODING, [f"{library} {importlib.metadata.version(library)}" for library in RUNNERS])


@cache
def search() -> str:
    """The version of what finds the articles that may be related."""
    releases = [f"{library} {importlib.metadata.version(library)}" for library in ("numpy", "scikit-learn")]
    return _digest(SEARCH, releases)


def _digest(parts: Sequence[str], releases: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join(releases).encode())
    package = files("factcheck")
    for part in parts:
        for name, file in _sources(part, package.joinpath(part)):
            digest.update(f"\n{name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _sources(name: str, found: Traversable) -> Iterator[tuple[str, Traversable]]:
    """The source and data files at a place, sorted by name."""
    if found.is_file():
        if name.endswith(SUFFIXES):
            yield name, found
        return
    for entry in sorted(found.iterdir(), key=lambda entry: entry.name):
        if entry.name != "__pycache__":
            yield from _sources(f"{name}/{entry.name}", entry)
