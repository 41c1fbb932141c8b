"""Publication dates: a full day in one reading, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.articles.dates import Dateline, parse_date, read_dateline

DAY = date(2020, 9, 14)


@pytest.mark.parametrize(
    "value",
    [
        "2020-09-14", "2020-09-14T23:30:00-05:00", "2020-09-14T08:00:00Z", "2020-09-14 08:00", "20200914", "2020/09/14",
        "14 September 2020", "14th Sept. 2020", "September 14, 2020", "Sep 14 2020", "Monday, 14 September 2020",
        "Mon, 14 Sep 2020 10:00:00 +0000", "14-Sep-2020", "14/09/2020", "09/14/2020", "14.9.2020", " 2020-09-14 ",
        "September 14, 2020 at 10:30 a.m. EST", "14th of September 2020",
    ],
)  # fmt: skip
def test_a_full_day_is_read(value):
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "", "2020", "2020-09", "September 2020", "14 September", "03/04/2020", "3.4.2020", "yesterday", "3 days ago",
        "Monday", "now", "14 Foober 2020", "31 February 2020", "2020-13-45", "0", "1600041600", "14/09/20",
        "spring 2020", "on 14 September 2020 in Harrow",
    ],
)  # fmt: skip
def test_anything_else_is_unknown(value):
    assert parse_date(value) is None


def test_a_date_that_reads_the_same_both_ways_is_clear():
    assert parse_date("05/05/2020") == date(2020, 5, 5)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("2020-09-14", None),
        ("September 14, 2020", None),
        ("Published: 14 September 2020", None),
        ("Published on 14 September 2020", None),
        ("POSTED 14 September 2020, 10:30 GMT", None),
        ("14 September 2020 | 10:30", None),
        ("date 2020-09-14 Bridge closes", "Bridge closes"),
        ("Date: 2020-09-14 - Bridge closes", "Bridge closes"),
        ("Published: 14 September 2020 10:30 US troops leave", "US troops leave"),
    ],
)
def test_a_dateline_is_read(line, rest):
    assert read_dateline(line) == Dateline(DAY, line.index(rest) if rest else None)


@pytest.mark.parametrize(
    "line",
    [
        "On 14 September 2020 the bridge was shut.",
        "Published on 14 September 2020 by the ministry, the report names no one.",
        "14 September 2020 was a Monday",
        "2020-09-14 Bridge closes",
        "The bridge was shut on 14 September 2020",
        "date 03/04/2020 Bridge closes",
        "Updated: 14 September 2020",
        "September 2020",
        "Bridge closes",
        "",
    ],
)
def test_other_lines_state_no_date(line):
    assert read_dateline(line) is None
