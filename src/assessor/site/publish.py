"""
Publishing the record as a site: read in one snapshot, rendered page by page, swapped into place.

What a file is made from is noted in the manifest, so that the next publish keeps what is still so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assessor.domain.restatement import Issued
from assessor.errors import UsageError
from assessor.report.charts.draw import check_charts
from assessor.report.pages.templates import check_templates
from assessor.services.assessment_name import Reference
from assessor.services.both_axes import Axes, both_axes
from assessor.services.bundle_assessment import bundle_assessment
from assessor.services.due import entries_since
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import load_published, write_ruleset
from assessor.services.recorded import read_stated
from assessor.site import data, names
from assessor.site.assessments import list_pages, make_pages
from assessor.site.assets import program_digest, read_script, render_style
from assessor.site.feed import render_feed
from assessor.site.folder import open_site
from assessor.site.gather.cell import gather_cell
from assessor.site.gather.events import gather_events
from assessor.site.gather.record import read_record
from assessor.site.manifest import digest_of
from assessor.site.pages.about import render_about
from assessor.site.pages.backlog import pages_of, render_backlog
from assessor.site.pages.cell import render_cell
from assessor.site.pages.changes import render_changes
from assessor.site.pages.history import render_history
from assessor.site.pages.overview import Shown, marks_on, render_overview
from assessor.site.pages.rules import render_rules
from assessor.site.pages.ruleset import render_ruleset_pages
from assessor.site.pages.telling import indicator_titles
from assessor.site.render import house_of

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.engine.axes import Plane
    from assessor.services.context import Context
    from assessor.services.progress import Progress
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

Bundles = Literal["latest", "all", "none"]
"""Of which assessments bundles are published: the latest of each cell, all, or none."""


@dataclass(frozen=True, slots=True)
class Published:
    """
    A site as it was published.

    Attributes:
        size: Entries of the log that it was made from.
        written: Files that are new or other than before; `kept`, those that are as they were.
    """

    origin: str
    size: int
    cells: int
    assessments: int
    written: int
    kept: int


def publish_site(
    context: Context, path: Path, *, bundles: Bundles = "latest", address: str = "", told: Progress = tell_nobody
) -> Published:
    """
    Publish the record as a site in a folder; on return it is there whole, and after a failure the old one is.

    The same record gives the same bytes, whatever was published before.

    Args:
        path: A new or empty folder, or an earlier site.
        address: Where it will be found, such as `https://example.org/site/`; links of the feed are relative without it.
        told: Is told how many assessments are done.

    Raises:
        ExportError: The folder cannot take it.
        ConfigurationError: What makes pages, or draws charts, is not installed.
        VerificationError: What is recorded does not hold together, or comes out otherwise: nothing is published of it.
    """
    check_charts()
    check_templates()
    with context.database.standing_still() as still, still.read() as tx, open_site(path) as folder:
        record = read_record(tx)
        inside = replace(context, database=still, clock=lambda: record.ended)
        site = _Site(inside, context.database, tx, record, folder, bundles, address)
        site.make(told)
        number = sum(len(cell.rows) for cell in record.cells)
    return Published(record.origin, record.size, len(record.cells), number, folder.written, folder.kept)


@dataclass
class _Site:
    """
    A site on its way into a folder.

    Attributes:
        context: It reads one snapshot; `database` is what that is of.
    """

    context: Context
    database: Database
    tx: ReadTransaction
    record: Record
    folder: SiteFolder
    bundles: Bundles
    address: str

    @cached_property
    def base(self) -> str:
        """What every page is made from: the program, and what all pages say."""
        house = self.house
        return digest_of(program_digest(), house.title, house.origin, house.paints.states, self.tx.content.erased())

    @cached_property
    def house(self) -> House:
        return house_of(self.record)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {one.cell.cell: one.cell.title for one in self.record.cells}

    def make(self, told: Progress) -> None:
        """Make every file."""
        states = len(self.house.paints.states)
        self.folder.write(names.STYLE, render_style(states))
        self.folder.write(names.SCRIPT, read_script())
        for address in data.SCHEMAS:
            self.folder.write(address, data.render_schema(address))
        shown = [self._shown(cell) for cell in self.record.cells]
        marks = [marks_on(one, indicator_titles(self.record.rules)) for one in shown]
        self.folder.write(names.INDEX, render_overview(self.house, self.record, shown))
        self.folder.write(names.RECORD, data.render_record(self.record, shown, marks))
        self.folder.write(names.ABOUT, render_about(self.house, self.record))
        self._rules()
        events, number = gather_events(self.tx, self.record)
        self.folder.write(names.CHANGES, render_changes(self.house, events, number))
        self.folder.write(names.FEED, render_feed(self.record, events, self.address))
        for one in shown:
            self._cell(one)
        pages = list(list_pages(self.record, self.base, self._bundle))
        make_pages(self.house, self.record, self.folder, pages, (self.database, self.tx), told)

    def _shown(self, cell: CellRecord) -> Shown:
        """Return a cell with its latest assessment and what was said before it."""
        if cell.latest is None:
            return Shown(cell, None, None)
        entry, day = cell.latest.entry_index, cell.latest.as_of
        latest = read_stated(self.tx, Reference(entry)).assessment
        earlier = [row for row in cell.rows if (row.as_of, row.entry_index) < (day, entry)]
        before = None
        if earlier:
            row = max(earlier, key=lambda one: (one.as_of, one.entry_index))
            before = Issued.of(read_stated(self.tx, Reference(row.entry_index)).assessment.verdict)
        return Shown(cell, latest, before)

    def _rules(self) -> None:
        loaded = {row.digest: load_published(self.tx, row.digest) for row in self.record.published}
        titles = {digest: rules.framework.title for digest, rules in loaded.items()}
        self.folder.write(names.RULES, render_rules(self.house, self.record, titles))
        for row in self.record.published:
            document = f"{names.ruleset_folder(row.digest)}ruleset.json"
            if not self.folder.has(document):
                self.folder.write(document, write_ruleset(loaded[row.digest]))
                for page, made in render_ruleset_pages(self.house, loaded[row.digest], row):
                    self.folder.write(page, made)

    def _cell(self, one: Shown) -> None:
        """Make the pages of a cell, and its data."""
        cell, record = one.record.cell, self.record
        entries = [row.entry_index for row in one.record.rows]
        restated = [row.entry_index for row in record.restated if row.cell == cell.cell]
        of = digest_of(
            self.base, cell.model_dump_json(), entries, restated, one.record.due, one.record.judged, self.titles
        )
        folder = names.cell_folder(cell.cell)
        tables = [
            f"{folder}{name}" for name in ("cell.json", "signals.csv", "sources.csv", "readings.csv", "history.csv")
        ]
        page = names.cell_page(cell.cell)
        if one.latest is None:
            self.folder.write(page, render_cell(self.house, one, None, self.titles), of)
            return
        before = self.folder.made_from(of)  # the pages of its signals among them, however many there were
        if not self.folder.keep_all(sorted({page, *tables, *before}), of):
            facts = gather_cell(self.context, one.record)
            assert facts is not None  # noqa: S101 - it was assessed
            marks = marks_on(one, indicator_titles(facts.rules))
            made = (
                render_cell(self.house, one, facts, self.titles),
                data.render_cell_data(one, marks),
                data.render_signal_table(facts),
                data.render_source_table(facts),
                data.render_reading_table(facts),
                data.render_history_table(record, one.record),
            )
            for name, content in zip((page, *tables), made, strict=True):
                self.folder.write(name, content, of)
            named = (cell.cell, cell.title)
            for name in pages_of(cell.cell, len(facts.backlog))[1:]:
                self.folder.write(name, render_backlog(self.house, name, named, facts.backlog, self.titles), of)
        self._history(one.record, of)

    def _history(self, cell: CellRecord, of_cell: str) -> None:
        name, rules = cell.cell.cell, self.record.rules
        assert rules is not None  # noqa: S101 - a cell was assessed by some
        touching = entries_since(self.tx, rules, name, 0) if rules.has_cell(name) else []
        changes = [change.entry_index for change in self.tx.overrides.changes(name)]
        published = [(row.digest, row.effective_from) for row in self.record.published]
        of = digest_of(of_cell, self.record.day, touching, changes, published)
        page = names.history_page(name)
        if not self.folder.keep(page, of):
            said = [row.entry_index for row in cell.rows]
            said += [row.entry_index for row in self.record.restated if row.cell == name]
            reach = 1 + max([*touching, *changes, *said, *(row.entry_index for row in self.record.published)])
            self.folder.write(page, render_history(self.house, self.record, cell, self._plane(cell, reach)), of)

    def _plane(self, cell: CellRecord, reach: int) -> Plane | None:
        """
        Return both axes of a cell up to the end of the record; None where rules of some day do not judge it.

        Args:
            reach: The size of the log beyond which nothing is said of the cell: what came later changes no page of it.
        """
        if not cell.judged:
            return None
        day = self.record.day
        try:
            plane = both_axes(self.context, cell.cell.cell, Axes(until=day, known_until=day))
        except UsageError:
            return None
        return replace(plane, log_size=reach)

    def _bundle(self, cell: CellRecord, entry: int) -> bool:
        """Make the bundle of an assessment where it is asked for and can be; return whether it is there."""
        is_latest = cell.latest is not None and cell.latest.entry_index == entry
        wanted = self.bundles == "all" or (self.bundles == "latest" and is_latest)
        checkpoints = self.record.checkpoints
        if not wanted or not checkpoints or checkpoints[-1].checkpoint.size <= entry:
            return False
        name = f"{names.assessment_folder(entry)}bundle.json"
        of = digest_of(self.base, entry, checkpoints[-1].note.render().decode())
        if not self.folder.keep(name, of):
            made = bundle_assessment(self.context, Reference(entry))
            self.folder.write(name, made.model_dump_json().encode() + b"\n", of)
        return True
