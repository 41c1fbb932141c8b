"""The ledger: what reviewers decided about findings, a line each, in a file that is made to be committed.

A decision is kept by the content of its finding (``findings.mark``), so that a paragraph that moves keeps it and a
figure that changes asks again. Nothing is ever erased: taking a decision back is a line too. The file is sorted JSON
Lines, so that git puts together what two people add; a line that can't be understood is told by its number, and the
others count.
"""

from factcheck.ledger.decisions import GENUINE, REASONS, STANDINGS, Choice, DecidedSide, Decision, decide, undo
from factcheck.ledger.file import DEFAULT, append, merge, read
from factcheck.ledger.lines import SCHEMA_VERSION
from factcheck.ledger.snapshot import Damaged, Ledger

__all__ = [
    "DEFAULT", "GENUINE", "REASONS", "SCHEMA_VERSION", "STANDINGS", "Choice", "Damaged", "DecidedSide", "Decision",
    "Ledger", "append", "decide", "merge", "read", "undo",
]  # fmt: skip
