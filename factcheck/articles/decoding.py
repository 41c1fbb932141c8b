"""Bytes become text: byte order mark, UTF-8, a declared encoding, or the likeliest one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from factcheck.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The longer marks first: that of UTF-32 begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 1 << 20
"""How many bytes, from the first beyond ASCII, are looked at to tell an encoding."""
MAX_CONTROLS = 0.005
"""Text has a smaller share of control characters; a binary file that happens to decode has more."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_DECLARED = re.compile(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_UNKNOWN = "Save it as UTF-8 text, or leave it out with --exclude"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without its byte order mark, and what its owner should know about how it was decoded."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, path: str) -> Decoded:
    """The text of a file's bytes; raises ArticleError for an empty or a binary one."""
    decoded = _decode(data, path)
    if not decoded.text.strip():
        raise ArticleError(path, "the file is empty", "Give it some text, or leave it out with --exclude")
    sample = decoded.text[:SAMPLE]
    if len(_CONTROL.findall(sample)) > 1 + MAX_CONTROLS * len(sample):
        raise ArticleError(path, "the file is binary, not text", _UNKNOWN)
    return decoded


def _decode(data: bytes, path: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _declared(data) or _damaged(data) or _likeliest(data, path)
    if "\0" in text[:SAMPLE]:
        # UTF-16 without its mark is valid UTF-8 where the text is ASCII, with every other character a null.
        return _likeliest(data, path)
    return Decoded(text)


def _declared(data: bytes) -> Decoded | None:
    """The text in the encoding that a web page declares for itself, if it is in it."""
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    name = found[1].decode("ascii")
    # What declares itself Latin-1 is Windows-1252 to every browser.
    encoding = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name.lower(), name)
    try:
        return Decoded(data.decode(encoding))
    except (LookupError, UnicodeDecodeError):
        return None


def _damaged(data: bytes) -> Decoded | None:
    """The text of a file that is UTF-8 but for a few bytes, which stand as U+FFFD; None if it is not UTF-8."""
    sample = _sample(data).decode("utf-8", "replace")
    bad = sample.count("\N{REPLACEMENT CHARACTER}")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", sample))
    return _replacing(data, "utf-8") if good > bad else None


def _likeliest(data: bytes, path: str) -> Decoded:
    from charset_normalizer import from_bytes

    matches = from_bytes(_sample(data), preemptive_behaviour=False)
    best = matches.best()
    if best is None:
        raise ArticleError(path, "the file is binary, or in an unknown encoding", _UNKNOWN)
    # Western encodings look alike in a text with few accents; among equals the most common one is taken.
    equals = {name for match in matches if match.chaos <= best.chaos for name in match.could_be_from_charset}
    encoding = "cp1252" if "cp1252" in equals else best.encoding
    decoded = _replacing(data, encoding)
    return Decoded(decoded.text, (f"not in UTF-8; read as {encoding}", *decoded.notes))


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    own = "\N{REPLACEMENT CHARACTER}".encode(encoding, "ignore")
    bad = text.count("\N{REPLACEMENT CHARACTER}") - (data.count(own) if own else 0)
    if bad <= 0:
        return Decoded(text)
    return Decoded(text, (f"what is not valid {encoding.upper()} stands as the character U+FFFD, {bad} times",))


def _sample(data: bytes) -> bytes:
    """The stretch that tells encodings apart, from shortly before the first byte beyond ASCII."""
    found = _BEYOND_ASCII.search(data)
    start = max(found.start() - 1024, 0) if found else 0
    # An even start keeps the two bytes of UTF-16 together.
    return data[start - start % 2 :][:SAMPLE]
