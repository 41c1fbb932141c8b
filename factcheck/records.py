"""The records that flow through the stages: frozen, hashable, and free of any library's types.

An ``Article`` becomes ``Claim``s, a claim holds ``Mention``s, claims of two articles become a ``ClaimPair``, a pair
gets ``Verdict``s, and the verdicts on one fact become a ``Finding`` with a ``Side`` for each source.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What sort of fact sources can disagree about."""

    QUANTITY = "quantity"
    TIME = "time"
    PLACE = "place"
    ENTITY = "entity"
    EVENT = "event"
    QUOTE = "quote"


class Relation(StrEnum):
    """How the sides of a finding stand to each other."""

    CONFLICT = "conflict"
    """Cannot both be true of one moment."""
    UPDATE = "update"
    """The later supersedes the earlier, or announces that it will."""
    DISPUTE = "dispute"
    """Named parties assert opposite things, and the articles only report them."""


class Severity(StrEnum):
    """How much a finding matters to an editor."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Position from 0 (low) to 2 (high), for sorting and thresholds."""
        return list(Severity).index(self)


class Standing(StrEnum):
    """What is already known of a finding, from a baseline or from reviewers."""

    NEW = "new"
    KNOWN = "known"
    """In the baseline."""
    CONFIRMED = "confirmed"
    """A reviewer called it a real disagreement."""
    DISMISSED = "dismissed"
    """A reviewer called it a false alarm."""


class Label(StrEnum):
    """A verdict on two claims, in the words of natural-language inference."""

    CONTRADICTION = "contradiction"
    ENTAILMENT = "entailment"
    NEUTRAL = "neutral"


class Modality(StrEnum):
    """How a claim is put forward."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end} is empty or negative")

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or paragraph as a reader sees it, and where its characters stand in the article's text.

    ``runs`` are pairs (position in ``text``, position in the article): from one pair to the next the characters
    are consecutive in both. A plain paragraph on one line has a single run; a line break that a reader sees as a
    space, or markup between two words, begins another.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    is_title: bool = False

    def offset(self, position: int) -> int:
        """The article's offset of the character at ``position``."""
        at, origin = self.runs[bisect_right(self.runs, (position, 1 << 62)) - 1]
        return origin + position - at

    def locate(self, start: int, end: int) -> Span:
        """The span in the article of ``text[start:end]``."""
        return Span(self.offset(start), self.offset(end - 1) + 1)


@dataclass(frozen=True, slots=True)
class Article:
    """One source's text.

    ``text`` is the file as decoded (for a table the cell, for a PDF the extracted text), and every offset refers to it.
    ``passages`` are what is read for claims: the title first if it stands in the text, no front matter, no boilerplate,
    no paragraph twice. ``source``, ``title``, ``published`` and ``language`` are None where the article does not say.
    """

    id: str
    path: str
    text: str = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    source: str | None
    title: str | None
    published: date | None
    language: str | None
    sha256: str
    row: int | None = None
    page_starts: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What a report calls the article: its source, or else its id."""
        return self.source or self.id

    def line(self, offset: int) -> int:
        """The line of ``offset``, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    def location(self, offset: int) -> str:
        """Where an editor finds ``offset``: ``file.md:12``, ``file.pdf, page 3`` or ``file.csv, row 7``."""
        if self.row is not None:
            return f"{self.path}, row {self.row}"
        if self.page_starts:
            return f"{self.path}, page {bisect_right(self.page_starts, offset)}"
        return f"{self.path}:{self.line(offset)}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was not checked, why, and what its owner can do about it."""

    path: str
    problem: str
    remedy: str = ""


