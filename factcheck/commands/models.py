"""``factcheck models``: what a check would run, where it lies, and its hash."""

from __future__ import annotations

import typer

from factcheck import project as projects
from factcheck.commands import options
from factcheck.commands.common import errors


def models(encoder: options.Encoder = None, nli: options.Nli = None, config: options.Config = None) -> None:
    """List the models that a check would run: what each is for, its name and hash, and where it lies.

    The built-in models are checked against their hashes first.
    """
    with errors():
        from factcheck import encoders, language
        from factcheck import nli as entailment

        settings = options.settings_of(
            projects.load(config).settings,
            encoder=encoder, nli=nli, min_confidence=None, exclude=None, columns=None,
        )  # fmt: skip
        rows = [
            ("encoder", encoders.named(settings.encoder), encoders.location(settings.encoder)),
            ("entailment", entailment.named(settings.nli), entailment.location(settings.nli)),
            ("language", language.name(), language.location()),
        ]
        for use, name, where in rows:
            typer.echo(f"{use:<11} {name}\n{'':<11} {where}")
