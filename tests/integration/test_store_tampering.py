# ruff: noqa: S608 - statements are put together from constants of this file
"""What is changed through the back door, triggers out of the way, is found by verification."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from assessor.audit import EntryType, KeptRoot, draft_entry, draft_genesis, hash_leaf, verify_log
from assessor.errors import AssessorError, VerificationError
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from assessor.store.sqlite_triggers import TRIGGERS

NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)
VALUES = ["NULL", "'text'", "''", "7", "-1", "1.5", "x'00'", "x''", "zeroblob(32)", "9007199254740993"]
COLUMNS = [
    *(
        ("log_entry", c, "entry_index = 2")
        for c in ("entry_index", "data", "leaf_hash", "type", "recorded_at", "batch")
    ),
    *(("log_head", c, "1") for c in ("id", "origin", "size", "root", "frontier", "recorded_at")),
    *(("content", c, "1") for c in ("digest", "data")),
]


def at(seconds):
    return lambda: NOON + timedelta(seconds=seconds)


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'log.db'}")
    upgrade(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: NOON)
        for n in range(1, 6):
            draft = draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a", batch="b")
            tx.log.append([draft], clock=at(n))
        tx.content.put(b"text", media_type="text/plain", erasable=True)
    yield database
    database.close()


@pytest.fixture
def back_door(database):
    """A connection for which the triggers are gone; what it does is undone for no one."""
    raw = sqlite3.connect(database.name, isolation_level=None)
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    yield raw
    raw.close()


def verify(database, back_door, kept=None):
    """Verify with the triggers put back, as a careful forger would."""
    for statement in TRIGGERS.values():
        back_door.execute(statement)
    with database.read() as tx:
        triggers = tx.log.altered_triggers()
        return verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), kept=kept, altered_triggers=triggers)


def test_dropped_triggers_alone_are_found(database, back_door):
    with database.read() as tx:
        report = verify_log(
            tx.log.stored(), tx.content.stored(), tx.log.head(), altered_triggers=tx.log.altered_triggers()
        )
    assert str(report.fault).startswith("triggers: ")
    assert verify(database, back_door).is_sound


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("table", "column", "where"), COLUMNS, ids=lambda value: value)
def test_no_column_can_be_set_to_anything_unnoticed(database, back_door, table, column, where, value):
    before = back_door.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
    try:
        back_door.execute(f"UPDATE {table} SET {column} = {value} WHERE {where}")
    except sqlite3.IntegrityError:
        assert back_door.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() == before
        return
    try:
        report = verify(database, back_door)
    except VerificationError:
        return
    assert report.fault is not None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM log_entry WHERE entry_index = 5", "head"),
        ("DELETE FROM log_entry WHERE entry_index = 2", "entry 2"),
        ("DELETE FROM log_entry", "head"),
        ("UPDATE log_entry SET entry_index = entry_index + 1 WHERE entry_index = 5", "entry 5"),
        ("UPDATE log_head SET size = size - 1", "head"),
        ("INSERT INTO log_entry SELECT 6, data, leaf_hash, type, recorded_at, batch FROM log_entry LIMIT 1", "entry 6"),
        ("UPDATE content SET data = CAST('other' AS BLOB)", "content sha256:"),
    ],
)
def test_the_message_names_the_place(database, back_door, statement, place):
    back_door.execute(statement)
    fault = verify(database, back_door).fault
    assert fault is not None
    assert fault.place.startswith(place)


@pytest.mark.parametrize("index", range(6))
def test_a_changed_byte_is_found_at_its_entry(database, back_door, index):
    ((data,),) = back_door.execute("SELECT data FROM log_entry WHERE entry_index = ?", (index,)).fetchall()
    for place in range(0, len(data), 9):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        back_door.execute("UPDATE log_entry SET data = ? WHERE entry_index = ?", (changed, index))
        with database.read() as tx:
            report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head())
            assert report.fault is not None
            assert report.fault.index == index
            with pytest.raises(VerificationError, match=f"entry {index}"):
                tx.log.entry(index)


def test_a_head_that_is_gone_is_told(database, back_door):
    back_door.execute("DELETE FROM log_head")
    with pytest.raises(AssessorError, match="no log was founded"):
        verify(database, back_door)


def test_a_database_rolled_back_to_an_older_copy_is_found_by_the_root_that_was_kept(database, back_door):
    with database.read() as tx:
        kept = KeptRoot(tx.log.root(), tx.log.size())
    back_door.execute("DELETE FROM log_head")
    back_door.execute("DELETE FROM log_entry")
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: NOON)
    report = verify(database, back_door, kept)
    assert str(report.fault) == "kept root: it was kept at size 6, and 1 entries are left: some were dropped"


def test_an_entry_and_its_hash_rewritten_together_are_found(database, back_door):
    ((data,),) = back_door.execute("SELECT data FROM log_entry WHERE entry_index = 3").fetchall()
    forged = data.replace(b'"n":3', b'"n":4')
    values = (forged, hash_leaf(forged))
    back_door.execute("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = 3", values)
    fault = verify(database, back_door).fault
    assert fault is not None
    assert (fault.place, "`root`" in fault.reason) == ("head", True)
