"""Review: a person goes through findings, in a browser or a terminal, and every decision is kept in the ledger.

``queue`` says what comes first, ``material`` where the findings come from, ``session`` what page and terminal share.
"""
