"""Migrations from empty give exactly the tables and triggers that the program uses, on each database."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from assessor.audit import draft_genesis
from assessor.errors import StoreLockedError, StoreMissingError, StoreVersionError
from assessor.resources import resource_dir
from assessor.store import backend, sqlite
from assessor.store.database import SCHEMA_REVISION, Database
from assessor.store.migrate import upgrade
from assessor.store.tables import metadata

SCRIPTS = ScriptDirectory(str(resource_dir("migrations")))
REVISIONS = sorted(script.revision for script in SCRIPTS.walk_revisions())

# What PostgreSQL keeps of a schema, a sorted list of lines each.
CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "comments": """
        SELECT relname, obj_description(oid, 'pg_class') FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
}


def engine_of(store):
    return create_engine(store.url.replace("postgresql:", "postgresql+psycopg:"))


def schema(store):
    """What the database keeps of a schema, in one order."""
    with store.connect() as door:
        if store.kind == "postgresql":
            found = {name: sorted(map(str, door.execute(sql).fetchall())) for name, sql in CATALOGUE.items()}
            return {name: [line for line in lines if "alembic_version" not in line] for name, lines in found.items()}
        rows = door.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL")
        return {
            name: sorted(re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines())
            for name, sql in rows.fetchall()
            if name != "alembic_version"
        }


def tables(store):
    engine = engine_of(store)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


@pytest.fixture
def upgraded(database):
    upgrade(database)
    return database


@pytest.mark.usefixtures("upgraded")
def test_alembic_finds_no_difference(store):
    engine = engine_of(store)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.usefixtures("upgraded")
def test_the_schema_is_that_of_the_models_checks_keys_and_collations_included(store):
    other = store.another("models")
    engine = engine_of(other)
    metadata.create_all(engine)
    engine.dispose()
    assert "log_entry" in tables(other)
    assert schema(store) == schema(other)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("upgraded")
def test_texts_are_ordered_alike_on_every_database(store):
    """A server set to some language would order them by its dictionary; see `assessor.store.columns.Text`."""
    texts = [line for line in schema(store)["columns"] if "'text'" in line]
    assert texts
    assert [line for line in texts if not line.endswith("'C')")] == []


def test_the_triggers_are_there_as_the_program_knows_them(upgraded):
    with upgraded.read() as tx:
        assert tx.log.altered_triggers() == ()


def test_a_database_of_the_first_schema_keeps_what_it_holds_and_lets_texts_be_erased(store, database):
    with database.migrating() as connection:
        take_first_step(connection)
    with pytest.raises(StoreVersionError, match="assessor init"), database.read():
        pass
    with store.connect() as door:
        door.execute("INSERT INTO content VALUES ('sha256:1', 'text/plain', ?, ?)", (True, b"w"))
        before = door.rows("content")
    upgrade(database)
    with database.read() as tx:
        assert tx.log.altered_triggers() == ()
    with store.connect() as door:
        assert door.rows("content") == before


def test_the_program_knows_the_last_migration():
    assert SCRIPTS.get_heads() == [SCHEMA_REVISION]
    assert all(re.fullmatch(r"\d{4}", revision) for revision in REVISIONS)
    assert [script.revision for script in SCRIPTS.walk_revisions("base", "heads")] == REVISIONS[::-1]


@pytest.mark.usefixtures("upgraded")
def test_a_database_of_any_earlier_schema_is_brought_to_this_one(store, monkeypatch):
    for revision in REVISIONS[:-1]:
        older = store.another("older")
        database = Database(older.url)
        with monkeypatch.context() as patched:
            patched.setattr(
                ScriptDirectory, "walk_revisions", lambda *_, r=revision: SCRIPTS.iterate_revisions(r, "base")
            )
            upgrade(database)
        with pytest.raises(StoreVersionError, match="assessor init"), database.read():
            pass
        upgrade(database)
        with database.read() as tx:
            assert tx.log.altered_triggers() == ()
        database.close()
        assert schema(older) == schema(store)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("upgraded")
def test_an_upgraded_file_is_marked_as_ours_and_lets_readers_go_on(store):
    with store.connect() as door:
        assert door.execute("PRAGMA application_id").fetchone() == (sqlite.APPLICATION_ID,)
        assert door.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert door.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_upgrading_again_changes_nothing(store, upgraded):
    before = schema(store)
    upgrade(upgraded)
    assert schema(store) == before


def test_an_upgrade_that_fails_leaves_nothing_behind(store, database):
    def failing():
        with database.migrating() as connection:
            metadata.create_all(connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert tables(store) == set()
    with pytest.raises(StoreMissingError, match="is empty"), database.read():
        pass
    upgrade(database)
    assert "log_entry" in tables(store)


def test_of_two_upgrades_at_once_one_waits_for_the_other(store, database):
    """The second comes while the first is under way, takes no step that was taken, and fails at nothing."""
    others = [Database(store.url) for _ in range(2)]
    done: list[str] = []

    def upgrading(other):
        upgrade(other)
        done.append("second")
        other.close()

    threads = [threading.Thread(target=upgrading, args=(other,)) for other in others]
    with database.migrating() as connection:
        for thread in threads:
            thread.start()
        threads[0].join(0.3)
        assert done == []
        take_first_step(connection)
        done.append("first")
    for thread in threads:
        thread.join()
    assert done == ["first", "second", "second"]
    upgrade(database)
    with database.read() as tx:
        assert tx.log.altered_triggers() == ()


def take_first_step(connection):
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[0])


def test_an_upgrade_that_waits_too_long_says_so(store, database, monkeypatch):
    monkeypatch.setattr(backend, "BUSY_SECONDS", 0.05)
    other = Database(store.url)
    with database.migrating(), pytest.raises(StoreLockedError, match="try again"):
        upgrade(other)


def test_nobody_writes_while_the_schema_changes(upgraded, store, monkeypatch):
    with upgraded.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: datetime.now(UTC))
    monkeypatch.setattr(backend, "BUSY_SECONDS", 0.05)
    other = Database(store.url)
    with upgraded.migrating(), pytest.raises(StoreLockedError, match="try again"), other.write():
        pass
    other.close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_connections_are_set_so_that_what_is_acknowledged_is_on_disk(upgraded):
    with upgraded.write() as tx:
        settings = {
            name: tx.log._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "trusted_schema", "secure_delete", "query_only", "journal_mode")
        }
    assert settings == {
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,  # what is removed is overwritten
        "query_only": 0,
        "journal_mode": "wal",
    }
    with upgraded.read() as tx:
        assert tx.log._connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 1
