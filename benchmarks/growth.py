"""How a check grows: time to find which articles are related, what the cells miss, and the rates that make up the rest.

    python -m benchmarks.growth search NEWS... --claims 10000,30000,100000 --output benchmarks/results/growth.json
    python -m benchmarks.growth rates NEWS... --articles 200 --output benchmarks/results/growth.json

``search`` takes articles of news apart, as many as ``--base`` says, and searches for the related ones: among these,
where recall is measured on claims as they are; and then among so many claims, where copies make up for what is missing.
A copy of an article has its claims' vectors, turned away as far as a retelling is (``scale.LIKENESS``), and landmarks
of its own. Each search runs in a process of its own, whose greatest memory is told.

``rates`` tells what a check takes for each article, text, pair of texts and pair of articles: processor time, so that
it compares whatever else the machine is doing; with ``OMP_NUM_THREADS=1``, of one core.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from benchmarks import scale, speed
from benchmarks.speed import CountedEncoder, CountedNli, Took, now
from factcheck import candidates, encoders, kinship, nli, onnx_model, pipeline, related
from factcheck.articles import Reading
from factcheck.batches import Couples, of_articles, of_couples
from factcheck.config import Settings
from factcheck.engines.local import LocalEngine
from factcheck.pipeline import Compares, Models, TakesApart
from factcheck.related import Profiles
from factcheck.stash import Stash
from factcheck.store import codec

if TYPE_CHECKING:
    from numpy.typing import NDArray

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

Files = Annotated[list[Path], typer.Argument(metavar="NEWS...", help="News, JSON lines.")]
Output = speed.Output


# The search


def read(files: Sequence[Path], wanted: int) -> Reading:
    """So many articles of news."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "news.jsonl")
        table.write_text("".join(json.dumps(row) + "\n" for row in scale.read(files, wanted)), encoding="utf-8")
        return pipeline.read([table])


def profiled(reading: Reading, work: Path) -> Path:
    """A file with the profiles of the articles, which is used again if it is there."""
    file = work / f"profiles-{len(reading.articles)}.npz"
    if not file.exists():
        encoder, rows, sizes, marks, days = encoders.load(), [], [], [], []
        for _, claims in pipeline.extract_each(reading.articles):
            if claims:
                rows.append(encoder.encode([claim.text for claim in claims]))
                sizes.append(len(claims))
                marks.append(kinship.landmarks(claims))
                days.append(kinship.published(claims))
        save(file, related.profiles(np.concatenate(rows), sizes, marks, days))
    return file


def save(file: Path, known: Profiles) -> None:
    """Puts profiles into a file."""
    np.savez(file, **{field.name: getattr(known, field.name) for field in dataclasses.fields(Profiles)})


def load(file: Path) -> Profiles:
    """Profiles from a file."""
    with np.load(file) as held:
        return Profiles(*(held[field.name] for field in dataclasses.fields(Profiles)))


