"""How well the entailment model does on sets of labelled pairs: ``python -m benchmarks.nli FOLDER [--nli NAME]``.

A folder holds gzipped JSON lines with ``a`` (premise), ``b`` (hypothesis) and ``label``. For each set: accuracy, F1 and
area under the ROC curve of contradiction, the share of other pairs that are called contradictions, and the expected
calibration error. With ``--train FOLDER``, a bag-of-words model that sees the hypothesis alone, trained on the folder's
file of the same name, shows how much of a set its wording gives away. Prints tables, and with ``--output`` writes the
figures as JSON.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from sklearn.metrics import f1_score, roc_auc_score

from benchmarks.pairs import rows
from factcheck import nli

FALSE = 0.5
"""Probability of contradiction above which a pair is called one."""
BINS = 10


def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders of pair files.")],
    model: Annotated[str | None, typer.Option("--nli", metavar="NAME|FOLDER", help="As for factcheck report.")] = None,
    train: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Train models of the hypothesis alone on these.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Judge at most so many pairs of a set, spread over it.")] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures here, as JSON.")] = None,
) -> None:
    """Measure the entailment model on every set of the folders."""
    loaded = nli.load(model)
    if loaded is None:
        raise typer.BadParameter("there is nothing to measure without a model")
    measured = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl.gz")):
        pairs = spread(list(rows(path)), limit)
        name = path.name.partition(".")[0]
        measured[name] = figures = measure(loaded, pairs)
        if train and (train / path.name).exists():
            figures |= hypothesis_alone(list(rows(train / path.name)), pairs)
        typer.echo(f"{name:18} " + "  ".join(f"{figure} {value}" for figure, value in figures.items()))
    if output:
        output.write_text(json.dumps({"model": loaded.name, "sets": measured}, indent=1) + "\n", encoding="utf-8")


def spread(pairs: Sequence[dict[str, str]], limit: int | None) -> list[dict[str, str]]:
    """At most ``limit`` pairs, evenly spread over the set."""
    step = max(1, len(pairs) // limit) if limit else 1
    return list(pairs[::step])[:limit]


def measure(model: nli.NliModel, pairs: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The figures of one set; those that need contradictions or others are left out where there are none."""
    start = time.perf_counter()
    found = model.predict([(pair["a"], pair["b"]) for pair in pairs])
    seconds = time.perf_counter() - start
    label = np.array([nli.LABELS.index(pair["label"]) if pair["label"] in nli.LABELS else 2 for pair in pairs])
    contradicts, called = label == 0, found[:, 0] > FALSE
    figures: dict[str, Any] = {"pairs": len(pairs), "accuracy": _rounded((found.argmax(axis=1) == label).mean())}
    if 0 < contradicts.sum() < len(pairs):
        figures["contradiction_auroc"] = _rounded(roc_auc_score(contradicts, found[:, 0]))
        figures["contradiction_f1"] = _rounded(f1_score(contradicts, found.argmax(axis=1) == 0))
    if (~contradicts).any():
        figures["false_contradictions"] = _rounded(called[~contradicts].mean())
    figures["calibration_error"] = _rounded(calibration_error(found, label))
    figures["pairs_per_second"] = round(len(pairs) / seconds, 1)
    return figures


def hypothesis_alone(train: Sequence[dict[str, str]], pairs: Sequence[dict[str, str]]) -> dict[str, Any]:
    """What the words of the hypotheses give away of a set's labels."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    learner = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=1000))
    learner.fit([pair["b"] for pair in train], [pair["label"] for pair in train])
    texts, labels = [pair["b"] for pair in pairs], np.array([pair["label"] for pair in pairs])
    figures: dict[str, Any] = {"hypothesis_alone_accuracy": _rounded((learner.predict(texts) == labels).mean())}
    contradicts = labels == nli.LABELS[0]
    if 0 < contradicts.sum() < len(pairs):
        column = list(learner.classes_).index(nli.LABELS[0])
        figures["hypothesis_alone_auroc"] = _rounded(
            roc_auc_score(contradicts, learner.predict_proba(texts)[:, column])
        )
    return figures


def calibration_error(found: np.ndarray[Any, Any], label: np.ndarray[Any, Any]) -> float:
    """Mean distance between the probability of the chosen label and how often it is right, over bins of probability."""
    sure, right = found.max(axis=1), found.argmax(axis=1) == label
    at = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = [at == number for number in range(BINS) if (at == number).any()]
    return float(sum(abs(sure[b].mean() - right[b].mean()) * b.mean() for b in bins))


def _rounded(value: float) -> float:
    return round(float(value), 3)


if __name__ == "__main__":
    typer.run(main)
