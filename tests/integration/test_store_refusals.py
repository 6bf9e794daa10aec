"""
Databases that cannot be used: each is told for what it is, and left as it was.

What a server alone can do wrong stands in `test_store_postgresql`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis, verify_log
from assessor.errors import (
    ConfigurationError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreVersionError,
)
from assessor.store import backend
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from tests.copies import lay_schema


def now():
    return datetime.now(UTC)


def signal(size=1):
    return draft_entry(EntryType.SIGNAL_RECORDED, {"t": "x" * size}, actor="a")


def read(database):
    with database.read() as tx:
        tx.log.size()


def write(database, size=1):
    with database.write() as tx:
        tx.log.append([signal(size)], clock=now)


WAYS = [read, write, upgrade]


def found_log(database):
    lay_schema(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)
    database.close()


def founded(path):
    database = Database(f"sqlite:///{path}")
    found_log(database)
    return database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.db"


@contextmanager
def unprivileged():
    """Do without the rights of root, which no file can withhold."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "url",
    [
        "assessor.db",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:a.db?uri=true",
        "sqlite:///a.db?mode=ro",
        "mysql://localhost/a",
        "postgresql+psycopg2://localhost/a",
        "postgresql://localhost:port/a",
        "nonsense://x",
    ],
)
def test_what_names_no_database_is_refused(url):
    with pytest.raises(ConfigurationError):
        Database(url)


@pytest.mark.parametrize(
    "url", ["postgresql://me:a@secret@host:port/a", "postgresql+asyncpg://me:secret@host/a", "mysql://me:secret@host/a"]
)
def test_no_refusal_tells_a_password(url):
    with pytest.raises(ConfigurationError) as refused:
        Database(url)
    assert "secret" not in str(refused.value)


def test_a_database_is_named_without_its_password():
    assert Database("postgres://me:secret@host/a").name == "postgresql://me:***@host/a"


def test_without_the_driver_of_postgresql_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "assessor.store.postgresql", raising=False)
    with pytest.raises(ConfigurationError, match=r"install `assessor\[postgresql\]`"):
        Database("postgresql://host/a")


@pytest.mark.parametrize("way", [read, write])
def test_a_missing_database_is_not_made_by_using_it(path, way):
    with pytest.raises(StoreMissingError, match="assessor init"):
        way(Database(f"sqlite:///{path}"))
    assert not path.exists()


def test_a_database_is_not_made_in_a_folder_that_is_not_there(path):
    with pytest.raises(ConfigurationError, match="no folder"):
        upgrade(Database(f"sqlite:///{path.parent / 'none' / 'log.db'}"))


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_is_no_database(tmp_path, way):
    with pytest.raises(StoreForeignError, match="it is a folder: name a file in it"):
        way(Database(f"sqlite:///{tmp_path}"))


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize("way", [read, write])
def test_an_empty_database_holds_no_log_yet(store, database, way):
    with store.connect() as door:
        door.execute("CREATE FUNCTION f() RETURNS integer LANGUAGE sql RETURN 1")
    with pytest.raises(StoreMissingError, match="assessor init"):
        way(database)


@pytest.mark.parametrize("way", [read, write])
def test_an_empty_file_holds_no_log_yet(path, way):
    path.touch()
    with pytest.raises(StoreMissingError, match="assessor init"):
        way(Database(f"sqlite:///{path}"))
    assert path.stat().st_size == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("content", [b"id,title\n" * 200, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_told_and_left_alone(path, way, content):
    path.write_bytes(content)
    with pytest.raises(StoreForeignError):
        way(Database(f"sqlite:///{path}"))
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("way", WAYS)
def test_the_database_of_another_program_is_told_and_left_alone(store, database, way):
    with store.connect() as door:
        door.execute("CREATE TABLE recipe (name text)")
        door.execute("CREATE TABLE alembic_version (version_num text)")
        door.execute("INSERT INTO alembic_version VALUES ('0001')")
    with pytest.raises(StoreForeignError, match="another program"):
        way(database)
    with store.connect() as door:
        assert (door.rows("recipe"), door.rows("alembic_version")) == ([], [("0001",)])


@pytest.mark.parametrize("way", WAYS)
def test_a_database_of_a_newer_program_is_told_and_left_alone(store, database, way):
    found_log(database)
    with store.connect() as door:
        door.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(StoreVersionError, match="newer program made it"):
        way(database)
    with store.connect() as door:
        assert len(door.rows("log_entry")) == 1


@pytest.mark.parametrize("way", [read, write])
@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = '0000'", "DELETE FROM alembic_version"])
def test_a_database_that_was_not_upgraded_is_told(store, database, way, change):
    found_log(database)
    with store.connect() as door:
        door.execute(change)
    with pytest.raises(StoreVersionError, match="assessor init"):
        way(database)


def test_a_damaged_database_is_told(path):
    database = founded(path)
    with database.write() as tx:
        tx.log.append([signal(2000) for _ in range(60)], clock=now)
    database.close()
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)

    def reading():
        with database.read() as tx:
            return verify_log(tx.log.stored(), tx.content.stored(), tx.log.head())

    with pytest.raises(StoreForeignError, match="damaged"):
        reading()
    database.close()


def test_a_missing_table_is_told_without_the_drivers_words_alone(store, database):
    found_log(database)
    with store.connect() as door:
        door.execute("DROP TABLE restatement")
    with database.read() as tx, pytest.raises(StoreError, match=r"it failed: .*restatement"):
        tx.restatements.of_cell("11")


@pytest.mark.parametrize("way", [write, upgrade])
def test_a_database_that_somebody_else_writes_to_is_told_after_a_while(store, database, way, monkeypatch):
    monkeypatch.setattr(backend, "BUSY_SECONDS", 0.05)
    found_log(database)
    other = Database(store.url)
    with other.write():
        with pytest.raises(StoreLockedError, match="try again"):
            way(database)
        read(database)
    other.close()
    way(database)


@pytest.mark.parametrize("what", ["file", "folder and file"])
def test_a_database_that_cannot_be_written_is_told(what):
    folder = Path(tempfile.mkdtemp())
    try:
        database = founded(folder / "log.db")
        (folder / "log.db").chmod(0o444)
        folder.chmod(0o555 if what == "folder and file" else 0o777)
        with unprivileged(), pytest.raises(StoreReadOnlyError, match="rights"):
            write(database)
        database.close()
        folder.chmod(0o777)
        (folder / "log.db").chmod(0o666)
        write(database)
        with database.read() as tx:
            assert tx.log.size() == 2
        database.close()
    finally:
        shutil.rmtree(folder)


def test_a_full_disk_is_told_and_nothing_is_half_written(path):
    database = founded(path)

    def writing(pages):
        with database.write() as tx:
            tx.log._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            tx.log.append([signal(), signal(60_000), signal(60_000)], clock=now)

    with pytest.raises(StoreFullError, match="no room left"):
        writing(40)
    with database.read() as tx:
        assert tx.log.size() == 1
        assert verify_log(tx.log.stored(), tx.content.stored(), tx.log.head()).is_sound
    writing(4_000)
    with database.read() as tx:
        assert tx.log.size() == 4
    database.close()


def test_a_reader_cannot_write(database):
    found_log(database)
    with database.read() as tx, pytest.raises(StoreReadOnlyError):
        tx.log._connection.exec_driver_sql("DELETE FROM evidence")