def grown(known: Profiles, claims: int) -> Profiles:
    """So many claims: the first articles, or all of them and copies."""
    if claims <= len(known.vectors):
        last = int(np.searchsorted(known.starts, claims, side="right")) - 1
        return Profiles(
            known.vectors[: known.starts[last]], known.starts[: last + 1],
            known.words[: known.word_starts[last]], known.word_starts[: last + 1], known.days[:last],
        )  # fmt: skip
    copies = -(-claims // len(known.vectors))
    width = int(known.words.max()) + 1
    vectors = np.concatenate([known.vectors, *(turned(known.vectors, copy) for copy in range(1, copies))])
    marks = np.split(np.concatenate([known.words + copy * width for copy in range(copies)]),
                     np.cumsum(np.tile(known.named, copies))[:-1])  # fmt: skip
    sizes, days = (np.tile(found, copies).tolist() for found in (known.sizes, known.days))
    whole = related.profiles(vectors, sizes, [map(str, named) for named in marks], days)
    return grown(whole, claims)


def turned(vectors: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Unit vectors that are ``scale.LIKENESS`` like the given ones."""
    noise = np.random.default_rng(seed).standard_normal(vectors.shape, dtype=np.float32)
    noise -= (noise * vectors).sum(axis=1, keepdims=True) * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(scale.LIKENESS * vectors + (1 - scale.LIKENESS**2) ** 0.5 * noise, dtype=np.float32)


def searched(file: Path, claims: int, exact: bool, kept: Path) -> dict[str, Any]:
    """What the search takes among so many claims; the pairs that it finds are kept in a file."""
    known = load(file)
    known = grown(known, claims or len(known.vectors))
    before = _memory()
    started = now()
    found = (candidates.exactly if exact else candidates.in_cells)(known, LocalEngine())
    took = now() - started
    np.save(kept, found.couples[:, 0] * len(known) + found.couples[:, 1])
    return {
        "articles": len(known),
        "claims": len(known.vectors),
        "related_pairs": len(found.couples),
        "seconds": took.rounded(),
        "megabytes_of_memory": {"claims_loaded": before, "most": _memory()},
        "notes": list(found.notes),
    }


def both(file: Path, claims: int, work: Path) -> dict[str, Any]:
    """The exact search and that in cells, each in a process of its own, and what share of the pairs the cells find."""
    results: dict[str, Any] = {}
    pairs = {}
    for name in ("exact", "cells"):
        kept = work / f"{name}.npy"
        run = [sys.executable, "-m", "benchmarks.growth", "one", str(file), str(claims), name, str(kept)]
        results[name] = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        pairs[name] = set(np.load(kept).tolist())
    share = len(pairs["exact"] & pairs["cells"]) / max(1, len(pairs["exact"]))
    return results | {"recall": round(share, 5)}


@app.command(hidden=True)
def one(file: Path, claims: int, name: str, kept: Path) -> None:
    """Search once, and print what it takes."""
    typer.echo(json.dumps(searched(file, claims, name == "exact", kept)))


@app.command()
def search(
    files: Files,
    claims: Annotated[str, typer.Option(help="Numbers of claims at which to search.")] = "10000,30000,100000",
    base: Annotated[int, typer.Option(min=1, help="Take so many articles apart.")] = 1000,
    work: Annotated[Path, typer.Option(help="Where claims are kept, to be used again.")] = Path("build"),
    output: Output = None,
) -> None:
    """Time the search for related articles, and measure what the cells find."""
    work.mkdir(parents=True, exist_ok=True)
    file = profiled(read(files, base), work)
    found: dict[str, Any] = {"news": both(file, 0, work)}
    for count in map(int, claims.split(",")):
        found[f"{count} claims"] = both(file, count, work)
        print(json.dumps({count: found[f"{count} claims"]}), file=sys.stderr)
    speed.store("search", found, output)


# Rates


@app.command()
def rates(
    files: Files,
    articles: Annotated[int, typer.Option(min=1, help="Take so many articles.")] = 200,
    pairs: Annotated[int, typer.Option(min=1, help="Compare so many related pairs of them.")] = 100,
    output: Output = None,
) -> None:
    """Tell what a check takes for each article, text and pair."""
    speed.store("rates", rated(read(files, articles), pairs), output)


def rated(reading: Reading, pairs: int) -> dict[str, Any]:
    """The rates on these articles, with the shipped models."""
    encoder, model = (
        CountedEncoder(encoders.OnnxEncoder(onnx_model.shipped("encoder"))),
        CountedNli(nli.OnnxNli.shipped()),
    )
    models = Models(Settings(), encoder, model)
    takes_apart, compares = TakesApart(models), Compares(models)
    takes_apart(reading.articles[:1])  # what is loaded once
    encoder.texts.clear()
    with Stash() as stash:
        started = now()
        for batch in of_articles(reading.articles):
            for stated in takes_apart(batch):
                stash.put(stated)
        apart = now() - started
        encoding = _took_again(lambda: encoder.inner.encode(encoder.texts))
        known = stash.profiles()
        found = candidates.search(known, LocalEngine())
        couples = sorted((min(ends), max(ends)) for ends in ((stash.ids[a], stash.ids[b]) for a, b in found.couples))
        some = couples[:: max(1, len(couples) // pairs)][:pairs]
        started = now()
        compared = [one for batch in of_couples(some) for one in compares(Couples.of(batch, stash))]
        comparing = now() - started
        judging = _took_again(lambda: model.inner.predict(model.pairs))
        packed = sum(len(codec.dumps(stated.claims)) for stated in stash)
        vectors = sum(stated.vectors.nbytes for stated in stash)
    count = len(reading.articles)
    return {
        "articles": count,
        "characters_an_article": sum(len(article.text) for article in reading.articles) // count,
        "claims_an_article": round(len(known.vectors) / count, 1),
        "texts_an_article": round(len(encoder.texts) / count, 1),
        "related_pairs": len(couples),
        "pairs_compared": len(some),
        "pairs_with_candidates": len(compared),
        "texts_judged_a_pair": round(len(model.pairs) / len(some), 1),
        "seconds_to_extract_an_article": round((apart - encoding).processor / count, 3),
        "seconds_to_encode_an_article": round(encoding.processor / count, 3),
        "texts_encoded_a_second": round(len(encoder.texts) / encoding.processor, 1),
        "texts_judged_a_second": round(len(model.pairs) / judging.processor, 1),
        "seconds_to_compare_a_pair": round(comparing.processor / len(some), 3),
        "seconds_of_that_to_judge": round(judging.processor / len(some), 3),
        "bytes_an_article": {"vectors": vectors // count, "claims_as_json": packed // count},
        "megabytes_of_memory": _memory(),
    }


def _took_again(run: Any) -> Took:
    started = now()
    run()
    return now() - started


def _memory() -> int:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    app(prog_name="python -m benchmarks.growth")
