# ruff: noqa: S608 - statements are put together from constants of this file
"""Databases that cannot be used or trusted, through every command: told for what they are, and left as they were."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assessor.store import backend
from assessor.store.sqlite_triggers import TRIGGERS

AT = ("--as-of", "2026-04-26", "--known-at", "2026-04-26")
SIGNAL = ("--id", "g", "--title", "t", "--date", "2026-05-01", "--new-source", "s|Report|2|2026-05-02")
READS = [
    ("assess", "11", *AT, "--dry-run"),
    ("explain", "11", *AT),
    ("history", "11", *AT),
    ("signal", "list"),
    ("signal", "show", "g"),
    ("reading", "list"),
    ("rules", "show"),
    ("log", "verify"),
    ("log", "show"),
]
WRITES = [
    ("init",),
    ("rules", "publish", "--effective-from", "2030-01-01"),  # the same again is read off the record
    ("signal", "add", *SIGNAL),
    ("signal", "accept", "g"),
    ("assess", "11", *AT),
]


def name_of(command):
    return " ".join(word for word in command[:2] if not word.startswith("-"))


@contextmanager
def behind_our_back(path):
    """Open the file as a forger does, triggers and foreign keys out of the way, and put the triggers back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        had = raw.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() != (0,)
        for name in TRIGGERS if had else ():
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for statement in TRIGGERS.values() if had else ():
            raw.execute(statement)


@pytest.fixture
def refuses(run):
    """Run a command that must end with an error, and change nothing; return the error."""

    def command(path, *arguments, code=1):
        before = path.read_bytes() if path.is_file() else None
        ended = run(*arguments, "--json", "--db", path)
        assert ended.code == code, ended.out
        assert (path.read_bytes() if path.is_file() else None) == before
        error = ended.data["error"]
        assert ended.err == f"error: {error['message']}\n"
        return error

    return command


@pytest.mark.parametrize("command", READS + WRITES, ids=name_of)
class TestEveryCommand:
    def test_of_a_newer_program(self, refuses, bare, command):
        with behind_our_back(bare) as raw:
            raw.execute("UPDATE alembic_version SET version_num = '0999'")
        error = refuses(bare, *command)
        assert error["code"] == "store-version"
        assert "a newer program made it (schema 0999, this one knows" in error["message"]
        assert "install that version or a later one" in error["message"]

    def test_of_another_program(self, refuses, tmp_path, command):
        path = tmp_path / "recipes.db"
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("CREATE TABLE recipe (name)")
        error = refuses(path, *command)
        assert error["code"] == "store-foreign"
        assert "it belongs to another program; choose another one" in error["message"]

    @pytest.mark.parametrize("content", [b"id,title\n" * 200, b"SQLite format 3\0" + b"\xff" * 4096])
    def test_that_is_none(self, refuses, tmp_path, command, content):
        path = tmp_path / "table.csv"
        path.write_bytes(content)
        error = refuses(path, *command)
        assert error["code"] == "store-foreign"
        assert "it is no database: name another file" in error["message"]

    def test_that_is_a_folder(self, refuses, tmp_path, command):
        error = refuses(tmp_path, *command)
        assert error["code"] == "store-foreign"
        assert "it is a folder: name a file in it" in error["message"]

    def test_that_lies_in_a_folder_that_is_not_there(self, refuses, tmp_path, command):
        error = refuses(tmp_path / "none" / "log.db", *command)
        assert error["code"] == ("configuration" if command == ("init",) else "store-missing")


@pytest.mark.parametrize("command", [c for c in READS + WRITES if c != ("init",)], ids=name_of)
def test_a_database_that_was_not_upgraded_says_how(refuses, bare, command):
    with behind_our_back(bare) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
    error = refuses(bare, *command)
    assert (error["code"], "run `assessor init`" in error["message"]) == ("store-version", True)


