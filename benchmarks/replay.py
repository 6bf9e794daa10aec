"""
Replaying a log, rebuilding what is searched from it, and comparing the two, against reading and hashing it once.

The log holds the shipped framework and evidence and an assessment of cell 11 for every tenth day of its
timeline, all as known at one moment, and one of them repeated. The floor reads the same rows of entries and
content and hashes each once. Replay evaluates every assessment again, from the log alone, with its own memo of
steps: `native` stands for one engine, `both` for the two that recorded them.
"""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.bootstrap import open_assessor
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.rebuild import compare, rebuild
from assessor.services.replay import replay
from benchmarks.interleave import report, time_in_turns
from benchmarks.recorded_assessment import AS_OF, CELL, fill

if TYPE_CHECKING:
    from assessor.services.context import Context

ROUNDS = 7
DAYS = 45
FLOOR = "floor: entries and content read and hashed"


def read_and_hash(context: Context) -> int:
    """Read every row of the log and of content, hash each once, and return their bytes."""
    total = 0
    with context.database.read() as tx:
        for entry in tx.log.stored():
            sha256(entry.data).digest()
            total += len(entry.data)
        for content in tx.content.stored():
            sha256(content.data).digest()
            total += len(content.data)
    return total


def replay_all(context: Context) -> None:
    """Replay the log; every assessment must come out equal."""
    found = [one for one in replay(context) if one.differences]
    assert not found, found[0]


def compare_all(context: Context) -> None:
    """Compare all rows; they must be equal."""
    assert compare(context).difference is None


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, open_assessor(f"{folder}/a.db", "benchmark") as context:
        fill(context)
        days = [AS_OF - timedelta(days=10 * number) for number in range(DAYS)]
        for day in (*days, AS_OF):
            assess(context, CELL, as_of=day, known_at="2026-04-26")
        native = replace(context, engines=Engines(context.engines.first, None, context.engines.memo))
        cases = {
            FLOOR: lambda: read_and_hash(context),
            "replayed, native engine": lambda: replay_all(native),
            "replayed, both engines": lambda: replay_all(context),
            "projections compared": lambda: compare_all(context),
            "projections rebuilt": lambda: rebuild(context),
        }
        times = time_in_turns(cases, rounds=ROUNDS, warm_up=1)
        done = rebuild(context)
        assessments = done.rows["assessment"]
        notes = {
            "entries": done.entries,
            "rows": done.rows,
            "bytes": read_and_hash(context),
            "assessments": assessments,
        }
    for case, count, what in (
        ("replayed, native engine", assessments, "assessments"),
        ("replayed, both engines", assessments, "assessments"),
        ("projections compared", sum(done.rows.values()), "rows"),
        ("projections rebuilt", sum(done.rows.values()), "rows"),
    ):
        notes[f"{case}: {what} a second"] = round(count * 1e9 / statistics.median(times[case]), 1)
        print(f"{case:44} {notes[f'{case}: {what} a second']:10} {what} a second")
    report("replay", times, floor=FLOOR, notes=notes)


if __name__ == "__main__":
    main()
