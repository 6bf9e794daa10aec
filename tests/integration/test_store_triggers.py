# ruff: noqa: S608 - statements are put together from constants of this file
"""The database itself refuses to change what is recorded; every way is tried through the bare driver."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis, verify_log
from assessor.errors import StoreRefusedError
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from assessor.store.sqlite_triggers import TRIGGERS

ENTRY = "(entry_index, data, leaf_hash, type, recorded_at, batch)"
FORGED = "x'7b7d', zeroblob(32), 'signal:recorded', '2026-04-26T00:00:00.000000Z', NULL"
HEAD = "(id, origin, size, root, frontier, recorded_at)"

REFUSED = [
    "UPDATE log_entry SET data = x'7b7d' WHERE entry_index = 1",
    "UPDATE log_entry SET data = data",
    "UPDATE log_entry SET entry_index = 9 WHERE entry_index = 3",
    "UPDATE OR REPLACE log_entry SET entry_index = 0 WHERE entry_index = 3",
    "UPDATE OR IGNORE log_entry SET leaf_hash = zeroblob(32)",
    "DELETE FROM log_entry WHERE entry_index = 3",
    "DELETE FROM log_entry",
    *(
        f"{verb} INTO log_entry {ENTRY} VALUES ({index}, {FORGED})"
        for verb in (
            "INSERT",
            "INSERT OR REPLACE",
            "REPLACE",
            "INSERT OR IGNORE",
            "INSERT OR FAIL",
            "INSERT OR ROLLBACK",
        )
        for index in (0, 3, 5, -1, "NULL")
    ),
    f"INSERT INTO log_entry {ENTRY} VALUES (3, {FORGED}) ON CONFLICT DO NOTHING",
    f"INSERT INTO log_entry {ENTRY} VALUES (3, {FORGED}) ON CONFLICT (entry_index) DO UPDATE SET data = x'00'",
    f"INSERT INTO log_entry {ENTRY} SELECT 2, {FORGED}",
    "INSERT OR REPLACE INTO log_entry SELECT entry_index, x'7b7d', leaf_hash, type, recorded_at, batch FROM log_entry",
    "DELETE FROM log_head",
    "UPDATE log_head SET size = 3",
    "UPDATE log_head SET size = 4",
    "UPDATE log_head SET size = 5",
    "UPDATE log_head SET root = zeroblob(32)",
    "UPDATE log_head SET origin = 'log.example/2'",
    "UPDATE log_head SET id = 2",
    *(
        f"{verb} INTO log_head {HEAD} VALUES ({row}, 'log.example/2', {size}, zeroblob(32), x'', '')"
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for row in (1, 2)
        for size in (0, 4)
    ),
    "UPDATE checkpoint SET note = x'00'",
    "UPDATE OR REPLACE checkpoint SET size = 4",
    "DELETE FROM checkpoint",
    *(
        f"{verb} INTO checkpoint (size, note) VALUES ({size}, x'00')"
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for size in (3, 4, 5, -1, "NULL")
    ),
    "INSERT INTO checkpoint (size, note) VALUES (4, x'00') ON CONFLICT (size) DO UPDATE SET note = x'00'",
    "UPDATE cosignature SET line = 'x'",
    "UPDATE OR IGNORE cosignature SET size = 5",
    "DELETE FROM cosignature",
    *(
        f"{verb} INTO cosignature (size, line) SELECT size, line FROM cosignature"
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
    ),
    "UPDATE content SET data = x'00'",
    "UPDATE content SET data = x''",
    "UPDATE OR REPLACE content SET data = x'' WHERE erasable",
    "UPDATE content SET erasable = 1",
    "UPDATE OR REPLACE content SET digest = 'sha256:0'",
    "DELETE FROM content",
    *(
        f"{verb} INTO content (digest, media_type, erasable, data) SELECT digest, 'x', 0, x'00' FROM content"
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
    ),
]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "log.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: datetime.now(UTC))
        drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a") for n in (1, 2, 3)]
        tx.log.append(drafts, clock=lambda: datetime.now(UTC))
        tx.content.put(b"text", media_type="text/plain", erasable=True)
        tx.checkpoints.add(4, b"note")
        tx.checkpoints.add_cosignature(4, "line")
    database.close()
    return path


def everything(raw):
    tables = ("log_entry", "log_head", "checkpoint", "cosignature", "content")
    return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_recorded_cannot_be_changed(path, statement):
    raw = sqlite3.connect(path, isolation_level=None)
    before = everything(raw)
    with pytest.raises(sqlite3.IntegrityError, match="append-only: "):
        raw.execute(statement)
    assert everything(raw) == before
    raw.close()


def test_a_refusal_within_a_transaction_leaves_it_as_it_was(path):
    raw = sqlite3.connect(path, isolation_level=None)
    before = everything(raw)
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(f"INSERT OR REPLACE INTO log_entry {ENTRY} VALUES (4, {FORGED})")
    with pytest.raises(sqlite3.IntegrityError, match="append-only: "):
        raw.execute("DELETE FROM log_entry WHERE entry_index = 4")
    raw.execute("ROLLBACK")
    assert everything(raw) == before
    raw.close()


def test_a_row_slipped_in_at_the_next_index_stops_every_later_append(path):
    """The one INSERT that triggers let through: the next append finds the head behind, and verification too."""
    raw = sqlite3.connect(path)
    with raw:
        raw.execute(f"INSERT INTO log_entry {ENTRY} VALUES (4, {FORGED})")
    raw.close()
    database = Database(f"sqlite:///{path}")

    def appending():
        with database.write() as tx:
            draft = draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a")
            tx.log.append([draft], clock=lambda: datetime.now(UTC))

    with pytest.raises(StoreRefusedError, match="append-only"):
        appending()
    with database.read() as tx:
        report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head())
    assert report.fault is not None
    assert report.fault.index == 4
    database.close()


@pytest.mark.parametrize("name", TRIGGERS)
@pytest.mark.parametrize("how", ["dropped", "made toothless"])
def test_a_trigger_that_was_tampered_with_is_told_by_name(path, name, how):
    raw = sqlite3.connect(path)
    with raw:
        raw.execute(f"DROP TRIGGER {name}")
        if how == "made toothless":
            raw.execute(TRIGGERS[name].replace("BEFORE", "AFTER"))
    raw.close()
    database = Database(f"sqlite:///{path}")
    with database.read() as tx:
        assert tx.log.altered_triggers() == (name,)
    database.close()


def test_a_trigger_that_is_not_ours_is_told_by_name(path):
    raw = sqlite3.connect(path)
    with raw:
        raw.execute("CREATE TRIGGER stray AFTER INSERT ON evidence BEGIN SELECT 1; END")
    raw.close()
    database = Database(f"sqlite:///{path}")
    with database.read() as tx:
        assert tx.log.altered_triggers() == ("stray",)
    database.close()
