# ruff: noqa: S608 - statements are put together from constants of this file
"""Roles of a server: each logs in and tries everything; a writer can append and a reader can read, no more."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import psycopg
import pytest

from assessor.audit import draft_genesis, verify_log
from assessor.errors import ConfigurationError, StoreReadOnlyError
from assessor.services.erase_content import erase_content
from assessor.services.rebuild import compare, rebuild
from assessor.store.database import Database
from assessor.store.grants import Role, grant
from assessor.store.migrate import upgrade
from assessor.store.tables import metadata
from tests.harbour_log import live_through, open_harbour
from tests.integration.append_forever import append
from tests.stores import PostgresqlStore

WRITER = Role('wri"ter 50%', writes=True)
READER = Role("reader", writes=False)
TABLES = [*sorted(metadata.tables), "alembic_version"]

ENTRY = "(entry_index, data, leaf_hash, type, recorded_at)"
FORBIDDEN = [
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    *(f"DROP TABLE {table} CASCADE" for table in TABLES),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
    *(f"ALTER TABLE {table} ADD COLUMN more text" for table in TABLES),
    *(f"CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING" for table in TABLES),
    *(f"GRANT ALL ON {table} TO PUBLIC; DELETE FROM {table}" for table in TABLES),
    "UPDATE log_entry SET data = data",
    "UPDATE content SET erasable = true",
    "UPDATE evidence SET status = 'retracted'",
    "UPDATE alembic_version SET version_num = '0000'",
    "UPDATE log_head SET origin = 'log.example/2'",
    "UPDATE log_head SET id = 2",
    "INSERT INTO log_head VALUES (2, 'log.example/2', 0, '', '', '')",
    "INSERT INTO alembic_version VALUES ('0999')",
    "MERGE INTO evidence AS e USING evidence AS f ON e.id = f.id WHEN MATCHED THEN DELETE",
    "DO 'BEGIN LOCK TABLE log_entry IN ACCESS EXCLUSIVE MODE; END'",
    "ALTER TABLE log_entry DISABLE TRIGGER log_entry_refuses_delete",
    "DROP TRIGGER log_entry_refuses_delete ON log_entry",
    "DROP FUNCTION log_entry_refuses_delete CASCADE",
    "ALTER FUNCTION log_entry_refuses_delete() RENAME TO other",
    "CREATE OR REPLACE FUNCTION log_entry_refuses_delete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE TRIGGER t BEFORE INSERT ON log_entry EXECUTE FUNCTION log_entry_refuses_delete()",
    "ALTER TABLE log_entry OWNER TO CURRENT_USER",
    "COMMENT ON TABLE log_head IS 'another'",
    "CREATE TABLE public.mine (x integer)",
    "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql RETURN 1",
    "DROP SCHEMA public CASCADE",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "ALTER SYSTEM SET fsync = off",
    "COPY log_entry TO '/tmp/out'",
]
APPENDING = [
    *(f"INSERT INTO {table} SELECT * FROM {table}" for table in TABLES),
    "UPDATE log_head SET size = size + 1",
    "SELECT id FROM log_head FOR UPDATE",
]
REFUSED_BY_TRIGGERS = [
    f"INSERT INTO log_entry {ENTRY} VALUES (9, '', '', '', '')",
    f"INSERT INTO log_entry {ENTRY} VALUES (0, '', '', '', '')",
    "INSERT INTO content SELECT * FROM content",
    "UPDATE log_head SET size = 0",
    "UPDATE log_head SET size = size + 1",
    "UPDATE log_head SET root = ''",
]


def now():
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def roles(postgresql):
    """Roles belong to a server, not to a database."""
    names = [WRITER.name, READER.name, "chief", "maker", "member", "follower"]
    with postgresql.connect() as admin:
        for name in names:
            kind = {"chief": "SUPERUSER", "maker": "CREATEROLE"}.get(name, "")
            admin.execute(f"CREATE ROLE {quoted(name)} LOGIN {kind}")
        admin.execute("GRANT postgres TO member")
        admin.execute("GRANT pg_write_all_data TO follower")
    yield names
    with postgresql.connect() as admin:
        for database in ("scratch", "postgres"):
            with postgresql.connect(database) as inside:
                for name in names:
                    inside.execute(f"DROP OWNED BY {quoted(name)}")
        for name in names:
            admin.execute(f"DROP ROLE {quoted(name)}")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


@pytest.fixture
def store(postgresql, roles):  # noqa: ARG001 - made before
    return PostgresqlStore.empty(postgresql, "scratch")


@pytest.fixture
def database(database):
    upgrade(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)
    append(database, "owner", 2)
    return database


@pytest.fixture
def granted(database):
    grant(database, WRITER, READER)
    return database


@pytest.fixture
def as_role(store):
    """Open the database as a role, through the program."""
    opened = []

    def opening(role):
        opened.append(Database(store.server.url(store.database, quote(role.name))))
        return opened[-1]

    yield opening
    for database in opened:
        database.close()


def login(store, role):
    return psycopg.connect(dbname=store.database, user=role.name, host=store.server.socket, autocommit=True)


def snapshot(store):
    with store.connect() as door:
        return [door.rows(table) for table in TABLES]


@pytest.mark.usefixtures("granted")
@pytest.mark.parametrize("role", [WRITER, READER], ids=["writer", "reader"])
def test_a_role_is_refused_all_that_would_change_what_is_recorded_or_what_keeps_it(store, role):
    before = snapshot(store)
    with login(store, role) as session:
        for statement in FORBIDDEN + ([] if role.writes else APPENDING):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement)
        for table in TABLES:
            session.execute(f"SELECT * FROM {table}").fetchall()
    assert snapshot(store) == before


@pytest.mark.usefixtures("granted")
def test_what_a_writer_may_do_the_triggers_still_keep_within_bounds(store):
    before = snapshot(store)
    with login(store, WRITER) as session:
        for statement in REFUSED_BY_TRIGGERS:
            with pytest.raises(psycopg.IntegrityError, match="append-only"):
                session.execute(statement)
    assert snapshot(store) == before


@pytest.mark.usefixtures("granted")
def test_a_writer_does_everything_that_the_program_does_but_change_the_schema(as_role):
    writer = as_role(WRITER)
    assert append(writer, "writer", 3) == [3, 4, 5]
    upgrade(writer)  # there is nothing to do, and it may look
    with writer.read() as tx:
        report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head())
        assert (report.is_sound, report.size, tx.log.altered_triggers()) == (True, 6, ())
        assert len(list(tx.evidence.latest_of_all())) == 5


@pytest.mark.usefixtures("granted")
def test_a_reader_verifies_and_cannot_append(as_role):
    reader = as_role(READER)
    with reader.read() as tx:
        report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head())
        assert (report.is_sound, report.size, tx.log.altered_triggers()) == (True, 3, ())
    for way in (lambda: append(reader, "reader", 1), lambda: upgrade(reader)):
        with pytest.raises(StoreReadOnlyError, match="role `reader` lacks the right"):
            way()


@pytest.mark.parametrize("role", [WRITER, READER], ids=["writer", "reader"])
def test_rebuilding_and_erasing_take_the_owner_and_the_refusal_says_so(store, role):
    with open_harbour(store.url) as owner:
        live_through(owner)
        grant(owner.database, role)
        before = snapshot(store)
        with store.connect() as door:
            ((text,), *_) = door.execute("SELECT digest FROM content WHERE erasable AND data <> ''").fetchall()
        with open_harbour(store.server.url(store.database, quote(role.name)), hour=9) as other:
            for way in (lambda: rebuild(other), lambda: erase_content(other, [text], "asked for")):
                with pytest.raises(StoreReadOnlyError) as refused:
                    way()
                assert f"role `{role.name}` lacks the right: the owner of the tables" in str(refused.value)
            assert compare(other).difference is None  # which writes nothing
        assert snapshot(store) == before
        rebuild(owner)
        assert snapshot(store) == before
        (erased,) = erase_content(owner, [text], "asked for")
        assert not erased.already


def test_a_writer_founds_no_log_and_makes_no_schema(database, as_role, store):
    grant(database, WRITER)
    with pytest.raises(StoreReadOnlyError, match="does not own its tables"):
        grant(as_role(WRITER), READER)
    with store.connect() as door:
        door.execute("DROP SCHEMA public CASCADE")
        door.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
        door.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    with pytest.raises(StoreReadOnlyError, match="lacks the right"):
        upgrade(as_role(WRITER))


def test_granting_again_takes_away_what_a_role_had_besides(database, store):
    with store.connect() as door:
        door.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {READER.name}")
        door.execute(f"GRANT UPDATE (data) ON log_entry TO {READER.name}")
    grant(database, READER)
    with login(store, READER) as session:
        for statement in FORBIDDEN[:20] + APPENDING:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("chief", "is a superuser"),
        ("maker", "can make roles"),
        ("member", "belongs to the role that owns the tables"),
        ("follower", "may DELETE log_entry"),
        ("follower", "may UPDATE log_head.origin"),
        ("nobody", "is not there: make it with `createuser`"),
    ],
)
def test_a_role_that_could_do_more_is_refused_and_nothing_granted(database, store, name, fault):
    with pytest.raises(ConfigurationError) as refused:
        grant(database, READER, Role(name, writes=True))
    assert f"role `{name}` {fault}" in str(refused.value)
    with login(store, READER) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("SELECT * FROM log_entry")


def test_what_everybody_may_do_is_told(database, store):
    with store.connect() as door:
        door.execute("GRANT INSERT (digest) ON content TO PUBLIC")
        door.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with pytest.raises(ConfigurationError, match="can make tables and functions in the schema"):
        grant(database, READER)
    with store.connect() as door:
        door.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with pytest.raises(ConfigurationError, match="may INSERT content, by a role it belongs to or as everybody"):
        grant(database, READER)


def test_a_file_has_no_roles(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/log.db")
    with pytest.raises(ConfigurationError, match="has no roles"):
        grant(database, READER)
    assert not list(tmp_path.iterdir())


def test_appending_is_granted_on_every_table_but_the_head(granted, store):  # noqa: ARG001 - granted before
    with store.connect() as door:
        for table in metadata.tables:
            wanted = "SELECT has_table_privilege(?, ?, 'INSERT')"
            assert door.execute(wanted, (WRITER.name, table)).fetchone() == (table != "log_head",), table


def test_roles_are_granted_what_they_need_in_a_schema_of_any_name(store):
    with store.connect() as door:
        door.execute("CREATE SCHEMA ours")
    url = f"{store.url}&options=-csearch_path%3Dours"
    owner = Database(url)
    upgrade(owner)
    with owner.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)
    grant(owner, READER)
    owner.close()
    reader = Database(url.replace("postgres@", f"{READER.name}@"))
    with reader.read() as tx:
        assert tx.log.size() == 1
    reader.close()
    with store.connect() as door:
        door.execute("DROP SCHEMA ours CASCADE")
