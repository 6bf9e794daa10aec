"""
Verifying a log of a million entries, against reading the same rows and hashing each once.

The log is that of `benchmarks.million`. The floor reads every row of the log whole, by
the bare driver, and hashes its bytes once; it is told for one process, and for two of which each has a half. Cases:
the log alone, by one process and by two. Told beside them is what comparing the tables takes on top, which is timed
once, and the peak of memory of `assessor log verify` as a command, all its processes together, sampled: resident,
where pages that two share count twice, and proportional.

`python -m benchmarks.verify 20000` tries it with fewer entries, and keeps no result.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from assessor.services import by_parts
from assessor.services.verify_log import verify_log
from benchmarks.interleave import report, time_in_turns
from benchmarks.million import SIZE, open_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

ROUNDS = 5
FLOOR = "floor: rows read and hashed, one process"


def read_and_hash(path: str, first: int, end: int) -> None:
    """Read rows and hash the bytes of each once."""
    raw = sqlite3.connect(path, isolation_level=None)
    columns = "entry_index, data, leaf_hash, type, recorded_at, batch, request_key"
    wanted = f"SELECT {columns} FROM log_entry WHERE entry_index >= ? AND entry_index < ? ORDER BY 1"  # noqa: S608
    for row in raw.execute(wanted, (first, end)):
        sha256(row[1]).digest()
    raw.close()


def read_by_two(path: str, size: int) -> None:
    """Do the same in two processes, each with a half."""
    half = size // 2
    context = get_context("spawn")
    both = [context.Process(target=read_and_hash, args=(path, *part)) for part in ((0, half), (half, size))]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0


def verifying(assessor: Context, workers: int, *, tables: bool) -> Callable[[], None]:
    """Return a verification by so many processes; the log must be sound."""

    def run() -> None:
        by_parts.MOST_PROCESSES = workers  # type: ignore[misc]
        found = verify_log(assessor, compares_tables=tables)
        assert found.is_sound, found.fault

    return run


def measure_memory(path: str) -> dict[str, float]:
    """Return the most megabytes that the command and its processes had at once."""
    command = [sys.executable, "-m", "assessor", "log", "verify", "--db", path]
    peak = {"Rss": 0, "Pss": 0}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        while process.poll() is None:
            family = [process.pid, *map(int, _read(f"/proc/{process.pid}/task/{process.pid}/children").split())]
            lines = [line.split() for pid in family for line in _read(f"/proc/{pid}/smaps_rollup").splitlines()]
            for kind, most in peak.items():
                peak[kind] = max(most, sum(int(line[1]) for line in lines if line[0] == f"{kind}:"))
            sleep(0.05)
    assert process.returncode == 0
    return {"resident": round(peak["Rss"] / 1000, 1), "proportional": round(peak["Pss"] / 1000, 1)}


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError:  # it has ended meanwhile
        return ""


def main() -> None:
    """Run the benchmark."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with open_log(size) as (assessor, path):
        cases = {
            FLOOR: lambda: read_and_hash(path, 0, size),
            "the same by two processes": lambda: read_by_two(path, size),
            "log verified, one process": verifying(assessor, 1, tables=False),
            "log verified": verifying(assessor, 2, tables=False),
        }
        times = time_in_turns(cases, rounds=ROUNDS if size == SIZE else 1, warm_up=int(size == SIZE))
        begun = perf_counter()
        verifying(assessor, 2, tables=True)()
        whole = perf_counter() - begun
        memory = measure_memory(path)
    print(f"log verified and its tables compared: {whole:.1f} s")
    print(f"peak memory of all processes: {memory} MB")
    if size == SIZE:
        load = os.getloadavg()[0]
        notes = {
            "entries": size,
            "load_average": round(load, 1),
            "peak_megabytes": memory,
            "seconds_with_tables": round(whole, 1),
        }
        report("verify", times, floor=FLOOR, notes=notes)
    else:
        for case, (taken,) in times.items():
            print(f"{case:44} {taken / 1e6:10.1f} ms   {times[FLOOR][0] / taken:8.2f} of floor")


if __name__ == "__main__":
    main()
