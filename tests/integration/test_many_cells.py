"""Many cells are judged alike by one process and by two, in the order asked for, and a process that dies is told."""

from __future__ import annotations

import os
import signal
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from assessor.bootstrap import open_assessor
from assessor.domain.duration import parse_duration
from assessor.engine.histories import histories_of
from assessor.errors import StoreError
from assessor.services import by_parts, many_cells
from assessor.services.backtest import Period, backtest
from assessor.services.known_evidence import read_evidence_at
from assessor.services.many_cells import Cells, stretches_of
from assessor.services.part_worker import PartWorker
from assessor.services.publish_ruleset import latest
from benchmarks.grown_log import Size, build

if TYPE_CHECKING:
    from assessor.services.context import Context

SIZE = Size(cells=23, signals=400, last=date(2025, 12, 31))
LAST = date(2026, 1, 31)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("grown") / "log.db"
    with open_assessor(str(path), "tester") as context:
        build(context, SIZE)
    return path


@pytest.fixture
def context(log):
    with open_assessor(str(log), "tester") as context:
        yield context


@pytest.fixture
def _two(monkeypatch):
    monkeypatch.setattr(many_cells, "FEWEST_CELL_DAYS", 1)
    monkeypatch.setattr(by_parts, "count_cores", lambda: 2)


def asked_of(tx: Any, cells: tuple[str, ...]) -> Cells:
    return Cells(latest(tx).ruleset, cells, tx.log.size(), datetime.now(UTC))


def stretches(context: Context, cells: tuple[str, ...]) -> list[Any]:
    with context.database.read() as tx:
        return list(stretches_of(context, tx, asked_of(tx, cells), LAST))


ORDER = ("7", "3", "23", "1", "12")


@pytest.mark.usefixtures("_two")
def test_histories_by_two_processes_are_those_of_one_and_of_all_that_was_known(context, monkeypatch):
    by_two = stretches(context, ORDER)
    with monkeypatch.context() as alone:
        alone.setattr(by_parts, "PartWorker", None)
        alone.setattr(by_parts, "count_cores", lambda: 1)
        by_one = stretches(context, ORDER)
    with context.database.read() as tx:
        asked = asked_of(tx, ORDER)
        evidence = read_evidence_at(tx, asked.log_size, asked.moment)
    whole = histories_of(asked.ruleset, evidence, ORDER, LAST)
    assert by_two == by_one == [whole.of(cell).stretches for cell in ORDER]
    assert len(set(by_two)) == len(ORDER)


@pytest.mark.usefixtures("_two")
def test_a_backtest_by_two_processes_has_the_digest_of_one(context, monkeypatch):
    period = Period(date(2024, 6, 1), date(2025, 12, 31), parse_duration("P1W"))
    told: list[tuple[int, int]] = []
    by_two = backtest(context, None, period, dry_run=True, told=lambda done, of: told.append((done, of)))
    with monkeypatch.context() as alone:
        alone.setattr(by_parts, "PartWorker", None)
        alone.setattr(by_parts, "count_cores", lambda: 1)
        by_one = backtest(context, None, period, dry_run=True)
    assert by_two.digest == by_one.digest
    assert by_two.rows == by_one.rows
    assert len({row.verdict for row in by_two.rows}) > 1
    assert [done for done, _ in told] == [len(by_two.rows) // SIZE.cells * n for n in range(1, SIZE.cells + 1)]


@pytest.mark.usefixtures("_two")
def test_a_process_that_is_killed_is_told(context, monkeypatch):
    take = PartWorker.take

    def killed(worker: Any) -> Any:
        os.kill(worker._process.pid, signal.SIGKILL)
        worker._process.wait()
        return take(worker)

    with context.database.read() as tx:
        found = stretches_of(context, tx, asked_of(tx, tuple(str(n) for n in range(1, 24))), LAST)
        next(found)
        monkeypatch.setattr(PartWorker, "take", killed)
        with pytest.raises(StoreError, match=r"ended early \(exit status -9\): try again"):
            list(found)


def test_little_work_is_done_by_this_process(context, monkeypatch):
    monkeypatch.setattr(by_parts, "count_cores", lambda: 2)
    monkeypatch.setattr(by_parts, "PartWorker", None)
    assert len(stretches(context, ORDER)) == len(ORDER)
