"""
The pages of assessments, each with the data beside it: those that are as they were are kept, the others made.

What a page is made from is told by the record as a whole, so that of what is kept nothing is read. Where many are to
be made, several processes make them; each page is the same whoever makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final

from assessor.audit import render_instant
from assessor.report.prov import Collected, collect_items, render_prov
from assessor.services.assessment_document import split_document
from assessor.site import names
from assessor.site.data.assessment import render_assessment_data
from assessor.site.data.writing import render_compact
from assessor.site.gather.assessment import Neighbours, gather_assessments
from assessor.site.manifest import digest_of
from assessor.site.pages.assessment import UP, AssessmentPages, receipt_name
from assessor.site.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from assessor.domain.assessment import ItemReference
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.assessment import AssessmentFacts
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.parts import Making
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction

_A_PART: Final = 100
"""How many pages a process makes before it tells: what is read for several is read once for these."""


@dataclass(frozen=True, slots=True)
class PageToMake:
    """
    An assessment whose page is to be made.

    Attributes:
        before: The entry of the cell's assessment recorded before it, and `after`, of the one recorded after it.
        bundled: Whether its bundle lies beside it.
        files: What is made of it: page, assessment, PROV, and its receipts.
        of: What they are made from, by a digest.
    """

    entry: int
    before: int | None
    after: int | None
    bundled: bool
    files: tuple[str, ...]
    of: str


def list_pages(record: Record, base: str, bundled: Callable[[Record, CellRecord, int], bool]) -> Iterator[PageToMake]:
    """
    Yield every assessment, cell by cell, first to last.

    Args:
        base: What every page is made from.
        bundled: Returns whether an assessment of a cell has its bundle beside it.
    """
    for cell in record.cells:
        rows = cell.rows
        for place, row in enumerate(rows):
            before = rows[place - 1].entry_index if place else None
            after = rows[place + 1].entry_index if place + 1 < len(rows) else None
            yield _page(record, base, row, (before, after), bundled=bundled(record, cell, row.entry_index))


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
    wanted = (names.INDEX, "assessment.json", "prov.json", *receipts)
    return PageToMake(entry, *around, bundled, tuple(f"{folder}{name}" for name in wanted), of)


def plan_pages(pages: Iterable[PageToMake], folder: SiteFolder) -> Iterator[Part]:
    """Keep the pages that are as they were, and yield the others, so many at a time."""
    missing = (page for page in pages if not folder.keep_all(page.files, page.of))
    while some := tuple(islice(missing, _A_PART)):
        files = tuple(name for page in some for name in page.files)
        yield Part(partial(_make, some), files, len(some), len(some))


def _make(pages: Sequence[PageToMake], making: Making, folder: SiteFolder, tx: ReadTransaction) -> None:
    """Make some pages."""
    record = making.record
    written, shared = AssessmentPages(making.house, record), _Shared(folder, record.origin)
    some = gather_assessments(tx, record, [Neighbours(page.entry, page.before, page.after) for page in pages])
    for page, facts in zip(pages, some, strict=True):
        addresses, prov = shared.put(facts)
        made = [
            written.render(facts, bundled=page.bundled),
            render_assessment_data(facts.stated),
            prov,
            *(one.receipt.encode() for one in facts.proofs),
        ]
        for name, content in zip(page.files, made, strict=True):
            folder.write(name, content, page.of, addresses if name == page.files[0] else ())


class _Shared:
    """What assessments share with others, on its way into a folder."""

    def __init__(self, folder: SiteFolder, origin: str) -> None:
        self._folder, self._origin = folder, origin
        self._keys: dict[bytes, str] = {}

    def put(self, facts: AssessmentFacts) -> tuple[tuple[str, ...], bytes]:
        """Put in what an assessment shares; return the addresses, and its PROV, which names them."""
        stated, assessment = facts.stated, facts.stated.assessment
        document = names.document_file(stated.said.record)
        self._folder.share(document, stated.document)
        parts = split_document(stated.document)
        read = self._collect(parts["read_set"], assessment.read_set.items)
        rested = self._collect(parts["support"], assessment.support)
        collected = Collected(read, rested, lambda key: f"{UP}{names.items_file(key)}")
        prov = render_prov(
            assessment, self._origin, render_instant(stated.recorded_at), facts.restated, collected=collected
        )
        return (document, *map(names.items_file, (read, rested))), render_compact(prov)

    def _collect(self, written: bytes, items: Sequence[ItemReference]) -> str:
        """Put some items in as a PROV collection, and return its key; those written alike are put in once."""
        of = sha256(written).digest()
        if of not in self._keys:
            self._keys[of], collection = collect_items(items, self._origin)
            self._folder.share(names.items_file(self._keys[of]), render_compact(collection))
        return self._keys[of]
