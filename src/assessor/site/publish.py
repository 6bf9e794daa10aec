"""
Publishing the record as a site: read in one snapshot, rendered page by page, swapped into place.

What a file is made from is noted in the manifest, so that the next publish keeps what is still so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.restatement import Issued
from assessor.report.charts.draw import check_charts
from assessor.report.pages.templates import check_templates
from assessor.services.assessment_name import Reference
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import load_published, write_ruleset
from assessor.services.recorded import read_stated
from assessor.site import names
from assessor.site.assessments import list_pages, plan_pages
from assessor.site.assets import program_digest, read_script, render_style
from assessor.site.bundles import Bundles, Bundling
from assessor.site.cells import plan_cell
from assessor.site.data.record import render_record
from assessor.site.data.schemas import SCHEMAS, render_schema
from assessor.site.feed import render_feed
from assessor.site.folder import open_site
from assessor.site.gather.events import gather_events
from assessor.site.gather.record import read_record
from assessor.site.manifest import digest_of
from assessor.site.pages.about import render_about
from assessor.site.pages.changes import render_changes
from assessor.site.pages.overview import Shown, marks_on, render_overview
from assessor.site.pages.rules import render_rules
from assessor.site.pages.ruleset import render_ruleset_pages
from assessor.site.pages.telling import indicator_titles
from assessor.site.parts import Making, Part, make_parts
from assessor.site.render import house_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assessor.services.context import Context
    from assessor.services.progress import Progress
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction


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
    with context.database.read() as tx, open_site(path) as folder:
        record = read_record(tx)
        site = _Site(context.database, tx, record, folder, bundles, address)
        site.make(told)
        number = sum(len(cell.rows) for cell in record.cells)
    return Published(record.origin, record.size, len(record.cells), number, folder.written, folder.kept)


@dataclass
class _Site:
    """
    A site on its way into a folder.

    Attributes:
        tx: A snapshot of the database.
    """

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
        for address in SCHEMAS:
            self.folder.write(address, render_schema(address))
        shown = [self._shown(cell) for cell in self.record.cells]
        marks = [marks_on(one, indicator_titles(self.record.rules)) for one in shown]
        self.folder.write(names.INDEX, render_overview(self.house, self.record, shown))
        self.folder.write(names.RECORD, render_record(self.record, shown, marks))
        self.folder.write(names.ABOUT, render_about(self.house, self.record))
        self._rules()
        events, number = gather_events(self.tx, self.record)
        self.folder.write(names.CHANGES, render_changes(self.house, events, number))
        self.folder.write(names.FEED, render_feed(self.record, events, self.address))
        making = Making(self.database, self.house, replace(self.record, cells=(), rules=None), self.titles)
        bundles = Bundling(self.bundles, self.base)
        parts = [  # those that cost alike beside each other, as processes take turns
            *self._cells(shown),
            *(part for one in shown for part in bundles.plan(self.record, one.record, self.folder)),
            *plan_pages(list_pages(self.record, self.base, bundles.covers), self.folder),
        ]
        make_parts(making, self.folder, parts, self.tx, told)

    def _cells(self, shown: Sequence[Shown]) -> Iterator[Part]:
        """Keep what is as it was of each cell, and yield what is to be made."""
        base = digest_of(self.base, self.titles)
        for one in shown:
            wanted = plan_cell(self.tx, self.record, one, base, self.folder)
            if wanted is not None:
                yield wanted

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
            of = digest_of(self.base, row.digest, row.entry_index)
            if self.folder.has(document) or self.folder.keep_all(self.folder.made_from(of) or [document], of):
                continue
            self.folder.write(document, write_ruleset(loaded[row.digest]), of)
            for page, made in render_ruleset_pages(self.house, loaded[row.digest], row):
                self.folder.write(page, made, of)
