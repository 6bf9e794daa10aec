# ruff: noqa: S608 - statements are put together from constants of this file
"""Projections are what the log makes: whatever is changed in them is found, named, and made again."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from assessor.errors import VerificationError
from assessor.services import rebuild as rebuilding
from assessor.services.override import lift_override, set_override
from assessor.services.rebuild import compare, rebuild
from assessor.services.verify_log import verify_log
from assessor.store.projections import PROJECTIONS
from assessor.store.tables import metadata
from tests.harbour_log import live_on, live_through, open_harbour
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

TABLES = {projection.table.name: projection.table for projection in PROJECTIONS}
COLUMNS = [(table.name, column.name) for table in TABLES.values() for column in table.c]
ONE_ROW = {
    "evidence": "entry_index = 9",
    "evidence_touch": "entry_index = 9 AND touches = 'source'",
    "ruleset": "entry_index = 19",
    "assessment": "entry_index = 18",
    "restatement": "entry_index = 25 AND assessment_index = 15",
    "override": "entry_index = 26",
}
RESTATED = "= 'application/vnd.assessor.restatement+json'"
VALUES = ["NULL", "'text'", "''", "7", "1.5", "x'00'", "'2026-01-01'", "'2026-01-01T00:00:00.000000Z'"]
CHECKOUT = Path(__file__).parents[2]


def override_once(context):
    """Set an override by entry 22, and lift it by 23."""
    set_override(context, "ferry", "idle", reason="seen", author="a", until=date(2027, 1, 1))
    lift_override(context, "ferry", reason="it has passed")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(request, tmp_path_factory):
    """A database in which everything was recorded that projections are made from; not to be written."""
    store: Store = SqliteStore(tmp_path_factory.mktemp("lived") / "log.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "lived")
    with open_harbour(store.url) as context:
        live_through(context)
        live_on(context)
        override_once(context)
    return store


@pytest.fixture
def store(lived):
    return lived.copy("copy")


@pytest.fixture
def context(store):
    with open_harbour(store.url, hour=9) as context:
        yield context


def tamper(store, *statements):
    """Change rows through the back door; keys between tables do not hold there."""
    with store.connect_past_keys() as door:
        for statement in statements:
            door.execute(statement)


def rows(store):
    """Everything that lies in the projections, as it lies there."""
    with store.connect() as door:
        return {name: sorted(door.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in TABLES}


def test_every_table_beside_log_and_content_is_a_projection_or_said_to_be_none():
    assert set(metadata.tables) - set(TABLES) == {
        "log_head",
        "log_entry",
        "log_tile",
        "checkpoint",
        "cosignature",
        "content",
    }


def test_what_was_recorded_is_what_the_log_makes(store, context):
    found = compare(context)
    assert found.difference is None
    assert found.entries == 28
    assert found.rows == {name: len(stored) for name, stored in rows(store).items()}
    assert all(found.rows.values())


def test_a_rebuild_gives_the_same_rows(store, context):
    before = rows(store)
    done = rebuild(context)
    assert rows(store) == before
    assert done.rows == {name: len(stored) for name, stored in before.items()}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_column_is_found_whatever_it_is_changed_to_and_made_again(store, context, table, column):
    before = rows(store)
    for value in VALUES:
        with store.connect_past_keys() as door:
            door.execute(f"DELETE FROM {table}")
            places = ", ".join([door.placeholder] * len(before[table][0]))
            door.raw.cursor().executemany(f"INSERT INTO {table} VALUES ({places})", before[table])
            with suppress(store.refusal, *store.misfits):
                door.execute(f"UPDATE {table} SET {column} = {value} WHERE {ONE_ROW[table]}")
        if rows(store) == before:
            continue
        found = compare(context).difference
        assert found is not None
        assert found.table == table
    rebuild(context)
    assert rows(store) == before
    assert compare(context).difference is None


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE evidence SET status = 'accepted' WHERE entry_index = 14",
            "table `evidence`, entry 14: column `status` says `accepted`, the log says `proposed`",
        ),
        (
            "DELETE FROM evidence WHERE entry_index = 9",
            "table `evidence`, entry 9: it lacks the row that the entry put there",
        ),
        (
            "UPDATE ruleset SET effective_from = '2024-01-01' WHERE entry_index = 19",
            "table `ruleset`, entry 19: column `effective_from` says `2024-01-01`, the log says `2025-02-01`",
        ),
        (
            "UPDATE assessment SET trajectory = NULL WHERE entry_index = 12",
            "table `assessment`, entry 12: column `trajectory` says nothing, the log says `busy`",
        ),
        (
            "INSERT INTO ruleset SELECT 20, digest, framework, effective_from, published_at FROM ruleset LIMIT 1",
            "table `ruleset`, entry 20: it has a row that no entry put there",
        ),
        (
            "INSERT INTO ruleset SELECT 99, digest, framework, effective_from, published_at FROM ruleset LIMIT 1",
            "table `ruleset`, entry 99: it has a row that no entry put there",
        ),
        (
            "INSERT INTO ruleset SELECT -1, digest, framework, effective_from, published_at FROM ruleset LIMIT 1",
            "table `ruleset`, entry -1: it has a row that no entry put there",
        ),
        ("DELETE FROM assessment", "table `assessment`, entry 12: it lacks the row that the entry put there"),
    ],
)
def test_the_first_row_that_differs_is_named(store, context, statement, told):
    tamper(store, statement)
    assert str(compare(context).difference) == told
    rebuild(context)
    assert compare(context).difference is None


@pytest.mark.parametrize("lived", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("backfill = 2 WHERE entry_index = 2", "entry 2: column `backfill` says `2`, the log says `1`"),
        ("body = CAST(body AS TEXT) WHERE entry_index = 9", "entry 9: column `body` says "),
    ],
)
def test_a_value_of_another_kind_is_named(store, context, statement, told):
    tamper(store, f"UPDATE evidence SET {statement}")
    assert str(compare(context).difference).startswith(f"table `evidence`, {told}")
    rebuild(context)
    assert compare(context).difference is None


def test_a_row_that_is_there_twice_for_want_of_its_key_is_found(store, context):
    tamper(
        store,
        "CREATE TABLE copy AS SELECT * FROM ruleset",
        "DROP TABLE ruleset",
        "ALTER TABLE copy RENAME TO ruleset",
        "INSERT INTO ruleset SELECT * FROM ruleset WHERE entry_index = 1",
    )
    assert str(compare(context).difference).startswith("table `ruleset`, entry 1: it has a row")


@pytest.mark.parametrize("lived", ["sqlite"], indirect=True)  # the other keeps whole numbers whole
@pytest.mark.parametrize("index", ["NULL", "7.5", "25.5", "-0.5", "1e30", "'x'", "x'00'"])
def test_a_row_between_two_entries_or_beyond_all_is_found(store, context, monkeypatch, index):
    """Where the table was made again without its rules, an entry's index can be anything."""
    monkeypatch.setattr(rebuilding, "_AT_ONCE", 8)  # 7.5 lies between the first part and the second
    others = ", ".join(column.name for column in TABLES["ruleset"].c if column.name != "entry_index")
    tamper(
        store,
        "CREATE TABLE copy AS SELECT * FROM ruleset",
        "DROP TABLE ruleset",
        "ALTER TABLE copy RENAME TO ruleset",
        f"INSERT INTO ruleset (entry_index, {others}) SELECT {index}, {others} FROM ruleset WHERE entry_index = 1",
    )
    found = compare(context).difference
    assert found is not None
    assert (found.table, found.reason) == ("ruleset", "it has a row that no entry put there")


