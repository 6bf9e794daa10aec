"""What a verdict takes from the database is found by indexes: no table that grows with the log is looked through."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from assessor.audit import canonicalize, digest
from assessor.bootstrap import open_assessor
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError
from assessor.services.assessment_name import Reference
from assessor.services.evidence_documents import read_item, write_item
from assessor.services.explain import explain_recorded
from assessor.services.find_item import find_latest
from assessor.services.list_evidence import list_evidence
from assessor.services.merge_event import merge_event
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.verify_log import verify_log
from assessor.services.withdraw_batch import withdraw_batch
from benchmarks.grown_log import Size, build, one_signal

if TYPE_CHECKING:
    from pathlib import Path

GROWING = {"log_entry", "content", "evidence", "evidence_touch", "assessment", "restatement"}
SIZE = Size(cells=30, signals=200, last=date(2025, 12, 31))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("grown") / "log.db"
    with open_assessor(str(path), "tester") as context:
        build(context, SIZE)
    return path


@pytest.fixture
def asked(monkeypatch):
    found: set[str] = set()
    connect = sqlite3.connect

    def watching(*args, **kwargs):
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(found.add)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watching)
    return found


def looked_through(log: Path, asked: set[str]) -> set[str]:
    """What SQLite says that it would look through, of the tables that grow with the log."""
    raw = sqlite3.connect(log)
    plans = {
        f"{step}: {statement}"
        for statement in asked
        if statement.lstrip().startswith("SELECT")
        for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {statement}")
        if step.startswith("SCAN") and step.split()[1] in GROWING
    }
    raw.close()
    return plans


def test_a_signal_that_is_added_recomputed_and_explained(log, asked):
    with open_assessor(str(log), "tester") as context:
        cells = ["1", "2", "3"]
        recompute(context, cells)
        rng = random.Random(1)  # noqa: S311 - nothing is secret
        record_batch(context, one_signal("late", datetime.now(UTC).date(), cells, rng))
        done = recompute(context, cells)
        assert [one.cell for one in done] == cells
        entry = done[0].assessment.entry_index
        assert entry is not None
        explain_recorded(context, Reference(entry))
    assert len(asked) > len(cells)
    assert looked_through(log, asked) == set()


def test_items_found_listed_regraded_and_mistyped(log, asked):
    with open_assessor(str(log), "tester") as context:
        assert list_evidence(context, "signal", cell="5")
        regrade_source(
            context, "report-0", Grade(tier=2 if tier_of(context, "report-0") != 2 else 3), reason="seen again"
        )
        with context.database.read() as tx, pytest.raises(EvidenceNotFoundError, match="signal-10"):
            find_latest(tx, "signal", "signal-10x")
    assert looked_through(log, asked) == set()


def test_records_of_one_event_that_are_merged_and_a_batch_that_is_withdrawn(log, asked):
    with open_assessor(str(log), "tester") as context:
        rng = random.Random(2)  # noqa: S311 - nothing is secret
        day = datetime.now(UTC).date()
        files = [one_signal(name, day, ["4"], rng) for name in ("told-once", "told-twice", "told-again")]
        batches = [record_batch(context, file).batch for file in files]
        merge_event(context, ["told-once", "told-twice"], "one-event", reason="the same ship")
        merged = merge_event(context, ["told-twice", "told-again"], "one-event", reason="and again")
        assert [change.id for change in merged.changes] == ["told-again"]
        with pytest.raises(EvidenceConflictError, match="was merged since"):
            withdraw_batch(context, batches[0], reason="a slip")
    assert looked_through(log, asked) == set()


def test_entries_about_the_log_itself(log, asked):
    with open_assessor(str(log), "tester") as context, context.database.read() as tx:
        assert tx.log.about_keys() == []
        assert tx.log.erasures([digest(b"text")]) == {}
    assert any("key:rotated" in statement for statement in asked)
    assert looked_through(log, asked) == set()


def tier_of(context, source):
    with context.database.read() as tx:
        return json.loads(tx.evidence.latest("source", source).body)["tier"]


def test_what_looks_through_a_table_is_told(log):
    assert looked_through(log, {"SELECT body FROM evidence WHERE body = 'x'"}) == {
        "SCAN evidence: SELECT body FROM evidence WHERE body = 'x'"
    }


def test_a_grown_log_is_one_that_the_program_verifies_and_would_have_recorded(log):
    with open_assessor(str(log), "tester") as context:
        assert verify_log(context).is_sound
        with context.database.read() as tx:
            rows = [row for row in tx.evidence.latest_of_all() if row.kind in {"source", "signal"}]
            texts = tx.content.get_many(row.text_digest for row in rows if row.text_digest is not None)
    assert sum(row.kind == "signal" for row in rows) >= SIZE.signals
    for row in rows:
        document = write_item(read_item(row.kind, row.body, texts.get(row.text_digest or "")))
        assert (canonicalize(document.body), document.text_digest) == (row.body, row.text_digest)
