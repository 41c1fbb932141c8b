"""What a worker made of a batch, as a Parquet file and back; records as the index stores them (``store/codec.py``)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from factcheck.batches import Couples
from factcheck.errors import UsageError
from factcheck.pipeline import Comparison
from factcheck.records import Article, Claim
from factcheck.related import Found
from factcheck.stash import Stated
from factcheck.store import codec, versions

MISSING = 'pip install "factcheck-sources[parquet]"'

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shard:
    """How the shards of one job are named, written and read."""

    name: str
    version: str
    """Of the code and the models that make them."""
    digest: Callable[[Any], str]
    """A hash of a batch."""
    rows: Callable[[Any], Iterable[Row]]
    made: Callable[[list[Row], Any], Any]
    """What was made of a batch, from the rows of its shard and the batch."""

    def written(self, made: Any) -> bytes:
        """A shard of what was made of a batch."""
        import pyarrow
        from pyarrow import parquet

        table = pyarrow.table({"rows": pyarrow.array(list(self.rows(made)), type=_type(pyarrow, self.name))})
        file = BytesIO()
        parquet.write_table(table, file, compression="zstd", use_dictionary=False, write_statistics=False)
        return file.getvalue()

    def read(self, data: bytes, batch: Any) -> Any:
        """What was made of the batch, from its shard."""
        from pyarrow import parquet

        return self.made(parquet.read_table(BytesIO(data)).column("rows").to_pylist(), batch)


def needed() -> None:
    """Raises UsageError if what reads and writes shards is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UsageError("a work folder needs pyarrow, which is not installed", MISSING) from error


def of(job: str, models: tuple[str, str]) -> Shard | None:
    """The shards of a job, given the names of the encoder and the entailment model; None if they are not kept."""
    encoder, nli = models
    runs = versions.encoding()
    if job == "take apart":
        return Shard("apart", f"{versions.extraction()} {runs} {encoder}", _articles, _stated_rows, _stated)
    if job == "compare":
        return Shard(
            "compared", f"{versions.comparison()} {runs} {encoder} {nli}", _couples, _comparison_rows, _comparisons
        )
    if job.startswith("search"):
        return Shard("searched", f"{versions.search()} {job}", repr, _found_rows, _found)
    return None


def _type(pyarrow: Any, name: str) -> Any:
    """The type of a row; long binary values, since an article may state much."""
    text, binary = pyarrow.string(), pyarrow.large_binary()
    fields = {
        "apart": [("article", text), ("claims", binary), ("width", pyarrow.int32()), ("vectors", binary)],
        "compared": [("left", text), ("right", text), ("comparison", binary)],
        "searched": [("articles", binary), ("claims", binary)],
    }
    return pyarrow.struct(fields[name])


def _packed(value: object, refer: codec.Refer | None = None) -> bytes:
    return codec.dumps(value, refer).encode("utf-8", "surrogatepass")


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


# Articles taken apart


def _articles(batch: tuple[Article, ...]) -> str:
    return _hash(_packed(article) for article in batch)


def _stated_rows(made: tuple[Stated, ...]) -> Iterable[Row]:
    for stated in made:
        yield {
            "article": _name(stated.article), "claims": _packed(stated.claims), "width": stated.vectors.shape[1],
            "vectors": stated.vectors.tobytes(),
        }  # fmt: skip


def _stated(rows: list[Row], batch: tuple[Article, ...]) -> tuple[Stated, ...]:
    ids = {_name(article.id): article.id for article in batch}
    return tuple(
        Stated(
            ids[row["article"]],
            codec.loads(tuple[Claim, ...], row["claims"].decode("utf-8", "surrogatepass")),
            np.frombuffer(row["vectors"], dtype=np.float32).reshape(-1, row["width"]),
        )
        for row in rows
    )


# Articles compared


def _couples(batch: Couples) -> str:
    pairs = (_packed(pair) for pair in batch.pairs)
    stated = (part for one in batch.stated for part in (_packed(one.claims), one.vectors.tobytes()))
    return _hash([*pairs, *stated])


def _comparison_rows(made: tuple[Comparison, ...]) -> Iterable[Row]:
    for comparison in made:
        packed = _packed(comparison, {Claim: lambda claim: claim.id})
        yield {"left": _name(comparison.left), "right": _name(comparison.right), "comparison": packed}


def _comparisons(rows: list[Row], batch: Couples) -> tuple[Comparison, ...]:
    claims = {claim.id: claim for stated in batch.stated for claim in stated.claims}
    packed = (row["comparison"].decode("utf-8", "surrogatepass") for row in rows)
    return tuple(codec.loads(Comparison, text, {Claim: claims.__getitem__}) for text in packed)


# Articles that may be related


def _found_rows(made: Found) -> Iterable[Row]:
    yield {"articles": made.articles.astype(np.int64).tobytes(), "claims": made.claims.astype(np.int64).tobytes()}


def _found(rows: list[Row], batch: object) -> Found:
    (row,) = rows
    return Found(*(np.frombuffer(row[name], dtype=np.int64).reshape(-1, 2) for name in ("articles", "claims")))


def _name(id: str) -> str:
    """An id as a column of text holds it, for whoever looks into a shard."""
    return id.encode("utf-8", "backslashreplace").decode()
