"""The project's own benchmark: what the checker finds in stories with a key, and how much it reports on real news.

    python -m benchmarks STORIES_DIR... [--news FILE.jsonl.gz] [--output benchmarks/results/NAME.json]

``gold`` reads story sets, ``stories`` judges findings, ``stages`` tells where discrepancies get lost, ``news`` counts
what is reported on articles without a key, ``runs`` runs it all, ``results`` keeps it with the conditions, ``tables``
and ``listing`` show it, and ``docs`` puts it into docs/quality.md.
"""
