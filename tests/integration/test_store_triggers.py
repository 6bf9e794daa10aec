# ruff: noqa: S608 - statements are put together from constants of this file
"""The database itself refuses to change what is recorded; every way is tried through the bare driver."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis, verify_log
from assessor.errors import StoreRefusedError
from assessor.store.guards import GUARDS
from tests.copies import lay_schema
from tests.stores import drop_trigger

ENTRY = "(entry_index, data, leaf_hash, type, recorded_at, batch)"
FORGED = "{blob}, {blob}, 'signal:recorded', '2026-04-26T00:00:00.000000Z', NULL"
TABLES = sorted({guard.table for guard in GUARDS})
HEAD = "(id, origin, size, root, frontier, recorded_at)"

# `{blob}` is a byte string.
EVERYWHERE = [
    "UPDATE log_entry SET data = {blob} WHERE entry_index = 1",
    "UPDATE log_entry SET data = data",
    "UPDATE log_entry SET entry_index = 9 WHERE entry_index = 3",
    "UPDATE log_entry SET request_key = 'k'",
    "DELETE FROM log_entry WHERE entry_index = 3",
    "DELETE FROM log_entry",
    *(f"INSERT INTO log_entry {ENTRY} VALUES ({index}, {FORGED})" for index in (0, 3, 5, -1, "NULL")),
    f"INSERT INTO log_entry {ENTRY} VALUES (3, {FORGED}) ON CONFLICT DO NOTHING",
    f"INSERT INTO log_entry {ENTRY} VALUES (3, {FORGED}) ON CONFLICT (entry_index) DO UPDATE SET data = {{blob}}",
    f"INSERT INTO log_entry {ENTRY} SELECT 2, {FORGED}",
    "DELETE FROM log_head",
    "UPDATE log_head SET size = 3",
    "UPDATE log_head SET size = 4",
    "UPDATE log_head SET size = 5",
    "UPDATE log_head SET root = {blob}",
    "UPDATE log_head SET origin = 'log.example/2'",
    "UPDATE log_head SET id = 2",
    *(
        f"INSERT INTO log_head {HEAD} VALUES ({row}, 'log.example/2', {size}, {{blob}}, {{blob}}, '')"
        for row in (1, 2)
        for size in (0, 4)
    ),
    "UPDATE checkpoint SET note = {blob}",
    "DELETE FROM checkpoint",
    *(f"INSERT INTO checkpoint (size, note) VALUES ({size}, {{blob}})" for size in (3, 4, 5, -1, "NULL")),
    "INSERT INTO checkpoint (size, note) VALUES (4, {blob}) ON CONFLICT (size) DO UPDATE SET note = {blob}",
    "UPDATE cosignature SET line = 'x'",
    "DELETE FROM cosignature",
    "INSERT INTO cosignature (size, line) SELECT size, line FROM cosignature",
    "INSERT INTO cosignature (size, line) VALUES (4, 'line') ON CONFLICT DO NOTHING",
    "UPDATE content SET data = {blob}",
    "UPDATE content SET data = {empty}",  # no entry says that it was erased
    "UPDATE content SET erasable = NOT erasable",
    "DELETE FROM content",
    "INSERT INTO content (digest, media_type, erasable, data) SELECT digest, 'x', erasable, {blob} FROM content",
    "INSERT INTO content SELECT * FROM content WHERE true ON CONFLICT DO NOTHING",
    "INSERT INTO content SELECT * FROM content WHERE true ON CONFLICT (digest) DO UPDATE SET data = {blob}",
]
SQLITE = [
    "UPDATE OR REPLACE log_entry SET entry_index = 0 WHERE entry_index = 3",
    "UPDATE OR IGNORE log_entry SET leaf_hash = zeroblob(32)",
    *(
        f"{verb} INTO log_entry {ENTRY} VALUES ({index}, {FORGED})"
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ROLLBACK")
        for index in (0, 3, 5, -1, "NULL")
    ),
    "INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry",
    *(
        f"{verb} INTO log_head {HEAD} VALUES ({row}, 'log.example/2', {size}, {{blob}}, {{blob}}, '')"
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for row in (1, 2)
        for size in (0, 4)
    ),
    "UPDATE OR REPLACE checkpoint SET size = 4",
    *(
        f"{verb} INTO checkpoint (size, note) VALUES ({size}, {{blob}})"
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for size in (3, 4, 5, -1, "NULL")
    ),
    "UPDATE OR IGNORE cosignature SET size = 5",
    *(
        f"{verb} INTO cosignature (size, line) SELECT size, line FROM cosignature"
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
    ),
    "UPDATE OR REPLACE content SET digest = 'sha256:0'",
    *(f"{verb} INTO content SELECT * FROM content" for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")),
]
POSTGRESQL = [
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    "WITH gone AS (DELETE FROM content RETURNING *) SELECT * FROM gone",
    *(
        f"MERGE INTO content AS c USING content AS d ON c.digest = d.digest WHEN MATCHED THEN {what}"
        for what in ("DELETE", "UPDATE SET data = {blob}")
    ),
    # the trigger is not deceived by a table of the same name that comes first in the session's search path
    f"""CREATE TEMP TABLE log_entry (entry_index bigint); INSERT INTO log_entry VALUES (8);
    INSERT INTO public.log_entry {ENTRY} VALUES (9, {FORGED})""",
    # nor by a comparison that somebody redefined
    f"""CREATE SCHEMA evil; CREATE FUNCTION evil.yes(bigint, bigint) RETURNS boolean LANGUAGE sql RETURN true;
    CREATE OPERATOR evil.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = evil.yes);
    SET search_path = evil, pg_catalog, public;
    INSERT INTO public.log_entry {ENTRY} VALUES (9, {FORGED})""",
    # and no session is exempt
    "SET session_replication_role = replica; DELETE FROM log_entry",
]


@pytest.fixture
def database(database):
    lay_schema(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: datetime.now(UTC))
        drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a") for n in (1, 2, 3)]
        tx.log.append(drafts, clock=lambda: datetime.now(UTC))
        tx.content.put(b"text", media_type="text/plain", erasable=True)
        tx.checkpoints.add(4, b"note")
        tx.checkpoints.add_cosignature(4, "line")
    database.close()
    return database


def everything(door):
    return [door.rows(table) for table in TABLES]


def refused(store, statements):
    """Try statements one after the other, each in a session of its own; nothing changes."""
    blob, empty = store.blob(bytes(32)), store.blob(b"")
    with store.connect() as door:
        before = everything(door)
    for statement in statements:
        with store.connect() as door, pytest.raises(store.refusal, match="append-only: "):
            door.execute(statement.format(blob=blob, empty=empty))
    with store.connect() as door:
        assert everything(door) == before


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", TABLES)
def test_what_is_recorded_cannot_be_changed(store, table):
    statements = EVERYWHERE + (SQLITE if store.kind == "sqlite" else POSTGRESQL)
    refused(store, [statement for statement in statements if re.search(rf"\b{table}\b", statement)])


@pytest.mark.usefixtures("database")
def test_a_refusal_within_a_transaction_leaves_it_as_it_was(store):
    with store.connect() as door:
        before = everything(door)
        door.execute("BEGIN")
        door.execute(f"INSERT INTO log_entry {ENTRY} VALUES (4, {FORGED.format(blob=store.blob(b'x'))})")
        with pytest.raises(store.refusal, match="append-only: "):
            door.execute("DELETE FROM log_entry WHERE entry_index = 4")
        door.execute("ROLLBACK")
        assert everything(door) == before


@pytest.mark.usefixtures("database")
def test_of_rows_added_together_those_before_one_that_is_refused_stay_at_most(store):
    """SQLite takes them as if each were added by itself; PostgreSQL takes none."""
    with store.connect() as door:
        before = everything(door)
        door.execute("BEGIN")
        with pytest.raises(store.refusal, match="append-only: "):
            door.execute(
                f"INSERT INTO log_entry {ENTRY} "
                + " UNION ALL ".join(f"SELECT {index}, {FORGED.format(blob=store.blob(b'x'))}" for index in (4, 9, 5))
            )
        if store.kind == "sqlite":
            assert [row[0] for row in door.rows("log_entry")] == [0, 1, 2, 3, 4]
        door.execute("ROLLBACK")
        assert everything(door) == before


def test_a_row_slipped_in_at_the_next_index_stops_every_later_append(store, database):
    """The one INSERT that triggers let through: the next append finds the head behind, and verification too."""
    with store.connect() as door:
        door.execute(f"INSERT INTO log_entry {ENTRY} VALUES (4, {FORGED.format(blob=store.blob(b'x'))})")

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


def altered(database):
    with database.read() as tx:
        found = tx.log.altered_triggers()
    database.close()
    return found


def test_a_trigger_that_was_tampered_with_is_told_by_name(store, database):
    assert altered(database) == ()
    for name, statement in store.triggers().items():
        with store.connect() as door:
            drop_trigger(door, name)
        assert altered(database) == (name,)
        with store.connect() as door:
            door.execute(statement.replace("BEFORE", "AFTER"))
        assert altered(database) == (name,)
        with store.connect() as door:
            drop_trigger(door, name)
            door.execute(statement)
        assert altered(database) == ()


def test_a_trigger_that_is_not_ours_is_told_by_name(store, database):
    with store.connect() as door:
        if store.kind == "sqlite":
            door.execute("CREATE TRIGGER stray AFTER INSERT ON evidence BEGIN SELECT 1; END")
        else:
            door.execute(
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
                "CREATE TRIGGER stray AFTER INSERT ON evidence EXECUTE FUNCTION f()"
            )
    assert altered(database) == ("stray",)


TOOTHLESS = [
    "ALTER TABLE log_entry DISABLE TRIGGER log_entry_refuses_update",
    "ALTER TABLE log_entry ENABLE TRIGGER log_entry_refuses_update",
    "ALTER TABLE log_entry ENABLE REPLICA TRIGGER log_entry_refuses_update",
    """CREATE OR REPLACE FUNCTION log_entry_refuses_update() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS 'BEGIN RETURN NULL; END'""",
    "ALTER FUNCTION log_entry_refuses_update() SECURITY DEFINER",
    "ALTER FUNCTION log_entry_refuses_update() SET search_path = pg_temp",
    "ALTER FUNCTION log_entry_refuses_update() RESET ALL",
    *(
        f"""DROP TRIGGER log_entry_refuses_update ON log_entry;
        CREATE TRIGGER log_entry_refuses_update {when} EXECUTE FUNCTION log_entry_refuses_update();
        ALTER TABLE {when.split()[-1]} ENABLE ALWAYS TRIGGER log_entry_refuses_update"""
        for when in (
            "BEFORE UPDATE OF batch ON log_entry",
            "BEFORE INSERT OR UPDATE ON log_entry",
            "BEFORE UPDATE ON evidence",
        )
    ),
    """DROP TRIGGER log_entry_refuses_update ON log_entry;
    CREATE TRIGGER log_entry_refuses_update BEFORE UPDATE ON log_entry FOR EACH ROW WHEN (NEW.batch = 'x')
    EXECUTE FUNCTION log_entry_refuses_update();
    ALTER TABLE log_entry ENABLE ALWAYS TRIGGER log_entry_refuses_update""",
    "CREATE RULE log_entry_refuses_update AS ON UPDATE TO log_entry DO INSTEAD NOTHING",
]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", TOOTHLESS)
def test_a_trigger_made_toothless_is_told_by_name(store, database, statement):
    with store.connect() as door:
        door.execute(statement)
    assert altered(database) == ("log_entry_refuses_update",)
