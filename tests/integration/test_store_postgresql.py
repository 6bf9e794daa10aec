"""What a server adds: settings that others chose, connections that go, schemas that others share."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis, verify_log
from assessor.errors import (
    ConfigurationError,
    StoreFullError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreUncertainError,
    StoreUnreachableError,
)
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from tests.copies import lay_schema
from tests.stores import PostgresqlStore


def now():
    return datetime.now(UTC)


def signal():
    return draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a")


def append(database):
    with database.write() as tx:
        tx.content.put(b"beside it", media_type="text/plain", erasable=True)
        tx.log.append([signal()], clock=now)


def found_log(database):
    lay_schema(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)


@pytest.fixture
def store(postgresql):
    return PostgresqlStore.empty(postgresql, "scratch")


@pytest.fixture
def database(database):
    found_log(database)
    return database


def size(database):
    with database.read() as tx:
        assert verify_log(tx.log.stored(), tx.content.stored(), tx.log.head()).is_sound
        return tx.log.size()


def ask(tx, setting):
    return tx.log._connection.exec_driver_sql(f"SHOW {setting}").scalar_one()


@pytest.fixture
def defaults(store):
    """Set defaults of the database for connections to come, and take them back at the end."""

    def setting(name, value):
        with store.server.connect() as admin:
            admin.execute(f"ALTER DATABASE {store.database} SET {name} = '{value}'")

    yield setting
    with store.server.connect() as admin:
        admin.execute(f"ALTER DATABASE {store.database} RESET ALL")


# --- settings ---


@pytest.mark.parametrize(
    ("chosen", "used"), [("off", "on"), ("on", "on"), ("local", "local"), ("remote_apply", "remote_apply")]
)
def test_a_commit_waits_for_the_disk_whatever_the_default_is(database, defaults, chosen, used):
    defaults("synchronous_commit", chosen)
    database.close()
    with database.write() as tx:
        assert ask(tx, "synchronous_commit") == used


def test_a_server_that_does_not_flush_is_refused(store, database):
    def flush(value):
        with store.connect() as door:
            door.execute(f"ALTER SYSTEM SET fsync = {value}")
            door.execute("SELECT pg_reload_conf()")
            while door.execute("SHOW fsync").fetchone() != (value,):
                time.sleep(0.01)

    try:
        flush("off")
        with pytest.raises(ConfigurationError, match="fsync off: what it acknowledges is not on disk"):
            append(database)
    finally:
        flush("on")
    append(database)


@pytest.mark.parametrize("default", ["read committed", "serializable"])
def test_readers_see_one_moment_and_writers_all_that_is_committed_whatever_the_default_is(database, defaults, default):
    defaults("default_transaction_isolation", default)
    database.close()
    with database.read() as tx:
        assert (ask(tx, "transaction_isolation"), ask(tx, "transaction_read_only")) == ("repeatable read", "on")
    with database.write() as tx:
        assert (ask(tx, "transaction_isolation"), ask(tx, "transaction_read_only")) == ("read committed", "off")


def test_a_server_that_takes_no_writes_is_told(database, defaults):
    defaults("default_transaction_read_only", "on")
    database.close()
    assert size(database) == 1
    with pytest.raises(StoreReadOnlyError, match="read-only"):
        append(database)


# --- connections that go ---


def terminate(store):
    """End the connections of the program, as an administrator would."""
    with store.connect() as door:
        found = door.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'assessor'"
        ).fetchall()
    assert found
    assert all(ended for (ended,) in found)


def test_a_connection_lost_in_the_middle_of_a_transaction_is_told_and_leaves_nothing(store, database):
    def losing():
        with database.write() as tx:
            tx.content.put(b"text", media_type="text/plain", erasable=True)
            tx.log.append([signal()], clock=now)
            terminate(store)
            tx.log.append([signal()], clock=now)

    with pytest.raises(StoreUnreachableError, match="ended the connection; nothing was recorded") as lost:
        losing()
    assert "secret" not in str(lost.value)
    assert size(database) == 1
    with database.read() as tx:
        assert list(tx.content.stored()) == []
    append(database)
    assert size(database) == 2


def test_a_connection_lost_while_reading_is_told_and_the_next_reader_has_another(store, database):
    def losing():
        with database.read() as tx:
            assert tx.log.size() == 1
            terminate(store)
            tx.log.size()

    with pytest.raises(StoreUnreachableError):
        losing()
    assert size(database) == 1


def test_a_connection_lost_while_nobody_used_it_is_made_anew(store, database):
    append(database)
    assert size(database) == 2
    terminate(store)
    append(database)
    assert size(database) == 3


def test_a_connection_lost_while_committing_leaves_the_outcome_open_and_says_so(store, database):
    with store.connect() as door:
        door.execute(
            "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'; "
            "CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON log_entry DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION leave()"
        )
    with pytest.raises(StoreUncertainError, match="recorded whole or not at all"):
        append(database)
    assert size(database) == 1
    with store.connect() as door:
        door.execute("DROP FUNCTION leave CASCADE")
    append(database)
    assert size(database) == 2


def test_a_server_that_is_not_there_is_told(tmp_path):
    database = Database(f"postgresql://me:secret@/a?host={tmp_path}")
    for way in (append, upgrade, size):
        with pytest.raises(StoreUnreachableError, match="no connection to its server") as refused:
            way(database)
        assert "secret" not in str(refused.value)


def test_a_database_that_is_not_there_is_told(postgresql):
    with pytest.raises(StoreUnreachableError, match='database "nowhere" does not exist'):
        upgrade(Database(postgresql.url("nowhere")))


def test_a_user_that_is_not_let_in_is_told(postgresql):
    with pytest.raises(StoreUnreachableError, match='role "nobody"'):
        size(Database(postgresql.url("scratch", "nobody")))


def test_a_full_disk_is_told_and_nothing_is_half_written(store, database):
    with store.connect() as door:
        door.execute(
            "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION $$no space$$ USING ERRCODE = $$disk_full$$; END'; "
            "CREATE TRIGGER fill AFTER UPDATE ON log_head EXECUTE FUNCTION fill()"
        )
    with pytest.raises(StoreFullError, match="no room left; nothing was recorded"):
        append(database)
    assert size(database) == 1


# --- schemas ---


def test_a_log_lives_in_the_first_schema_of_its_search_path(store):
    with store.connect() as door:
        door.execute('CREATE SCHEMA "of Ours"')
        door.execute("CREATE TABLE public.recipe (name text)")
    database = Database(f'{store.url}&options=-csearch_path%3D"of\\ Ours",public')
    found_log(database)
    append(database)
    assert size(database) == 2
    with database.read() as tx:
        assert tx.log.altered_triggers() == ()
    database.close()
    with store.connect() as door:
        found = door.execute("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'log%'").fetchall()
        assert found == [("of Ours",)]
        with pytest.raises(store.refusal, match="append-only"):
            door.execute('DELETE FROM "of Ours".log_entry')


def test_a_schema_that_is_not_there_is_told(store):
    database = Database(f"{store.url}&options=-csearch_path%3Dnowhere")
    with pytest.raises(ConfigurationError, match="no schema of its search path exists"):
        upgrade(database)
    with pytest.raises(StoreMissingError, match="assessor init"):
        append(database)


def test_what_an_extension_made_is_nobodys(postgresql):
    database = Database(PostgresqlStore.empty(postgresql, "other").url)
    with postgresql.connect("other") as admin:
        admin.execute("CREATE VIEW v AS SELECT 1")
        admin.execute("ALTER EXTENSION plpgsql ADD VIEW v")
    upgrade(database)
    with postgresql.connect("other") as admin:
        admin.execute("ALTER EXTENSION plpgsql DROP VIEW v")


def test_a_database_of_another_encoding_is_refused(postgresql):
    with postgresql.connect() as admin:
        admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(ConfigurationError, match="encoding is LATIN1"):
        upgrade(Database(postgresql.url("latin")))


def test_a_dump_taken_elsewhere_is_the_same_log(store, database):
    append(database)
    with database.read() as tx:
        root = tx.log.root()
    database.close()
    other = store.another("restored")
    dumped = store.server.run("pg_dump", "--dbname", store.url)
    store.server.run("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", other.url, stdin=dumped)
    restored = Database(other.url)
    assert size(restored) == 2
    with restored.read() as tx:
        assert (tx.log.root(), tx.log.altered_triggers()) == (root, ())
    append(restored)
    restored.close()
