"""Claims of whole articles: exact words, numbering, titles, and text joined of words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import language, pipeline
from factcheck.claims import join
from factcheck.language import Word
from factcheck.records import Passage, Span

PIECES = [
    "The keeper of the lighthouse counted 40 ships on Monday.",
    "“We’re closed,” said Ilse Korhonen, who runs the inn.",
    "It wasn’t clear — at least to the clerk — whether the quay, which cost €4.5m, would open.",
    'The mayor (a former pilot) said: "Nobody was hurt."',
    "Prices rose by 3.5%, according to the bank.",
    "He left; she stayed.",
    "Zoë’s café sold 1,200 naïve paintings 🎨 in São Tomé.",
    "No.",
    "WHO WON?",
    "The mill, whose owner lives abroad, burned down and nobody saw it.",
    "A message says the dam has burst. It is false.",
    "Ms Ito, 43,\u00a0refused to sign…",
]
PARAGRAPHS = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3)


def check_spans(article, claims):
    for claim in claims:
        for span, words in [(claim.span, claim.quote), (claim.sentence, claim.sentence_text)]:
            assert article.text[span.start : span.end] == words
        assert claim.sentence.contains(claim.span)
        for mention in claim.mentions:
            assert article.text[mention.span.start : mention.span.end] == mention.text


@settings(max_examples=40)
@given(PARAGRAPHS)
def test_quotes_are_the_words_at_their_spans(tell, paragraphs):
    article = tell(*paragraphs)
    check_spans(article, pipeline.extract([article]))


@settings(max_examples=25)
@given(st.text(max_size=80))
def test_any_text_can_be_read(tell, text):
    article = tell(f"The mayor left. {text} The mayor came back.")
    check_spans(article, pipeline.extract([article]))


@settings(max_examples=15)
@given(PARAGRAPHS)
def test_the_same_article_makes_the_same_claims(tell, paragraphs):
    assert pipeline.extract([tell(*paragraphs)]) == pipeline.extract([tell(*paragraphs)])


@settings(max_examples=15)
@given(PARAGRAPHS)
def test_texts_have_no_loose_ends(tell, paragraphs):
    for claim in pipeline.extract([tell(*paragraphs)]):
        assert claim.text == claim.text.strip(" ,;:—")
        assert not any(doubled in claim.text for doubled in (", ,", ",,", "  ", " ,", " ."))
        assert claim.text.split()[0].lower() not in {"and", "but", "or"}


def test_a_passage_with_markup_keeps_its_place(tell):
    text = "The **old** bridge\nopened in 1931."
    seen = "The old bridge opened in 1931."
    passage = Passage(seen, ((0, 0), (4, 6), (7, 11), (15, 19)))
    article = tell(text)
    [(_, parsed)] = language.parse([type(article)(**fields(article, passages=(passage,)))])
    assert parsed[0].passage.locate(4, 7) == Span(6, 9)
    [claim] = pipeline.extract([type(article)(**fields(article, passages=(passage,)))])
    assert claim.quote == "The old bridge opened in 1931"
    assert text[claim.span.start : claim.span.end] == text.rstrip(".")


def fields(article, **changed):
    return {name: getattr(article, name) for name in article.__slots__} | changed


def test_ids_count_up_in_reading_order(state):
    claims = state("The dam held.", "The mill burned down. The road was closed.", id="north.txt")
    assert [claim.id for claim in claims] == ["north.txt#00000", "north.txt#00001", "north.txt#00002"]
    assert [claim.span for claim in claims] == sorted(claim.span for claim in claims)


def test_the_title_makes_claims_of_its_own(state):
    title, body = state("The ferry Solveig carried 212 passengers.", title="Ferry carries 212 to safety")
    assert (title.is_title, body.is_title) == (True, False)
    assert title.quote == "Ferry carries 212 to safety"


@pytest.mark.parametrize(
    "stamp",
    [
        "(Published Wednesday, June 8, 2016)",
        "Updated on 4 May 2021 at 3 p.m.",
        "Last modified: 2021-05-04 12:30 GMT",
        "PUBLISHED: 4:12 PM, May 9, 2017 | UPDATED: 5:01 PM",
    ],
)
def test_when_a_page_was_published_is_no_claim(state, stamp):
    assert [claim.text for claim in state("The mill burned down.", stamp)] == ["The mill burned down"]


def test_when_a_thing_was_published_is_one(state):
    text = "Published in 1931, the map shows the old mill and a ferry"
    assert [claim.text for claim in state(f"{text}.")] == [text]


def test_a_paragraph_with_quotations(state):
    claims = state(
        "Ilse Korhonen inspected the bridge on Monday. “The cables are sound,” she said. “Nobody needs to worry.” "
        "The bridge, which opened in 1931, carries 9,000 cars a day."
    )
    assert [(claim.text, claim.speaker) for claim in claims] == [
        ("Ilse Korhonen inspected the bridge on Monday", None),
        ("The cables are sound", "Ilse Korhonen"),
        ("Nobody needs to worry", "Ilse Korhonen"),
        ("The bridge carries 9,000 cars a day", None),
        ("The bridge opened in 1931", None),
    ]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("The mill 's owner left .", "The mill's owner left."),
        ("They were n't there", "They weren't there"),
        ("They were n’t there", "They weren’t there"),
        ("You ’ve seen it", "You’ve seen it"),
        ("the farmers ' union", "the farmers' union"),
        ("a UK - based firm", "a UK-based firm"),
        ("It cost $ 40 ( about £ 31 ) .", "It cost $40 (about £31)."),
        ('It was " not considering " cuts', 'It was "not considering" cuts'),
        ('It was " not considering cuts', "It was not considering cuts"),
        ("It was “ a mess ” , she found", "It was “a mess”, she found"),
        ("It was “ a mess", "It was a mess"),
        ("The mill , , burned", "The mill, burned"),
        (", The mill burned", "The mill burned"),
        ("", ""),
    ],
)
def test_join(words, text):
    assert join(tuple(Word(word, None) for word in words.split())) == text
