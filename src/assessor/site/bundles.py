"""
The bundles of assessments, of those of which they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from assessor.bootstrap import look_at
from assessor.services.assessment_name import Reference
from assessor.services.bundle_assessment import bundle_assessment
from assessor.site import names
from assessor.site.manifest import digest_of
from assessor.site.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.parts import Making
    from assessor.store.unit_of_work import ReadTransaction

Bundles = Literal["latest", "all", "none"]
"""Of which assessments bundles are published: the latest of each cell, all, or none."""

_COST: Final = 40
"""Of a bundle, counted in pages of assessments."""


@dataclass(frozen=True, slots=True)
class Bundling:
    """
    Which bundles a site has.

    Attributes:
        base: What every file is made from, by a digest.
    """

    bundles: Bundles
    base: str

    def covers(self, record: Record, cell: CellRecord, entry: int) -> bool:
        """Return whether an assessment of a cell has its bundle beside it."""
        is_latest = cell.latest is not None and cell.latest.entry_index == entry
        wanted = self.bundles == "all" or (self.bundles == "latest" and is_latest)
        return wanted and bool(record.checkpoints) and record.checkpoints[-1].checkpoint.size > entry

    def plan(self, record: Record, cell: CellRecord, folder: SiteFolder) -> Iterator[Part]:
        """Keep the bundles of a cell that are as they were, and yield those that are to be made."""
        for entry in (row.entry_index for row in cell.rows if self.covers(record, cell, row.entry_index)):
            name = f"{names.assessment_folder(entry)}bundle.json"
            of = digest_of(self.base, entry, record.checkpoints[-1].note.render().decode())
            if not folder.keep(name, of):
                yield Part(partial(_make, entry, name, of), (name,), _COST)


def _make(entry: int, name: str, of: str, making: Making, folder: SiteFolder, tx: ReadTransaction) -> None:
    """Make a bundle, under the last checkpoint of the record."""
    context = look_at(making.database, tx, making.record.ended)
    made = bundle_assessment(context, Reference(entry), making.record.checkpoints[-1])
    folder.write(name, made.model_dump_json().encode() + b"\n", of)
