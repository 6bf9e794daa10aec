"""
A new signal with three impacts, in a log of ten thousand cells and a million signals, and in small ones.

A round takes three cells of a log, assesses them (not counted), and then adds the signal, assesses again the cells that
it touches, recorded, and explains the three new assessments from the record. The floor is the same in a log of 21 cells
and 1,000 signals. In the large log a cell has twice the signals of one in the small: what that costs is told by a third
log, of 21 cells and as many signals a cell as in the large. All three are opened by one process, and take turns.

The large log takes minutes to make; where `ASSESSOR_BENCHMARK_LOGS` names a folder, logs are kept there and found
again. `python -m benchmarks.recompute 200 10000` tries it with fewer cells and signals, and keeps no result.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from assessor.bootstrap import open_assessor
from assessor.services.assessment_name import Reference
from assessor.services.context import Engines
from assessor.services.explain import explain_recorded
from assessor.services.publish_ruleset import latest
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from benchmarks.grown_log import IMPACTS, Size, build, one_signal
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

ROUNDS: Final = 9
LARGE: Final = (10_000, 1_000_000)
SMALL: Final = (21, 1_000)
LAST: Final = date(2025, 12, 31)
STEPS: Final = ("signal added", "cells assessed again", "assessments explained")


class Turn:
    """One log, and what is done with it in a round, step by step."""

    def __init__(self, context: Context) -> None:
        """Take up a log."""
        self.context = context
        with context.database.read() as tx:
            self._known = [cell.cell for cell in latest(tx).ruleset.cells]
            size = tx.log.size()
        self._numbers = count(size)
        self._rng = random.Random(size)  # noqa: S311 - nothing is secret; a log that is kept is asked for other cells
        self._cells: list[str] = []
        self._found: list[int] = []

    def prepare(self) -> None:
        """Choose three cells and assess them."""
        self._cells = self._rng.sample(self._known, IMPACTS)
        recompute(self.context, self._cells)

    def add(self) -> None:
        """Record a signal of today with an impact on each."""
        today = datetime.now(UTC).date()
        record_batch(self.context, one_signal(f"new-{next(self._numbers)}", today, self._cells, self._rng))

    def assess(self) -> None:
        """Assess again what the signal touches."""
        done = recompute(self.context, self._cells)
        assert sorted(one.cell for one in done) == sorted(self._cells)
        self._found = [one.assessment.entry_index for one in done if one.assessment.entry_index is not None]

    def explain(self) -> None:
        """Explain what was recorded."""
        assert len(self._found) == IMPACTS
        for entry in self._found:
            assert explain_recorded(self.context, Reference(entry)).parts

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """What is counted."""
        return (self.add, self.assess, self.explain)


def open_log(leaving: ExitStack, path: Path) -> Turn:
    """Open a log; assessments are made by the native engine."""
    context = leaving.enter_context(open_assessor(str(path), "benchmark"))
    return Turn(replace(context, engines=Engines(context.engines.first, None, context.engines.memo)))


def make_log(path: Path, size: Size) -> Path:
    """Make a log of a size where it is not there."""
    if not path.exists():
        partly, begun = path.with_suffix(".part"), perf_counter()
        with open_assessor(str(partly), "benchmark") as context:
            build(context, size)
        partly.rename(path)
        print(f"{size.signals:,} signals on {size.cells:,} cells: made in {perf_counter() - begun:.0f} s")
    return path


def main() -> None:
    """Run the benchmark."""
    cells, signals = map(int, sys.argv[1:3]) if len(sys.argv) > 1 else LARGE
    few, some = SMALL
    sizes = {
        f"{few} cells, {some:,} signals": Size(few, some, LAST),
        f"{few} cells, as many signals a cell": Size(few, few * signals // cells, LAST),
        f"{cells:,} cells, {signals:,} signals": Size(cells, signals, LAST),
    }
    with ExitStack() as leaving:
        kept = os.environ.get("ASSESSOR_BENCHMARK_LOGS")
        folder = Path(kept or leaving.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd())))
        paths = {name: make_log(folder / f"{size.name}.db", size) for name, size in sizes.items()}
        turns = {name: open_log(leaving, path) for name, path in paths.items()}
        cases: dict[str, Callable[[], object]] = {}
        for name, turn in turns.items():
            cases[f"({name}: cells assessed)"] = turn.prepare
            cases |= {f"{name}: {step}": run for step, run in zip(STEPS, turn.steps, strict=True)}
        is_whole = (cells, signals) == LARGE
        taken = time_in_turns(cases, rounds=ROUNDS if is_whole else 2, warm_up=1)
        bytes_of = {name: path.stat().st_size for name, path in paths.items()}
    whole = {
        name: [sum(steps) for steps in zip(*(taken[f"{name}: {step}"] for step in STEPS), strict=True)]
        for name in sizes
    }
    floor = next(iter(sizes))
    for step in STEPS:
        print(step, {name: f"{median(taken[f'{name}: {step}']) / 1e6:.1f} ms" for name in sizes})
    if is_whole:
        notes = {"bytes": bytes_of, "nanoseconds_by_step": taken, "load_average": round(os.getloadavg()[0], 1)}
        report("recompute", whole, floor=floor, notes=notes)
    else:
        print({name: f"{median(times) / median(whole[floor]):.2f} of floor" for name, times in whole.items()})


if __name__ == "__main__":
    main()
