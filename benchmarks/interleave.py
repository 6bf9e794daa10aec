"""
Timing of cases that take turns, so that what slows the machine down slows all of them alike.

Holds the rounds, the summary and the file of raw results; knows nothing of what is timed. For all cases alike, the
garbage collector looks as seldom as in the program, and memory that is let go of stays with the process. The clock
is that of the wall; with
`ASSESSOR_BENCHMARK_CLOCK=processor` it is the processor time of this process, which other work on the machine moves
less. Waiting for a disk is no part of that, and neither is another process.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter_ns, process_time_ns
from typing import TYPE_CHECKING, Any

from assessor.collector import collect_seldom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RESULTS = Path(__file__).parent / "results"
_KEPT = 16 * 2**20
CLOCK = os.environ.get("ASSESSOR_BENCHMARK_CLOCK", "wall")


def time_in_turns(cases: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: int = 2) -> dict[str, list[int]]:
    """
    Run every case once a round, in their order, and return nanoseconds by case, a number a round.

    Args:
        warm_up: Rounds before the first that counts.
    """
    collect_seldom()
    bytearray(_KEPT)  # whose end tells glibc to give back no less than twice as much
    now = {"wall": perf_counter_ns, "processor": process_time_ns}[CLOCK]
    times: dict[str, list[int]] = {name: [] for name in cases}
    for number in range(warm_up + rounds):
        for name, run in cases.items():
            begun = now()
            run()
            took = now() - begun
            if number >= warm_up:
                times[name].append(took)
    return times


def report(
    name: str,
    times: Mapping[str, list[int]],
    *,
    floor: str,
    own: Mapping[str, str] | None = None,
    notes: Mapping[str, Any] | None = None,
) -> None:
    """
    Print each case's median and its ratio to the floor, and save all times.

    The ratio is that of medians; beside it stand the median of the ratios of single rounds,
    which a machine that slows down on the way does not move, and the ratio of the time in all,
    with what happens in few rounds.

    Args:
        own: Of cases that stand against another floor than the rest, that floor.
    """
    floors = dict.fromkeys(times, floor) | dict(own or {})
    summary = {}
    for case, taken in times.items():
        median, base = statistics.median(taken), statistics.median(times[floors[case]])
        paired = statistics.median(t / f for t, f in zip(taken, times[floors[case]], strict=True))
        whole = sum(taken) / sum(times[floors[case]])
        summary[case] = {
            "median_ms": median / 1e6,
            "ratio": median / base,
            "paired_ratio": paired,
            "whole_ratio": whole,
        }
        shown = f"{median / base:8.2f} x floor   {paired:8.2f} paired   {whole:8.2f} in all"
        print(f"{case:44} {median / 1e6:10.3f} ms   {shown}")
    document = {
        "benchmark": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "clock": CLOCK,
        "load_average": round(os.getloadavg()[0], 1),
        "floor": floor,
        "own_floors": dict(own or {}),
        "notes": dict(notes or {}),
        "summary": summary,
        "nanoseconds": {case: list(taken) for case, taken in times.items()},
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"raw results: {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