LIMIT = "limit"
"""The qualifier of a bound that a rule sets."""
INTERVAL = "interval"
"""The qualifier of a duration after which something recurs."""
DESIGNATION = "designation"
"""The qualifier of a number that tells a thing from others of its sort ("version 3") and answers no question."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    ``value`` is in ``unit``, a base unit so that values compare directly: ``count``, ``percent``, an ISO 4217 currency
    code, or the SI base unit of the measure (``metre``, ``second``, ``year`` for an age). ``low`` and ``high`` are
    what the wording admits: bounds ("at least"), ranges, hedges and rounding all widen them; an open end is infinite.
    """

    value: float
    low: float
    high: float
    unit: str
    counted: str = ""
    """Lemma of the noun that is counted or measured, "" where the text has none."""
    qualifiers: tuple[str, ...] = ()
    """Lemmas of the words that narrow down what is counted ("active" users, "seriously" injured)."""
    scope: tuple[str, ...] = ()
    """Where it is counted: country codes, lower-cased place names, or ``world``; sorted."""
    part_of: str = ""
    """Lemma of the whole that a part, a share or a rate is taken of; of an age the name of the person, or the lemma of
    the noun for one without a name."""
    approximate: bool = False
    outcome: str = ""
    """What becomes of the people counted: ``killed``, ``hurt`` and the other keys of ``lexicon.outcomes``, or ""."""
    covers: tuple[str, ...] = ()
    """What a count of people takes in: ``several-events``, ``perpetrator``, or ``sum`` of the parts of a list;
    sorted."""

    @property
    def designates(self) -> bool:
        """Whether it only tells a thing from others of its sort, and answers no question."""
        return DESIGNATION in self.qualifiers


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stretch of calendar days, a stretch of the day's minutes, or both; never a guess.

    ``first`` and ``last`` are inclusive, ``clock`` is (first minute, last minute) after midnight, inclusive.
    """

    first: date | None
    last: date | None
    clock: tuple[int, int] | None = None
    zone: str | None = None
    bound: str = ""
    """"" for the span itself, or ``before``, ``after``, ``since``, ``until``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its name, and the country codes it is or lies in (more than one where the name is ambiguous)."""

    name: str
    countries: tuple[str, ...] = ()
    level: str = "local"
    """``continent``, ``country``, ``state``, ``city`` or ``local``."""
    relation: str = ""
    """How it is related to the thing placed: "", or a word such as ``upstream``, ``north``, ``outside``."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person or an organisation: the fullest form of the name that the article gives."""

    name: str
    type: str
    office: str = ""
    """The office that the text says this person holds ("chief executive"), one of ``lexicon.offices``."""
    institution: tuple[str, ...] = ()
    """Lemmas of the words that say of what it is an office; sorted."""
    left: bool = False
    """Whether the text says that the office was left."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, and who is said to have said them."""

    words: str
    speaker: str | None


ABSENT = "exist"
"""The predicate, negated, of what a text says there is none of."""


@dataclass(frozen=True, slots=True)
class State:
    """What is said to have become of something: the predicate's lemma and its polarity.

    Of what there is none of (``ABSENT``), the subject is its noun and the object says which of them."""

    predicate: str
    negated: bool
    subject: str = ""
    object: str = ""
    principal: str = ""
    """The organisation that the subject speaks or acts for."""

    @property
    def arguments(self) -> frozenset[str]:
        """The lemmas of what it is a state of."""
        return frozenset({self.subject, self.object, self.principal} - {""})


Value: TypeAlias = Quantity | TimeSpan | Place | Name | Quotation | State


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed value in a claim, the words that state it, and the question that it answers."""

    kind: Kind
    value: Value
    span: Span
    text: str
    """The words of the value as they stand ("about 80 million")."""
    question: str
    """The claim with the value left open ("the app has how many active users in the US"); two mentions are about the
    same fact as far as their questions mean the same."""
    fact: str = ""
    """The question as a report names it: "how many: the app has … active users in the US"."""
    focus: str = ""
    """The few words around the value, with the value left open: what it is said of, without the rest of the claim."""
    listed: bool = False
    """Whether it is one of several values in a list, none of which is the whole answer."""
    slot: str = ""
    """Lemmas of what the value belongs to: the noun counted, or the thing and the predicate that it dates or places."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A short statement of one article, with the exact words it stands for."""

    id: str
    article: str
    span: Span
    """Where ``quote`` stands in the article."""
    quote: str
    """The exact words, as a reader sees them."""
    text: str
    """The same statement on its own feet: left-out subjects and heads filled in, pronouns resolved where it is safe."""
    sentence: Span
    """Where the whole sentence stands."""
    sentence_text: str
    """The whole sentence, as a reader sees it."""
    speaker: str | None = None
    """Who is said to say so; None is the outlet itself."""
    hedges: tuple[str, ...] = ()
    modality: Modality = Modality.ASSERTED
    negated: bool = False
    refuted: bool = False
    """Whether the article itself says that this is wrong."""
    names: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    """The proper nouns of its sentence that tell its event from others of its sort, in lower case."""
    mentions: tuple[Mention, ...] = ()
    context: tuple[TimeSpan, ...] = ()
    """The times that the claim's sentence names, and those of the sentence that it refers back to."""
    states: tuple[State, ...] = ()
    """What the claim says has become of its subject or object."""
    published: date | None = None
    """When its article was published, if that is known."""
    is_title: bool = False
    alleged: str = ""
    """The sentence that says what this one denies without repeating it ("the firm denied the allegation")."""

    @property
    def stated_in(self) -> str:
        """The sentence that makes the statement, or the one that says what is denied."""
        return self.alleged or self.sentence_text


