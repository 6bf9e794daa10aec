"""
Mutation of a framework's rules against its features, by as many processes as there are cores to use.

Each process reads the same files and works on shares of the mutants, the one that was asked among them, so what comes
out does not depend on how many there are.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError, RulesetInvalidError
from assessor.ruleset.load import load_ruleset
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.library import Library
from assessor.scenarios.suite import read_suite
from assessor.services.by_parts import count_cores
from assessor.workbench.killing import Jury
from assessor.workbench.mutants import mutate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from assessor.workbench.mutants import Mutant
    from assessor.workbench.solver.answers import Answer

    _Survivors = list[tuple[int, Answer | None]]
    """Places among the mutants, each with what a solver says, where it was asked."""

_SHARE: Final = 10
"""So many mutants are taken at once, so that progress is told and processes are done together."""

_AHEAD: Final = 2
"""So many shares wait for each other process, so that it is never idle while this one works on its own."""

_NAMED: Final = 6
"""So many cells are named to who asks for one that no scenario judges."""

_FEWEST: Final = 40
"""With fewer cases, the work takes less time than it takes to start a process."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """
    What features notice of a framework's mutants.

    Attributes:
        cells: The cells whose rules were altered.
        cases: How many scenarios were asked.
        survivors: The mutants that no case noticed, in the order of the rules.
        answers: What a solver says of each survivor; none where it was not asked.
    """

    framework: str
    cells: tuple[str, ...]
    cases: int
    mutants: int
    survivors: tuple[Mutant, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def killed(self) -> int:
        """How many were noticed."""
        return self.mutants - len(self.survivors)

    @property
    def equivalent(self) -> tuple[Mutant, ...]:
        """The survivors of which a solver holds that nothing within its bound tells them from the rules as they are."""
        told = zip(self.survivors, self.answers, strict=False)
        return tuple(mutant for mutant, answer in told if answer.kind == "equivalent")

    @property
    def distinct(self) -> int:
        """How many mutants there are that are not equivalent."""
        return self.mutants - len(self.equivalent)


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What is measured.

    Attributes:
        folder: A framework's folder.
        features: Its features, or folders of them.
        cell: The cell whose rules are altered; without one, all that are judged.
        solves: Whether a solver is asked about what survives.
        until: When it is asked no more, by the clock that counts from the start of the machine; never, where absent.
    """

    folder: Path
    features: tuple[Path, ...]
    cell: str | None = None
    solves: bool = False
    until: float | None = None


class _Bench:
    """A framework's mutants, and the cases that are asked about them."""

    def __init__(self, subject: Subject) -> None:
        """
        Read what there is; nothing is run yet.

        Raises:
            As `measure_mutation`.
        """
        self._subject = subject
        self.ruleset = load_ruleset(subject.folder).require()
        self.framework = self.ruleset.framework.framework
        suite = read_suite(subject.features).about(self.framework)
        if suite.problems:
            raise RulesetInvalidError(suite.problems)
        self.cases = suite.cases

    @cached_property
    def jury(self) -> Jury:
        """The cases, each run once; the first that is asked for takes that long."""
        return Jury(self.ruleset, self.cases, Library(self._subject.folder.resolve().parent))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells whose rules are altered."""
        wanted = self._subject.cell
        judged = tuple(c.cell for c in self.ruleset.cells if c.cell in self.jury.cells)
        if not judged:
            raise ConfigurationError(f"no scenario judges a cell of {quote(self.framework)}")
        if wanted is not None and wanted not in judged:
            near = "" if self.ruleset.has_cell(wanted) else did_you_mean(wanted, judged)
            there = near or f"; they judge {', '.join(map(quote, judged[:_NAMED]))}"
            raise ConfigurationError(f"no scenario judges cell {quote(wanted)}{there}")
        return judged if wanted is None else (wanted,)

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every mutant: rules that judge several cells altered once, in all of them."""
        return list(mutate(self.ruleset, *self.cells))

    def survivors(self, share: range) -> _Survivors:
        """Return the places of those in a share that no case notices, with what a solver says of each, where asked."""
        survived = [place for place in share if not self.jury.notices(self.mutants[place])]
        if not self._subject.solves:
            return [(place, None) for place in survived]
        from assessor.workbench.solver.deadline import Deadline  # noqa: PLC0415 - as the next
        from assessor.workbench.solver.kills import answer_mutant  # noqa: PLC0415 - an extra, and slow to start

        deadline = Deadline(monotonic, self._subject.until)
        return [(place, answer_mutant(self.ruleset, self.mutants[place], deadline)) for place in survived]


def measure_mutation(
    subject: Subject, *, jobs: int | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Mutation:
    """
    Alter a framework's rules in one place at a time, and ask its features what they notice.

    Args:
        subject: Cases about other frameworks are passed over.
        jobs: How many processes; else one for each core.
        progress: Told how many mutants are done, and how many there are.

    Raises:
        RulesetInvalidError: The framework's files, or the features, have problems.
        ConfigurationError: There are no features, or a case fails as the rules are, or none judges the cell; or a
            solver is to be asked, and is not installed.
    """
    if subject.solves:
        import assessor.workbench.solver.kills  # noqa: F401, PLC0415 - before long work, whether it is installed
    bench = _Bench(subject)
    if jobs is None:
        jobs = count_cores() if len(bench.cases) >= _FEWEST else 1
    survived: dict[int, Answer | None] = {}
    done = 0
    for share, found in _work(bench, subject, jobs):
        survived.update(found)
        done += len(share)
        progress(done, len(bench.mutants))
    survivors = tuple(bench.mutants[place] for place in sorted(survived))
    answers = tuple(answer for _, answer in sorted(survived.items()) if answer is not None)
    return Mutation(bench.framework, bench.cells, len(bench.jury), len(bench.mutants), survivors, answers)


def _work(bench: _Bench, subject: Subject, jobs: int) -> Iterator[tuple[range, _Survivors]]:
    """Yield what survives of each share, as it is done: here, and by processes that get ready meanwhile."""
    with ExitStack() as ending:
        pool = None
        if jobs > 1:
            pool = ProcessPoolExecutor(jobs - 1, get_context("spawn"), initializer=_begin, initargs=(subject,))
            ending.callback(pool.shutdown, cancel_futures=True)
            pool.submit(_wake)
        size = len(bench.mutants)
        waiting = deque(range(first, min(first + _SHARE, size)) for first in range(0, size, _SHARE))
        running: dict[Future[_Survivors], range] = {}
        try:
            while waiting or running:
                while pool is not None and waiting and len(running) < _AHEAD * (jobs - 1):
                    share = waiting.popleft()
                    running[pool.submit(_survivors, share)] = share
                if waiting:
                    share = waiting.pop()
                    yield share, bench.survivors(share)
                else:
                    wait(running, return_when=FIRST_COMPLETED)
                for future in [future for future in running if future.done()]:
                    yield running.pop(future), future.result()
        except BrokenProcessPool as error:
            raise ConfigurationError("a process that altered rules ended early: try again, with --jobs 1") from error


_bench: _Bench | None = None  # of this process, where it works for another


def _begin(subject: Subject) -> None:
    global _bench  # noqa: PLW0603 - a pool hands nothing else from its initialiser to its tasks
    _bench = _Bench(subject)


def _wake() -> None:
    """Get ready: a pool starts its processes with the first task."""
    assert _bench is not None  # noqa: S101 - the initialiser made it
    _ = _bench.mutants


def _survivors(share: range) -> _Survivors:
    assert _bench is not None  # noqa: S101 - the initialiser made it
    return _bench.survivors(share)
