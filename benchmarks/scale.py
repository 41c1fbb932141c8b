"""What an index costs as it grows: time to add, to add one more and to check one, size on disk and memory.

All times are seconds of processor time, so that they can be compared whatever else the machine is doing; with one
thread (``OMP_NUM_THREADS=1``) they are about what an idle machine takes.

    python -m benchmarks.scale NEWS... --work FOLDER --sizes 300,1000,10000 --output benchmarks/results/scale.json

NEWS are files of news as ``benchmarks/news.py`` describes them. A few hundred articles are read, extracted, encoded and
added as they are. The rest are made of these by changing names and numbers in their records: each copy gets names and
figures of its own, of the same length so that every quotation still stands where it stood, and vectors turned away from
those of the original as far as a retelling is (``LIKENESS``). So extraction, which takes the same time for each article
whatever else is there, is measured on the first articles only, and everything that may grow with the index on all.

Articles that no copy was made of are checked against the index, and added to it, at each size; and whole processes of
``factcheck gate`` are timed against it and against an index of ten articles.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from benchmarks import news
from factcheck import encoders, pipeline, store
from factcheck.clusters import Vectors, embed, texts
from factcheck.config import NO_MODEL, Settings
from factcheck.encoders import Encoder
from factcheck.records import Article, Claim
from factcheck.store import codec

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEAF = Settings(nli=NO_MODEL)
"""Without the entailment model: what it costs goes by the articles that are related to one, of which there are as many
in an index of any size, and it would hide all that grows."""
LIKENESS = 0.8
"""Cosine of a copy's text with the original's; two copies of one text are 0.64 alike. The development stories' reports
on one fact are between 0.5 and 0.9 alike."""
BASE = 300
FRESH = 5
"""Articles that are kept back, to be checked against the index and added to it."""
PER_EVENT = 4
SMALL = 10
"""Articles of the index with which the time of a whole ``factcheck gate`` is compared."""
RUNS = 3
SAMPLE = 50
"""Copies by which the time to add is told at each size: the last ones."""
KEPT = frozenset({
    "kind", "unit", "modality", "type", "level", "bound", "zone", "countries", "first", "last", "published", "language",
    "sha256", "class", "predicate", "scope", "id", "article", "path",
})  # fmt: skip
"""Fields whose strings are no text."""
WORD = re.compile(r"[^\W\d_]+|\d+")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvw"


def read(files: Sequence[Path], wanted: int) -> list[dict[str, Any]]:
    """So many articles as rows of a table, those of one event together, from all files in turn."""
    groups = [iter(news.read(file, wanted)) for file in files]
    rows: list[dict[str, Any]] = []
    while groups and len(rows) < wanted:
        for group in list(groups):
            found = next(group, None)
            if found is None:
                groups.remove(group)
            else:
                rows += [news.record(row) for row in found.rows[:PER_EVENT]]
    return rows[:wanted]


@dataclass(frozen=True, slots=True)
class Original:
    """An article that copies are made of."""

    article: Article
    claims: tuple[Claim, ...]
    vectors: Vectors


class Copier:
    """Makes copies of articles with other names and numbers."""

    def __init__(self, originals: Sequence[Original]) -> None:
        named = (name for o in originals for claim in o.claims for name in (*claim.names, *claim.landmarks))
        self._names = {word for name in named for word in WORD.findall(name) if len(word) > 2}

    def copy(self, original: Original, number: int) -> Original:
        """The copy of that number."""
        id = f"copy-{number:03d}/{original.article.id}"
        swap = _Swap(self._names, number)
        article = _changed(Article, original.article, swap, {"id": id, "path": id.partition("#")[0]})
        claims = tuple(
            _changed(Claim, claim, swap, {"id": f"{id}#{at:05d}", "article": id})
            for at, claim in enumerate(original.claims)
        )
        turned = {swap(text): _turned(vector, f"{number} {text}") for text, vector in original.vectors.items()}
        return Original(article, claims, turned)


class _Swap:
    """Changes the names and numbers of a text, each to another one of its length, the same one throughout a copy."""

    def __init__(self, names: set[str], number: int) -> None:
        self._names = names
        self._number = number
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return WORD.sub(lambda word: self._word(word[0]), text)

    def _word(self, word: str) -> str:
        if word not in self._known:
            lower = word.lower()
            is_name = lower in self._names and len(lower) == len(word)
            self._known[word] = self._other(word) if is_name or (word.isdigit() and len(word) != 4) else word
        return self._known[word]

    def _other(self, word: str) -> str:
        choose = random.Random(f"{self._number} {word.lower()}")
        return "".join(self._letter(letter, choose) for letter in word)

    @staticmethod
    def _letter(letter: str, choose: random.Random) -> str:
        if letter.isdigit():
            return choose.choice("123456789")
        other = choose.choice(VOWELS if letter.lower() in VOWELS else CONSONANTS)
        return other.upper() if letter.isupper() else other


def _changed(type_: Any, record: Any, swap: Callable[[str], str], fields: Mapping[str, str]) -> Any:
    stored = _walk(json.loads(codec.dumps(record)), swap, random.Random(fields["id"]).uniform(0.5, 2))
    return codec.loads(type_, json.dumps(stored | fields))


def _walk(value: Any, swap: Callable[[str], str], factor: float) -> Any:
    """A stored record with its texts changed and its quantities multiplied."""
    if isinstance(value, list):
        return [_walk(item, swap, factor) for item in value]
    if isinstance(value, str):
        return swap(value)
    if not isinstance(value, dict):
        return value
    scaled = {
        k: float(v) * factor for k, v in value.items() if k in {"value", "low", "high"} and not isinstance(v, dict)
    }
    return {k: v if k in KEPT else _walk(v, swap, factor) for k, v in value.items()} | scaled


def _turned(vector: NDArray[np.float32], seed: str) -> NDArray[np.float32]:
    """A unit vector that is ``LIKENESS`` like the given one, and the same every time."""
    number = int.from_bytes(hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    noise = np.random.default_rng(number).standard_normal(len(vector))
    noise -= (noise @ vector) * vector
    noise /= np.linalg.norm(noise)
    return np.asarray(LIKENESS * vector + (1 - LIKENESS**2) ** 0.5 * noise, dtype=np.float32)


class Prepared:
    """An encoder that has the vectors of a copy's texts, and goes by the name of the one that made the originals'."""

    def __init__(self, name: str, dimension: int) -> None:
        self.name = name
        self.dimension = dimension
        self.vectors: Vectors = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The prepared vectors."""
        return np.stack([self.vectors[text] for text in texts])


