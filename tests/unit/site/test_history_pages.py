"""A cell's history over pages: each assessment stands on one, and no page grows with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.domain.cell import Cell
from assessor.report.charts.band import Paints
from assessor.site import names
from assessor.site.gather.record import CellRecord, Record
from assessor.site.pages.history import history_pages, render_history, render_older
from assessor.site.render import House
from assessor.store.assessments import AssessmentRow
from tests.site_links import Page

EPOCH = date(2025, 1, 1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUSE = House("title", "origin", Paints(("idle", "busy"), "p"))
HEAVIEST = 300_000


def row(number: int) -> AssessmentRow:
    day = EPOCH + timedelta(days=number)
    return AssessmentRow(
        number, f"ferry@{day}", "ferry", day, NOW, "sha256:00", number, "busy", "sufficient", f"id-{number}", None
    )


def pages_with(number: int) -> dict[str, Page]:
    """Return the pages of a history of so many assessments, without the picture."""
    rows = tuple(row(one) for one in range(number))
    cell = CellRecord(Cell(cell="ferry", title="The ferry"), rows, rows[-1], (), judged=True, is_current=True)
    record = Record("origin", number, NOW, None, (), (cell,), (), (), None)
    first, *others = history_pages("ferry", number)
    made = {first: render_history(HOUSE, record, cell, None)}
    made |= {page: render_older(HOUSE, page, record, cell) for page in others}
    assert max(map(len, made.values())) < HEAVIEST
    return {page: Page(data.decode()) for page, data in made.items()}


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (100, 1), (101, 2), (462, 5)])
def test_every_assessment_is_led_to_once_the_latest_day_first(number: int, pages: int) -> None:
    found = pages_with(number)
    assert len(found) == pages
    links = [link for page in found.values() for link in page.links if "assessments/" in link]
    assert [int(link.split("/")[-2]) for link in links] == list(reversed(range(number)))


def test_from_the_first_page_to_the_oldest_and_back_all_are_reached() -> None:
    found = pages_with(462)
    place, seen = names.history_page("ferry"), []
    while place and place not in seen:
        seen.append(place)
        after = names.history_page("ferry", len(seen) + 1)
        place = after if any(link.endswith(after) for link in found[place].links) else ""
    assert seen == list(found)
    assert any(link.endswith(seen[-1]) for link in found[seen[0]].links)
    assert any(link.endswith(seen[-2]) for link in found[seen[-1]].links)
