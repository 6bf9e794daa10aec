"""What is acknowledged is on disk: the system calls of a writer, with a finished sync before each acknowledgement."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor.audit import draft_genesis
from assessor.store.migrate import upgrade
from tests.stores import SqliteStore

WRITER = Path(__file__).with_name("append_forever.py")
LAX = """
import runpy, sys
from assessor.store.sqlite import Sqlite
connect = Sqlite._connect
def lax(self, purpose):
    connection = connect(self, purpose)
    connection.execute("PRAGMA synchronous = OFF")
    return connection
Sqlite._connect = lax
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
CALL = re.compile(r"(?P<name>\w+)\(\d+<(?P<file>[^>]*)>.*\) += (?P<result>-?\d+)")
TIMES = 12


@pytest.fixture
def store(tmp_path):
    return SqliteStore(tmp_path / "log.db")


@pytest.fixture
def log(database):
    upgrade(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: datetime.now(UTC))
    database.close()
    return database


def trace(log, tmp_path, *program):
    """Run a writer, and return the calls by which it wrote and synced, in order."""
    assert shutil.which("strace"), "this test needs strace: `make setup` installs it where it may"
    calls = tmp_path / "calls"
    watch = ("strace", "-f", "-y", "-e", "trace=write,pwrite64,writev,pwritev,fsync,fdatasync", "-o", calls)
    command = [*watch, sys.executable, *program, f"sqlite:///{log.name}", str(TIMES), "1", "w"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == TIMES
    return [found for line in calls.read_text().splitlines() if (found := CALL.search(line))]


def acknowledged_too_early(calls, database):
    """Return which acknowledgements were given while something written to the database was not synced."""
    unsynced: set[str] = set()
    early, acknowledged, synced = [], 0, 0
    for call in calls:
        name, file = call["name"], call["file"]
        if name in ("fsync", "fdatasync"):
            assert call["result"] == "0"
            synced += file in unsynced
            unsynced.discard(file)
        elif file in (database, f"{database}-wal"):  # `-shm` is made anew after a crash
            unsynced.add(file)
        elif file.startswith("pipe:") and "(1<" in call.group():
            acknowledged += 1
            early += [acknowledged] if unsynced else []
    assert acknowledged == TIMES
    return early, synced


def test_every_acknowledgement_comes_after_a_finished_sync(log, tmp_path):
    early, synced = acknowledged_too_early(trace(log, tmp_path, WRITER), log.name)
    assert early == []
    assert synced >= TIMES


def test_without_syncs_the_same_trace_shows_every_acknowledgement_to_be_early(log, tmp_path):
    early, synced = acknowledged_too_early(trace(log, tmp_path, "-c", LAX, WRITER), log.name)
    assert early == list(range(1, TIMES + 1))
    assert synced == 0
