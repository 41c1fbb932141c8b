"""What can go wrong, as exceptions that say which input, what is wrong and what to do.

FactcheckError
├── UsageError       the call itself is wrong: an option, a setting          exit code 2
├── ArticleError     an article can't be read; the others are still checked  exit code 3
├── ModelError       a model is missing, damaged or not the expected one     exit code 3
├── StoreError       an index is damaged, outdated or in use                 exit code 3
└── EngineError      the workers of a check, or its folder, can't be used    exit code 3
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the command says to the program that called it."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


class FactcheckError(Exception):
    """Base of all errors that factcheck raises on purpose: a problem, and a remedy if there is one."""

    exit_code: Exit = Exit.INCOMPLETE

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem}: {remedy}" if remedy else problem)
        self.problem = problem
        self.remedy = remedy


class UsageError(FactcheckError):
    """The call is wrong; nothing was checked."""

    exit_code = Exit.USAGE


class ArticleError(FactcheckError):
    """One article can't be read; the pipeline goes on without it and says so."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        super().__init__(problem, remedy)
        self.path = path


class ModelError(FactcheckError):
    """A model can't be used; nothing is reported in its place."""


class StoreError(FactcheckError):
    """An index on disk can't be used; nothing is reported from what it may hold."""


class EngineError(FactcheckError):
    """The workers that a check was to run on, or the folder that it was to work in, can't be used."""
