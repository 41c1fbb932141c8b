"""Results built by hand: a small story in four articles, and articles that attack the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from factcheck.records import (
    Agreement,
    Article,
    Cluster,
    Coverage,
    Finding,
    Kind,
    Modality,
    Passage,
    Relation,
    Severity,
    Side,
    SingleSource,
    Skipped,
    Span,
    Standing,
)
from factcheck.reports import Focus
from factcheck.results import Result

GAZETTE = """# Bridge over the Aller closed

The Aller bridge carries 18,000 vehicles a day, the council says.
It was built in 1968 & repaired twice. The bridge will reopen on 4 May.

An 18,000-vehicle-a-day crossing can't simply be shut, said Councillor Ida Brandt.
"""
COURIER = """Some 24,000 vehicles cross the Aller bridge
every day. Engineers will need until 18 May, the firm Holm & Sons said.
The crossing was built in 1968. The mayor, Jonas Reil, says that he was never warned of the cracks.
"""
RADIO = """Around 18 000 vehicles a day use the bridge.
Inspector Mara Lund says she warned the mayor of the cracks in January.
The toll is 2.50 euros.
"""
WIRE = """The bridge, opened to traffic in 1968, is 412 metres long."""


def article(name: str, text: str, source: str | None, published: date | None, title: str | None = None) -> Article:
    paragraph = text.replace("\n", " ").rstrip()
    return Article(
        id=name.partition(".")[0],
        path=f"articles/{name}",
        text=text,
        passages=(Passage(paragraph, ((0, 0),)),),
        source=source,
        title=title,
        published=published,
        language="en",
        sha256="0" * 64,
    )


def side(
    article: Article,
    quote: str,
    value: str,
    *,
    key: str | None = None,
    speaker: str | None = None,
    hedges: tuple[str, ...] = (),
    modality: Modality = Modality.ASSERTED,
) -> Side:
    start = article.text.replace("\n", " ").index(quote)
    at = start + quote.index(value)
    return Side(
        article=article.id,
        path=article.path,
        location=article.location(start),
        line=article.line(start),
        span=Span(start, start + len(quote)),
        quote=quote,
        value=value,
        value_span=Span(at, at + len(value)),
        source=article.source,
        title=article.title,
        published=article.published,
        speaker=speaker,
        hedges=hedges,
        modality=modality,
        key=key or value,
    )


def build(
    articles: tuple[Article, ...],
    findings: tuple[Finding, ...] = (),
    agreements: tuple[Agreement, ...] = (),
    single_source: tuple[SingleSource, ...] = (),
    skipped: tuple[Skipped, ...] = (),
    notes: tuple[str, ...] = (),
) -> Result:
    coverage = Coverage(
        articles=len(articles),
        claims=14,
        mentions=1021,
        pairs_possible=71,
        pairs_compared=23,
        encoder="all-MiniLM-L6-v2",
        language_model="en-core-web-sm 3.8.0",
        nli="rules only",
        skipped=skipped,
        notes=notes,
    )
    cluster = Cluster("c1", ("gazette:1", "courier:1"), "Aller bridge")
    return Result(articles, findings, agreements, single_source, (cluster,), coverage)


def fact(
    *sides: Side,
    about: str,
    kind: Kind = Kind.QUANTITY,
    relation: Relation = Relation.CONFLICT,
    severity: Severity = Severity.MEDIUM,
    confidence: float = 0.8,
    explanation: str = "The two values differ.",
    reasons: tuple[str, ...] = ("quantity-different",),
    fingerprint: str = "f0",
) -> Finding:
    return Finding(fingerprint, kind, relation, about, sides, severity, confidence, explanation, reasons)


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.reports.tool.version", lambda: "1.2.3")


@pytest.fixture
def story() -> Result:
    gazette = article("gazette.md", GAZETTE, "Aller Gazette", date(2025, 4, 2), "Bridge over the Aller closed")
    courier = article("courier_2.txt", COURIER, "Morning Courier", date(2025, 4, 9))
    radio = article("radio.txt", RADIO, None, None)
    wire = article("wire.txt", WIRE, "North Wire", date(2025, 4, 2))
    traffic = fact(
        side(
            gazette,
            "The Aller bridge carries 18,000 vehicles a day, the council says.",
            "18,000 vehicles",
            key="18000",
            speaker="the council",
            modality=Modality.REPORTED,
        ),
        side(courier, "Some 24,000 vehicles cross the Aller bridge every day.", "24,000 vehicles", hedges=("Some",)),
        side(radio, "Around 18 000 vehicles a day use the bridge.", "18 000 vehicles", key="18000", hedges=("Around",)),
        side(
            gazette,
            "An 18,000-vehicle-a-day crossing can't simply be shut",
            "18,000-vehicle",
            key="18000",
            speaker="Councillor Ida Brandt",
        ),
        about="vehicles that cross the Aller bridge a day",
        severity=Severity.HIGH,
        confidence=0.934,
        explanation="18,000 and 24,000 differ by 25 per cent; “some” and “around” do not bridge the gap.",
        fingerprint="9c1f04ab",
    )
    reopening = fact(
        side(gazette, "The bridge will reopen on 4 May.", "4 May", modality=Modality.PLANNED),
        side(courier, "Engineers will need until 18 May", "18 May", speaker="Holm & Sons", modality=Modality.PLANNED),
        about="when the bridge reopens",
        kind=Kind.TIME,
        relation=Relation.UPDATE,
        confidence=0.71,
        explanation="The later article, of 2025-04-09, gives a later day.",
        reasons=("time-later-article", "time-plan-moved"),
        fingerprint="41d2ee07",
    )
    warning = fact(
        side(
            courier,
            "The mayor, Jonas Reil, says that he was never warned of the cracks.",
            "never warned",
            speaker="Jonas Reil",
            modality=Modality.DENIED,
        ),
        side(
            radio,
            "Inspector Mara Lund says she warned the mayor of the cracks in January.",
            "warned",
            speaker="Inspector Mara Lund",
            modality=Modality.REPORTED,
        ),
        about="whether the mayor was warned of the cracks",
        kind=Kind.EVENT,
        relation=Relation.DISPUTE,
        severity=Severity.LOW,
        confidence=0.5555,
        explanation="One speaker says that it happened, the other that it did not.",
        reasons=("event-polarity",),
        fingerprint="e07a5c33",
    )
    built = Agreement(
        Kind.TIME,
        "when the Aller bridge was built",
        (
            side(gazette, "It was built in 1968 & repaired twice.", "1968"),
            side(courier, "The crossing was built in 1968.", "1968"),
            side(wire, "The bridge, opened to traffic in 1968", "in 1968", key="1968"),
        ),
    )
    toll = SingleSource(Kind.QUANTITY, "the toll", side(radio, "The toll is 2.50 euros.", "2.50 euros"))
    length = SingleSource(Kind.QUANTITY, "length of the bridge", side(wire, "is 412 metres long", "412 metres"))
    return build(
        (gazette, courier, radio, wire),
        (traffic, reopening, warning),
        (built,),
        (length, toll),
        (Skipped("articles/scan.pdf", "the file holds no text", "Run text recognition on it first."),),
        ("2 findings are below the confidence of 0.5",),
    )


@pytest.fixture
def standings() -> dict[str, Standing]:
    """What is known of the findings of the story: new, in the baseline, dismissed."""
    return {"9c1f04ab": Standing.NEW, "41d2ee07": Standing.KNOWN, "e07a5c33": Standing.DISMISSED}


@pytest.fixture
def focus() -> Focus:
    """The gate's question: may the Courier's article go in? One finding says no."""
    return Focus(new=frozenset({"courier_2"}), failing=frozenset({"9c1f04ab"}))


@pytest.fixture
def nothing() -> Result:
    gazette = article("gazette.md", GAZETTE, "Aller Gazette", date(2025, 4, 2))
    return build((gazette, article("wire.txt", WIRE, "North Wire", None)))


@pytest.fixture
def of_text() -> Callable[[str], Result]:
    """A result in which every text that an article can write is the given one."""

    def build_from(text: str) -> Result:
        evil = Article("id " + text, "articles/" + text, text, (), text, text, None, None, "0" * 64)
        span = Span(0, len(text))
        words = Span(len(text) // 3, max(len(text) // 3 + 1, 2 * len(text) // 3))
        sides = tuple(
            Side(
                evil.id, evil.path, f"{evil.path}:1", 1, span, text, f"{text}{key}", words,
                evil.source, evil.title, None, text, (text,), Modality.REPORTED, key,
            )
            for key in ("1", "2")
        )  # fmt: skip
        finding = fact(*sides, about=text, explanation=text, reasons=("quantity-different", text), fingerprint=text)
        agreement = Agreement(Kind.QUANTITY, text, sides)
        single = SingleSource(Kind.QUANTITY, text, sides[0])
        return build((evil, evil), (finding,), (agreement,), (single,), (Skipped(text, text, text),), (text,))

    return build_from
