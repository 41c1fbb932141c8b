"""What becomes of the people that a number counts, and which of them it takes in.

"Four killed" and "four wounded" answer two questions, however alike their sentences are. Headlines leave out nouns and
verbs, and the parser is lost in them, so that the words around the number are read, not the parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factcheck import lexicon
from factcheck.mentions.grammar import NOUNS
from factcheck.mentions.numbers import Number

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

REACH = 9
"""Tokens behind a number in which its outcome may follow ("six other men, all from one family, were wounded")."""
PASSED = NOUNS | {"ADJ", "DET", "ADV", "AUX", "PART"}
"""What may stand between a number and its outcome: the rest of its noun phrase,"""
PREDICATES = frozenset({"ADV", "AUX", "PART"})
"""and behind that what belongs to a verb."""
LINKS = frozenset({"of", "them", "whom", "who", "that", "which", "others", "more", "been", "left", "-"})
"""Words of other classes that may stand in either."""
ACTIVE = re.compile(r"kill(?:s|ed|ing)?|slay|slain|murder(?:s|ed|ing)?|executed?|claim(?:s|ed|ing)?"
                    r"|injur(?:e|es|ed|ing)|wound(?:s|ed|ing)?|hurt(?:s|ing)?|maim(?:s|ed|ing)?|sicken(?:s|ed|ing)?"
                    r"|shoot(?:s|ing)?|shot|stab(?:s|bed|bing)?|hit(?:s|ting)?|struck|strik(?:e|es|ing)|infect(?:s|ed|ing)?"
                    r"|arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|evacuat(?:e|es|ed|ing)|rescu(?:e|es|ed|ing)|sav(?:ed|ing)"
                    r"|displac(?:e|es|ed|ing)")  # fmt: skip
"""Outcomes as verbs whose object is what they befall: "killed six", "injuring three others"."""
FATAL = re.compile(r"\s*(?:(?:and|,)\s+killed|dead|to death|fatally)\b", re.I)
"""Words that make of "shot" a death."""
LOST = re.compile(r"los(?:t|e|es|ing) (?:their|his|her) li(?:fe|ves)", re.I)
LIVES = frozenset({"life", "lives"})
PERIOD = re.compile(
    r"\b(?:in|within|over|during) (?:(?:less|fewer|more) than |just |about |the (?:last|past) )?[\w-]+ "
    r"(?:hours|days|weeks|months)\b|\bsince (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\bacross [A-Z]\w+"
    r"|\bin \w+ alone\b"
)
"""Stretches of time and space that a toll of several events is given for."""
STRETCHES = frozenset({"weekend", "overnight"})
"""Words that make a toll the one of several events, unless the sentence speaks of a single one."""
DIED_TOO = re.compile(
    r"\b(?:kill|shot|shoot|gun on|turn|hang)\w*\b.{0,30}\b(?:him|her|them)sel(?:f|ves)\b|\bown li(?:fe|ves)\b"
    r"|\bsuicide\b|\b(?:he|she|they) (?:was|were) (?:also )?(?:shot and |fatally |found )?(?:killed|shot|dead)\b",
    re.I,
)
"""Words that say that the one who did it died too."""


def find(sentence: Span, number: Number, stop: int) -> str:
    """What becomes of whom the number counts, a key of ``lexicon.outcomes``; "" if nothing near says it.

    ``stop`` is where the next number begins.
    """
    if _is_of_a_relative(sentence.doc, number):
        return ""
    before = _before(sentence, number)
    if before not in {"", "hit"}:
        return before
    return _behind(sentence.doc, number, min(stop, sentence.end)) or before


def _is_of_a_relative(doc: Doc, number: Number) -> bool:
    """Whether what follows befalls another: "father of five killed"."""
    if number.start < 2 or doc[number.start - 1].lower_ != "of" or number.end >= len(doc):
        return False
    relative = doc[number.start - 2].lower_
    return relative in lexicon.words("persons") - lexicon.words("anyone") and bool(_outcome(doc, number.end))


def _behind(doc: Doc, number: Number, stop: int) -> str:
    """Of "six other people were killed", "27 deaths", "5 hurt"."""
    past_noun = False
    for position in range(number.end, min(number.end + REACH, stop)):
        token = doc[position]
        if found := _outcome(doc, position):
            return "" if past_noun and _has_object(doc, position) else found
        if past_noun and _closes_an_aside(doc, position):
            continue
        if token.lower_ not in LINKS and token.pos_ not in (PREDICATES if past_noun else PASSED):
            return ""
        past_noun = past_noun or (token.pos_ in NOUNS and token.dep_ != "compound") or token.pos_ == "AUX"
    return ""


def _closes_an_aside(doc: Doc, position: int) -> bool:
    """Whether it is the second comma of "two women, both from here, were killed"."""
    return doc[position].text == "," and position + 1 < len(doc) and doc[position + 1].pos_ == "AUX"


def _has_object(doc: Doc, position: int) -> bool:
    """Whether those who are counted do it to others: "two men killed a boy"."""
    if not ACTIVE.fullmatch(doc[position].lower_) or doc[position - 1].pos_ == "AUX" or position + 1 >= len(doc):
        return False
    behind = doc[position + 1]
    is_time = behind.ent_type_ in {"DATE", "TIME"} or behind.lower_ in lexicon.outcomes()
    return not is_time and behind.pos_ in {"DET", "NUM", "PRON", "NOUN", "PROPN", "ADJ"}


def _before(sentence: Span, number: Number) -> str:
    """Of "killed six", "the deaths of six", "claimed the lives of six"."""
    if (verb := verb_before(sentence, number.start)) is not None:
        return _outcome(sentence.doc, verb)
    doc, position = sentence.doc, number.start - 1
    if position <= sentence.start or doc[position].lower_ != "of":
        return ""
    noun = doc[position - 1]
    if noun.lower_ in LIVES:
        return "killed"
    return lexicon.outcomes().get(noun.lower_, "") if noun.tag_ in {"NN", "NNS"} else ""


def verb_before(sentence: Span, start: int) -> int | None:
    """Where the verb stands whose object the number at ``start`` is, if it says what becomes of them; else None."""
    doc, position = sentence.doc, start - 1
    while position > sentence.start and doc[position].pos_ in {"DET", "ADV", "PART"}:
        position -= 1
    if position < sentence.start:
        return None
    verb = doc[position]
    is_active = ACTIVE.fullmatch(verb.lower_) and verb.tag_ not in {"NN", "NNS"} and not _is_passive(verb)
    return position if is_active else None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _outcome(doc: Doc, position: int) -> str:
    """What the word at ``position`` says; of "shot" what is added to it."""
    word = doc[position].lower_
    found = lexicon.outcomes().get(word, "")
    if LOST.match(doc[position : position + 3].text):
        return "killed"
    if word.startswith("surviv") and position and doc[position - 1].lower_ in {"not", "n't"}:
        return "killed"
    if found != "hit":
        return found
    if word in lexicon.words("incidents") and doc[position].tag_ in {"NN", "NNP"}:
        return ""
    around = doc[position + 1 : position + 4].text
    is_fatal = FATAL.match(around) or (position and doc[position - 1].lower_ == "fatally")
    return "killed" if is_fatal else found


def covers(sentence: Span) -> tuple[str, ...]:
    """What the tolls of a sentence take in, sorted: ``several-events``, ``perpetrator``."""
    found = set()
    if _tells_of_several(sentence):
        found.add("several-events")
    if _perpetrator_died(sentence):
        found.add("perpetrator")
    return tuple(sorted(found))


def _tells_of_several(sentence: Span) -> bool:
    text = sentence.text
    words = {token.lower_ for token in sentence}
    incidents = lexicon.words("incidents")
    if any(f"{noun}s" in words for noun in incidents) or PERIOD.search(text):
        return True
    if any(phrase in text.lower() for phrase in lexicon.words("sprees")):
        return True
    return bool(STRETCHES & words) and not incidents & words


def _perpetrator_died(sentence: Span) -> bool:
    """Whether the one who did it is among the dead, or died beside those who are counted."""
    if DIED_TOO.search(sentence.text):
        return True
    culprits = [t for t in sentence if t.lower_ in lexicon.words("perpetrators")]
    return any(_is_included(t, sentence.start) or _dies(t, sentence.end) for t in culprits)


def _is_included(culprit: Token, start: int) -> bool:
    before = culprit.doc[max(start, culprit.i - 4) : culprit.i]
    return any(token.lower_ in {"including", "plus", "includes", "besides"} for token in before)


def _dies(culprit: Token, end: int) -> bool:
    behind = culprit.doc[culprit.i + 1 : min(end, culprit.i + 5)]
    passive = [t for t in behind if lexicon.outcomes().get(t.lower_) == "killed"]
    if not passive or any(t.is_punct or t.lower_ in {"who", "that"} for t in behind if t.i < passive[0].i):
        return False
    after = passive[0].i + 1
    has_object = after < end and (
        culprit.doc[after].like_num or culprit.doc[after].pos_ in {"DET", "NOUN", "PRON", "NUM"}
    )
    return not has_object
