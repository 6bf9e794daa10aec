"""Pages for auditors as people see them, narrow and wide; see `test_pages` for how they are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from rich.console import Group

from assessor.domain.restatement import Issued, Restated
from assessor.report.changes import render_changes
from assessor.report.diff import render_diff
from assessor.report.recomputed import render_recomputed, tell_out_of_date, tell_recomputed
from assessor.report.trace import render_trace
from tests.unit.report.made import ASSESSMENT, TRIAL, draw
from tests.unit.report.made_audit import DAY, DIFFERENCE, FEED, FIGURE, SAME, SOURCE, TRACED, VERSIONS

if TYPE_CHECKING:
    from rich.console import RenderableType

BEFORE = "11@2026-04-25#30"
SAID = Issued(trajectory="Contested", confidence="low", standing="sufficient")
RESTATED = [Restated(entry=9 + at, as_of=DAY - timedelta(days=20 - at), verdict=SAID) for at in range(10)]
PAGES: dict[str, RenderableType] = {
    "difference": render_diff(DIFFERENCE),
    "no difference": render_diff(SAME),
    "trace of a signal": render_trace("signal", VERSIONS, TRACED),
    "trace of a feed": render_trace("feed", [FEED], []),
    "trace of a source": render_trace("source", [SOURCE], TRACED[:1]),
    "trace of a reading": render_trace("reading", [FIGURE], TRACED[-2:]),
    "changes": render_changes(DIFFERENCE.changes, heading="From the record to now", most=3),
    "no changes": render_changes((), heading="From the record to now"),
    "recomputed": render_recomputed(ASSESSMENT, BEFORE, (38, 39, 41), DIFFERENCE.changes, RESTATED, 41),
    "recomputed, and it stands": render_recomputed(ASSESSMENT, BEFORE, (39,), ()),
    "recomputed for the first time": render_recomputed(ASSESSMENT, None, (), ()),
    "recomputed, tried": render_recomputed(TRIAL, BEFORE, (39,), DIFFERENCE.changes[:1], RESTATED[:1]),
    "followed": Group(
        tell_recomputed(ASSESSMENT, (38, 39), DIFFERENCE.changes, len(RESTATED), 41),
        tell_recomputed(ASSESSMENT, (39,), (), 0, None),
    ),
    "out of date": Group(tell_out_of_date("11", (361,)), tell_out_of_date("11", range(361, 366))),
}


def all_pages(width: int, encoding: str = "utf-8") -> str:
    """Return every page under its name."""
    return "\n".join(f"== {name} ==\n{draw(page, width, encoding=encoding)}" for name, page in PAGES.items())


@pytest.mark.parametrize("width", [80, 120])
def test_pages_at_a_width(golden, width):
    golden(f"audit-trail-{width}.txt", all_pages(width))


def test_pages_where_nothing_but_ascii_can_be_shown(golden):
    text = all_pages(80, "ascii")
    assert text.isascii()
    golden("audit-trail-ascii.txt", text)