@pytest.mark.parametrize("command", WRITES, ids=name_of)
def test_while_another_writes_a_command_waits_and_says_to_try_again(refuses, run, bare, monkeypatch, command):
    monkeypatch.setattr(backend, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(bare, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = refuses(bare, *command)
        assert (error["code"], "another process holds it: try again" in error["message"]) == ("store-locked", True)
        for reading in (("log", "verify"), ("signal", "list")):
            assert run(*reading, "--db", bare).code == 0
        other.execute("ROLLBACK")
    assert run("log", "verify", "--db", bare).code == 0


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


@pytest.fixture
def anybodys(bare):
    """Return a database in a folder that other users reach."""
    folder = Path(tempfile.mkdtemp())
    path = Path(shutil.copy(bare, folder / "log.db"))
    folder.chmod(0o777)
    path.chmod(0o666)
    yield path
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.parametrize("withheld", ["file", "folder", "both"])
def test_what_cannot_be_written_is_told_with_what_to_look_at(run, refuses, anybodys, withheld):
    run("signal", "add", *SIGNAL, "--db", anybodys)  # everything that is needed has been loaded
    if withheld in {"file", "both"}:
        anybodys.chmod(0o444)
    if withheld in {"folder", "both"}:
        anybodys.parent.chmod(0o555)
    with unprivileged():
        error = refuses(anybodys, "signal", "add", "--id", "h", *SIGNAL[2:])
    assert error["code"] == "store-read-only"
    assert "look at the rights of file and folder, or use a copy" in error["message"]


def test_a_file_that_may_only_be_read_can_be_verified(run, anybodys):
    run("log", "verify", "--db", anybodys)
    anybodys.chmod(0o444)
    with unprivileged():
        assert run("log", "verify", "--db", anybodys).code == 0


def replace(table, column, old, new, where):
    """Return the statement that replaces bytes by bytes."""
    return f"UPDATE {table} SET {column} = CAST(replace({column}, '{old}', '{new}') AS BLOB) WHERE {where}"


RULES, TITLES, INCIDENT = "media_type LIKE '%ruleset%'", "media_type LIKE '%signal-text%'", "id = 'chihuahua-incident'"
CHANGED = {
    "bytes of an entry": replace("log_entry", "data", 2026, 2025, "entry_index = 9"),
    "a column of an entry": "UPDATE log_entry SET type = 'feed:recorded' WHERE entry_index = 9",
    "an entry left out": "DELETE FROM log_entry WHERE entry_index = 9",
    "the last entry left out": "DELETE FROM log_entry WHERE entry_index = (SELECT max(entry_index) FROM log_entry)",
    "the head": "UPDATE log_head SET root = zeroblob(32)",
    "the rules": replace("content", "data", "Advancing", "Consoling", RULES),
    "the rules left out": f"DELETE FROM content WHERE {RULES}",
    "the day rules take effect": "UPDATE ruleset SET effective_from = '2030-01-01'",
    "titles": replace("content", "data", "Mexico", "Canada", TITLES),
    "titles left out": f"DELETE FROM content WHERE {TITLES}",
    "what a signal says": replace("evidence", "body", 2026, 2025, INCIDENT),
    "when it was known": f"UPDATE evidence SET known_from = '2020-01-01T00:00:00.000000Z' WHERE {INCIDENT}",
    "whether it is accepted": f"UPDATE evidence SET status = 'proposed' WHERE {INCIDENT}",
    "a signal left out": f"DELETE FROM evidence WHERE {INCIDENT}",
}


@pytest.mark.parametrize("change", CHANGED)
def test_whatever_was_changed_behind_our_back_verification_finds(run, db, change):
    with behind_our_back(db) as raw:
        assert raw.execute(CHANGED[change]).rowcount > 0
    ended = run("log", "verify", "--json", "--db", db)
    assert (ended.code, ended.data["sound"]) == (5, False)
    assert run("log", "verify", "--db", db).out.startswith("NOT verified: ")


@pytest.mark.parametrize(
    "command", [("assess", "11", *AT), ("explain", "11", *AT), ("history", "11", *AT)], ids=name_of
)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("the rules", "it was changed since it was recorded; nothing was made of it"),
        ("the rules left out", "is missing from the database; nothing is judged by it"),
        ("titles", "it was changed since it was recorded; nothing was made of it"),
        ("what a signal says", "signal `chihuahua-incident`, version 1: it was changed in the database"),
    ],
)
def test_no_verdict_is_made_of_what_does_not_fit_its_own_digest(refuses, db, command, change, told):
    with behind_our_back(db) as raw:
        raw.execute(CHANGED[change])
    error = refuses(db, *command, code=5)
    assert (error["code"], told in error["message"]) == ("log-verification", True)


def test_nothing_is_appended_to_a_log_whose_last_entry_is_gone(refuses, db):
    with behind_our_back(db) as raw:
        raw.execute(CHANGED["the last entry left out"])
    error = refuses(db, "signal", "add", *SIGNAL)
    assert "append-only: an entry is added at the next index alone" in error["message"]


@pytest.mark.parametrize(
    ("size", "code", "told"),
    [
        (300, 1, "append-only: an entry is added at the next index alone"),  # as many subtrees as the real size
        (999, 5, "does not belong to a tree of that size"),
    ],
)
def test_nothing_is_appended_to_a_log_whose_head_is_of_another_size(refuses, db, size, code, told):
    with behind_our_back(db) as raw:
        raw.execute("UPDATE log_head SET size = ?", (size,))
    assert told in refuses(db, "signal", "add", *SIGNAL, code=code)["message"]


def test_a_clock_that_was_far_ahead_is_explained(refuses, run, bare):
    with behind_our_back(bare) as raw:
        raw.execute("UPDATE log_head SET recorded_at = '2999-01-01T00:00:00.000000Z'")
    error = refuses(bare, "signal", "add", *SIGNAL)
    assert error["code"] == "log-clock"
    assert "set the clock if it is behind" in error["message"]
    assert "if it was ahead when that entry was recorded, the log takes nothing before then" in error["message"]
    assert run("explain", "11", *AT, "--db", bare).code == 0
