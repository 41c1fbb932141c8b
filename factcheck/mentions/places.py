"""The places that a sentence puts something in: those of the gazetteer, and local ones by their position.

A name counts as a place where the grammar puts something there ("in", "at", "north of", "leave"), since names alone
mislead: Jackson is a person as often as a city. A name that the gazetteer doesn't know must also be no person,
organisation or product by its entity label, unless its position leaves no doubt ("bound for", "the south bank of").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck import gazetteer, lexicon
from factcheck.mentions import datelines
from factcheck.mentions.found import Found
from factcheck.records import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_DATES = frozenset({"DATE", "TIME"})
_DIRECTIONS = {
    name + ending: name
    for name in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
    for ending in ("", "ern")
}
_RELATIONS = _DIRECTIONS | {
    "inside": "inside", "within": "inside", "outside": "outside", "above": "above", "below": "below",
    "beneath": "below", "under": "below", "upstream": "upstream", "downstream": "downstream", "near": "near",
    "around": "near", "off": "near",
}  # fmt: skip
"""Words that set a thing in relation to a place, and the relation."""
_WAYS = {"from": "from", "to": "to", "towards": "to", "toward": "to", "for": "to"}
_BOUND = frozenset({"bind", "bound", "depart", "destine", "head", "leave", "sail"})
"""Words whose "for" names where somebody is going."""
_SURE = frozenset({"in", "at", "near", "outside", "inside"})
"""Prepositions after which a name that no label contradicts is a place."""
_LABELLED = _SURE | _RELATIONS.keys() | {"on", "onto", "into", "from", "to", "towards", "toward", "for", "based", "of"}
"""Those after which an unknown name that is labelled a place is one."""
_PREPOSITIONS = _LABELLED | {
    "across", "along", "around", "behind", "beside", "between", "beyond", "by", "off", "opposite", "over", "through",
    "via",
}  # fmt: skip
_ABSTRACT = frozenset({
    "aim", "believe", "confide", "deal", "engage", "interest", "invest", "participate", "point", "result", "shout",
    "specialise", "specialize", "stare", "succeed", "trust", "yell",
})  # fmt: skip
"""Verbs whose "in" or "at" says in whom or at what, not where."""
_PLACING = frozenset({
    "arrive", "back", "collapse", "crash", "die", "explode", "happen", "hold", "host", "house", "keep", "land", "lie",
    "live", "locate", "occur", "remain", "reside", "save", "sink", "sit", "stand", "stay", "stop", "store", "strike",
})  # fmt: skip
"""Verbs of standing, storing and happening: what their "in" or "at" names is a place ("stored in Some Cloud")."""
_GOING = {"leave": "from", "flee": "from", "reach": "to", "enter": "to", "visit": "to", "approach": "to"}
"""Verbs whose object is a place gone from or to, if it is a place."""
_MOVING = frozenset({
    "bring", "carry", "come", "cross", "deliver", "deport", "drive", "evacuate", "export", "fly", "go", "head", "march",
    "migrate", "move", "relocate", "retreat", "return", "ride", "run", "sail", "send", "shift", "ship", "spread",
    "take", "transfer", "travel", "walk",
})  # fmt: skip
"""Verbs whose "to" is where they lead, not whom they concern."""
_VEHICLES = frozenset({
    "aircraft", "boat", "bus", "car", "coach", "convoy", "express", "ferry", "flight", "jet", "lorry", "plane", "ship",
    "tanker", "train", "tram", "truck", "vessel",
})  # fmt: skip
"""What leaves a place rather than a firm, and goes to one."""
_PORTIONS = frozenset(
    {"capital", "corner", "edge", "end", "foot", "half", "heart", "outskirts", "part", "rim", "roof", "side", "top"}
)
"""Parts of a place: "on the rim of" a place is at it."""
_STREETS = frozenset({"avenue", "boulevard", "drive", "lane", "road", "street"})
_LIST = frozenset({",", "and", "or", "&"})
_PATH = re.compile(r"(?<![\w:/.~])(?:~|\.{1,2})?(?:/[\w.@+-]*\w){2,}/?|\b[A-Z]:\\[\w\\.-]*\w")
_BEHIND = re.compile(
    r",?\s(?:(?:just|further|slightly|well|a\slittle)\s)?(?P<word>upstream|downstream|(?:north|south|east|west)(?=\sof))\b"
)


def find(sentence: Span) -> list[Found]:
    """The places that ``sentence`` puts something in, in order, none inside another."""
    found: list[Found] = []
    for one in sorted((*_paths(sentence), *_named(sentence)), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _paths(sentence: Span) -> Iterator[Found]:
    """File paths, which are places to a program."""
    for match in _PATH.finditer(sentence.text):
        base = sentence.start_char
        words = sentence.doc.char_span(base + match.start(), base + match.end(), alignment_mode="expand")
        if words is not None:
            yield Found(Place(match[0].rstrip("/")), words.start, words.end)


def _named(sentence: Span) -> Iterator[Found]:
    begin = sentence.start_char + datelines.end(sentence.text)
    last: Found | None = None
    for name in _names(sentence):
        anchor = _anchor(_head(name)) if name[0].idx >= begin else None
        place = _place(name, anchor) if anchor is not None else _next_of_list(name, last)
        if place is None:
            continue
        last = Found(replace(place, relation=_relation(name, anchor)) if anchor else place, name.start, name.end)
        yield last


# Names


def _names(sentence: Span) -> Iterator[Span]:
    """Runs of capitalised words, or the entity of a place where it reaches further ("Isle of Man")."""
    doc, position = sentence.doc, sentence.start
    reaches = {entity.start: entity.end for entity in sentence.ents if entity.label_ in _LABELS}
    while position < sentence.end:
        end = position
        while end < sentence.end and _is_name(doc[end]):
            end += 1
        if end == position:
            position += 1
            continue
        end = _joined(doc, position, max(end, reaches.get(position, end)), sentence.end)
        end = _possessed(doc, position, end, sentence.end)
        yield doc[position:end]
        position = end


def _joined(doc: Doc, start: int, end: int, limit: int) -> int:
    """Where a name of the gazetteer ends that has a small word inside: "Isle of Man", "Bosnia and Herzegovina"."""
    longer = [stop for stop in range(min(end + 3, limit), end + 1, -1) if doc[end].is_lower and _is_name(doc[stop - 1])]
    return next((stop for stop in longer if gazetteer.lookup(doc[start:stop].text)), end)


def _possessed(doc: Doc, start: int, end: int, limit: int) -> int:
    """Where a name ends that goes on after an apostrophe: "Baker's Row", "St Anne's Lake Hospital", and "St Mary's"
    where nothing is Mary's."""
    if doc[end - 1].tag_ == "POS":
        end -= 1
    if end + 1 >= limit or doc[end].tag_ != "POS":
        return end
    stop = next((i for i in range(end + 1, limit) if not _is_name(doc[i])), limit)
    is_saint = doc[start].lower_.rstrip(".") in {"st", "saint"}
    if stop > end + 1 and _is_kind(doc[stop - 1]) and (is_saint or stop == end + 2):
        return stop
    return end + 1 if doc[end - 1].dep_ == "pobj" else end


