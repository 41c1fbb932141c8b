"""Tables of articles: JSON lines, CSV, TSV and Parquet, one article a row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from factcheck.articles.decoding import decode
from factcheck.articles.drafts import Draft
from factcheck.articles.fields import NAMES, read_metadata
from factcheck.articles.plain_text import read_text
from factcheck.articles.surrogates import without_surrogates
from factcheck.errors import ArticleError

if TYPE_CHECKING:
    import pandas as pd

MAX_LISTED = 10
"""A note lists so many row numbers."""


def read_table(data: bytes, path: str, suffix: str, columns: Mapping[str, str]) -> tuple[list[Draft], tuple[str, ...]]:
    """A draft for each row that holds a text, and notes on the table; raises ArticleError for no such table."""
    frame, notes = _load(data, path, suffix)
    drafts, remarks = read_frame(frame, path, columns)
    return drafts, (*notes, *remarks)


def read_frame(frame: pd.DataFrame, path: str, columns: Mapping[str, str]) -> tuple[list[Draft], tuple[str, ...]]:
    """A draft for each row of a frame that holds a text, and notes; raises ArticleError for a frame without any."""
    chosen = _choose(frame, path, columns)
    drafts: list[Draft] = []
    empty: list[int] = []
    for row, record in enumerate(frame.to_dict("records"), start=1):
        draft = _draft(row, {field: _words(record[column]) for field, column in chosen.items()})
        if draft is None:
            empty.append(row)
        else:
            drafts.append(draft)
    if not drafts:
        raise ArticleError(path, "no row of the table holds a text", "Fill in the text column, or name another one")
    return drafts, _empty_note(empty)


def _draft(row: int, values: Mapping[str, str]) -> Draft | None:
    if not values["text"].strip():
        return None
    metadata, notes = read_metadata(values)
    draft = read_text(values["text"], metadata)
    return replace(draft, notes=notes + draft.notes, row=row)


def _load(data: bytes, path: str, suffix: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    if suffix == ".parquet":
        return _load_parquet(data, path), ()
    decoded = decode(data, path)
    frame = _load_lines(decoded.text, path) if suffix == ".jsonl" else _load_delimited(decoded.text, path, suffix)
    return frame, decoded.notes


def _load_lines(text: str, path: str) -> pd.DataFrame:
    import pandas as pd

    records: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            records.append(_record(line, number, path))
    return pd.DataFrame.from_records(records)


def _record(line: str, number: int, path: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArticleError(path, f"line {number} is not valid JSON: {error}", "Write one JSON object a line") from error
    if not isinstance(record, dict):
        raise ArticleError(path, f"line {number} is not a JSON object", 'Write each article as {"text": "..."}')
    return {name: without_surrogates(value) if isinstance(value, str) else value for name, value in record.items()}


def _load_delimited(text: str, path: str, suffix: str) -> pd.DataFrame:
    import pandas as pd

    header = text.lstrip().split("\n", 1)[0]
    delimiter = "\t" if suffix == ".tsv" else ";" if ";" in header and "," not in header else ","
    try:
        frame = pd.read_csv(StringIO(text), sep=delimiter, dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        problem = " ".join(str(error).split())
        raise ArticleError(path, f"the table can't be read: {problem}", "Put each text in quotation marks") from error
    if not isinstance(frame.index, pd.RangeIndex):
        # Without a name for the last column, the first would quietly become the index and all values move by one.
        raise ArticleError(path, "its rows have more fields than its header", "Put each text in quotation marks")
    return frame


def _load_parquet(data: bytes, path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_parquet(BytesIO(data))
    except ImportError as error:
        remedy = "Run: pip install 'factcheck-sources[parquet]'"
        raise ArticleError(path, "reading Parquet files needs pyarrow, which is not installed", remedy) from error
    except (ValueError, OSError) as error:
        raise ArticleError(path, f"the Parquet file is damaged: {error}", "Write it again") from error


def _choose(frame: pd.DataFrame, path: str, columns: Mapping[str, str]) -> dict[str, Any]:
    """For each field the column that holds it: the one that was named, or the first that goes by one of its names."""
    present = {str(column).strip().casefold(): column for column in reversed(list(frame.columns))}
    listed = ", ".join(map(str, frame.columns)) or "none"
    chosen: dict[str, Any] = {}
    for field, names in NAMES.items():
        wanted = (columns[field],) if field in columns else names
        column = next((present[name.strip().casefold()] for name in wanted if name.strip().casefold() in present), None)
        if column is not None:
            chosen[field] = column
        elif field in columns or field == "text":
            problem = f"there is no column for the {field} ({' or '.join(wanted)}); the columns are: {listed}"
            raise ArticleError(path, problem, f"Name the column that holds it: --columns {field}=COLUMN")
    return chosen


def _words(value: Any) -> str:
    """A cell as text; an absent one (None, NaN, NaT) and a nested one are empty."""
    import pandas as pd

    if isinstance(value, str):
        return value
    return str(value) if pd.api.types.is_scalar(value) and not pd.isna(value) else ""


def _empty_note(rows: list[int]) -> tuple[str, ...]:
    if not rows:
        return ()
    listed = ", ".join(map(str, rows[:MAX_LISTED])) + (", ..." if len(rows) > MAX_LISTED else "")
    return (f"{len(rows)} row{'s'[: len(rows) > 1]} without a text left out (row {listed})",)
