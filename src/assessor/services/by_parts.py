"""
Work that falls into parts, in order, by as many processes as there are cores to use.

A part is a tile of the log, or a cell. Entries are only ever added, so those below some index are the same in every
snapshot that holds them: each process reads its own, from its own connection, and what they find fits together. This
process is one of them, and begins alone while the others start. Then they take turns part by part, so that all are
busy while results are taken in order, none is more than a few parts ahead, and memory does not grow with their number.

Few parts, or a machine with one core, are worked on right here, by the same function: what comes out is the same.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, TypeVar

from assessor.services.part_worker import PartJob, PartWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

    Result = TypeVar("Result")

MOST_PROCESSES: Final = 2
"""This one counts. More would read faster where there are more cores, and cost the memory of a process each."""


def work_by_parts(
    database: Database,
    tx: ReadTransaction,
    work: Callable[[ReadTransaction, int], Result],
    parts: int,
    *,
    fewest: int,
) -> Generator[Result, None, None]:
    """
    Yield what some work gives for each part, in order.

    The other processes end with the iterator, however it ends, and on their own if this one is killed.

    Args:
        tx: A snapshot for work that is done here.
        work: What can be sent to a process, as a function of a module can, and a `partial` of one; it is called with a
            snapshot and the number of a part.
            What it needs of the log it takes from below an index that it was given.
        parts: How many there are.
        fewest: With fewer, the work takes less time than it takes to start a process, which takes as long as half of
            them.

    Raises:
        StoreError: A process ended early, or could not be started.
    """
    count = min(count_cores(), MOST_PROCESSES)
    if parts < fewest or count < 2:  # noqa: PLR2004 - one process is this one
        yield from (work(tx, number) for number in range(parts))
        return
    with ExitStack() as ending:
        alone = fewest // 2
        jobs = [PartJob(database, work, range(alone + turn, parts, count)) for turn in range(1, count)]
        workers = [ending.enter_context(PartWorker(job)) for job in jobs]
        yield from (work(tx, number) for number in range(alone))
        for number in range(alone, parts):
            turn = (number - alone) % count
            yield workers[turn - 1].take() if turn else work(tx, number)


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