def _is_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ"} and token.ent_type_ not in _DATES


def _head(name: Span) -> Token:
    """The word that the rest of the name hangs on; "Kingston" in "Kingston upon Hull"."""
    return name.root if _is_name(name.root) else name[0]


# Positions


def _anchor(token: Token) -> Token | None:
    """The word that puts ``token`` into place: a preposition, a verb of going, or "based"; None without one."""
    head = token.head
    if token.dep_ == "conj":
        return _anchor(head)
    if token.dep_ == "pobj":
        return _of(head) if head.lower_ == "of" else head if _is_locative(head) else None
    if token.dep_ == "dobj":
        return head if head.lemma_ in _GOING else None
    if head.lower_ == "based" and head.i == token.i + 2:
        return head
    if token.dep_ in {"amod", "compound", "nmod"} and _is_kind(head):
        return _anchor(head)
    return None


def _of(preposition: Token) -> Token | None:
    """The anchor of "north of", "the port of": its own, or that of the part or kind of place before it."""
    noun = preposition.head
    if preposition.i and preposition.nbor(-1).lower_ in _RELATIONS:
        return preposition
    return _anchor(noun) if _is_kind(noun) or noun.lemma_.lower() in _PORTIONS else None


def _is_locative(preposition: Token) -> bool:
    """Whether what follows may be a place; "to" also has receivers, and a threat to a country isn't in it."""
    word, head = preposition.lower_, preposition.head
    if word == "for":
        return head.lemma_.lower() in _BOUND
    if word == "to":
        moving = head.pos_ == "ADV" or head.lemma_ in _MOVING | _VEHICLES or _comes_from(preposition)
        return moving or any(_is_kind(token) for token in (head, *preposition.children))
    return word in _PREPOSITIONS


def _comes_from(preposition: Token) -> bool:
    """Whether "to" is the second half of "from ... to"."""
    return preposition.head.lower_ == "from" or any(other.lower_ == "from" for other in preposition.head.children)


def _is_kind(noun: Token) -> bool:
    return noun.lemma_.lower() in gazetteer.KINDS


# Places


def _place(name: Span, anchor: Token) -> Place | None:
    """What place ``name`` is, None if it is none."""
    entities = [entity for entity in name.doc.ents if entity.start < name.end and name.start < entity.end]
    others = [entity for entity in entities if entity.label_ not in _LABELS]
    if street := _one_of_streets(name):
        return Place(street)
    known = gazetteer.lookup(name.text) or _of_demonym(name)
    if known is not None:
        return None if any(entity.start < name.start or name.end < entity.end for entity in others) else known
    return Place(_plain(name)) if _is_local(name, anchor, {entity.label_ for entity in entities}) else None


