"""Writers at once, and writers that are killed: no gap, no duplicate, nothing half-written, on each database."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from assessor.audit import EntryType, KeptRoot, draft_entry, draft_genesis, verify_log
from assessor.errors import StoreError
from assessor.store.database import Database
from assessor.store.migrate import upgrade
from tests.copies import lay_schema
from tests.integration.writers import start
from tests.postgresql_server import serve
from tests.stores import PostgresqlStore


def now():
    return datetime.now(UTC)


def found_log(database):
    lay_schema(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)


@pytest.fixture
def database(database):
    found_log(database)
    return database


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


@pytest.mark.parametrize(("processes", "each"), [(2, 100), (8, 12)])
def test_processes_append_without_gap_or_duplicate(store, database, processes, each):
    writers = [start(store.url, count=each, batch=1, name=f"w{n}") for n in range(processes)]
    seen = []
    while any(writer.is_running for writer in writers):
        with database.read() as tx:  # no reader sees a hole that fills later
            indices = [row.entry_index for row in tx.log.stored()]
            assert indices == list(range(tx.log.size()))
            seen.append((tx.log.size(), tx.log.root()))
    said = [[index for line in writer.read_all() for index in line] for writer in writers]
    assert [writer.process.exitcode for writer in writers] == [0] * processes
    assert [len(indices) for indices in said] == [each] * processes
    assert all(indices == sorted(indices) for indices in said)
    total = processes * each
    assert sorted(index for indices in said for index in indices) == list(range(1, total + 1))
    assert check(database, range(1, total + 1)) == total + 1
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(seen))
    with database.read() as tx:
        for size, root in (seen[0], seen[len(seen) // 2], seen[-1]):
            assert verify_log(tx.log.stored(), (), tx.log.head(), kept=KeptRoot(root, size)).kept_size == size


def test_threads_share_one_database(database):
    said: list[int] = []

    def writing(name):
        for n in range(25):
            with database.write() as tx:
                draft = draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor=name)
                (entry,) = tx.log.append([draft], clock=now)
            said.append(entry.index)

    threads = [threading.Thread(target=writing, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == list(range(1, 76))
    with database.read() as tx:
        assert verify_log(tx.log.stored(), (), tx.log.head()).is_sound


def test_a_log_is_founded_once_however_many_found_it_at_once(store):
    databases = [Database(store.url) for _ in range(4)]
    upgrade(databases[0])
    barrier = threading.Barrier(len(databases))

    def founding(database):
        barrier.wait()
        with database.write() as tx:
            if tx.log.size() == 0:
                tx.log.append([draft_genesis("log.example/1", actor="a")], clock=now)

    threads = [threading.Thread(target=founding, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].read() as tx:
        assert tx.log.size() == 1
        assert verify_log(tx.log.stored(), (), tx.log.head()).is_sound
    for database in databases:
        database.close()


def test_a_writer_killed_at_any_moment_leaves_only_whole_transactions(store, database, rounds):
    acknowledged: list[int] = []
    for round_ in range(rounds):
        writer = start(store.url, count=0, batch=5, name=f"round{round_}")
        lines = [writer.read_line() for _ in range(random.randint(1, 6))]  # noqa: S311 - a moment, no secret
        time.sleep(random.random() / 50)  # noqa: S311 - as above
        lines += writer.kill()
        assert writer.process.exitcode == -signal.SIGKILL
        assert {len(line) for line in lines} == {5}
        acknowledged += [index for line in lines for index in line]
        size = check(database, acknowledged)
        assert (size - 1) % 5 == 0
    assert len(acknowledged) >= rounds * 5


def test_a_killed_writer_does_not_lock_others_out(store, database):
    writer = start(store.url, count=0, batch=1, name="first")
    writer.read_line()
    writer.kill()
    with database.write() as tx:
        draft = draft_entry(EntryType.SIGNAL_PROPOSED, {}, actor="a")
        tx.log.append([draft], clock=now)


def test_a_server_that_is_killed_takes_nothing_acknowledged_with_it():
    with serve() as server:
        store = PostgresqlStore.empty(server, "scratch")
        database = Database(store.url)
        found_log(database)
        writer = start(store.url, count=0, batch=5, name="w")
        acknowledged = writer.read_line() + writer.read_line()
        with server.connect() as admin:
            wanted = "SELECT pid FROM pg_stat_activity WHERE application_name = 'assessor' AND query ~ 'UPDATE|COMMIT'"
            while (found := admin.execute(wanted).fetchone()) is None:
                time.sleep(0.001)
            os.kill(found[0], signal.SIGKILL)  # one of its processes gone, a server begins anew from its own log
        acknowledged += [index for line in writer.read_all() for index in line]
        assert writer.process.exitcode == 1
        database.close()
        deadline = time.monotonic() + 30
        while True:
            try:
                assert (check(database, acknowledged) - 1) % 5 == 0
                break
            except StoreError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        database.close()
