"""
The pages of cells, each with the data beside it: those that are as they were are kept, the others made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from assessor.bootstrap import look_at
from assessor.errors import UsageError
from assessor.services.both_axes import Axes, both_axes
from assessor.services.due import entries_since
from assessor.site import names
from assessor.site.data import tables
from assessor.site.data.cell import render_cell_data
from assessor.site.data.history import render_history_data
from assessor.site.gather.cell import gather_cell
from assessor.site.manifest import digest_of
from assessor.site.pages.backlog import Titles, dimension_titles, pages_of, render_backlog
from assessor.site.pages.cell import render_cell
from assessor.site.pages.history import history_pages, render_history, render_older
from assessor.site.pages.overview import marks_on
from assessor.site.pages.telling import indicator_titles
from assessor.site.parts import Part

if TYPE_CHECKING:
    from assessor.engine.axes import Plane
    from assessor.services.context import Context
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.pages.overview import Shown
    from assessor.site.parts import Making
    from assessor.store.unit_of_work import ReadTransaction

_COST: Final = 200
"""Of a cell's pages, counted in pages of assessments."""

_TABLES: Final = ("signals.csv", "sources.csv", "readings.csv", "versions.csv", "history.csv")


@dataclass(frozen=True, slots=True)
class CellPages:
    """
    The pages of a cell that are to be made.

    Attributes:
        page: What its page and the data beside it are made from, by a digest; empty where they are kept.
        history: What the pages of its history are made from, likewise.
        reach: The size of the log beyond which nothing is said of the cell: what came later changes no page of it.
    """

    shown: Shown
    page: str
    history: str
    reach: int


def plan_cell(tx: ReadTransaction, record: Record, shown: Shown, base: str, folder: SiteFolder) -> Part | None:
    """
    Keep of a cell's pages what is as it was, and return what is to be made.

    Args:
        base: What the pages of every cell are made from, by a digest.
    """
    cell = shown.record
    said = [row.entry_index for row in cell.rows]
    restated = [row.entry_index for row in record.restated if row.cell == cell.cell.cell]
    of = digest_of(base, cell.cell.model_dump_json(), said, restated, cell.due, cell.judged)
    kept = _files(cell, shown)
    before = folder.made_from(of)  # the pages of its signals among them, however many there were
    page = "" if folder.keep_all(sorted({*kept, *before}), of) else of
    history, reach = ("", 0) if shown.latest is None else _plan_history(tx, record, cell, of, [*said, *restated])
    told = _history_files(cell) if shown.latest is not None else []
    if history and folder.keep_all(told, history):
        history = ""
    if not page and not history:
        return None
    files = (*kept, *told)
    return Part(partial(_make, CellPages(shown, page, history, reach)), files, _COST)


def _files(cell: CellRecord, shown: Shown) -> list[str]:
    """Return the page of a cell, and the data beside it."""
    folder = names.cell_folder(cell.cell.cell)
    data = ("cell.json", *(_TABLES if shown.latest is not None else ()))
    return [names.cell_page(cell.cell.cell), *(f"{folder}{name}" for name in data)]


def _history_files(cell: CellRecord) -> list[str]:
    """Return the history of a cell as data, and its pages."""
    name = cell.cell.cell
    return [f"{names.cell_folder(name)}history.json", *history_pages(name, len(cell.rows))]


def _plan_history(
    tx: ReadTransaction, record: Record, cell: CellRecord, of_cell: str, said: list[int]
) -> tuple[str, int]:
    """Return what the pages of a cell's history are made from, and how far the log tells of the cell."""
    name, rules = cell.cell.cell, record.rules
    assert rules is not None  # noqa: S101 - a cell was assessed by some
    touching = entries_since(tx, rules, name, 0) if rules.has_cell(name) else []
    changes = [change.entry_index for change in tx.overrides.changes(name)]
    published = [(row.digest, row.effective_from) for row in record.published]
    reach = 1 + max([*touching, *changes, *said, *(row.entry_index for row in record.published)])
    return digest_of(of_cell, record.day, touching, changes, published), reach


def _make(wanted: CellPages, making: Making, folder: SiteFolder, tx: ReadTransaction) -> None:
    """Make what is wanted of a cell."""
    context = look_at(making.database, tx, making.record.ended)
    if wanted.page:
        _make_page(context, wanted, making, folder)
    if wanted.history:
        cell = wanted.shown.record
        plane = _plane(context, making.record, cell, wanted.reach)
        document, first, *others = _history_files(cell)
        folder.write(document, render_history_data(making.record, cell, plane), wanted.history)
        folder.write(first, render_history(making.house, making.record, cell, plane), wanted.history)
        for page in others:
            folder.write(page, render_older(making.house, page, making.record, cell), wanted.history)


def _make_page(context: Context, wanted: CellPages, making: Making, folder: SiteFolder) -> None:
    """Make the page of a cell, those of its signals, and the data beside it."""
    one, house, titles = wanted.shown, making.house, making.titles
    cell = one.record.cell
    facts = gather_cell(context, one.record, making.record.size)
    marks = marks_on(one, indicator_titles(facts.rules if facts is not None else None))
    made = [render_cell(house, one, facts, titles), render_cell_data(one, facts, marks)]
    if facts is not None:
        made += [
            tables.render_signal_table(facts),
            tables.render_source_table(facts),
            tables.render_reading_table(facts),
            tables.render_version_table(facts),
            tables.render_history_table(making.record, one.record),
        ]
        named, called = (cell.cell, cell.title), Titles(titles, dimension_titles(facts.rules.cell(cell.cell)))
        for name in pages_of(cell.cell, len(facts.backlog))[1:]:
            folder.write(name, render_backlog(house, name, named, facts.backlog, called), wanted.page)
    for name, content in zip(_files(one.record, one), made, strict=True):
        folder.write(name, content, wanted.page)


def _plane(context: Context, record: Record, cell: CellRecord, reach: int) -> Plane | None:
    """Return both axes of a cell up to the end of the record; None where rules of some day do not judge it."""
    if not cell.judged:
        return None
    axes = Axes(until=record.day, known_until=record.day)
    try:
        plane = both_axes(context, cell.cell.cell, axes, log_size=record.size)
    except UsageError:
        return None
    return replace(plane, log_size=reach)