@pytest.mark.parametrize("lived", ["sqlite"], indirect=True)  # the other keeps whole numbers whole
def test_forged_evidence_between_two_entries_is_found_with_every_rule_of_the_table_kept(store, context, monkeypatch):
    """Where keys between tables do not hold, half an index is below every `log_size` that counts it in."""
    monkeypatch.setattr(rebuilding, "_AT_ONCE", 8)
    others = ", ".join(column.name for column in TABLES["evidence"].c if column.name not in {"id", "entry_index"})
    tamper(store, f"INSERT INTO evidence (id, entry_index, {others}) SELECT 'forged', 7.5, {others} FROM evidence "
           "WHERE entry_index = 7")  # fmt: skip
    found = compare(context).difference
    assert str(found) == "table `evidence`, entry 7.5: it has a row that no entry put there"
    assert str(verify_log(context).fault) == str(found)
    rebuild(context)
    assert compare(context).difference is None


@pytest.mark.parametrize("lived", ["sqlite"], indirect=True)  # its file shows it
def test_comparing_writes_nothing(store, context):
    tamper(store, "UPDATE evidence SET id = 'other' WHERE entry_index = 9")
    before = Path(context.database.name).read_bytes()
    assert compare(context).difference is not None
    context.database.close()
    assert Path(context.database.name).read_bytes() == before


