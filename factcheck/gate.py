"""The gate: do new articles contradict those that are there already, and may they go in?

    outcome = gate(["drafts/new.md"], "articles/")
    outcome.passes, [finding.about for finding in outcome.failing]

New articles are checked together with all others, and of what is found only that counts in which a new one takes part.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

from factcheck import articles, decided, pipeline
from factcheck import baseline as baselines
from factcheck.articles import Reading
from factcheck.baseline import Baseline, Entry
from factcheck.config import Settings
from factcheck.encoders import Encoder
from factcheck.errors import Exit, UsageError
from factcheck.ledger import Ledger
from factcheck.locations import Location, Server, is_server, located
from factcheck.pipeline import Progress
from factcheck.policy import Policy, Rules
from factcheck.records import Article, Finding, Skipped, Standing
from factcheck.results import Result

if TYPE_CHECKING:
    import pandas as pd

Documents: TypeAlias = Union[str, Path, Iterable[str | Path], "pd.DataFrame"]
"""Paths of files, folders and tables, or a frame with a document a row."""
Known: TypeAlias = Documents | Server | Iterable[str | Path | Server]
"""What is there already: documents, or an index, as a file or by its ``postgresql://`` URL."""

SQLITE = b"SQLite format 3\0"
"""How an index begins."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, what is known of it, and whether it keeps the new articles out."""

    finding: Finding
    standing: Standing
    fails: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gate decided, and why."""

    result: Result
    """Of the findings only those in which a new article takes part."""
    new: tuple[Article, ...]
    """The articles that want to go in, as they were read."""
    checked: frozenset[str]
    """Ids of all articles that took part, the new ones included."""
    judged: tuple[Judged, ...]
    """The findings of the result, in its order."""
    fixed: tuple[Entry, ...]
    """Entries of the baseline whose finding is gone."""
    warnings: tuple[str, ...]
    """How the baseline's models and settings differ from those of this run."""
    baseline: Baseline
    """The baseline as it would be if all these findings were accepted."""

    @property
    def standings(self) -> Mapping[str, Standing]:
        """What is known of the findings, by fingerprint."""
        return {judged.finding.fingerprint: judged.standing for judged in self.judged}

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that keep the new articles out."""
        return tuple(judged.finding for judged in self.judged if judged.fails)

    @property
    def exit_code(self) -> Exit:
        """What the command says: an incomplete check is never clean, whatever was found in the rest."""
        if not self.result.complete:
            return Exit.INCOMPLETE
        return Exit.FOUND if self.failing else Exit.DONE

    @property
    def passes(self) -> bool:
        """Whether everything was checked and nothing fails."""
        return self.exit_code is Exit.DONE

    def accepted(self) -> Outcome:
        """The outcome once all its findings are in the baseline, so that none fails."""
        known = (
            judged if judged.standing is Standing.DISMISSED else Judged(judged.finding, Standing.KNOWN, False)
            for judged in self.judged
        )
        return replace(self, judged=tuple(known))


def gate(
    new: Documents,
    against: Known,
    *,
    settings: Settings = Settings(),  # noqa: B008 (frozen)
    policy: Policy = Policy(),  # noqa: B008 (frozen)
    rules: Rules = Rules(),  # noqa: B008 (frozen)
    baseline: Baseline | str | Path | None = None,
    reviewed: Ledger | Mapping[str, Standing] | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """What new articles contradict, among themselves and in what is there: paths, a frame of documents, or an index.

    A new article takes the place of one with the same path. ``reviewed`` is the ledger of the reviewers' decisions, or
    says by fingerprint what they made of findings; those that were dismissed don't fail. What can't be read is in
    ``outcome.result.coverage.skipped``, and makes the outcome incomplete. Raises UsageError for a wrong setting or a
    baseline that can't be understood, ModelError for a model that can't be loaded, and StoreError for an index that
    can't be used.
    """
    before = baselines.read(Path(baseline)) if isinstance(baseline, (str, Path)) else baseline or Baseline()
    arrivals = _read(new, "new", settings)
    index = index_among(against)
    if index is None:
        result, checked = _among_documents(arrivals, cast(Documents, against), settings, encoder, progress)
    else:
        result, checked = _in_index(arrivals, index, settings, encoder)
    return _judge(result, arrivals.articles, checked, before, settings, policy, rules, reviewed or {})


def index_among(against: Known) -> Location | None:
    """The index that is named, or None where documents are; raises UsageError where both are."""
    if not isinstance(against, (str, Path, Server, list, tuple)):
        return None
    named = [against] if isinstance(against, (str, Path, Server)) else list(against)
    indexes = [located(name) for name in named if is_server(name) or _is_index(Path(str(name)))]
    if indexes and len(named) > 1:
        raise UsageError(f"{indexes[0]} is an index, and other articles are named beside it", "Name one or the other.")
    return indexes[0] if indexes else None


def admit(
    outcome: Outcome, index: Location | str, settings: Settings, encoder: Encoder | None = None
) -> tuple[str, ...]:
    """Puts the new articles of an outcome that passes into the index, and says which were not in it yet, by id."""
    from factcheck import store

    if not outcome.passes:
        raise UsageError("articles that don't pass the gate are not added", "Correct them, or accept the findings.")
    with store.open(index, settings=settings, encoder=encoder) as opened:
        changes = opened.add(outcome.new)
    return tuple(sorted((*changes.added, *changes.replaced)))


def _read(documents: Documents, name: str, settings: Settings) -> Reading:
    if isinstance(documents, (str, Path, list, tuple)):
        return pipeline.read(_paths(documents), settings)
    import pandas as pd

    if isinstance(documents, pd.DataFrame):
        return pipeline.parseable(articles.read_frame(documents, name, columns=settings.columns))
    return pipeline.read(documents, settings)


def _paths(given: str | Path | Sequence[str | Path]) -> list[str | Path]:
    return [given] if isinstance(given, (str, Path)) else list(given)


def _is_index(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _among_documents(
    arrivals: Reading, against: Documents, settings: Settings, encoder: Encoder | None, progress: Progress | None
) -> tuple[Result, frozenset[str]]:
    """The part of a full check that concerns the arrivals, and the ids of all articles."""
    together = _together(arrivals, _read(against, "against", settings))
    # However unsure: what is left out for that is counted among what the arrivals take part in.
    everything = replace(settings, min_confidence=0.0)
    result = pipeline.check_articles(together, settings=everything, encoder=encoder, progress=progress)
    part = result.concerning({article.id for article in arrivals.articles})
    return part.at_least(settings.min_confidence), frozenset(article.id for article in together.articles)


def _in_index(
    arrivals: Reading, where: Location, settings: Settings, encoder: Encoder | None
) -> tuple[Result, frozenset[str]]:
    from factcheck import store

    with store.open(where, settings=settings, encoder=encoder, readonly=True) as index:
        paths = index.paths()
        _refuse_other_names(arrivals.articles, paths.values())
        result = index.against(arrivals.articles, skipped=arrivals.skipped, notes=arrivals.notes)
    ids = {article.id for article in arrivals.articles}
    return result, frozenset(ids.union(paths))


def _refuse_other_names(arrivals: Sequence[Article], paths: Iterable[str]) -> None:
    """Raises UsageError for an article that is indexed under another name, and would contradict its former version."""
    names = {os.path.realpath(path): path for path in paths}
    for article in arrivals:
        known = names.get(os.path.realpath(article.path), article.path)
        if known != article.path:
            raise UsageError(f"{article.path} is {known} in the index", "Name it as the index does.")


def _together(arrivals: Reading, corpus: Reading) -> Reading:
    """Both readings as one, in which an arrival takes the place of what is in the same file."""
    paths = [article.path for article in arrivals.articles] + [problem.path for problem in arrivals.skipped]
    files = {os.path.realpath(path) for path in paths}

    def stays(known: Article | Skipped) -> bool:
        return os.path.realpath(known.path) not in files

    everything = [*arrivals.articles, *filter(stays, corpus.articles)]
    skipped = {*arrivals.skipped, *filter(stays, corpus.skipped)}
    return Reading(
        tuple(sorted(everything, key=lambda article: (article.path, article.row or 0))),
        tuple(sorted(skipped, key=lambda problem: (problem.path, problem.problem))),
        tuple(sorted({*arrivals.notes, *corpus.notes})),
    )


def _judge(
    result: Result,
    new: tuple[Article, ...],
    checked: frozenset[str],
    before: Baseline,
    settings: Settings,
    policy: Policy,
    rules: Rules,
    reviewed: Ledger | Mapping[str, Standing],
) -> Outcome:
    shown = rules.apply(result, settings.min_confidence)
    shown, reviews = decided.heeded(shown, reviewed) if isinstance(reviewed, Ledger) else (shown, reviewed)
    standings = [_standing(finding, before, reviews) for finding in shown.findings]
    judged = tuple(Judged(f, known, policy.fails(f, known)) for f, known in zip(shown.findings, standings, strict=True))
    run = baselines.of(shown.findings, shown.coverage, _stated(settings, rules))
    # By what was found before the rules: what they hide is not fixed.
    fixed = before.gone(result.findings, {article.id for article in new}, checked)
    notes = tuple(f"fixed since the baseline: {entry.about} ({entry.fingerprint})" for entry in fixed)
    return Outcome(
        result=replace(shown, coverage=replace(shown.coverage, notes=(*shown.coverage.notes, *notes))),
        new=new,
        checked=checked,
        judged=judged,
        fixed=fixed,
        warnings=before.differences(run) if before.entries else (),
        baseline=before.updated(run, fixed),
    )


def _standing(finding: Finding, before: Baseline, reviewed: Mapping[str, Standing]) -> Standing:
    """What is known of a finding: a dismissal counts before the baseline, and the baseline before a confirmation."""
    standing = reviewed.get(finding.fingerprint, Standing.NEW)
    if standing is not Standing.DISMISSED and before.knows(finding):
        return Standing.KNOWN
    return standing


def _stated(settings: Settings, rules: Rules) -> Mapping[str, Any]:
    """The settings that decide what is found, as a baseline keeps them."""
    stated: dict[str, Any] = {"min_confidence": settings.min_confidence}
    if settings.calibration:
        stated["calibration"] = settings.calibration.digest
    if rules.kinds:
        stated["kinds"] = {kind.value: level.value if level else "off" for kind, level in rules.kinds.items()}
    if weights := {source.name: source.weight for source in rules.sources if source.weight != 1}:
        stated["weights"] = weights
    return stated