@dataclass(frozen=True, slots=True)
class Match:
    """Two mentions of one kind that may answer the same question."""

    left: Mention
    right: Mention
    similarity: float
    """Cosine of the two questions."""
    focus_similarity: float = 0.0
    """Cosine of the words right around the two values."""
    slot_similarity: float = 0.0
    """Cosine of the two slots; 0 where one is missing."""
    mutual: bool = False
    """Whether each is the other's nearest mention of this kind in the other article."""
    rivals: int = 1
    """Pairs of mentions of this kind, and for quantities of this unit, that the two articles have."""
    echoed: float = 0.0
    """The share of the two values that the other article gives, too, wherever it does."""
    echoed_nearer: float = 0.0
    """The share of those that it gives in answer to a question at least as alike."""


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Claims of two articles that are likely to be about the same fact; ``left`` has the smaller id."""

    left: Claim
    right: Claim
    similarity: float
    """Cosine of the two claims' texts."""
    shared_names: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    nearness: float = 0.0
    """1 if each is what the other article says most like it, 0.5 if only one of them is, else 0; less where the other
    article says little."""
    sentence_similarity: float = 0.0
    """Cosine of the two sentences that the claims stand in."""
    sentence_nearness: float = 0.0
    """The same as ``nearness`` for the two sentences."""
    kinship: float = 0.0
    """How likely it is that the two articles are on one event, by the names that they share and the days between them:
    log-odds from -1 to 1, 0 where one of them names nothing."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims about the same thing."""

    id: str
    claims: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One side of a verdict: the claim, and within it the value and its words."""

    claim: Claim
    value: str
    """The value as a reader should see it ("80 million")."""
    span: Span
    """Where the value's words stand in the article."""
    key: str
    """The value normalised, so that sides with the same key agree."""
    quote: str = ""
    """The words to quote, and where they stand, where the claim's own are not the best to show."""
    quote_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one comparator says of one pair, and why."""

    label: Label
    kind: Kind
    score: float
    """How sure the comparator is that the two sides answer the same question and cannot both hold (contradiction) or
    say the same (entailment), from 0 to 1."""
    code: str
    """The reason as a stable code, such as ``quantity-different``."""
    reason: str
    """The reason in words."""
    about: str
    left: Evidence
    right: Evidence
    relation: Relation = Relation.CONFLICT
    gap: float = 0.0
    """How far apart the values are, from 0 to 1, where that can be said."""

    @property
    def question(self) -> str:
        """The sort of question that both sides answer: where something is, and where it is to be, are two."""
        return self.code if self.code.endswith(PLANNED) else self.kind.value


PLANNED = "-planned"
"""Ends the codes of verdicts on what is to change."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says of a fact, quoted exactly."""

    article: str
    path: str
    location: str
    line: int
    span: Span
    quote: str
    value: str
    value_span: Span
    source: str
    title: str | None
    published: date | None
    speaker: str | None
    hedges: tuple[str, ...]
    modality: Modality
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact on which sources disagree."""

    fingerprint: str
    """From the content (articles, kind, values, quotations), never from positions or scores."""
    kind: Kind
    relation: Relation
    about: str
    sides: tuple[Side, ...]
    severity: Severity
    confidence: float
    explanation: str
    reasons: tuple[str, ...]
    """Reason codes of the verdicts behind it, sorted."""
    score: float | None = None
    """What the comparators alone give; decisions of reviewers and the weights of sources make the confidence of it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A fact on which independent sources agree."""

    kind: Kind
    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class SingleSource:
    """A checkable fact that only one source gives."""

    kind: Kind
    about: str
    side: Side


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was checked, with what, and what was left out."""

    articles: int
    claims: int
    mentions: int
    pairs_possible: int
    """Pairs of claims from two articles."""
    pairs_compared: int
    """Of these, the candidates that the comparators saw."""
    encoder: str
    language_model: str
    nli: str
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()
    """What a limit dropped, or could not be placed, in words."""
