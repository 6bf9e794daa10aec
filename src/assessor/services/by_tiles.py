"""
Work on the log tile by tile, in order, by as many processes as there are cores to use.

Entries are only ever added, so those below some index are the same in every snapshot that holds
them: each process reads its own, from its own connection, and what they find fits together. They
take turns tile by tile, so that all are busy while results are taken in order, none is more than
a few tiles ahead, and memory does not grow with the log.

A short log, or a machine with one core, is worked on right here, by the same function.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, TypeVar

from assessor.services.tile_worker import TileJob, TileWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

    Result = TypeVar("Result")

MOST_WORKERS: Final = 2
"""More would read faster where there are more cores, and cost the memory of a process each."""


def work_by_tiles(
    database: Database,
    tx: ReadTransaction,
    work: Callable[[ReadTransaction, int], Result],
    tiles: int,
    *,
    fewest: int,
) -> Generator[Result, None, None]:
    """
    Yield what some work gives for each tile, in order.

    The processes end with the iterator, however it ends, and on their own if this one is killed.

    Args:
        tx: The snapshot that has these tiles, for work that is done here.
        work: A function of a module, which is called with a snapshot and the number of a tile.
        tiles: How many there are.
        fewest: With fewer, the work takes less time than it takes to start processes.

    Raises:
        StoreError: A process ended early, or could not be started.
    """
    count = min(_count_cores(), MOST_WORKERS)
    if tiles < fewest or count < 2:  # noqa: PLR2004 - one process is this one
        yield from (work(tx, number) for number in range(tiles))
        return
    with ExitStack() as ending:
        jobs = [TileJob(database, work, range(first, tiles, count)) for first in range(count)]
        workers = [ending.enter_context(TileWorker(job)) for job in jobs]
        for number in range(tiles):
            yield workers[number % count].take()


def _count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
