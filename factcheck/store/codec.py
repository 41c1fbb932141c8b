"""Records as JSON values and back, by their types alone: a new field of a record needs nothing here.

A dataclass becomes an object of its fields, without those that have their default; a tuple becomes a list, a date and
a member of an enumeration a string. Where a field may hold records of several classes, the object names the class.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

CLASS = "class"
"""The key under which an object names its class; no field of a record may have this name."""

Refer = Mapping[type, Callable[[Any], Any]]
"""For a class, the function that makes a key of a record, or a record of its key, so that it is stored only once."""


def dumps(value: object, refer: Refer | None = None) -> str:
    """A record, or a tuple of records, as compact JSON, the same every time.

    Records of a class in ``refer`` are stored as the key that its function gives. Raises TypeError for a value that
    is no record, tuple, date, enumeration, string, number, truth value or None.
    """
    return json.dumps(encode(value, refer or {}), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def loads(type_: type[T], text: str | bytes, refer: Refer | None = None) -> T:
    """The record that ``dumps`` stored; records of a class in ``refer`` are what its function makes of their key.

    A field that is not stored has its default; a stored one that the record no longer has is passed over. Raises
    ValueError, TypeError or KeyError if the text is no such record.
    """
    result: T = decode(type_, json.loads(text), refer or {})
    return result


def encode(value: Any, refer: Refer) -> Any:
    """A value of JSON."""
    if type(value) in refer:
        return refer[type(value)](value)
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, tuple):
        return [encode(item, refer) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return _object(value, refer)
    raise TypeError(f"a {type(value).__name__} can't be stored")


def _object(record: Any, refer: Refer) -> dict[str, Any]:
    plan = _fields(type(record))  # type: ignore[arg-type]  # mypy takes the class for an object of it
    stored = {CLASS: type(record).__name__} if type(record).__name__ in _alternatives() else {}
    for name, (_, default) in plan.items():
        value = getattr(record, name)
        if default is dataclasses.MISSING or value != default:
            stored[name] = encode(value, refer)
    return stored


@cache
def _alternatives() -> frozenset[str]:
    """The classes of which a field may hold one or another."""
    from factcheck import records

    return frozenset(alternative.__name__ for alternative in get_args(records.Value))


@cache
def _fields(class_: Any) -> dict[str, tuple[Any, Any]]:
    """The type and the default of each field; a default that is made by a factory counts as none."""
    hints = get_type_hints(class_)
    return {field.name: (hints[field.name], field.default) for field in dataclasses.fields(class_)}


def decode(type_: Any, stored: Any, refer: Refer) -> Any:
    """The value of the type that a value of JSON stands for."""
    return _decoder(type_)(stored, refer)


Decoder = Callable[[Any, Refer], Any]


@cache
def _decoder(type_: Any) -> Decoder:
    origin = get_origin(type_)
    if origin in {Union, UnionType}:
        return _union(get_args(type_))
    if origin is tuple:
        return _tuple(get_args(type_))
    if dataclasses.is_dataclass(type_):
        return _record(type_)  # type: ignore[arg-type]
    if type_ is date:
        return lambda stored, refer: date.fromisoformat(stored)
    if type_ in {str, bool, int}:
        return lambda stored, refer: stored if type(stored) is type_ else _refuse(type_, stored)
    if type_ is float or (isinstance(type_, type) and issubclass(type_, Enum)):
        return lambda stored, refer: type_(stored)
    raise TypeError(f"a {type_} can't be stored")


def _union(alternatives: tuple[Any, ...]) -> Decoder:
    others = [alternative for alternative in alternatives if alternative is not NoneType]
    if len(others) == 1:
        inner = _decoder(others[0])
        return lambda stored, refer: None if stored is None else inner(stored, refer)
    named = {alternative.__name__: _decoder(alternative) for alternative in others}
    return lambda stored, refer: None if stored is None else named[stored[CLASS]](stored, refer)


def _tuple(items: tuple[Any, ...]) -> Decoder:
    if len(items) == 2 and items[1] is Ellipsis:
        each = _decoder(items[0])
        return lambda stored, refer: tuple([each(item, refer) for item in stored])
    decoders = [_decoder(item) for item in items]
    return lambda stored, refer: tuple([d(item, refer) for d, item in zip(decoders, stored, strict=True)])


def _record(class_: type) -> Decoder:
    decoders: dict[str, Decoder] = {}

    def decoder(stored: Any, refer: Refer) -> Any:
        if class_ in refer:
            return refer[class_](stored)
        if not decoders:  # not before: a class may hold records of itself
            decoders.update({name: _decoder(hint) for name, (hint, _) in _fields(class_).items()})
        return class_(**{name: decoders[name](value, refer) for name, value in stored.items() if name in decoders})

    return decoder


def _refuse(type_: type, stored: object) -> Any:
    raise TypeError(f"{stored!r} is no {type_.__name__}")
