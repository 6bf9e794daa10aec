"""
A receipt from a log of a million entries, against reading the entry alone.

The log is that of `benchmarks.million`. Cases: a receipt that carries its entry, as `assessor log receipt` issues it,
and a bare one; each for an entry drawn anew every round, in a process that has opened the log. The floor is reading
that entry's bytes by its index, by the bare driver on a connection of its own. Every receipt is verified before it is
issued. Beside the times stand the sizes of all receipts, and the processor's time for each, which a busy machine moves
less.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
from itertools import cycle
from time import thread_time_ns

from assessor.services.receipts import issue_receipt
from benchmarks.interleave import report, time_in_turns
from benchmarks.million import SIZE, open_log

ROUNDS = 2_000


def main() -> None:
    """Run the benchmark."""
    with open_log() as (assessor, path):
        raw = sqlite3.connect(path, isolation_level=None)
        draw = random.Random(20260426)  # noqa: S311 - any sample will do, the same each time
        indices = [draw.randrange(SIZE) for _ in range(ROUNDS + 2)]
        places = {name: cycle(indices) for name in ("floor", "receipt", "bare")}
        sizes: dict[str, list[int]] = {"receipt": [], "bare": []}
        processor: dict[str, list[int]] = {"receipt": [], "bare": []}

        def read() -> None:
            raw.execute("SELECT data FROM log_entry WHERE entry_index = ?", (next(places["floor"]),)).fetchone()

        def issue(name: str) -> None:
            begun = thread_time_ns()
            issued = issue_receipt(assessor, next(places[name]), carries_entry=name == "receipt")
            processor[name].append(thread_time_ns() - begun)
            sizes[name].append(len(issued.receipt.encode()))

        cases = {
            "read the entry alone": read,
            "receipt with its entry": lambda: issue("receipt"),
            "bare receipt": lambda: issue("bare"),
        }
        times = time_in_turns(cases, rounds=ROUNDS)
        raw.close()
        told = {
            "bytes": {
                name: {"median": statistics.median(found), "largest": max(found)} for name, found in sizes.items()
            },
            "processor_ms": {name: statistics.median(found) / 1e6 for name, found in processor.items()},
        }
        print(told)
        load = os.getloadavg()[0]
        notes = {"entries": SIZE, "load_average": round(load, 1), **told}
        report("receipt", times, floor="read the entry alone", notes=notes)


if __name__ == "__main__":
    main()
