"""A backtest as a page: every cell in a tile, whatever it is called, and nothing in it acts or asks for anything."""

from __future__ import annotations

import re
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given

from assessor.domain.cell import Place
from assessor.domain.known import known_at
from assessor.engine.backtest import Said, summarise
from assessor.engine.backtest.yearly import Year, yearly
from assessor.errors import ConfigurationError
from assessor.report.charts.tile import say_tile
from assessor.report.pages.backtest_page import Run, render_backtest_page
from assessor.report.pages.templates import check_templates
from assessor.report.whole_file import replacing
from tests.harbour_log import sound_rules
from tests.property.worlds import MOMENT, evidence, known
from tests.unit.report.test_charts import HOSTILE

VOID = {"meta", "link", "br", "path", "rect", "line", "circle"}
DAYS = [date(2025, month, 28) for month in range(1, 13)]


class Page(HTMLParser):
    """What a page is made of; every element is closed where it was opened."""

    def __init__(self, text):
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def run_of(titles=None, places=None):
    rules, titles, places = sound_rules(), titles or {}, places or {}
    cells = tuple(
        cell.model_copy(update={"title": titles.get(cell.cell, cell.title), "place": places.get(cell.cell)})
        for cell in rules.cells
    )
    states = [t.id for t in rules.framework.trajectories]
    said = {
        cell.cell: [
            Said(day, [*states, "insufficient"][(number + place // 3) % (len(states) + 1)])
            for place, day in enumerate(DAYS)
        ]
        for number, cell in enumerate(cells)
    }
    return Run(
        rules=rules.model_copy(update={"cells": cells}),
        evidence=known_at([], MOMENT),
        first=DAYS[0],
        last=DAYS[-1],
        every="P1M",
        said=said,
        summaries={cell: summarise(some) for cell, some in said.items()},
        known="Each day is judged by what was known at its end.",
        source="36 trials",
    )


def places_of(run):
    return {cell: Place(column=1 + n, row=1 + n % 2) for n, cell in enumerate(run.said)}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_cell_is_called_is_text_and_the_page_is_whole(title):
    page = Page(render_backtest_page(run_of(dict.fromkeys(run_of().said, title))))
    assert not {"script", "iframe", "img", "link", "a", "b>"} & set(page.tags)
    assert not [name for name, value in page.attributes if name.startswith("on") or name in {"src", "href"}]
    assert page.tags.count("figure") == 3
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x07]", "".join(page.words))


def test_a_page_asks_for_nothing_and_its_ids_are_its_own():
    text = render_backtest_page(run_of())
    page = Page(text)
    assert not re.search(r"https?://(?!www\.w3\.org)|@import|url\((?!#)", text)
    assert "default-src 'none'" in text
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    for named in re.findall(r"url\(#([\w-]+)\)", text):
        assert named in ids
    for name, value in page.attributes:
        assert name != "aria-labelledby" or set((value or "").split()) <= set(ids)
    assert text == render_backtest_page(run_of())


def test_tiles_are_a_map_where_every_cell_has_a_place_of_its_own_and_in_order_of_it():
    run = run_of()
    places = places_of(run)
    placed = render_backtest_page(run_of(places=places))
    rows = re.findall(r"#(cell-\d) \{ grid-column: (\d); grid-row: (\d); \}", placed)
    assert [(int(row), int(column)) for _, column, row in rows] == sorted((p.row, p.column) for p in places.values())
    first = next(iter(places))
    for lacking in ({k: v for k, v in places.items() if k != first}, dict.fromkeys(places, places[first])):
        assert "grid-row" not in render_backtest_page(run_of(places=lacking))


def test_a_tile_says_in_words_what_it_shows():
    said = [Said(DAYS[0], "idle"), Said(DAYS[1], "busy"), Said(DAYS[2], "busy")]
    years = [Year(2024, 3, 9), Year(2025, 5, 5)]
    assert say_tile(said, years) == "busy since 2025-02-28; 1 change before. Most in 2025: 5."
    assert say_tile(said[:1], []) == "idle since 2025-01-28; 0 changes before."


@given(evidence(cells=True))
def test_years_hold_what_surely_and_what_possibly_happened_in_them(versions):
    for amount in (None, "deaths"):
        found = yearly(known(versions), ("1", "2"), amount, 2022, 2025)
        for cell, years in found.items():
            assert [one.year for one in years] == [2022, 2023, 2024, 2025]
            for one in years:
                certain = possible = 0
                for version in versions:
                    if version.kind != "signal" or cell not in {i.cell for i in version.item.impacts}:
                        continue
                    stated = version.item.amounts.get("deaths")
                    low, high = (1, 1) if amount is None else (stated.low, stated.high) if stated else (0, 0)
                    begins, ends = date(one.year, 1, 1), date(one.year, 12, 31)
                    span = version.item.date.span
                    certain += low if begins <= span.lo and span.hi <= ends else 0
                    possible += high if span.lo <= ends and begins <= span.hi else 0
                assert (one.certain, one.possible) == (certain, possible)


def test_a_missing_template_engine_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ConfigurationError, match=r"install `assessor\[charts\]`"):
        check_templates()


def test_what_fails_half_way_leaves_what_was_there(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(RuntimeError), replacing(path) as beside:  # noqa: PT012 - it fails inside
        beside.write_text("half")
        raise RuntimeError
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("page.html", "old")]
