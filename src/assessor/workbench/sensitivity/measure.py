"""
Sensitivity of a cell's history, by as many processes as there are cores to use.

Each process has the same bench and takes shares of what there is to try, so what comes out does not depend on how many
there are.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from assessor.errors import ConfigurationError
from assessor.services.by_parts import count_cores
from assessor.workbench.sensitivity.bench import Bench, Subject, Taken, Turned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assessor.workbench.sensitivity.moved import Moved

_SHARE: Final = 25
_FEW: Final = 400
"""With fewer things to try, they are tried in less time than it takes to start processes."""

Found = list["Turned | Taken"]


@dataclass(frozen=True, slots=True)
class Effect:
    """
    A change and what it moves.

    Attributes:
        kind: `threshold`, `window`, `count`, `tag` or `item`.
        subject: The rule, or the signal or reading.
        change: What is other, in words; `about`, of a number the condition that it is in.
    """

    kind: str
    subject: str
    change: str
    about: str
    moved: Moved


@dataclass(frozen=True)
class Sensitivity:
    """
    What a history hangs on.

    Attributes:
        turned: Every number of the rules, in their order.
        taken: Every change of the evidence, in the order of items.
    """

    subject: Subject
    turned: tuple[Turned, ...]
    taken: tuple[Taken, ...]

    @property
    def days(self) -> int:
        """How many days of history there are."""
        return (self.subject.last - self.subject.first).days + 1

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Every change with what it moves: the most days first, of as many the most with another trajectory."""
        found = [
            Effect(one.dial.kind, one.dial.rule, f"{one.dial.what} {one.dial.tell(number)} instead of {one.dial.now}",
                   one.dial.about, moved)
            for one in self.turned for number, moved in one.tried
        ]  # fmt: skip
        found += [
            Effect(one.otherwise.kind, one.otherwise.item, one.otherwise.change, "", one.moved) for one in self.taken
        ]
        return tuple(sorted(found, key=lambda e: (-e.moved.days, -e.moved.trajectory, e.kind, e.subject, e.change)))


def measure_sensitivity(
    subject: Subject, *, jobs: int | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Sensitivity:
    """
    Turn each number of a cell's rules, and take each tag and item of its evidence otherwise, one at a time.

    Args:
        jobs: How many processes; else one for each core, where there is enough to do.
        progress: Told how many things are tried, and how many there are.

    Raises:
        ConfigurationError: A process ended early.
    """
    bench = Bench(subject)
    shares = [range(first, min(first + _SHARE, bench.size)) for first in range(0, bench.size, _SHARE)]
    workers = jobs if jobs is not None else count_cores() if bench.size >= _FEW else 1
    found: dict[int, Found] = {}
    done = 0
    for share, some in _work(bench, shares, min(workers, len(shares))):
        found[share.start] = some
        done += len(share)
        progress(done, bench.size)
    every = [one for start in sorted(found) for one in found[start]]
    return Sensitivity(
        subject,
        tuple(one for one in every if isinstance(one, Turned)),
        tuple(one for one in every if isinstance(one, Taken)),
    )


def _work(bench: Bench, shares: Sequence[range], jobs: int) -> Iterator[tuple[range, Found]]:
    """Yield what comes of each share, as it is done: all of them here, or some in other processes."""
    if jobs < 2:  # noqa: PLR2004 - one process is this one
        yield from ((share, [bench.try_one(number) for number in share]) for share in shares)
        return
    with ExitStack() as ending:
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(bench.subject,))
        ending.callback(pool.shutdown, cancel_futures=True)
        futures = {pool.submit(_try, share): share for share in shares}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool as error:
            raise ConfigurationError("a process that tried changes ended early: try again, with --jobs 1") from error


_bench: Bench | None = None  # of this process, where it works for another


def _begin(subject: Subject) -> None:
    global _bench  # noqa: PLW0603 - a pool hands nothing else from its initialiser to its tasks
    _bench = Bench(subject)


def _try(share: range) -> Found:
    assert _bench is not None  # noqa: S101 - the initialiser made it
    return [_bench.try_one(number) for number in share]
