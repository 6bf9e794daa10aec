"""The picture of the page on restatements is what the program draws, had the analyst written it down on 2 June."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.report.charts.draw import draw
from assessor.report.charts.triangle import draw_triangle
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.both_axes import Axes, both_axes
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from tests.docs.pages import DOCS, lay_out_files

PAGE = DOCS / "restatements.md"
WIDE = Axes(since=date(2026, 2, 1), until=date(2026, 6, 1))
DAYS = ("2025-02-15", "2025-07-01", "2025-12-15", "2026-03-31", "2026-04-26", "2026-04-15")


@pytest.fixture(scope="module")
def plane(tmp_path_factory):
    """The session of the page, on a clock that stands at 2 June 2026."""
    folder = tmp_path_factory.mktemp("restatements")
    lay_out_files(PAGE, folder)
    now = datetime(2026, 6, 2, 9, tzinfo=UTC)

    def clock():
        nonlocal now
        now += timedelta(seconds=1)
        return now

    with open_assessor(str(folder / "log.db"), "reader") as opened:
        context = replace(opened, clock=clock)
        ruleset = load_ruleset(shipped_framework()).require()
        initialise(context, "assessor.example/demo")
        publish_ruleset(context, ruleset, ruleset.framework.epoch)
        for file in sorted((shipped_framework() / "evidence").glob("*.yaml")):
            record_batch(context, read_evidence(file))
        for day in DAYS:
            assess(context, "11", as_of=date.fromisoformat(day), known_at="2026-04-26")
        record_batch(context, read_evidence(folder / "late.yaml"))
        (done,) = recompute(context, ["11"])
        assert [one.entry for one in done.restated] == [356, 357, 358]
        yield both_axes(context, "11", WIDE)


def test_the_picture_is_what_is_drawn_now_to_the_byte(golden, plane):
    golden("../../docs/restatements.svg", draw(draw_triangle(plane)))
    assert (DOCS / "restatements.svg").stat().st_size < 60_000
    assert "](restatements.svg)" in PAGE.read_text(encoding="utf-8")


def test_what_it_says_in_words_is_what_happened(plane):
    said = draw_triangle(plane).said
    assert "On the day itself, 1 Feb 2026 to 25 Apr 2026: Advancing." in said
    late = "“Joint missions were halted in March after an officer was killed”, and 1 more"
    assert f"On 20 May 2026 {late} became known" in said
    assert "3 assessments recorded." in said
    assert "3 restatements recorded." in said
