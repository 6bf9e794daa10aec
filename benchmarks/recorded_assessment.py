"""
One recorded assessment of cell 11 in a warm process, against inserting the same bytes.

Warm: the process has the ruleset, has read the evidence of the cell once, and has assessed it before; no round is an
evaluation that was recorded before, and none asks what an earlier one answered, but in what it says of the inference's
steps. Three cases a round: `moment` moves *known at* alone, so that the verdict, and with it the record, is the one
before: an entry is written, and no record. `day` is the next day, as known at the beginning, so that nothing else is
other than on the day before. `signal` comes after a new signal that the cell's rules read (its own cost is not
counted); both write an entry and a record of their own. Each is taken with the native engine alone and with both
engines, steps memoised, and includes the explanation tree; that of `moment` is at hand.

The floor of each is `BEGIN IMMEDIATE; INSERT; COMMIT` of the bytes that it writes as entry and content, by the same
driver, in the same folder, under the same settings (write-ahead log, synchronous full: a commit waits for the disk).
By the wall's clock both wait for the disk alike, and a slow disk makes the ratio small; by the processor's, nothing of
that counts. Both are told in the table. What is written beside, rows by which records are found, is not in the floor.
"""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.bootstrap import open_assessor
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Impact, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.engine.explain import explain
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

ROUNDS = 25
CELL, AS_OF = "11", date(2026, 4, 26)
WHOLE, ENTRY = "floor: an entry and its record", "floor: an entry"


def fill(context: Context) -> None:
    """Found a log and record the shipped framework with its evidence."""
    folder = resource_dir("rules") / "doctrine"
    ruleset = load_ruleset(folder).require()
    initialise(context, "assessor.example/benchmark")
    publish_ruleset(context, ruleset, ruleset.framework.epoch)
    for file in sorted((folder / "evidence").glob("*.yaml")):
        record_batch(context, read_evidence(file))


def recorded_bytes(context: Context, entry_index: int) -> tuple[bytes, bytes]:
    """Return the entry of an assessment and the record beside it."""
    with context.database.read() as tx:
        entry = tx.log.entry(entry_index)
        assert entry is not None
        return entry.data, tx.content.get(entry.parse_body()["record"]).data


def floor(path: Path, *parts: bytes) -> Callable[[], None]:
    """Return one bare transaction that inserts the same bytes."""
    raw = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        raw.execute(f"PRAGMA {setting}")
    names = ("entry", "record")[: len(parts)]
    raw.execute(f"CREATE TABLE kept (id INTEGER PRIMARY KEY, {', '.join(f'{name} BLOB NOT NULL' for name in names)})")
    statement = f"INSERT INTO kept ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"  # noqa: S608 - of ours

    def insert() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(statement, parts)
        raw.execute("COMMIT")

    return insert


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, open_assessor(f"{folder}/a.db", "benchmark") as context:
        fill(context)
        native = replace(context, engines=Engines(context.engines.first, None, context.engines.memo))
        numbers = count(1)
        begun = datetime.now(UTC).isoformat()
        moments = (datetime(2026, 4, 26, 12, tzinfo=UTC) + timedelta(seconds=n) for n in count())

        def at_a_moment(with_engines: Context) -> Callable[[], object]:
            def run() -> object:
                known_at = next(moments).isoformat()
                return explain(assess(with_engines, CELL, as_of=AS_OF, known_at=known_at).evaluation)

            return run

        def on_the_next_day(with_engines: Context) -> Callable[[], object]:
            days = (AS_OF + timedelta(days=n) for n in count(1))
            return lambda: explain(assess(with_engines, CELL, as_of=next(days), known_at=begun).evaluation)

        def add_signal() -> None:
            number = next(numbers)
            today = datetime.now(UTC).date()
            source = Source(id=f"source-{number}", title="A report", tier=2, published=today)
            impact = Impact(
                cell=CELL, direction="advancing", dimensions=("cartel-suppression",), stage="outcome", severity="minor"
            )
            signal = Signal(
                id=f"signal-{number}",
                title="An outcome",
                date=parse_edtf(str(today)),
                sources=(source.id,),
                impacts=(impact,),
            )
            file = EvidenceFile(batch="one", provenance="made here, to be timed", sources=(source,), signals=(signal,))
            record_batch(context, file)

        def after_a_signal(with_engines: Context) -> Callable[[], object]:
            return lambda: explain(assess(with_engines, CELL, as_of=AS_OF).evaluation)

        first = assess(context, CELL, as_of=AS_OF, known_at="2026-04-26").assessment
        assert first.entry_index is not None
        entry, record = recorded_bytes(context, first.entry_index)
        cases = {
            WHOLE: floor(Path(folder) / "whole.db", entry, record),
            ENTRY: floor(Path(folder) / "entry.db", entry),
            "native, known at moved": at_a_moment(native),
            "both engines, known at moved": at_a_moment(context),
            "native, the next day": on_the_next_day(native),
            "both engines, the next day": on_the_next_day(context),
            "(a signal recorded)": add_signal,
            "native, after a new signal": after_a_signal(native),
            "(another signal recorded)": add_signal,
            "both engines, after a new signal": after_a_signal(context),
        }
        times = time_in_turns(cases, rounds=ROUNDS)
    notes = {"entry_bytes": len(entry), "record_bytes": len(record)}
    own = dict.fromkeys(("native, known at moved", "both engines, known at moved"), ENTRY)
    report("recorded_assessment", times, floor=WHOLE, own=own, notes=notes)


if __name__ == "__main__":
    main()
