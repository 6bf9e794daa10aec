"""
How time and memory grow: histories with cells, years, conditions and signals; and a new signal with the log.

Every point is measured in a process of its own, which opens a log that is there and does one thing. `histories` are
those of all cells, day by day from the epoch on, one cell after the other; `signal` is the median round of
`benchmarks.recompute`. Peaks of memory are the most that the process had resident, and the most that any one had that
it started. Processor seconds stand beside those of the clock: they are those of all processes together, and move less
where a machine has other work. Along a curve one size moves; where it is cells or years, signals move with it, so that
a cell has as many a year. The framework on the 32 Mexican states is taken as it ships, over all its days, by one
process and by two.

Where `ASSESSOR_BENCHMARK_LOGS` names a folder, logs are kept there and found again; all are made before anything is
measured. `python -m benchmarks.growth logs` makes them and measures nothing, `quick` tries the smallest points, keeping
no result, and `whole` adds the log of 10,000 cells and 1,000,000 signals, which takes long to make.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final

from assessor.bootstrap import open_assessor
from assessor.collector import collect_seldom
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.services import by_parts, many_cells
from assessor.services.initialise import initialise
from assessor.services.many_cells import Cells, stretches_of
from assessor.services.publish_ruleset import latest, publish_ruleset
from assessor.services.record_evidence import record_batch
from benchmarks.grown_log import Size, build
from benchmarks.interleave import RESULTS
from benchmarks.recompute import LAST, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.services.context import Context

STATES: Final = "violence-mx"
STATES_LAST: Final = date(2023, 12, 31)
A_CELL: Final = 100
"""Signals with an impact on a cell, in two years; along the curve of cells a tenth of it, so that there are many."""
ROUNDS: Final = 5
FEW: Final = 10
"""Cells where something else moves."""
LOGS: Final = ((21, 1_000), (100, 10_000), (1_000, 100_000))
"""Cells and signals of logs that a signal is added to."""
LARGEST: Final = (10_000, 1_000_000)


@dataclass(frozen=True)
class Point:
    """
    One measurement.

    Attributes:
        curve: Which it is on.
        does: `histories` or `signal`.
        processes: At most; more than one where the work is worth it.
    """

    curve: str
    does: str
    cells: int
    signals: int
    years: int = 2
    conditions: int = 12
    processes: int = 1

    @property
    def size(self) -> Size:
        """What its log is of."""
        return Size(self.cells, self.signals, LAST, self.years, self.conditions)


def signals_for(cells: int, years: int = 2, a_cell: int = A_CELL) -> int:
    """Return the signals that give each cell as many a year as everywhere."""
    return cells * a_cell * years // 2 // 3


def points(*, quick: bool = False, whole: bool = False) -> Iterator[Point]:
    """Yield what is measured."""
    most = 1 if quick else None
    for years in (1, 5, 35)[:most]:
        yield Point("years", "histories", FEW, signals_for(FEW, years), years)
    for conditions in (24, 96)[:most]:
        yield Point("conditions", "histories", FEW, signals_for(FEW), 2, conditions)
    for signals in (1_000, 10_000)[:most]:
        yield Point("signals", "histories", FEW, signals)
    for cells in (10, 100, 1_000)[:most]:
        yield Point("cells", "histories", cells, signals_for(cells, a_cell=A_CELL // 10))
    if not quick:
        for processes in (1, 2):
            yield Point(STATES, "histories", 32, 18_957, 33, 0, processes)
    for cells, signals in LOGS[:most]:
        yield Point("log", "signal", cells, signals)
    if not quick:
        cells = LARGEST[0]
        for processes in (1, 2):
            yield Point("cells", "histories", cells, signals_for(cells, a_cell=A_CELL // 10), processes=processes)
    if whole:
        yield Point("log", "signal", *LARGEST)
        for processes in (1, 2):
            yield Point("cells", "histories", *LARGEST, processes=processes)


def prepare(point: Point, folder: Path) -> Path:
    """Make the log of a point where it is not there."""
    path = folder / f"{STATES if point.curve == STATES else point.size.name}.db"
    if not path.exists():
        partly = path.with_suffix(".part")
        with open_assessor(str(partly), "benchmark") as context:
            _fill(context, point)
        partly.rename(path)
    return path


def _fill(context: Context, point: Point) -> None:
    if point.curve != STATES:
        build(context, point.size)
        return
    folder = resource_dir("rules") / STATES
    ruleset = load_ruleset(folder).require()
    initialise(context, "assessor.example/states")
    publish_ruleset(context, ruleset, ruleset.framework.epoch)
    for file in sorted((folder / "evidence").glob("*.yaml")):
        record_batch(context, read_evidence(file))


def measure(point: Point, path: Path) -> dict[str, Any]:
    """Do what a point says, in this process."""
    collect_seldom()
    by_parts.MOST_PROCESSES = point.processes  # type: ignore[misc]
    if point.processes > 1:
        many_cells.FEWEST_CELL_DAYS = 1  # type: ignore[misc]
    with ExitStack() as leaving:
        if point.does == "histories":
            context = leaving.enter_context(open_assessor(str(path), "benchmark"))
            begun, spent = perf_counter(), process_time()
            done = judge_all(context, STATES_LAST if point.curve == STATES else LAST)
            found = {"seconds": perf_counter() - begun, "stretches": done}
            found["processor_seconds"] = process_time() - spent + children_time()
        else:
            seconds, spent = add_signals(leaving, path)
            found = {"seconds": seconds, "processor_seconds": spent}
    found["peak_megabytes"] = round(peak_resident() / 1000, 1)
    if point.processes > 1:
        found["peak_megabytes_of_another"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000, 1)
    return found


def peak_resident() -> int:
    """Return the most kilobytes that this program had; what the one that started it had before is not counted."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))


