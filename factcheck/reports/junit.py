"""The report for test dashboards: JUnit XML, a test case for each finding, each article and each input not checked."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from factcheck.records import Finding, Standing
from factcheck.reports import layout, tool, wording
from factcheck.reports.escape import visible
from factcheck.reports.view import MARKS, NO_STANDINGS, Focus, Standings, View
from factcheck.results import Result

QUOTE_LIMIT = 300
NAME_LIMIT = 200
NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""What no XML may hold, besides the characters that ``visible`` writes out."""


def to_junit(result: Result, standings: Standings = NO_STANDINGS, focus: Focus | None = None) -> str:
    """A JUnit XML document with one suite.

    An open finding is a failure where it fails the gate, or where there is no gate; a known or dismissed one is
    skipped; an input that was not checked is an error. An article without an open finding is a test that passed.
    """
    view = View(result, standings, focus)
    cases = [*_inputs(view), *_findings(view), *_clean(view)]
    counts = {"tests": len(cases)}
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[name] = sum(case.find(tag) is not None for case in cases)
    attributes = {name: str(number) for name, number in counts.items()} | {"time": "0"}
    root = ET.Element("testsuites", {"name": tool.NAME})
    suite = ET.SubElement(root, "testsuite", {"name": tool.NAME} | attributes)
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", {"name": "version", "value": tool.version()})
    suite.extend(cases)
    said = [
        wording.outcome(view),
        *wording.particulars(view),
        *(f"Note: {note}" for note in wording.notes(result.coverage)),
    ]
    ET.SubElement(suite, "system-out").text = "\n".join(map(_text, said))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _inputs(view: View) -> Iterator[ET.Element]:
    for skipped in view.result.coverage.skipped:
        case = _case(skipped.path, "checked")
        error = ET.SubElement(case, "error", {"type": "not-checked", "message": _text(skipped.problem)})
        error.text = _text(skipped.remedy)
        yield case


def _findings(view: View) -> Iterator[ET.Element]:
    for finding in (*view.open, *view.dismissed):
        case = _case(view.sides(finding)[0].path, f"{wording.clip(finding.about, NAME_LIMIT)} [{finding.fingerprint}]")
        standing = view.standing(finding)
        if standing in (Standing.KNOWN, Standing.DISMISSED):
            ET.SubElement(case, "skipped", {"message": MARKS[standing]})
        elif view.fails(finding) is not False:
            kind = f"{finding.kind}-{finding.relation}"
            failure = ET.SubElement(case, "failure", {"type": kind, "message": _text(finding.explanation)})
            failure.text = _detail(finding, view)
        else:
            ET.SubElement(case, "system-out").text = _detail(finding, view)
        yield case


def _clean(view: View) -> Iterator[ET.Element]:
    open_in = {side.article for finding in view.open for side in finding.sides}
    for article in view.result.articles:
        if article.id not in open_in:
            yield _case(article.path, f"no open disagreement [{article.id}]")


def _case(group: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": _text(group), "name": _text(name), "time": "0"})


def _detail(finding: Finding, view: View) -> str:
    lines = [", ".join(wording.facts(finding, view))]
    for row in layout.rows(view.sides(finding), view.articles, QUOTE_LIMIT):
        quoted = row.quote.before + row.quote.words + row.quote.after
        lines.append(f"- {row.side.location}: {wording.source(row.side)}, {wording.said_by(row.side)}")
        lines.append(f"- {row.side.value}: “{quoted}”")
    return "\n".join(map(_text, lines))


def _text(text: str) -> str:
    return NOT_IN_XML.sub(lambda match: f"[U+{ord(match[0]):04X}]", visible(text))
