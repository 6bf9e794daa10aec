"""Migrations from empty give exactly the tables and triggers that the program uses."""

from __future__ import annotations

import re
import sqlite3

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from assessor.errors import StoreMissingError, StoreVersionError
from assessor.resources import resource_dir
from assessor.store import sqlite
from assessor.store.database import SCHEMA_REVISION, Database
from assessor.store.migrate import upgrade
from assessor.store.sqlite_triggers import TRIGGERS
from assessor.store.tables import metadata


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'log.db'}")
    yield database
    database.close()


def schema(path, kind):
    """What SQLite keeps of a schema, its clauses in one order."""
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)).fetchall()
    raw.close()
    return {
        name: sorted(re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines())
        for name, sql in rows
        if name != "alembic_version"
    }


def test_alembic_finds_no_difference(database):
    upgrade(database)
    engine = create_engine(f"sqlite:///{database.name}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", ["table", "index"])
def test_the_statements_are_the_same_checks_and_keys_included(database, tmp_path, kind):
    upgrade(database)
    other = tmp_path / "models.db"
    engine = create_engine(f"sqlite:///{other}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema(database.name, kind) == schema(other, kind)


def test_the_triggers_are_there_as_the_program_knows_them(database):
    upgrade(database)
    with sqlite3.connect(database.name) as raw:
        found = dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    raw.close()
    assert found == TRIGGERS
    with database.read() as tx:
        assert tx.log.altered_triggers() == ()


def test_a_database_of_the_first_schema_keeps_what_it_holds_and_lets_texts_be_erased(database):
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with pytest.raises(StoreVersionError, match="assessor init"), database.read():
        pass
    with sqlite3.connect(database.name) as raw:
        raw.execute("INSERT INTO content VALUES ('sha256:1', 'text/plain', 1, x'77')")
        before = raw.execute("SELECT * FROM content").fetchall()
    upgrade(database)
    assert raw.execute("SELECT * FROM content").fetchall() == before
    assert dict(raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()) == TRIGGERS
    raw.close()


def test_the_program_knows_the_last_migration():
    scripts = ScriptDirectory(str(resource_dir("migrations")))
    assert scripts.get_heads() == [SCHEMA_REVISION]
    revisions = [script.revision for script in scripts.walk_revisions("base", "heads")]
    assert all(re.fullmatch(r"\d{4}", revision) for revision in revisions)
    assert revisions == sorted(revisions, reverse=True)


def test_an_upgraded_database_is_marked_as_ours_and_lets_readers_go_on(database):
    upgrade(database)
    with sqlite3.connect(database.name) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (sqlite.APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_upgrading_again_changes_nothing(database):
    upgrade(database)
    before = schema(database.name, "table")
    upgrade(database)
    assert schema(database.name, "table") == before


def test_an_upgrade_that_fails_leaves_nothing_behind(database):
    def failing():
        with database.migrating() as connection:
            metadata.create_all(connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert schema(database.name, "table") == {}
    with pytest.raises(StoreMissingError, match="is empty"), database.read():
        pass
    upgrade(database)
    assert "log_entry" in schema(database.name, "table")


def test_connections_are_set_so_that_what_is_acknowledged_is_on_disk(database):
    upgrade(database)
    with database.write() as tx:
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
    with database.read() as tx:
        assert tx.log._connection.exec_driver_sql("PRAGMA query_only").scalar_one() == 1
