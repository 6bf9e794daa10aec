"""
`assessor backtest --page`: a run as a page to look at.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.known import Evidence
    from assessor.services.backtest import Backtest


def check_page(path: Path) -> None:
    """
    Check that a page can be made, before anything is judged for it.

    Raises:
        UsageError: Its name is none for a page.
        ConfigurationError: What makes it is not installed.
    """
    from assessor.report.charts.draw import check_charts
    from assessor.report.pages.templates import check_templates
    from assessor.report.whole_file import check_file

    check_file(path, (".html",), "a page")
    check_charts()
    check_templates()


def write_page(path: Path, found: Backtest, evidence: Evidence) -> None:
    """Write a run, and what was known at its end, as a page; what was there is replaced once it is whole."""
    from assessor.report.pages.backtest_page import Run, render_backtest_page
    from assessor.report.whole_file import replacing

    recorded = f"recorded as entry {found.entry_index}" if found.entry_index is not None else "not recorded"
    draft = "" if found.published else ", a draft"
    run = Run(
        rules=found.rules,
        evidence=evidence,
        first=found.period.first,
        last=found.period.last,
        every=str(found.period.every),
        said={cell: [row.said for row in some] for cell, some in groupby(found.rows, key=lambda row: row.cell)},
        summaries=found.summaries,
        known=f"Each day is judged by {tell_known(found)}.",
        source=(
            f"{len(found.rows):,} trials by ruleset {found.ruleset}{draft}; log of {found.log_size:,} entries; the run "
            f"is {recorded}; digest {found.digest}."
        ),
    )
    page = render_backtest_page(run).encode()
    with replacing(path) as beside:
        beside.write_bytes(page)


def tell_known(found: Backtest) -> str:
    """Return by what each day was judged."""
    from assessor.audit import render_instant
    from assessor.report.headline import tell_instant

    if found.period.known_at is None:
        return "what was known at its end"
    return f"what was known at {tell_instant(render_instant(found.period.known_at))}"
