"""
Verifying a log of a million entries, against reading the same rows and hashing each once.

The entries are as evidence is recorded: four readings of about 350 bytes to a signal of about 650, whose words
are kept beside the log, with the rows of the tables that repeat them. The floor reads every row of the log whole, by
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
import tempfile
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from assessor.audit import EntryType, draft_entry
from assessor.audit.media_types import SIGNAL_TEXT
from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Reading, Signal
from assessor.services import by_parts
from assessor.services.checkpoints import make_checkpoint
from assessor.services.evidence_documents import write_item
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from assessor.services.verify_log import verify_log
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.audit import EntryDraft
    from assessor.services.context import Context
    from assessor.services.evidence_documents import ItemDocument

SIZE = 1_000_000
BATCH = 10_000
ROUNDS = 5
FLOOR = "floor: rows read and hashed, one process"
WORDS = "Troops were moved to the border after talks between the two ministries in the capital had ended."


def make_item(number: int) -> Reading | Signal:
    """Return a reading, or of every fifth number a signal with three impacts."""
    if number % 5:
        return Reading.model_validate(
            {
                "indicator": "swb-encounters",
                "period": "2021-10",
                "value": str(number),
                "unit": "people",
                "source": "cbp",
            }
        )
    impact = {"direction": "advancing", "dimensions": ["border"], "tags": ["troops"], "why": WORDS}
    return Signal.model_validate(
        {
            "id": f"signal-{number}",
            "title": WORDS,
            "date": "2021-10-04",
            "sources": ["cbp"],
            "impacts": [{**impact, "cell": cell} for cell in ("11", "12", "13")],
        }
    )


def fill(assessor: Context, size: int) -> None:
    """Record entries up to a size, and what they say in the tables."""
    with assessor.database.read() as tx:
        first = tx.log.size()
    for start in range(first, size, BATCH):
        documents = [(number, write_item(make_item(number))) for number in range(start, min(start + BATCH, size))]
        with assessor.database.write() as tx:
            texts = {document.text for _, document in documents if document.text}
            for text in texts:
                tx.content.put(text, media_type=SIGNAL_TEXT, erasable=True)
            tx.append([draft(number, document) for number, document in documents], clock=assessor.clock)


def draft(number: int, document: ItemDocument) -> EntryDraft:
    """Return the entry of an item as it is recorded."""
    body: dict[str, object] = {
        "backfill": {"known_from": "2021-11-30T23:59:59.999999Z"},
        "id": f"{document.kind}/{number}",
        "item": document.body,
        "version": 1,
    }
    if document.text_digest is not None:
        body["text"] = document.text_digest
    kind = EntryType.READING_RECORDED if document.kind == "reading" else EntryType.SIGNAL_RECORDED
    return draft_entry(kind, body, actor="benchmark", batch="border@3")


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
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, open_assessor(f"{folder}/log.db", "b") as assessor:
        path = f"{folder}/log.db"
        initialise(assessor, "assessor.example/benchmark")
        init_key(assessor)
        begun = perf_counter()
        fill(assessor, size)
        built = perf_counter() - begun
        make_checkpoint(assessor)
        print(f"{size} entries recorded in {built:.1f} s")
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
