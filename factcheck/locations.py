"""Where an index is: a file, or tables on a PostgreSQL server that a URL names.

    postgresql://[user[:password]@][host[:port]][/database][?schema=news&sslmode=verify-full]

A URL may hold a password, so that it becomes a ``Server`` as soon as it is read, which never shows one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, unquote

from factcheck.errors import UsageError

SCHEMA = "factcheck"
"""The schema that holds the tables where the URL names none."""

_SCHEME = re.compile(r"(?i)postgres(ql)?:")
_OTHER_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_URL = re.compile(
    r"(?i:postgres(?:ql)?)://(?:(?P<user>[^:@/?#]*)(?::(?P<password>[^@/?#]*))?@)?"
    r"(?P<hosts>[^@/?#]*)(?:/(?P<database>[^@/?#]*))?(?:\?(?P<options>[^@#]*))?"
)
_HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>\d*))?")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SHOWN = ("host", "port", "schema")
"""Options of the URL that are shown; any other may hold a secret."""


@dataclass(frozen=True, slots=True)
class Server:
    """An index on a PostgreSQL server. As a text it is its URL without the password and what else may be secret."""

    shown: str
    schema: str
    options: tuple[tuple[str, str], ...] = field(repr=False)
    """What the driver is told, by its own names (host, user, password, dbname, ...)."""

    def __str__(self) -> str:
        return self.shown


Location: TypeAlias = Path | Server


def located(name: str | Path | Server) -> Location:
    """The file or the server that a name stands for; raises UsageError for a URL that can't be understood."""
    if isinstance(name, Server):
        return name
    text = str(name)
    if _SCHEME.match(text):
        return _server(text)
    other = _OTHER_SCHEME.match(text)
    if other:
        raise UsageError(f"an index is a file or a postgresql:// URL, and not {other[1]}://", "name one of these")
    return Path(name)


def is_server(name: object) -> bool:
    """Whether the name is that of an index on a server."""
    return isinstance(name, Server) or bool(_SCHEME.match(str(name)))


def is_missing(location: Location) -> bool:
    """Whether there is surely no index: a file that does not exist. A server must be asked."""
    return isinstance(location, Path) and not location.exists()


def _server(url: str) -> Server:
    """Nothing of a URL that can't be understood is told: any part of it may be a piece of the password."""
    found = _URL.fullmatch(url)
    if not found:
        raise UsageError(
            "the URL of the index can't be understood",
            "write postgresql://USER@HOST/DATABASE as a text, with signs like @ / : ? # % in a name or password as %XX",
        )
    hosts = [_HOST.fullmatch(host) for host in found["hosts"].split(",")]
    if not all(hosts):
        raise UsageError("the host of the index's URL can't be understood", "write it as HOST or HOST:PORT")
    options = dict(parse_qsl(found["options"] or "", keep_blank_values=True))
    schema = options.pop("schema", SCHEMA)
    if not _NAME.fullmatch(schema) or schema.startswith("pg_"):
        raise UsageError(f"{schema!r} can't be the schema of an index", "use small letters, digits and _, as in news_2")
    told = {
        "user": unquote(found["user"] or ""),
        "password": unquote(found["password"] or ""),
        "host": ",".join(unquote(host["host"]).strip("[]") for host in hosts if host),
        "port": ",".join(host["port"] or "" for host in hosts if host).strip(","),
        "dbname": unquote(found["database"] or ""),
    }
    return Server(_shown(found, options | {"schema": schema}), schema, tuple(_given(told | options).items()))


def _given(options: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in options.items() if value}


def _shown(found: re.Match[str], options: dict[str, str]) -> str:
    user = f"{found['user']}@" if found["user"] else ""
    database = f"/{found['database']}" if found["database"] else ""
    shown = {name: options[name] for name in _SHOWN if name in options and (name, options[name]) != ("schema", SCHEMA)}
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in shown.items())
    return f"postgresql://{user}{found['hosts']}{database or '/'}{f'?{query}' if query else ''}"