def add_originals(index: Path, table: Path, encoder: Encoder) -> dict[str, Any]:
    """Puts the first articles in as they are, and says how long that took."""
    articles = pipeline.read([table]).articles
    with store.open(index, settings=DEAF, encoder=encoder) as opened:
        started = time.process_time()
        changes = opened.add(articles)
        seconds = time.process_time() - started
        done = len(changes.added)
        print(f"{done} articles as they are in {seconds:.0f} s", file=sys.stderr)
        return {"articles": done, "seconds_for_one": round(seconds / done, 3) if done else None}


def add_copies(index: Path, table: Path, size: int, encoder: Encoder) -> dict[str, Any]:
    """Puts copies in until there are so many articles, and says how long the last ones took."""
    prepared = Prepared(encoder.name, encoder.dimension)
    with store.open(index, settings=DEAF, encoder=encoder) as opened:
        held = {entry.id for entry in opened.entries()}
        originals = list(_originals(opened, [id for id in held if not id.startswith("copy-")]))
    copier, seconds = Copier(originals), []
    made = ((original, number) for number in range(1, size) for original in originals)
    missing = (c for c in made if f"copy-{c[1]:03d}/{c[0].article.id}" not in held)
    with store.open(index, settings=DEAF, encoder=prepared) as opened:
        for original, number in islice(missing, max(0, size - len(held))):
            copy = copier.copy(original, number)
            prepared.vectors = copy.vectors
            started = time.process_time()
            opened.put(copy.article, copy.claims)
            seconds.append(time.process_time() - started)
            if len(seconds) % 100 == 0:
                print(f"{len(held) + len(seconds)} articles, {np.mean(seconds[-100:]):.3f} s each", file=sys.stderr)
    last = seconds[-SAMPLE:]
    return {"copies": len(seconds), "seconds_for_one_copy": round(float(np.mean(last)), 3) if last else None}


def _originals(opened: store.Index, ids: Iterable[str]) -> Iterator[Original]:
    wanted = set(ids)
    for article in opened.articles():
        if article.id in wanted:
            claims = opened.claims(article.id)
            yield Original(article, claims, embed(claims, opened.encoder))


