"""Makes pairs of the stories of a benchmark, whose keys say which statements disagree.

    python -m training.nli.from_stories --stories FOLDER... --output FOLDER

A key lists every disagreement of a story, so that any other two statements of its articles are known not to contradict
each other, however much they read alike: the pairs that a model cries wolf at. Writes ``stories.jsonl.gz``, which
``training.nli.train --mined`` reads. A story that was learnt from tells nothing of the model any more.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from factcheck import articles, clusters, encoders, pipeline
from factcheck.encoders import Encoder
from factcheck.records import ClaimPair
from training.fit_evidence import gold_items, overlaps, plain
from training.nli.data import NOT_CONTRADICTION, Pair, write

ALIKE = 0.4
"""Cosine of two claims from which on a pair is worth learning from."""
PER_STORY = 150
"""Pairs of a story that do not contradict each other, chosen at random."""


def main() -> None:
    """Reads the command line and writes the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    encoder, chance = encoders.load(), random.Random(options.seed)
    keys = sorted(key for folder in options.stories for key in folder.rglob("gold.json"))
    pairs = [pair for key in keys for pair in of_story(key, encoder, chance)]
    write(options.output / "stories.jsonl.gz", pairs)
    print(f"{len(keys)} stories, {len(pairs)} pairs, {sum(p.label == 'contradiction' for p in pairs)} contradictions")


def of_story(key: Path, encoder: Encoder, chance: random.Random) -> Iterator[Pair]:
    """The pairs of one story: what the key quotes, and what it does not."""
    gold = json.loads(key.read_text(encoding="utf-8"))
    yield from keyed(gold)
    reading = pipeline.parseable(articles.read([key.parent / "articles"]))
    claims = pipeline.extract(reading.articles)
    texts = {Path(article.path).name: plain(article.text) for article in reading.articles}
    found = [pair for pair in clusters.candidates(claims, clusters.embed(claims, encoder)) if pair.similarity >= ALIKE]
    others = [pair for pair in found if not is_keyed(gold, texts, pair)]
    for pair in chance.sample(others, min(PER_STORY, len(others))):
        yield Pair(pair.left.text, pair.right.text, NOT_CONTRADICTION, "unkeyed")
        if chance.random() < 0.5:
            yield Pair(pair.left.sentence_text, pair.right.sentence_text, NOT_CONTRADICTION, "unkeyed")
    for pair in found:
        if gold_items(gold, texts, pair) and is_whole(gold, pair):
            yield Pair(pair.left.text, pair.right.text, "contradiction", "claims")


def keyed(gold: dict[str, Any]) -> Iterator[Pair]:
    """The quotations of the key: sides that differ contradict each other, all others do not."""
    for item in (*gold["discrepancies"], *gold["consistent"]):
        for one, other in combinations(item["sides"], 2):
            if one["article"] == other["article"]:
                continue
            differ = "value" in one and one["value"] != other["value"]
            label = "contradiction" if differ else NOT_CONTRADICTION
            yield Pair(one["quote"], other["quote"], label, item.get("kind") or item.get("trap") or "")


def is_keyed(gold: dict[str, Any], texts: dict[str, str], pair: ClaimPair) -> bool:
    """Whether the two claims stand in two sides of one discrepancy, even in two that agree."""
    return any(
        any(overlaps(side, texts, pair.left) for side in item["sides"])
        and any(overlaps(side, texts, pair.right) for side in item["sides"])
        for item in gold["discrepancies"]
    )


def is_whole(gold: dict[str, Any], pair: ClaimPair) -> bool:
    """Whether each claim is as good as the whole of a side's quotation, so that it says what the side says."""
    quotes = [side["quote"] for item in gold["discrepancies"] for side in item["sides"]]
    return all(
        any(len(claim.quote) >= WHOLE * len(quote) and claim.quote.rstrip(".") in quote for quote in quotes)
        for claim in (pair.left, pair.right)
    )


WHOLE = 0.7
"""Share of a quotation's characters from which on a claim stands for it."""


if __name__ == "__main__":
    main()
