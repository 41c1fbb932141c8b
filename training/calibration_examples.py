"""Write ``factcheck/data/calibration.json``: what is found on stories that nothing was fitted on, judged by their key.

    python -m training.calibration_examples --judged DIR... --stories DIR... [OPTION...] [--output FILE]

``--stories`` and the options after it are those of ``training.fit_evidence``. Each judged story is checked with the
weights that it gets from all the others, so that the confidences are those of articles that nobody has seen. Of a
finding only numbers and codes are kept: its kind, reason codes, severity and confidence, and whether the key confirms
it. ``factcheck calibrate`` adds these examples to a reviewer's decisions, and ``benchmarks/reviewing.py`` reviews them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks import gold, stories
from benchmarks.gold import Story
from benchmarks.stories import State
from factcheck import articles, clusters, encoders, nli, pipeline
from factcheck.articles import Reading
from factcheck.clusters import Vectors
from factcheck.comparators import Judge, evidence
from factcheck.config import Settings
from factcheck.records import Claim, Finding
from training import fit_evidence
from training.fit_evidence import Known

SCHEMA_VERSION = 1
MIN_CONFIDENCE = 0.05
"""Findings that are less sure than this teach nothing that a threshold could heed."""


class Checked:
    """A story that is taken apart once and compared with several sets of weights."""

    def __init__(self, story: Story, encoder: encoders.Encoder, judge: Judge) -> None:
        self.story, self.encoder, self.judge = story, encoder, judge
        self.reading: Reading = pipeline.parseable(articles.read([story.folder / "articles"]))
        self.claims: tuple[Claim, ...] = pipeline.extract(self.reading.articles)
        self.vectors: Vectors = clusters.embed(self.claims, encoder)

    def findings(self, models: Mapping[str, evidence.Model]) -> tuple[Finding, ...]:
        """What the story gives with these weights."""
        with _weights(models):
            compared = pipeline.compare(self.claims, self.vectors, self.judge)
            settings = Settings(min_confidence=MIN_CONFIDENCE)
            names = self.encoder.name, self.judge.name
            return pipeline.conclude(self.reading, self.claims, compared, self.vectors, settings, *names).findings


@contextmanager
def _weights(models: Mapping[str, evidence.Model]) -> Iterator[None]:
    """The models in the place of those that are shipped."""
    with mock.patch.object(evidence, "model", models.__getitem__):
        yield


def fitted(known: Known) -> dict[str, evidence.Model]:
    """The models that examples give, as a check takes them."""
    made = fit_evidence.models(known)
    return {name: evidence.Model(intercept, weights) for name, (intercept, weights) in made.items()}


def examples(story: Story, number: int, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings on a story as numbers and codes."""
    return [
        {
            "story": number,
            "kind": judged.finding.kind.value,
            "reasons": list(judged.finding.reasons),
            "severity": judged.finding.severity.value,
            "score": judged.finding.confidence,
            "state": judged.state.value,
            "confirmed": judged.state is not State.FALSE,
        }
        for judged in stories.judge(story, findings)
    ]


def main() -> None:
    """Fit without each story, check it, and write what is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", nargs="+", type=Path, required=True, help="the stories to check")
    fit_evidence.add_sources(parser)
    parser.add_argument("--output", type=Path, default=Path("factcheck/data/calibration.json"))
    options = parser.parse_args()
    encoder, judge = encoders.load(), Judge(nli.load())
    known = fit_evidence.gather(options, encoder, judge)
    told: list[dict[str, Any]] = []
    keys = gold.read(options.judged)
    for number, story in enumerate(keys, 1):
        name = json.loads((story.folder / "gold.json").read_text(encoding="utf-8"))["story"]
        models = fitted(known.without(name))
        told += (found := examples(story, number, Checked(story, encoder, judge).findings(models)))
        print(f"{name}: {len(found)} findings, {sum(e['confirmed'] for e in found)} confirmed", file=sys.stderr)
    stored = {
        "schema_version": SCHEMA_VERSION,
        "unseen": True,
        "stories": {str(number): len(story.discrepancies) for number, story in enumerate(keys, 1)},
        "examples": told,
    }
    options.output.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