def measure(index: Path, fresh: Path) -> dict[str, Any]:
    """What it costs to open the index, and then to check articles against it and to add them; they are removed again.

    To be run in a process of its own, since it tells the most memory that the process has had. The time to take an
    article apart, to extract and encode its claims, is told by itself: the encoder remembers them for what comes after.
    """
    encoder = encoders.load()
    articles = pipeline.read([fresh]).articles
    extracted = list(pipeline.extract_each(articles[:1]))  # loads the language model
    encoder.encode(texts(extracted[0][1]))
    taken_apart = [_timed(lambda article=article: _take_apart(article, encoder)) for article in articles[1:]]  # type: ignore[misc]
    before = _memory()
    with store.open(index, settings=DEAF, encoder=encoder) as opened:
        first = _timed(lambda: opened.against(articles[:1]))
        checked = [_timed(lambda article=article: opened.against([article])) for article in articles]  # type: ignore[misc]
        related = [opened.against([article]).coverage.pairs_compared for article in articles]
        added = [_timed(lambda article=article: opened.add([article])) for article in articles]  # type: ignore[misc]
        removed = _timed(lambda: opened.remove([article.id for article in articles]))
        info = opened.info()
    took = {
        "take_one_apart": float(np.median(taken_apart)),
        "load_the_search_and_check_one": first,
        "check_one": float(np.median(checked)),
        "add_one": float(np.median(added)),
        "remove_one": removed / len(articles),
    }
    return {
        "articles": info.articles,
        "claims": info.claims,
        "vectors": info.vectors,
        "related_pairs": info.comparisons,
        "findings": info.findings,
        "claim_pairs_compared_for_one": int(np.median(related)),
        "seconds": {name: round(seconds, 3) for name, seconds in took.items()},
        "megabytes_on_disk": round(info.bytes / 1e6, 1),
        "megabytes_of_memory": {"models_loaded": before, "most": _memory()},
    }


def time_gates(index: Path, small: Path, fresh: Path, runs: int) -> dict[str, Any]:
    """Medians of whole processes: ``factcheck gate`` of one article against an index, and against a small one, in
    turn; seconds by the clock and of processor time."""
    from benchmarks import speed  # which imports this module

    gate = [sys.executable, "-m", "factcheck", "gate", str(fresh), "--nli", NO_MODEL, "--against"]
    took: dict[str, list[Any]] = {"large": [], "small": []}
    for _ in range(runs):
        took["large"].append(speed.timed([*gate, str(index)]))
        took["small"].append(speed.timed([*gate, str(small)]))
    found = {
        name: {
            field: round(statistics.median(getattr(one, field) for one in all), 2) for field in ("clock", "processor")
        }
        for name, all in took.items()
    }
    ratios = {field: round(found["large"][field] / found["small"][field], 2) for field in found["small"]}
    return {"runs": runs, **found, "large_to_small": ratios}


def _take_apart(article: Article, encoder: Encoder) -> None:
    for _, claims in pipeline.extract_each([article]):
        encoder.encode(texts(claims))


def _timed(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _memory() -> int:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _apart(index: Path, fresh: Path) -> dict[str, Any]:
    run = [sys.executable, "-m", "benchmarks.scale", "--measure", str(index), str(fresh)]
    found = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    measured: dict[str, Any] = json.loads(found)
    return measured


def _first(table: Path, part: Path, rows: int) -> Path:
    """A table with the first rows of another one."""
    part.write_text("".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:rows]), encoding="utf-8")
    return part


def main(
    files: Annotated[list[Path], typer.Argument(metavar="NEWS...", help="News, JSON lines.")],
    work: Annotated[Path, typer.Option(help="Where the index is built; what is there is used again.")] = Path("build"),
    sizes: Annotated[str, typer.Option(help="Numbers of articles at which to measure.")] = "300,1000,10000",
    base: Annotated[int, typer.Option(min=1, help="Take so many articles as they are.")] = BASE,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results here, as JSON.")] = None,
    only_measure: Annotated[bool, typer.Option("--measure", hidden=True)] = False,
) -> None:
    """Build an index of news, and measure what it costs at some sizes."""
    if only_measure:
        typer.echo(json.dumps(measure(files[0], files[1])))
        return
    work.mkdir(parents=True, exist_ok=True)
    index, table, kept_back = work / "scale.index", work / "base.jsonl", work / "fresh.jsonl"
    rows = read(files, base + FRESH)
    for path, part in ((table, rows[FRESH:]), (kept_back, rows[:FRESH])):
        path.write_text("".join(json.dumps(row) + "\n" for row in part), encoding="utf-8")
    encoder = encoders.load(Settings().encoder)
    results: dict[str, Any] = {"likeness_of_copies": LIKENESS, "as_they_are": add_originals(index, table, encoder)}
    results["sizes"] = []
    small, one = work / "small.index", work / "one.jsonl"
    add_originals(small, _first(table, work / "small.jsonl", SMALL), encoder)
    _first(kept_back, one, 1)
    for size in map(int, sizes.split(",")):
        grown = add_copies(index, table, size, encoder)
        results["sizes"].append(grown | _apart(index, kept_back) | {"gate": time_gates(index, small, one, RUNS)})
        print(json.dumps(results["sizes"][-1]), file=sys.stderr)
        if output:
            output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    typer.echo(json.dumps(results, indent=2))


if __name__ == "__main__":
    typer.run(main)
