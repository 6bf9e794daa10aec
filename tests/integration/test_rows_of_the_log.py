# ruff: noqa: S608 - statements are put together from constants of this file
"""What the columns of a row say is read as it lies there, whatever is expected and however a table is declared."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis
from assessor.bootstrap import open_assessor
from assessor.services.read_spans import TileCheck
from assessor.services.verify_log import verify_log
from assessor.store.log_reader import LogReader
from tests.copies import lay_schema
from tests.stores import drop_trigger

FOUNDED = datetime(2026, 4, 26, 11, tzinfo=UTC)
NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)
FIRST, END, SIZE = 512, 768, 800
READING, SIGNAL = ((kind, "2026-04-26T12:00:00.000000Z", "7", None) for kind in ("reading:recorded", "signal:recorded"))
EARLIER = "reading:recorded", "2026-04-26T11:00:00.000000Z", None, None
COLUMNS = "type", "recorded_at", "batch", "request_key"


@pytest.fixture
def database(database):
    """A log of which all but the first entry were recorded at once: every seventh a signal, the others readings."""
    lay_schema(database)
    kinds = [EntryType.READING_RECORDED if n % 7 else EntryType.SIGNAL_RECORDED for n in range(SIZE)]
    drafts = [draft_entry(kind, {"n": n}, actor="a", batch="7") for n, kind in enumerate(kinds)]
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: FOUNDED)
        tx.log.append(drafts[1:], clock=lambda: NOON)
    database.close()
    return database


@pytest.fixture
def door(store, database):  # noqa: ARG001 - made before anybody breaks in
    with store.connect_past_keys() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        yield door


def told(stored):
    """All rows with all columns."""
    return [(*row[:3], *stored.said[row[3]]) for row in stored.rows]


def there(door):
    """The same by the bare driver."""
    wanted = f"SELECT entry_index, data, leaf_hash, {', '.join(COLUMNS)} FROM log_entry"
    return door.execute(f"{wanted} WHERE entry_index >= {FIRST} AND entry_index < {END} ORDER BY 1").fetchall()


@pytest.mark.parametrize(
    "said", [(), (READING,), (SIGNAL, READING), (READING, SIGNAL, EARLIER), (EARLIER,), (("x", "x", "x", "x"),)]
)
def test_rows_are_told_alike_whatever_is_expected(database, door, said):
    with database.read() as tx:
        assert told(tx.log.rows(FIRST, END, said)) == there(door)
        assert tx.log.rows(SIZE, SIZE + 9, said).rows == []


def test_a_tile_of_one_moment_tells_what_is_expected_of_the_next(database, monkeypatch):
    rows, expected = LogReader.rows, []

    def noting(log, first, end, said):
        expected.append({*said})
        return rows(log, first, end, said)

    monkeypatch.setattr(LogReader, "rows", noting)
    check = TileCheck()
    with database.read() as tx:
        for number in range(3):
            check(tx, number)
    assert expected == [set(), set(), {READING, SIGNAL}]


@pytest.mark.parametrize("index", [FIRST, 600, END - 1])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_says_something_else_is_told_and_found(store, database, door, column, index):
    """In a tile behind one of which each entry says the same."""
    kind, moment, *_ = SIGNAL if index % 7 == 0 else READING
    bytes_of = {name: store.blob(text.encode()) for name, text in (("type", kind), ("recorded_at", moment))}
    odd = ["'x'", "'READING:RECORDED'", "'7 '", "8", store.blob(b"7"), bytes_of.get(column, "''")]
    if column in ("batch", "request_key"):
        odd.append("'7'" if column == "request_key" else "NULL")
    (before,) = door.execute(f"SELECT {column} FROM log_entry WHERE entry_index = {index}").fetchall()
    for value in odd:
        if store.kind == "postgresql" and "bytea" in value:
            continue  # no bytes where text is
        door.execute(f"UPDATE log_entry SET {column} = {value} WHERE entry_index = {index}")
        with database.read() as tx:
            assert told(tx.log.rows(FIRST, END, (READING, SIGNAL))) == there(door)
            check = TileCheck()
            assert [check(tx, number) is None for number in range(3)] == [True, False, True]
        with open_assessor(store.url) as assessor:
            fault = verify_log(assessor, compares_tables=False).fault
        assert fault is not None
        assert str(fault).startswith(f"entry {index}: column `{column}` says ") or (
            str(fault) == f"entry {index}: its row holds another kind of value than was stored"
        )
    door.execute(f"UPDATE log_entry SET {column} = ? WHERE entry_index = {index}", before)
    with database.read() as tx:
        assert told(tx.log.rows(FIRST, END, (READING, SIGNAL))) == there(door)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # the other one is not asked to compare
def test_no_table_is_declared_so_that_one_value_passes_for_another(database, store):
    """Columns that compare without regard to case, and numbers with the texts of them."""
    with database.read() as tx:
        good = tx.log.rows(FIRST, END)
    forged = sqlite3.connect(store.path, isolation_level=None)
    forged.execute("PRAGMA writable_schema = ON")
    forged.execute(
        "UPDATE sqlite_master SET sql = replace(replace(sql, 'type TEXT', 'type TEXT COLLATE NOCASE'), "
        "'batch TEXT', 'batch NUMERIC') WHERE name = 'log_entry'"
    )
    forged.close()
    with store.connect() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        door.execute("UPDATE log_entry SET type = upper(type) WHERE entry_index = 600")
        door.execute("UPDATE log_entry SET batch = 7 WHERE entry_index = 700")
        assert door.execute("SELECT 1 FROM log_entry WHERE entry_index = 600 AND type = ?", (READING[0],)).fetchall()
        assert door.execute("SELECT 1 FROM log_entry WHERE entry_index = 700 AND batch = '7'").fetchall()
        with database.read() as tx:
            found = told(tx.log.rows(FIRST, END, (READING, SIGNAL)))
        assert found == there(door)
    differing = [row[0] for row, before in zip(found, told(good), strict=True) if row != before]
    assert differing == [600, 700]