def _one_of_streets(name: Span) -> str | None:
    """The street that a name is the last part of ("Dock and Mill streets" end with Mill Street), None for others."""
    behind = name.doc[name.end] if name.end < len(name.doc) else None
    if behind is None or behind.tag_ != "NNS" or behind.lemma_.lower() not in _STREETS:
        return None
    is_last = name.start > 0 and name.doc[name.start - 1].lower_ == "and"
    return f"{_plain(name)} {behind.lemma_.title()}" if is_last else None


def _next_of_list(name: Span, last: Found | None) -> Place | None:
    """The place that ``name`` is where only "," or "and" part it from the last one, whatever the parser makes of it."""
    if last is None or not isinstance(last.value, Place) or last.end == name.start:
        return None
    known = gazetteer.lookup(name.text)
    listed = all(token.lower_ in _LIST for token in name.doc[last.end : name.start])
    if known is None or not listed or gazetteer.contains(known, last.value):  # "Austin, Texas" is one place
        return None
    return replace(known, relation=last.value.relation)


def _of_demonym(name: Span) -> Place | None:
    """The country of "the Norwegian coast"."""
    code = gazetteer.demonym(name.text) if _head(name).dep_ in {"amod", "compound"} else None
    return gazetteer.country(code) if code else None


def _is_local(name: Span, anchor: Token, labels: set[str]) -> bool:
    """Whether a name that the gazetteer doesn't know is a place here."""
    if anchor.head.pos_ == "PRON" or name.text.isupper() or anchor.head.lemma_ in _ABSTRACT:  # "nobody at" a firm
        return False
    if len(name) == 1 and _is_kind(name[0]):  # "on 82nd Avenue", of which the number was left out
        return False
    if name.text.lower() in lexicon.words("services"):  # who "took to" one went nowhere
        return False
    if name[-1].lemma_.lower() in lexicon.words("incidents"):  # "injured in Harwick Shooting"
        return False
    if any(_is_kind(token) for token in name):
        return anchor.lower_ not in _WAYS or "PERSON" not in labels
    if _is_certain(name, anchor):
        return True
    if labels:
        return labels <= _LABELS and anchor.lower_ in _LABELLED and anchor.pos_ != "VERB"
    numbered = name.end < len(name.doc) and name.doc[name.end].like_num  # "in Python 3"
    return anchor.lower_ in _SURE and _head(name).pos_ == "PROPN" and not numbered


def _is_certain(name: Span, anchor: Token) -> bool:
    """Whether the position alone makes a place of any name."""
    if anchor.pos_ == "VERB":
        return any(child.dep_ == "nsubj" and child.lemma_ in _VEHICLES for child in anchor.children)
    if anchor.lower_ == "for" or (anchor.lower_ in _WAYS and _runs_between(anchor)):
        return True
    if _head(name).head.lower_ == "of" or _behind(name):
        return True
    return anchor.lower_ in {"in", "into", "on", "at"} and _is_placed(anchor)


def _runs_between(preposition: Token) -> bool:
    ways = {token.lower_ for token in (preposition.head, *preposition.head.children, *preposition.children)}
    return {"from", "to"} <= ways | {preposition.lower_}


def _is_placed(preposition: Token) -> bool:
    """Whether the preposition follows a verb of placing, with or without its object, or a number ("four in ...")."""
    head = preposition.head
    verb = head.head if head.pos_ in {"NOUN", "PROPN"} else head
    return verb.lemma_ in _PLACING or head.pos_ == "NUM"


def _plain(name: Span) -> str:
    """The name in one line and without an article."""
    return re.sub(r"\s+", " ", re.sub(r"^[Tt]he\s", "", name.text))


# Relations


def _relation(name: Span, anchor: Token) -> str:
    """How what is placed is related to the place: by a word of direction before or behind it, or the way it goes."""
    root = _head(name)
    before = [child.lower_ for child in root.lefts if child.i < name.start]
    if root.head.lower_ == "of":
        before += [root.head.nbor(-1).lower_, *(child.lower_ for child in root.head.head.lefts)]
    words = [word for word in (*before, anchor.lower_) if word in _RELATIONS]
    if words:
        return _RELATIONS[words[0]]
    if behind := _behind(name):
        return behind
    if root.dep_ not in {"pobj", "conj", "dobj"}:  # "calls to the Danish region" are in Denmark, not on the way
        return ""
    return _WAYS.get(anchor.lower_) or (_GOING.get(anchor.lemma_, "") if anchor.pos_ == "VERB" else "")


def _behind(name: Span) -> str:
    """The relation that follows a name: "at Ashford, just upstream"."""
    match = _BEHIND.match(name.doc.text, name.end_char)
    return _RELATIONS[match["word"]] if match else ""