def test_parts_of_any_size_give_the_same(store, context, monkeypatch):
    before = rows(store)
    for at_once in (1, 7, 28, 1000):
        monkeypatch.setattr(rebuilding, "_AT_ONCE", at_once)
        told: list[tuple[int, int]] = []
        rebuild(context, told=lambda done, size: told.append((done, size)))  # noqa: B023 - called at once
        assert rows(store) == before
        assert compare(context).difference is None
        assert told[-1] == (28, 28)
        assert len(told) == -(-28 // at_once)


def forge(store, change):
    """Change the log itself, its triggers out of the way."""
    with store.connect_past_keys() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        change(door)
        for trigger in store.triggers().values():
            door.execute(trigger)


def change_an_entry(door):
    ((data,),) = door.execute("SELECT data FROM log_entry WHERE entry_index = 2").fetchall()
    door.execute("UPDATE log_entry SET data = ? WHERE entry_index = 2", (data.replace(b"book", b"cook"),))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_an_entry, "entry 2: "),
        (lambda door: door.execute("DELETE FROM log_entry WHERE entry_index = 7"), "entry 7: it is missing"),
        (lambda door: door.execute("DELETE FROM log_entry WHERE entry_index = 27"), "head: "),
        (lambda door: door.execute("UPDATE log_head SET root = ?", (bytes(32),)), "head: "),
        (
            lambda door: door.execute(f"UPDATE content SET data = ? WHERE media_type {RESTATED}", (b"{}",)),
            "content sha256:",
        ),
        (
            lambda door: door.execute(f"DELETE FROM content WHERE media_type {RESTATED}"),
            "content sha256:",
        ),
    ],
    ids=["an entry", "no entry", "no last entry", "root", "content", "no content"],
)
def test_nothing_is_made_from_a_log_that_does_not_fit_its_hashes(store, context, change, told):
    before = rows(store)
    forge(store, change)
    for use in (rebuild, compare):
        with pytest.raises(VerificationError, match=f"^{told}"):
            use(context)
    assert rows(store) == before


def test_a_rebuild_that_is_killed_in_the_middle_leaves_the_old_rows(store, context):
    tamper(store, "UPDATE evidence SET status = 'accepted' WHERE entry_index = 14")
    before = rows(store)
    context.database.close()
    command = [sys.executable, "-m", "tests.integration.rebuild_slowly", store.url, "5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert process.stdout is not None
    assert process.stdout.readline() == "5 28\n"
    assert rows(store) == before  # whoever reads meanwhile sees them too
    process.kill()
    process.communicate()
    assert rows(store) == before
    if store.kind == "sqlite":
        with store.connect() as door:
            assert door.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert compare(context).difference is not None
    rebuild(context)
    assert compare(context).difference is None
