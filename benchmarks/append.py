"""
Appending to the log, against inserting the same bytes.

Cases: entries of 2 kB and 20 kB one at a time, each in its own transaction, and batches of 256 entries of
2 kB in one. The floor of each is `BEGIN IMMEDIATE; INSERT …; COMMIT` of the same bytes into a table of
index and bytes, by the same driver under the same settings, on the same disk. What the log does on top: canonical
bytes, leaf hash, frontier and root, head row, triggers. What of that is the database's own is timed by itself: the
same rows, made before, inserted by the bare driver into the log's table with its indexes and guards. Every fourth
batch or so SQLite copies its write-ahead log into the file, which takes several batches' time: the medians leave that
out, the time in all does not. Beside the times stands the processor's time for each, which a busy machine moves less,
and the load.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from time import process_time_ns
from typing import TYPE_CHECKING

from assessor.audit import EntryType, draft_entry, draft_genesis, render_instant
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.audit import EntryDraft

ROUNDS = 200
BATCH = 256


def draft(number: int, size: int) -> EntryDraft:
    """Return an entry of about so many bytes."""
    body = {"id": f"reading-{number}", "item": {"text": "0123456789abcdef" * (size // 16)}}
    return draft_entry(EntryType.READING_RECORDED, body, actor="benchmark")


def counted(run: Callable[[], object], processor: list[int]) -> Callable[[], None]:
    """Return what runs it, and notes the processor's time that it took."""

    def note() -> None:
        begun = process_time_ns()
        run()
        processor.append(process_time_ns() - begun)

    return note


class Floor:
    """A bare table with the same settings."""

    def __init__(self, path: Path) -> None:
        self.raw = connect(path)
        self.raw.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        self.numbers = count()

    def insert(self, size: int, entries: int) -> Callable[[], None]:
        """Return one transaction that inserts so many rows of so many bytes."""

        def run() -> None:
            rows = [(next(self.numbers), b"x" * size) for _ in range(entries)]
            self.raw.execute("BEGIN IMMEDIATE")
            self.raw.executemany("INSERT INTO kept VALUES (?, ?)", rows)
            self.raw.execute("COMMIT")

        return run


class Guarded(Floor):
    """The log's own table, with its indexes and guards; the other tables lie empty beside it."""

    def __init__(self, path: Path) -> None:
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        database.close()
        self.raw = connect(path)
        self.numbers = count()

    def insert(self, size: int, entries: int) -> Callable[[], None]:
        """Return the same, with all columns."""
        beside = sha256().digest(), str(EntryType.READING_RECORDED), render_instant(datetime.now(UTC)), None, None

        def run() -> None:
            rows = [(next(self.numbers), b"x" * size, *beside) for _ in range(entries)]
            self.raw.execute("BEGIN IMMEDIATE")
            self.raw.executemany("INSERT INTO log_entry VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self.raw.execute("COMMIT")

        return run


def connect(path: Path) -> sqlite3.Connection:
    """Open a file by the bare driver, under the settings that the log has."""
    raw = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        raw.execute(f"PRAGMA {setting}")
    return raw


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        database = Database(f"sqlite:///{folder}/log.db")
        upgrade(database)
        floor, guarded = Floor(Path(folder) / "floor.db"), Guarded(Path(folder) / "guarded.db")
        numbers = count()

        def append(size: int, entries: int) -> Callable[[], object]:
            def run() -> object:
                drafts = [draft(next(numbers), size) for _ in range(entries)]
                with database.write() as tx:
                    return tx.log.append(drafts, clock=lambda: datetime.now(UTC))

            return run

        with database.write() as tx:
            tx.log.append([draft_genesis("assessor.example/benchmark", actor="b")], clock=lambda: datetime.now(UTC))
        for name, size, entries, what in (
            ("append_2kb", 2_000, 1, "appended"),
            ("append_20kb", 20_000, 1, "appended"),
            ("append_batch", 2_000, BATCH, "appended"),
            ("insert_batch", 2_000, BATCH, "inserted bare into the log's table"),
        ):
            bytes_each = len(draft(0, size).seal(1, datetime.now(UTC)).data)
            cases = {
                "floor: the same bytes inserted": floor.insert(bytes_each, entries),
                f"{entries} of {bytes_each} bytes {what}": (
                    append(size, entries) if what == "appended" else guarded.insert(bytes_each, entries)
                ),
            }
            for file in Path(folder).glob("*.db"):  # all begin with an empty write-ahead log, and fill it in step
                with closing(connect(file)) as raw:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            spent: dict[str, list[int]] = {case: [] for case in cases}
            turns = {case: counted(run, spent[case]) for case, run in cases.items()}
            times = time_in_turns(turns, rounds=ROUNDS, warm_up=5)
            processor = {case: round(statistics.median(taken) / 1e6, 3) for case, taken in spent.items()}
            print(f"processor, ms: {processor}")
            notes = {
                "bytes": bytes_each,
                "entries": entries,
                "load_average": round(os.getloadavg()[0], 1),
                "processor_ms": processor,
            }
            report(name, times, floor="floor: the same bytes inserted", notes=notes)
        database.close()


if __name__ == "__main__":
    main()
