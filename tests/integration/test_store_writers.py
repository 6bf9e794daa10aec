"""Writers at once, and writers that are killed: no gap, no duplicate, nothing half-written."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor.audit import EntryType, KeptRoot, draft_entry, draft_genesis, verify_log
from assessor.store.database import Database
from assessor.store.migrate import upgrade

WRITER = Path(__file__).with_name("append_forever.py")


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'log.db'}")
    upgrade(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: datetime.now(UTC))
    yield database
    database.close()


def start(database, *, count, batch, name):
    command = [sys.executable, WRITER, f"sqlite:///{database.name}", str(count), str(batch), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def check(database, acknowledged):
    """What was acknowledged is there, the log is sound, and projections and content go with it."""
    with database.read() as tx:
        report = verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), tiles=tx.tiles.stored())
        assert report.is_sound, report.fault
        size = tx.log.size()
        assert set(acknowledged) <= set(range(1, size))
        evidence = list(tx.evidence.latest_of_all())
        assert {row.entry_index for row in evidence} == set(range(1, size))
        assert {row.text_digest for row in evidence} == {content.digest for content in tx.content.stored()}
        return size


def test_two_processes_append_without_gap_or_duplicate(database):
    writers = [start(database, count=100, batch=1, name=name) for name in "ab"]
    seen = []
    while any(writer.poll() is None for writer in writers):
        with database.read() as tx:  # no reader sees a hole that fills later
            indices = [row.entry_index for row in tx.log.stored()]
            assert indices == list(range(tx.log.size()))
            seen.append(KeptRoot(tx.log.root(), tx.log.size()))
    said = [[int(index) for index in writer.communicate()[0].split()] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(indices) for indices in said] == [100, 100]
    assert all(indices == sorted(indices) for indices in said)
    assert sorted(said[0] + said[1]) == list(range(1, 201))
    assert check(database, said[0] + said[1]) == 201
    with database.read() as tx:
        for kept in (seen[0], seen[len(seen) // 2], seen[-1]):
            assert verify_log(tx.log.stored(), (), tx.log.head(), kept=kept).kept_size == kept.size


def test_threads_share_one_database(database):
    said: list[int] = []

    def writing(name):
        for n in range(25):
            with database.write() as tx:
                draft = draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor=name)
                (entry,) = tx.log.append([draft], clock=lambda: datetime.now(UTC))
            said.append(entry.index)

    threads = [threading.Thread(target=writing, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == list(range(1, 76))
    with database.read() as tx:
        assert verify_log(tx.log.stored(), (), tx.log.head()).is_sound


def test_a_writer_killed_at_any_moment_leaves_only_whole_transactions(database):
    acknowledged: list[int] = []
    for round_ in range(6):
        writer = start(database, count=0, batch=5, name=f"round{round_}")
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(3 + 7 * round_)]
        writer.kill()
        lines += writer.communicate()[0].splitlines()
        whole = [line.split() for line in lines if len(line.split()) == 5]
        acknowledged += [int(index) for indices in whole for index in indices]
        size = check(database, acknowledged)
        assert (size - 1) % 5 == 0
    assert len(acknowledged) >= 6 * 3 * 5


def test_a_killed_writer_does_not_lock_others_out(database):
    writer = start(database, count=0, batch=1, name="first")
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.kill()
    writer.communicate()
    with database.write() as tx:
        draft = draft_entry(EntryType.SIGNAL_PROPOSED, {}, actor="a")
        tx.log.append([draft], clock=lambda: datetime.now(UTC))
