"""
Recomputing in the background: by one process at a time, which others can watch in the record.

Nothing is kept of the work but what it records, so one that dies is gone on with by whoever starts next.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType
from assessor.services.due import find_due
from assessor.services.reassess import present, today
from assessor.services.recompute import list_due, recompute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.services.context import Context
    from assessor.services.due import Due
    from assessor.services.reassess import Failed
    from assessor.store.unit_of_work import ReadTransaction

_PATIENCE_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.05
_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class RecomputeStatus:
    """
    How far recomputing is, by the record.

    Attributes:
        due: Cells that something newer touches.
        done: Cells that nothing newer touches.
        failed: Those of the due cells that the engines have disagreed about since; they are tried again when asked.
        running: Whether a process recomputes in the background.
    """

    due: tuple[str, ...]
    done: int
    failed: tuple[str, ...]
    running: bool


def recompute_alone(context: Context) -> bool:
    """
    Recompute what is due, as the one process that does so in the background.

    Evidence that is recorded meanwhile is seen to, and cells that cannot be assessed stay due.

    Returns:
        False where another process is at it.
    """
    while True:
        failed: list[Failed] = []
        if not _recompute_alone(context, failed):
            return False
        seen = {(one.cell, one.entries) for one in failed}
        if all((one.cell, one.entries) in seen for one in list_due(context)):  # else it came as we were leaving
            return True


def _recompute_alone(context: Context, failed: list[Failed]) -> bool:
    until = monotonic() + _PATIENCE_SECONDS  # somebody may only be asking whether anybody is at it
    while True:
        with context.database.alone() as mine:
            if mine:
                recompute(context, failed=failed)
                return True
        if monotonic() > until:
            return False
        sleep(_PAUSE_SECONDS)


def recompute_status(context: Context) -> RecomputeStatus:
    """Return how far recomputing is; nothing is evaluated."""
    with context.database.alone() as mine:
        pass
    with context.database.read() as tx:
        due = find_due(tx, today(present(context, tx)))
        assessed = len(tx.assessments.latest())
        failed = tuple(_find_failed(tx, due))
    return RecomputeStatus(tuple(one.cell for one in due), assessed - len(due), failed, running=not mine)


def _find_failed(tx: ReadTransaction, due: Iterable[Due]) -> Iterator[str]:
    """Yield those of the cells due whose engines disagreed, knowing all that made them due."""
    asked = {one.cell: one.entries[-1] for one in due}
    if not asked:
        return
    size = tx.log.size()
    disagreed: dict[str, int] = {}
    for first in range(min(asked.values()) + 1, size, _AT_ONCE):
        for entry in tx.log.entries(first, min(first + _AT_ONCE, size)):
            if entry.type is EntryType.ENGINES_DISAGREED:
                body = entry.parse_body()
                disagreed[body["cell"]] = body["log_size"]
    yield from (cell for cell, last in asked.items() if disagreed.get(cell, 0) > last)
