# ruff: noqa: S608 - statements are put together from constants of this file
"""Projections are what the log makes: whatever is changed in them is found, named, and made again."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.errors import VerificationError
from assessor.services import rebuild as rebuilding
from assessor.services.rebuild import compare, rebuild
from assessor.store.projections import PROJECTIONS
from assessor.store.tables import metadata
from tests.harbour_log import live_through, open_harbour

TABLES = {projection.table.name: projection.table for projection in PROJECTIONS}
COLUMNS = [(table.name, column.name) for table in TABLES.values() for column in table.c]
ONE_ROW = {
    "evidence": "entry_index = 9",
    "ruleset": "entry_index = 19",
    "assessment": "entry_index = 18",
    "assessment_evidence": "entry_index = 20 AND role = 'read' AND kind = 'reading'",
}
VALUES = ["NULL", "'text'", "''", "7", "1.5", "x'00'", "'2026-01-01'", "'2026-01-01T00:00:00.000000Z'"]
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A database in which everything was recorded that projections are made from; not to be written."""
    path = tmp_path_factory.mktemp("lived") / "log.db"
    with open_harbour(path) as context:
        live_through(context)
    return path


@pytest.fixture
def context(lived, tmp_path):
    with open_harbour(Path(shutil.copy(lived, tmp_path / "log.db")), hour=9) as context:
        yield context


def tamper(context, *statements):
    """Change rows through the back door; keys between tables do not hold there."""
    with sqlite3.connect(context.database.name) as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def rows(context):
    """Everything that lies in the projections, as it lies there."""
    with sqlite3.connect(context.database.name) as raw:
        return {name: sorted(raw.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in TABLES}


def test_every_table_beside_log_and_content_is_a_projection_or_said_to_be_none():
    assert set(metadata.tables) - set(TABLES) == {
        "log_head",
        "log_entry",
        "log_tile",
        "checkpoint",
        "cosignature",
        "content",
    }


def test_what_was_recorded_is_what_the_log_makes(context):
    found = compare(context)
    assert found.difference is None
    assert found.entries == 22
    assert found.rows == {name: len(stored) for name, stored in rows(context).items()}
    assert all(found.rows.values())


def test_a_rebuild_gives_the_same_rows(context):
    before = rows(context)
    done = rebuild(context)
    assert rows(context) == before
    assert done.rows == {name: len(stored) for name, stored in before.items()}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_column_is_found_whatever_it_is_changed_to_and_made_again(context, table, column):
    before = rows(context)
    for value in VALUES:
        try:
            tamper(context, f"UPDATE {table} SET {column} = {value} WHERE {ONE_ROW[table]}")
        except sqlite3.IntegrityError:
            assert rows(context) == before
            continue
        if rows(context) == before:
            continue
        found = compare(context).difference
        assert found is not None
        assert found.table == table
        rebuild(context)
        assert rows(context) == before
        assert compare(context).difference is None


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE evidence SET status = 'accepted' WHERE entry_index = 14",
            "table `evidence`, entry 14: column `status` says `accepted`, the log says `proposed`",
        ),
        (
            "UPDATE evidence SET backfill = 2 WHERE entry_index = 2",
            "table `evidence`, entry 2: column `backfill` says `2`, the log says `1`",
        ),
        (
            "UPDATE evidence SET body = CAST(body AS TEXT) WHERE entry_index = 9",
            None,
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
            "DELETE FROM assessment_evidence WHERE entry_index = 12 AND id = 'book' AND role = 'support'",
            "table `assessment_evidence`, entry 12: it lacks the row `support source book 1` that the entry put there",
        ),
        (
            "INSERT INTO assessment_evidence VALUES (12, 'support', 'signal', 'strike', 1)",
            "table `assessment_evidence`, entry 12: it has a row `support signal strike 1` that no entry put there",
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
def test_the_first_row_that_differs_is_named(context, statement, told):
    tamper(context, statement)
    found = compare(context).difference
    assert found is not None
    assert told is None or str(found) == told
    rebuild(context)
    assert compare(context).difference is None


def test_a_row_that_is_there_twice_for_want_of_its_key_is_found(context):
    tamper(
        context,
        "CREATE TABLE copy AS SELECT * FROM ruleset",
        "DROP TABLE ruleset",
        "ALTER TABLE copy RENAME TO ruleset",
        "INSERT INTO ruleset SELECT * FROM ruleset WHERE entry_index = 1",
    )
    assert str(compare(context).difference).startswith("table `ruleset`, entry 1: it has a row")


def test_comparing_writes_nothing(context):
    tamper(context, "UPDATE evidence SET id = 'other' WHERE entry_index = 9")
    before = Path(context.database.name).read_bytes()
    assert compare(context).difference is not None
    context.database.close()
    assert Path(context.database.name).read_bytes() == before


def test_parts_of_any_size_give_the_same(context, monkeypatch):
    before = rows(context)
    for at_once in (1, 7, 22, 1000):
        monkeypatch.setattr(rebuilding, "_AT_ONCE", at_once)
        told: list[tuple[int, int]] = []
        rebuild(context, told=lambda done, size: told.append((done, size)))  # noqa: B023 - called at once
        assert rows(context) == before
        assert compare(context).difference is None
        assert told[-1] == (22, 22)
        assert len(told) == -(-22 // at_once)


def forge(context, *statements):
    """Change the log itself, its triggers out of the way."""
    with sqlite3.connect(context.database.name) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        names = [f"DROP TRIGGER {name}" for name, _ in triggers]
    tamper(context, *names, *statements, *(sql for _, sql in triggers))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_entry SET data = replace(data, 'book', 'cook') WHERE entry_index = 2", "entry 2: "),
        ("DELETE FROM log_entry WHERE entry_index = 7", "entry 7: it is missing"),
        ("DELETE FROM log_entry WHERE entry_index = 21", "head: "),
        ("UPDATE log_head SET root = zeroblob(32)", "head: "),
        ("UPDATE content SET data = x'7b7d' WHERE media_type LIKE '%assessment%'", "content sha256:"),
        ("DELETE FROM content WHERE media_type LIKE '%assessment%'", "content sha256:"),
    ],
)
def test_nothing_is_made_from_a_log_that_does_not_fit_its_hashes(context, statement, told):
    before = rows(context)
    forge(context, statement)
    for use in (rebuild, compare):
        with pytest.raises(VerificationError, match=f"^{told}"):
            use(context)
    assert rows(context) == before


def test_a_rebuild_that_is_killed_in_the_middle_leaves_the_old_rows(context):
    tamper(context, "UPDATE evidence SET status = 'accepted' WHERE entry_index = 14")
    before = rows(context)
    context.database.close()
    command = [sys.executable, "-m", "tests.integration.rebuild_slowly", context.database.name, "5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert process.stdout is not None
    assert process.stdout.readline() == "5 22\n"
    assert rows(context) == before  # whoever reads meanwhile sees them too
    process.kill()
    process.communicate()
    assert rows(context) == before
    with sqlite3.connect(context.database.name) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    assert compare(context).difference is not None
    rebuild(context)
    assert compare(context).difference is None
