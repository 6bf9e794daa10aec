"""
A receipt from a log of a million entries, against reading the entry alone.

Cases: a receipt that carries its entry, as `assessor log receipt` issues it, and a bare one; each for an
entry drawn anew every round, in a process that has opened the log. The floor is reading that entry's bytes
by its index, by the bare driver on a connection of its own. Every receipt is verified before it is issued. Beside the
times stand the sizes of all receipts, and the processor's time for each, which a busy machine moves less.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter, thread_time_ns
from typing import TYPE_CHECKING

from assessor.audit import EntryType, draft_entry
from assessor.bootstrap import open_assessor
from assessor.services.checkpoints import make_checkpoint
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.receipts import issue_receipt
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from assessor.services.context import Context

SIZE = 1_000_000
BATCH = 50_000
ROUNDS = 2_000


def fill(assessor: Context) -> None:
    """Append entries as a reading is recorded, about 400 bytes each, in large batches."""
    with assessor.database.read() as tx:
        first = tx.log.size()
    for start in range(first, SIZE, BATCH):
        drafts = [
            draft_entry(
                EntryType.READING_RECORDED,
                {
                    "backfill": {"known_from": "2021-11-30T23:59:59.999999Z"},
                    "id": f"swb-encounters/{number}",
                    "item": {"indicator": "swb-encounters", "period": "2021-10", "source": "cbp", "value": str(number)},
                    "version": 1,
                },
                actor="benchmark",
                batch="border-readings@3",
            )
            for number in range(start, min(start + BATCH, SIZE))
        ]
        with assessor.database.write() as tx:
            tx.log.append(drafts, clock=assessor.clock)


def main() -> None:
    """Run the benchmark."""
    with (
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
        open_assessor(f"{folder}/log.db", "benchmark") as assessor,
    ):
        initialise(assessor, "assessor.example/benchmark")
        init_key(assessor)
        begun = perf_counter()
        fill(assessor)
        built = perf_counter() - begun
        make_checkpoint(assessor)
        print(f"{SIZE} entries appended in {built:.1f} s")
        raw = sqlite3.connect(f"{folder}/log.db", isolation_level=None)
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
        notes = {"entries": SIZE, "load_average": round(load, 1), "seconds_to_append": round(built, 1), **told}
        report("receipt", times, floor="read the entry alone", notes=notes)


if __name__ == "__main__":
    main()
