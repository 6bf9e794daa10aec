"""Verification by several processes says what one says, and none of them outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessor.audit import EntryType, draft_entry, draft_genesis
from assessor.bootstrap import open_assessor
from assessor.errors import StoreError, StoreMissingError
from assessor.services import by_parts, compare_tables, read_spans
from assessor.services.part_worker import PartJob, PartWorker
from assessor.services.read_spans import TileCheck
from assessor.services.verify_log import verify_log
from assessor.store.database import Database
from tests.copies import lay_schema
from tests.stores import drop_trigger

SIZE = 2_000
CHECK = TileCheck()
INTERRUPTED = "interrupted: what was under way is recorded whole or not at all, as `assessor log show` tells; "
INTERRUPTED += "it can be repeated\n"
SLOWLY = """
import sys, time
from assessor.cli import main
from assessor.services import by_parts, read_spans
read_spans.FEWEST_TILES, by_parts.count_cores = 1, lambda: 2
take = by_parts.PartWorker.take
def slowly(worker):
    print(worker._process.pid, flush=True)
    time.sleep(0.2)
    return take(worker)
by_parts.PartWorker.take = slowly
main()
"""


@pytest.fixture
def database(database):
    lay_schema(database)
    clock = lambda: datetime.now(UTC)  # noqa: E731 - it is handed on
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=clock)
        item = {"indicator": "i", "period": "2026-03", "value": "9", "unit": "u", "source": "s"}
        bodies = [{"id": f"i/{n}", "item": item, "version": 1} for n in range(1, SIZE)]
        tx.append([draft_entry(EntryType.READING_RECORDED, body, actor="a") for body in bodies], clock=clock)
    database.close()
    return database


@pytest.fixture
def _many(monkeypatch):
    """Two processes, however short the log and however small the machine."""
    monkeypatch.setattr(read_spans, "FEWEST_TILES", 1)
    monkeypatch.setattr(compare_tables, "FEWEST_TILES", 1)
    monkeypatch.setattr(by_parts, "count_cores", lambda: 2)


def reports(store, monkeypatch):
    """What several processes report, and what this one alone does."""
    with open_assessor(store.url) as assessor:
        many = verify_log(assessor)
        with monkeypatch.context() as alone:
            alone.setattr(by_parts, "count_cores", lambda: 1)
            alone.setattr(by_parts, "PartWorker", None)
            return many, verify_log(assessor)


@pytest.mark.usefixtures("_many", "database")
def test_several_processes_find_a_sound_log_sound(store, monkeypatch):
    many, one = reports(store, monkeypatch)
    assert many == one
    assert (many.is_sound, many.size) == (True, SIZE)


@pytest.mark.usefixtures("_many", "database")
def test_several_processes_name_the_same_row_beside_the_log(store, monkeypatch):
    with store.connect() as door:
        door.execute("UPDATE evidence SET status = 'proposed' WHERE entry_index IN (1500, 900)")
    many, one = reports(store, monkeypatch)
    assert many == one
    assert str(many.fault) == "table `evidence`, entry 900: column `status` says `proposed`, the log says `accepted`"


@pytest.mark.usefixtures("_many", "database")
@pytest.mark.parametrize("statement", ["UPDATE log_entry SET batch = 'b' WHERE entry_index = 900",
                                       "DELETE FROM log_entry WHERE entry_index BETWEEN 500 AND 1300"])  # fmt: skip
def test_several_processes_name_the_same_fault(store, monkeypatch, statement):
    with store.connect_past_keys() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        door.execute(statement)
    many, one = reports(store, monkeypatch)
    assert many == one
    assert many.fault is not None
    assert many.fault.index == (900 if "UPDATE" in statement else 500)


def running(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until(holds):
    for _ in range(500):
        if holds():
            return True
        time.sleep(0.02)
    return False


def take_all(worker):
    while True:
        worker.take()


def test_a_process_that_is_killed_is_told_and_the_others_end(database):
    jobs = [PartJob(database, CHECK, range(first, 10**6, 2)) for first in range(2)]
    with PartWorker(jobs[0]) as first:
        with PartWorker(jobs[1]) as second:
            first.take()
            os.kill(first._process.pid, signal.SIGKILL)
            with pytest.raises(StoreError, match=r"ended early \(exit status -9\): try again"):
                take_all(first)
        assert not running(second._process.pid)
    assert not running(first._process.pid)


def test_what_a_process_cannot_do_is_told_in_its_own_words(tmp_path):
    job = PartJob(Database(f"sqlite:///{tmp_path}/none.db"), CHECK, range(1))
    with PartWorker(job) as worker, pytest.raises(StoreMissingError, match="run `assessor init`"):
        worker.take()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_one_that_started_it(store, stop):
    program = [sys.executable, "-c", SLOWLY, "log", "verify", "--db", store.url]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as verifying:
        assert verifying.stdout is not None
        assert verifying.stderr is not None
        worker = int(verifying.stdout.readline())
        verifying.send_signal(stop)
        assert verifying.wait(30) != 0
        assert wait_until(lambda: not running(worker))
        told = verifying.stderr.read()
    assert told == ("" if stop == signal.SIGKILL else INTERRUPTED)


@pytest.mark.parametrize("fewest", [0, 1, 6, 7, 8])
def test_whoever_does_a_part_all_of_them_come_in_order(database, monkeypatch, fewest):
    monkeypatch.setattr(by_parts, "count_cores", lambda: 2)
    with database.read() as tx:
        tiles = SIZE // 256
        found = list(by_parts.work_by_parts(database, tx, CHECK, tiles, fewest=fewest))
        assert found == [CHECK(tx, number) for number in range(tiles)]


@pytest.mark.usefixtures("_many")
def test_a_short_log_is_read_by_this_process_alone(database, monkeypatch):
    monkeypatch.setattr(by_parts, "PartWorker", None)
    with database.read() as tx:
        found = list(by_parts.work_by_parts(database, tx, CHECK, SIZE // 256, fewest=SIZE // 256 + 1))
    assert [span is None for span in found] == [True, *[False] * 6]
