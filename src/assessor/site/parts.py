"""
A site made part by part, by several processes where there is much to make; each part is the same whoever makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from assessor.services.by_parts import work_by_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assessor.services.progress import Progress
    from assessor.site.folder import SiteFolder
    from assessor.site.gather.record import Record
    from assessor.site.render import House
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

    Make = Callable[["Making", SiteFolder, ReadTransaction], None]

_WORTH: Final = 600
"""With less to make, counted in pages of assessments, it takes less time than it takes to start a process."""


@dataclass(frozen=True, slots=True)
class Making:
    """
    What parts are made with, in whichever process.

    Attributes:
        database: What the snapshots are of.
        record: What is told of the whole: its cells and rules are left out.
        titles: Of every cell.
    """

    database: Database
    house: House
    record: Record
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """
    A part of a site that is to be made.

    Attributes:
        make: A function of a module, or a `partial` of one, that puts the part into a folder.
        names: The files that may stay as they are.
        cost: What it costs, counted in pages of assessments.
        number: How many assessments it tells of.
    """

    make: Make
    names: tuple[str, ...]
    cost: int
    number: int = 0


def make_parts(
    making: Making,
    folder: SiteFolder,
    parts: Sequence[Part],
    tx: ReadTransaction,
    told: Progress,
) -> None:
    """
    Put parts into a folder.

    Args:
        tx: A snapshot for what is made here; other processes read from their own.
        told: Is told how many assessments are done, of those that are to be made.

    Raises:
        VerificationError: What is recorded does not hold together, or comes out otherwise.
    """
    jobs = [(part.make, folder.part(part.names)) for part in parts]
    number, done = sum(part.number for part in parts), 0
    fewest = 0 if sum(part.cost for part in parts) >= _WORTH else len(parts) + 1
    made = work_by_parts(making.database, tx, partial(_make, making, jobs), len(parts), fewest=fewest)
    for part, some in zip(parts, made, strict=True):
        folder.join(some)
        done += part.number
        told(done, number)


def _make(making: Making, jobs: Sequence[tuple[Make, SiteFolder]], tx: ReadTransaction, number: int) -> SiteFolder:
    """Make a part, and return what was put into the folder."""
    make, folder = jobs[number]
    make(making, folder, tx)
    return folder
