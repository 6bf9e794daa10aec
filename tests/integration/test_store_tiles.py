# ruff: noqa: S608 - statements are put together from constants of this file
"""Stored tiles: what the database refuses, what verification finds, and what a log that had none is given."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config

from assessor.audit import EntryType, compute_root, draft_entry, draft_genesis, hash_leaf, verify_log
from assessor.audit.tiles import fill_tiles
from assessor.errors import VerificationError
from assessor.resources import resource_dir
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from assessor.store.sqlite_triggers import TRIGGERS

NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)
SIZE = 520  # two full tiles and a partial one
TILE = "(level, tile_index, root, hashes)"
REFUSED = [
    "UPDATE log_tile SET root = zeroblob(32)",
    "UPDATE log_tile SET hashes = hashes",
    "UPDATE OR REPLACE log_tile SET level = 1",
    "DELETE FROM log_tile WHERE tile_index = 1",
    "DELETE FROM log_tile",
    *(
        f"{verb} INTO log_tile {TILE} VALUES ({level}, {index}, zeroblob(32), zeroblob(8192))"
        for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for level, index in ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (5, 0), (0, -1), (0, "NULL"))
    ),
]
CHANGES = [  # what is done through the back door, and the place that is named
    ("UPDATE log_tile SET root = zeroblob(32) WHERE tile_index = 0", "tile/0/000", 0),
    ("UPDATE log_tile SET root = substr(hex(root), 1, 32) WHERE tile_index = 1", "tile/0/001", 256),
    ("UPDATE log_tile SET hashes = zeroblob(8192) WHERE tile_index = 1", "tile/0/001", 256),
    ("UPDATE log_tile SET hashes = CAST(hex(zeroblob(4096)) AS TEXT) WHERE tile_index = 1", "tile/0/001", 256),
    ("UPDATE log_tile SET tile_index = 2 WHERE tile_index = 0", "tile/0/000", 0),
    ("UPDATE log_tile SET tile_index = -1 WHERE tile_index = 1", "tile/0/000", 0),
    ("UPDATE log_tile SET level = 1 WHERE tile_index = 1", "tile/0/001", 256),
    ("DELETE FROM log_tile WHERE tile_index = 1", "tile/0/001", 256),
    ("DELETE FROM log_tile", "tile/0/000", 0),
    ("INSERT INTO log_tile SELECT 0, 2, root, hashes FROM log_tile WHERE tile_index = 1", "tile/0/002", None),
    ("INSERT INTO log_tile SELECT 1, 0, root, hashes FROM log_tile WHERE tile_index = 1", "tile/1/000", None),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('made') / 'log.db'}")
    upgrade(database)
    with database.write() as tx:
        drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a") for n in range(1, SIZE)]
        tx.log.append([draft_genesis("log.example/1", actor="a"), *drafts], clock=lambda: NOON)
    database.close()
    return database.name


@pytest.fixture
def database(made, tmp_path):
    database = Database(f"sqlite:///{shutil.copy(made, tmp_path / 'log.db')}")
    yield database
    database.close()


@pytest.fixture
def raw(database):
    raw = sqlite3.connect(database.name, isolation_level=None)
    yield raw
    raw.close()


def verify(database):
    with database.read() as tx:
        return verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), tiles=tx.tiles.stored())


def change(raw, *statements):
    """Change something with the triggers out of the way, and put them back, as a careful forger would."""
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(*statement)
    for trigger in TRIGGERS.values():
        raw.execute(trigger)


@pytest.mark.parametrize("statement", REFUSED)
def test_tiles_cannot_be_changed(raw, statement):
    before = raw.execute("SELECT * FROM log_tile").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="append-only: "):
        raw.execute(statement)
    assert raw.execute("SELECT * FROM log_tile").fetchall() == before
    assert len(before) == 2


@pytest.mark.parametrize(("statement", "place", "index"), CHANGES)
def test_a_tile_that_was_changed_is_named(database, raw, statement, place, index):
    assert verify(database).is_sound
    change(raw, (statement,))
    fault = verify(database).fault
    assert (fault.place, fault.index) == (place, index)


@pytest.mark.parametrize("at", [0, 3, 255])
def test_the_changed_hash_of_a_tile_is_named(database, raw, at):
    ((hashes,),) = raw.execute("SELECT hashes FROM log_tile WHERE tile_index = 1").fetchall()
    forged = hashes[: 32 * at] + bytes(32) + hashes[32 * (at + 1) :]
    change(raw, ("UPDATE log_tile SET hashes = ? WHERE tile_index = 1", (forged,)))
    entry = 256 + at
    assert str(verify(database).fault) == f"tile/0/001: its hash {at} is not that of entry {entry}"


def test_an_entry_rewritten_with_its_hash_is_named_by_the_tile_that_knew_it(database, raw):
    ((data,),) = raw.execute("SELECT data FROM log_entry WHERE entry_index = 300").fetchall()
    forged = data.replace(b'"n":300', b'"n":301')
    change(raw, ("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = 300", (forged, hash_leaf(forged))))
    fault = verify(database).fault
    assert (fault.place, fault.index) == ("tile/0/001", 300)


@pytest.mark.parametrize("column", ["level", "tile_index"])
@pytest.mark.parametrize("value", ["1.5", "'text'", "x'00'"])
def test_a_place_that_is_no_number_is_told(database, raw, column, value):
    raw.execute("PRAGMA ignore_check_constraints = ON")
    change(raw, (f"UPDATE log_tile SET {column} = {value} WHERE tile_index = 1",))
    with pytest.raises(VerificationError, match="another kind of value"):
        verify(database)


def test_no_append_builds_on_hashes_that_are_gone(database, raw):
    change(raw, ("UPDATE log_entry SET leaf_hash = '' WHERE entry_index = 515",))
    drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a")] * 256

    def appending():
        with database.write() as tx:
            tx.log.append(drafts, clock=lambda: NOON)

    with pytest.raises(VerificationError, match=r"tile/0/002\.p/8: it is missing or cut short"):
        appending()
    with database.read() as tx:
        assert tx.log.size() == SIZE


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 512, 70_000])
def test_a_log_of_the_first_schema_is_given_its_tiles(tmp_path, size):
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        hashes = [hash_leaf(str(n).encode()) for n in range(size)]
        rows = [(n, b"", leaf, "", "") for n, leaf in enumerate(hashes)]
        if rows:
            sql = "INSERT INTO log_entry (entry_index, data, leaf_hash, type, recorded_at) VALUES (?, ?, ?, ?, ?)"
            connection.exec_driver_sql(sql, rows)
    upgrade(database)
    with database.read() as tx:
        stored = list(tx.tiles.stored())
        assert tx.log.altered_triggers() == ()
    assert sorted(stored) == sorted(fill_tiles(0, hashes, lambda _: b""))
    assert [tile.root for tile in stored if tile.level == 1] == [compute_root(hashes[:65536])] * (size // 65536)
    assert len(stored) == size // 256 + size // 65536
    database.close()
