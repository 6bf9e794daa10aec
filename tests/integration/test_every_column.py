# ruff: noqa: S608 - statements are put together from the tables' own names
"""
Whatever is set in any column of any table, past triggers, keys and checks, is found and told by its place.

The columns are those that the tables have: one that is added is tried from its first day.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Boolean

from assessor.audit.key_chain import draft_witness
from assessor.audit.note_key import parse_verifier_key
from assessor.errors import LogError
from assessor.services.checkpoints import make_checkpoint
from assessor.services.cosign import cosign
from assessor.services.verify_log import verify_log
from assessor.store.log_reader import LogReader
from assessor.store.tables import metadata
from tests.every_type import WITNESS, open_signed, record_every_type
from tests.signing import Witness
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

FEW = ["NULL", "'text'", "7"]
LIKELY = [*FEW, "-1", "'2020-01-01'", "'2020-01-01T00:00:00.000000Z'"]
"""What columns are set to every day: something of each kind that they hold, in the first row that is changed most."""
VALUES = [*LIKELY, "''", "1.5"]
"""What they are set to in every row by `make soak`."""
MIDNIGHT = datetime(2026, 2, 1, tzinfo=UTC)
SMALL, LARGE = 80, 260
"""Entries of a log: as many as there are types and some, or more than a tile holds."""

CASES = [
    pytest.param((kind, LARGE if table.name == "log_tile" else SMALL), table.name)
    for kind in ("sqlite", "postgresql")
    for table in metadata.sorted_tables
]

ROWS = {
    "log_entry": ["entry_index = 9", f"entry_index = {SMALL - 1}"],
    "checkpoint": [f"size = {SMALL - 2}", f"size = {SMALL}"],
    "content": ["erasable AND length(data) > 0", "erasable AND length(data) = 0", "media_type LIKE '%ruleset%'"],
    "assessment": ["entry_index = 12", "entry_index = 18"],
}
"""Which rows are changed; the first of those that fit, where a table is not named its first."""

PLACES = {
    "log_head": ("head",),
    "log_entry": ("entry ", "checkpoint "),
    "log_tile": ("tile/", "tile: "),
    "checkpoint": ("checkpoint ", "cosignature of checkpoint "),
    "cosignature": ("cosignature of checkpoint ",),
    "content": ("content sha256:", "tables: content sha256:"),
}
"""How what is wrong with a table is named; a projection is named itself."""

FLIPPED = {"sqlite": "1 - {}", "postgresql": "NOT {}"}


@pytest.fixture(scope="module")
def made(request, tmp_path_factory):
    """A signed log that has a row in every table, with the folder of its key and pins; not to be written."""
    kind, size = request.param
    folder = tmp_path_factory.mktemp("columns")
    store: Store = SqliteStore(folder / "log.db")
    if kind == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "columns")
    record_every_type(store.url, folder)
    with open_signed(store.url, folder, hour=10) as context:
        grow(context, size - 2)
        note = make_checkpoint(context).note
        line = WITNESS.line(note.rpartition("\n\n")[0] + "\n", int(MIDNIGHT.timestamp()))
        cosign(context, (note + line).encode())
        grow(context, size)
        make_checkpoint(context)
    return store, folder


def grow(context, size):
    """Make more witnesses known, until the log has a size."""
    with context.database.write() as tx:
        names = [f"witness.example/{n}" for n in range(tx.log.size(), size)]
        drafts = [draft_witness(parse_verifier_key(Witness(name).vkey), actor="a") for name in names]
        tx.log.append(drafts, clock=context.clock)


@pytest.fixture
def store(made):
    return made[0].copy("copy")


@pytest.fixture
def context(made, store):
    with open_signed(store.url, made[1], hour=12) as context:
        yield context


@pytest.fixture
def door(store, monkeypatch):
    """
    The back door, all that refuses out of the way but that there is one head.

    Whoever verifies takes the missing triggers for nothing, as where a careful forger put them back.
    """
    monkeypatch.setattr(LogReader, "altered_triggers", lambda _: ())
    with store.connect_past_keys() as door:
        if store.kind == "sqlite":
            door.execute("PRAGMA synchronous = OFF")
        else:
            checks = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
            for table, name in door.execute(checks).fetchall():
                if table != "log_head":
                    door.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name in store.triggers():
            drop_trigger(door, name)
        yield door


@pytest.mark.parametrize("made", [("sqlite", LARGE), ("postgresql", LARGE)], indirect=True, ids=lambda made: made[0])
def test_what_nobody_changed_is_sound_and_every_table_has_rows(store, context):
    report = verify_log(context)
    assert (report.fault, report.size, report.checkpoints, report.cosignatures) == (None, LARGE, 3, 1)
    with store.connect() as door:
        assert all(door.rows(name) for name in metadata.tables)


@pytest.mark.parametrize(("made", "table"), CASES, indirect=["made"], ids=str)
def test_nothing_that_a_column_is_set_to_goes_unnoticed(store, context, door, table, is_soaked):
    if store.kind == "sqlite" and table != "log_head":
        door.execute("PRAGMA ignore_check_constraints = ON")
    for column in metadata.tables[table].c:
        set_each_value(store, context, door, table, column.name, is_soaked=is_soaked)
    assert verify_log(context).fault is None  # all of it was put back


def set_each_value(store, context, door, table, column, *, is_soaked):
    """Set a column to each value, one after the other; each must be found."""
    key = ", ".join(part.name for part in metadata.tables[table].primary_key)
    everything = f"SELECT * FROM {table} ORDER BY {key}"
    before = door.execute(everything).fetchall()
    flipped = [FLIPPED[store.kind].format(column)] if isinstance(metadata.tables[table].c[column].type, Boolean) else []
    every = [*VALUES, store.blob(b""), store.blob(b"\0"), store.blob(bytes(32)), *flipped]
    likely = [*LIKELY, store.blob(bytes(32)), *flipped]
    set_to = 0
    for place, where in enumerate(ROWS.get(table, ["1 = 1"])):
        values = every if is_soaked else likely if place == 0 else [*FEW, *flipped]
        one = f"({key}) = (SELECT {key} FROM {table} WHERE {where} ORDER BY {key} LIMIT 1)"
        for value in values:
            try:
                door.execute(f"UPDATE {table} SET {column} = {value} WHERE {one}")
            except (store.refusal, *store.misfits):
                continue
            if door.execute(everything).fetchall() == before:  # what stood there already
                continue
            set_to += 1
            told = tell_fault(context)
            assert told.startswith(PLACES.get(table, (f"table `{table}`", "tables: "))), (where, value, told)
            put_back(door, table, before)
    assert set_to > 0 or (table, column) == ("log_head", "id")  # which is 1 by a constraint


def tell_fault(context):
    """Return what does not fit, found by verification or in its way."""
    try:
        fault = verify_log(context).fault
    except LogError as error:
        return str(error)
    assert fault is not None
    return str(fault)


def put_back(door, table, rows):
    door.execute("BEGIN")
    door.execute(f"DELETE FROM {table}")
    places = ", ".join([door.placeholder] * len(rows[0]))
    door.raw.cursor().executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    door.execute("COMMIT")
