# ruff: noqa: S608 - statements are put together from constants of this file
"""Stored tiles: what the database refuses, what verification finds, and what a log that had none is given."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config

from assessor.audit import EntryType, Frontier, compute_root, draft_entry, draft_genesis, hash_leaf, verify_log
from assessor.audit.growth import grow
from assessor.errors import VerificationError
from assessor.resources import resource_dir
from assessor.store import tiles
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from assessor.store.streaming import fetch
from tests.copies import lay_schema
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)
SIZE = 520  # two full tiles and a partial one
TILE = "(level, tile_index, root, hashes)"
# `{root}` is 32 bytes, `{hashes}` 8192.
EVERYWHERE = [
    "UPDATE log_tile SET root = {root}",
    "UPDATE log_tile SET hashes = hashes",
    "DELETE FROM log_tile WHERE tile_index = 1",
    "DELETE FROM log_tile",
]
SQLITE = ["UPDATE OR REPLACE log_tile SET level = 1"]
VERBS = {"sqlite": ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"), "postgresql": ("INSERT",)}
PLACES = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (5, 0), (0, -1), (0, "NULL"))
CHANGES = [  # what is done through the back door, and the place that is named
    ("UPDATE log_tile SET root = {root} WHERE tile_index = 0", "tile/0/000", 0),
    ("UPDATE log_tile SET hashes = {hashes} WHERE tile_index = 1", "tile/0/001", 256),
    ("UPDATE log_tile SET tile_index = 2 WHERE tile_index = 0", "tile/0/000", 0),
    ("UPDATE log_tile SET tile_index = -1 WHERE tile_index = 1", "tile/0/000", 0),
    ("UPDATE log_tile SET level = 1 WHERE tile_index = 1", "tile/0/001", 256),
    ("DELETE FROM log_tile WHERE tile_index = 1", "tile/0/001", 256),
    ("DELETE FROM log_tile", "tile/0/000", 0),
    ("INSERT INTO log_tile SELECT 0, 2, root, hashes FROM log_tile WHERE tile_index = 1", "tile/0/002", None),
    ("INSERT INTO log_tile SELECT 1, 0, root, hashes FROM log_tile WHERE tile_index = 1", "tile/1/000", None),
]
KINDS = [  # values of another kind, which SQLite takes
    ("root = substr(hex(root), 1, 32)", "tile/0/001", 256),
    ("hashes = CAST(hex(zeroblob(4096)) AS TEXT)", "tile/0/001", 256),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request, tmp_path_factory):
    store: Store = SqliteStore(tmp_path_factory.mktemp("made") / "log.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "tiles")
    database = Database(store.url)
    lay_schema(database)
    with database.write() as tx:
        drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a") for n in range(1, SIZE)]
        tx.log.append([draft_genesis("log.example/1", actor="a"), *drafts], clock=lambda: NOON)
    database.close()
    return store


@pytest.fixture
def store(made):
    return made.copy("copy")


@pytest.fixture
def door(store):
    with store.connect() as door:
        yield door


def verify(database):
    with database.read() as tx:
        return verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), tiles=tx.tiles.stored())


def write_out(store, statement):
    return statement.format(root=store.blob(bytes(32)), hashes=store.blob(bytes(8192)))


def change(store, door, statement, values=None):
    """Change something with the triggers out of the way, and put them back, as a careful forger would."""
    for name in store.triggers():
        drop_trigger(door, name)
    door.execute(statement if values else write_out(store, statement), values)
    for trigger in store.triggers().values():
        door.execute(trigger)


def test_tiles_cannot_be_changed(store, door):
    before = door.rows("log_tile")
    inserted = [
        f"{verb} INTO log_tile {TILE} VALUES ({level}, {index}, {{root}}, {{hashes}})"
        for verb in VERBS[store.kind]
        for level, index in PLACES
    ]
    for statement in [*EVERYWHERE, *(SQLITE if store.kind == "sqlite" else ()), *inserted]:
        with pytest.raises(store.refusal, match="append-only: "):
            door.execute(write_out(store, statement))
    assert door.rows("log_tile") == before
    assert len(before) == 2


@pytest.mark.parametrize(("statement", "place", "index"), CHANGES)
def test_a_tile_that_was_changed_is_named(store, database, door, statement, place, index):
    assert verify(database).is_sound
    change(store, door, statement)
    fault = verify(database).fault
    assert (fault.place, fault.index) == (place, index)


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("setting", "place", "index"), KINDS)
def test_a_tile_of_another_kind_of_value_is_named(store, database, door, setting, place, index):
    change(store, door, f"UPDATE log_tile SET {setting} WHERE tile_index = 1")
    fault = verify(database).fault
    assert (fault.place, fault.index) == (place, index)


@pytest.mark.parametrize("at", [0, 3, 255])
def test_the_changed_hash_of_a_tile_is_named(store, database, door, at):
    ((hashes,),) = door.execute("SELECT hashes FROM log_tile WHERE tile_index = 1").fetchall()
    forged = hashes[: 32 * at] + bytes(32) + hashes[32 * (at + 1) :]
    change(store, door, "UPDATE log_tile SET hashes = ? WHERE tile_index = 1", (forged,))
    entry = 256 + at
    assert str(verify(database).fault) == f"tile/0/001: its hash {at} is not that of entry {entry}"


def test_an_entry_rewritten_with_its_hash_is_named_by_the_tile_that_knew_it(store, database, door):
    ((data,),) = door.execute("SELECT data FROM log_entry WHERE entry_index = 300").fetchall()
    forged = data.replace(b'"n":300', b'"n":301')
    sql = "UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = 300"
    change(store, door, sql, (forged, hash_leaf(forged)))
    fault = verify(database).fault
    assert (fault.place, fault.index) == ("tile/0/001", 300)


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["level", "tile_index"])
@pytest.mark.parametrize("value", ["1.5", "'text'", "x'00'"])
def test_a_place_that_is_no_number_is_told(store, database, door, column, value):
    door.execute("PRAGMA ignore_check_constraints = ON")
    change(store, door, f"UPDATE log_tile SET {column} = {value} WHERE tile_index = 1")
    with pytest.raises(VerificationError, match="another kind of value"):
        verify(database)


def test_no_append_builds_on_hashes_that_are_gone(store, database, door):
    change(store, door, "UPDATE log_entry SET leaf_hash = '' WHERE entry_index = 515")
    drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a")] * 256

    def appending():
        with database.write() as tx:
            tx.log.append(drafts, clock=lambda: NOON)

    with pytest.raises(VerificationError, match=r"tile/0/002\.p/8: it is missing or cut short"):
        appending()
    with database.read() as tx:
        assert tx.log.size() == SIZE


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 512, 70_000])
def test_a_log_of_the_first_schema_is_given_its_tiles(made, size):
    store = made.another("old")
    database = Database(store.url)
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        hashes = [hash_leaf(str(n).encode()) for n in range(size)]
        rows = [(n, b"", leaf, "", "") for n, leaf in enumerate(hashes)]
        if rows:
            sql = "INSERT INTO log_entry (entry_index, data, leaf_hash, type, recorded_at) VALUES (?, ?, ?, ?, ?)"
            connection.exec_driver_sql(sql if store.kind == "sqlite" else sql.replace("?", "%s"), rows)
    upgrade(database)
    with database.read() as tx:
        stored = list(tx.tiles.stored())
        assert tx.log.altered_triggers() == ()
    assert sorted(stored) == sorted(grow(Frontier(), hashes, lambda _: b""))
    assert [tile.root for tile in stored if tile.level == 1] == [compute_root(hashes[:65536])] * (size // 65536)
    assert len(stored) == size // 256 + size // 65536
    database.close()


@pytest.fixture
def long(tmp_path):
    """A log of many tiles, the hashes of its leaves, and the statements that reading it runs."""
    database = Database(f"sqlite:///{tmp_path / 'long.db'}")
    lay_schema(database)
    with database.write() as tx:
        drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a") for n in range(1, 5_000)]
        entries = tx.log.append([draft_genesis("log.example/1", actor="a"), *drafts], clock=lambda: NOON)
    yield database, [entry.leaf_hash() for entry in entries]
    database.close()


def test_roots_at_any_size_are_those_of_hashing_everything(long):
    database, leaves = long
    edges = [0, 1, 255, 256, 257, 511, 512, 4_999, 5_000]
    sizes = [*edges, *random.Random(20260426).sample(range(5_001), 40)]  # noqa: S311 - any sizes will do
    with database.read() as tx:
        found = tx.log.roots_at([*sizes, 5_001, 9_999])
    assert found == {size: compute_root(leaves[:size]) for size in sizes}


def test_roots_of_a_long_log_are_read_from_few_rows(long, monkeypatch):
    database, _ = long
    read: list[int] = []

    def counting(*given):
        rows = fetch(*given)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(tiles, "fetch", counting)
    with database.read() as tx:
        tx.log.roots_at([4_999])
    assert 0 < sum(read) <= 256 + 19  # the leaves of the last tile, and the roots of those before it


@pytest.mark.parametrize(("first", "end", "missing"), [(0, 300, 0), (250, 256, 251), (4_990, 5_001, 5_000)])
def test_of_entries_that_follow_each_other_the_first_that_is_missing_is_named(long, tmp_path, first, end, missing):
    database, _ = long
    with SqliteStore(tmp_path / "long.db").connect_past_keys() as door:
        for name in SqliteStore(tmp_path / "long.db").triggers():
            drop_trigger(door, name)
        door.execute("DELETE FROM log_entry WHERE entry_index IN (0, 251)")
    with database.read() as tx, pytest.raises(VerificationError, match=rf"^entry {missing}: it is missing$"):
        tx.log.entries(first, end)
