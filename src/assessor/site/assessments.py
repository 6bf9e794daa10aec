"""
The pages of assessments, each with the data beside it: those that are as they were are kept, the others made.

What a page is made from is told by the record as a whole, so that of what is kept nothing is read. Where many are to
be made, several processes make them; each page is the same whoever makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from assessor.audit import render_instant
from assessor.report.prov import render_prov
from assessor.services.by_parts import work_by_parts
from assessor.site import data, names
from assessor.site.gather.assessment import gather_assessment
from assessor.site.manifest import digest_of
from assessor.site.pages.assessment import receipt_name, render_assessment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assessor.services.progress import Progress
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House
    from assessor.store.assessments import AssessmentRow
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

_A_PART: Final = 25
"""How many pages a process makes before it tells."""

_FEWEST_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class PageToMake:
    """
    An assessment whose page is to be made.

    Attributes:
        before: The entry of the cell's assessment recorded before it, and `after`, of the one recorded after it.
        bundled: Whether its bundle lies beside it.
        files: What is made of it: page, assessment, PROV, document, and its receipts.
        of: What they are made from, by a digest.
    """

    entry: int
    before: int | None
    after: int | None
    bundled: bool
    files: tuple[str, ...]
    of: str


def list_pages(record: Record, base: str, bundle: Callable[[CellRecord, int], bool]) -> Iterator[PageToMake]:
    """
    Yield every assessment, cell by cell, first to last.

    Args:
        base: What every page is made from.
        bundle: Makes the bundle of an assessment, where there is to be one, and returns whether it is there.
    """
    for cell in record.cells:
        rows = cell.rows
        for place, row in enumerate(rows):
            before = rows[place - 1].entry_index if place else None
            after = rows[place + 1].entry_index if place + 1 < len(rows) else None
            yield _page(record, base, row, (before, after), bundled=bundle(cell, row.entry_index))


def _page(
    record: Record, base: str, row: AssessmentRow, around: tuple[int | None, int | None], *, bundled: bool
) -> PageToMake:
    entry = row.entry_index
    proven = [one for one in (entry, row.repeats) if one is not None]
    signed = [note for one in proven if (note := record.signed_over(one)) is not None]
    restated = [one.entry_index for one in record.restatements_of(entry)]
    of = digest_of(base, entry, signed, record.key, around, restated, bundled)
    receipts = [receipt_name(entry, one) for one in proven] if len(signed) == len(proven) else []
    folder = names.assessment_folder(entry)
    wanted = (names.INDEX, "assessment.json", "prov.json", "document.json", *receipts)
    return PageToMake(entry, *around, bundled, tuple(f"{folder}{name}" for name in wanted), of)


def make_pages(
    house: House,
    record: Record,
    folder: SiteFolder,
    pages: Sequence[PageToMake],
    reading: tuple[Database, ReadTransaction],
    told: Progress,
) -> None:
    """
    Put pages into a folder: those of before where they are as they were, else new ones.

    Args:
        reading: Where processes read, each for itself, and a snapshot for what is read here.
        told: Is told how many are done.

    Raises:
        As `gather_assessment`.
    """
    missing = [page for page in pages if not folder.keep_all(page.files, page.of)]
    done = len(pages) - len(missing)
    told(done, len(pages))
    some = [missing[at : at + _A_PART] for at in range(0, len(missing), _A_PART)]
    parts = [(folder.part(name for page in part for name in page.files), part) for part in some]
    alone = replace(record, cells=(), rules=None, restated=())  # what a page tells of the whole
    database, tx = reading
    for made in work_by_parts(database, tx, partial(_make, house, alone, parts), len(parts), fewest=_FEWEST_PARTS):
        folder.join(made)
        done = min(done + _A_PART, len(pages))
        told(done, len(pages))


def _make(
    house: House,
    record: Record,
    parts: Sequence[tuple[SiteFolder, Sequence[PageToMake]]],
    tx: ReadTransaction,
    number: int,
) -> SiteFolder:
    """Make the pages of a part, and return what was put into the folder."""
    folder, pages = parts[number]
    for page in pages:
        facts = gather_assessment(tx, record, page.entry, page.before, page.after)
        stated = facts.stated
        prov = render_prov(stated.assessment, record.origin, render_instant(stated.recorded_at), facts.restated)
        made = [
            render_assessment(house, record, facts, bundled=page.bundled),
            data.render_json(stated.assessment.model_dump(mode="json")),
            data.render_json(prov),
            stated.document,
            *(one.receipt.encode() for one in facts.proofs),
        ]
        for name, content in zip(page.files, made, strict=True):
            folder.write(name, content, page.of)
    return folder
