"""
Many cells, one after the other, each judged over many days by what it can read: as histories, or day by day.

Cells are shared out among processes where that is worth it, and come out in the order in which they were asked
for. Each is given its own evidence, so that memory grows with what one cell can read and not with the log.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

from assessor.domain.known import known_at
from assessor.engine.histories import histories_of
from assessor.services.by_parts import work_by_parts
from assessor.services.known_evidence import read_evidence_of, read_versions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import date, datetime

    from assessor.engine.histories import DayVerdict, Stretch
    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_Found = TypeVar("_Found")
FEWEST_CELL_DAYS: Final = 100_000
"""Days of all cells together, below which judging them takes less time than it takes to start processes."""


@dataclass(frozen=True)
class Cells:
    """
    Cells to be judged, and the cut that they are judged at.

    Attributes:
        log_size: Only entries below it count.
        moment: What was known by then.
    """

    ruleset: Ruleset
    cells: tuple[str, ...]
    log_size: int
    moment: datetime


def stretches_of(
    context: Context, tx: ReadTransaction, asked: Cells, last: date
) -> Generator[tuple[Stretch, ...], None, None]:
    """
    Yield for each cell the stretches of its history from the epoch to `last`, as known at the cut.

    Raises:
        EvidenceInvalidError: Records of one event have dates that share no day.
        StoreError: A process ended early, or could not be started.
    """
    days = (last - asked.ruleset.framework.epoch).days + 1
    return _share(context, tx, partial(_stretches, asked, last), asked, days)


def verdicts_of(
    context: Context, tx: ReadTransaction, asked: Cells, dated: tuple[tuple[date, datetime], ...]
) -> Generator[tuple[DayVerdict, ...], None, None]:
    """
    Yield for each cell its verdicts on some days, each by what was known at a moment of its own.

    Args:
        dated: Days in order, each with its moment; none of these is after the cut.

    Raises:
        As `stretches_of`.
    """
    return _share(context, tx, partial(_verdicts, asked, dated), asked, len(dated))


def _share(
    context: Context,
    tx: ReadTransaction,
    work: Callable[[ReadTransaction, int], _Found],
    asked: Cells,
    days: int,
) -> Generator[_Found, None, None]:
    parts = len(asked.cells)
    fewest = 0 if parts * days >= FEWEST_CELL_DAYS else parts + 1
    with closing(work_by_parts(context.database, tx, work, parts, fewest=fewest)) as found:
        yield from found


def _stretches(asked: Cells, last: date, tx: ReadTransaction, place: int) -> tuple[Stretch, ...]:
    cell = asked.cells[place]
    evidence = read_evidence_of(tx, asked.ruleset, cell, asked.log_size, asked.moment)
    return histories_of(asked.ruleset, evidence, (cell,), last).of(cell).stretches


def _verdicts(
    asked: Cells, dated: tuple[tuple[date, datetime], ...], tx: ReadTransaction, place: int
) -> tuple[DayVerdict, ...]:
    """Judge the days in stretches on which the same was known."""
    cell = asked.cells[place]
    versions = read_versions_of(tx, asked.ruleset, cell, asked.log_size, asked.moment)
    known_from = sorted(version.known_from for version in versions)
    found: list[DayVerdict] = []
    for _, some in groupby(dated, key=lambda one: bisect_right(known_from, one[1])):
        alike = list(some)
        history = histories_of(asked.ruleset, known_at(versions, alike[0][1]), (cell,), alike[-1][0]).of(cell)
        found += [history.at(day) for day, _ in alike]
    return tuple(found)