def children_time() -> float:
    """Return the processor seconds of the processes that this one started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def judge_all(context: Context, last: date) -> int:
    """Judge every cell on every day, and return in how many stretches of days a verdict is the same."""
    with context.database.read() as tx:
        ruleset = latest(tx).ruleset
        asked = Cells(ruleset, tuple(cell.cell for cell in ruleset.cells), tx.log.size(), datetime.now(UTC))
        with closing(stretches_of(context, tx, asked, last)) as found:
            return sum(map(len, found))


def add_signals(leaving: ExitStack, path: Path) -> tuple[float, float]:
    """Return the median seconds, by the clock and of the processor, of adding a signal, assessing and explaining."""
    turn = open_log(leaving, path)
    taken = []
    for _ in range(1 + ROUNDS):
        turn.prepare()
        begun, spent = perf_counter(), process_time()
        for step in turn.steps:
            step()
        taken.append((perf_counter() - begun, process_time() - spent))
    seconds, of_processor = (median(some) for some in zip(*taken[1:], strict=True))
    return seconds, of_processor


def run(point: Point, path: Path) -> dict[str, Any]:
    """Measure a point in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", "point", json.dumps(asdict(point)), str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def tell(point: Point, found: dict[str, Any]) -> str:
    """Return a row of the table of curves."""
    peaks = " + ".join(f"{found[key]:.0f}" for key in ("peak_megabytes", "peak_megabytes_of_another") if key in found)
    sizes = f"{point.cells:,} | {point.signals:,} | {point.years} | {point.conditions or 'its own'}"
    taken = f"{found['seconds']:.2f} | {found['processor_seconds']:.2f}"
    return f"| {point.curve} | {sizes} | {point.processes} | {taken} | {peaks} |"


def main() -> None:
    """Run the benchmark, or one point of it."""
    if sys.argv[1:2] == ["point"]:
        print(json.dumps(measure(Point(**json.loads(sys.argv[2])), Path(sys.argv[3]))))
        return
    asked = sys.argv[1:2]
    kept = os.environ.get("ASSESSOR_BENCHMARK_LOGS")
    with ExitStack() as leaving:
        folder = Path(kept or leaving.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd())))
        there = {p: prepare(p, folder) for p in points(quick=asked == ["quick"], whole=asked == ["whole"])}
        if asked != ["logs"]:
            measure_all(there, kept=asked != ["quick"])


def measure_all(there: Mapping[Point, Path], *, kept: bool) -> None:
    """
    Measure points and print a table of them.

    Args:
        there: Each with its log.
        kept: Save the results so far after each.
    """
    rows = []
    print("| curve | cells | signals | years | conditions | processes | seconds | of the processor | peak MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for point, path in there.items():
        found = run(point, path)
        rows.append(asdict(point) | found)
        print(tell(point, found), flush=True)
        if kept:
            keep(rows)


def keep(rows: list[dict[str, Any]]) -> None:
    """Save what was measured so far."""
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}
    document = {"benchmark": "growth", "machine": machine, "load_average": os.getloadavg()[0], "points": rows}
    (RESULTS / "growth.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
