"""Recomputing in the background: one process at a time, watched in the record, and gone on with when it dies."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from assessor.services.recompute import list_due, recompute
from assessor.services.recompute_alone import RecomputeStatus, recompute_alone, recompute_status
from assessor.services.record_evidence import record_batch
from tests.harbour_log import found, open_harbour, with_second
from tests.integration.test_recompute import CELLS, CHECKOUT, told
from tests.lying_engine import LyingEngine


@pytest.fixture
def context(store):
    """The harbour, every cell assessed and every one due."""
    with open_harbour(store.url) as context:
        found(context)
        recompute(context, every=True)
        record_batch(context, told("all", CELLS))
        yield context


@contextmanager
def a_slow_process(store):
    """A process that recomputes in the background and waits at each cell."""
    command = [sys.executable, "-m", "tests.integration.recompute_alone_slowly", store.url]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def assessments(context):
    with context.database.read() as tx:
        return [len(tx.assessments.of_cell(cell)) for cell in CELLS]


def test_only_one_holds_it_at_a_time(store, context):
    with open_harbour(store.url) as other, context.database.alone() as mine:
        assert mine
        with other.database.alone() as its:
            assert not its
        with other.database.write() as tx:  # and nobody is kept from writing
            assert tx.log.size() > 0
    with context.database.alone() as mine:
        assert mine


def test_while_one_is_at_it_another_leaves_it_alone_and_the_status_tells_how_far_it_is(store, context):
    with a_slow_process(store) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ferry\n"
        assert recompute_status(context) == status(CELLS, 0, running=True)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "harbour\n"
        assert recompute_status(context) == status(("harbour", "lighthouse"), 1, running=True)
        assert not recompute_alone(context)
        assert assessments(context) == [2, 1, 1]
        process.stdin.write("\n\n")
        process.stdin.flush()
        assert process.communicate()[0] == "lighthouse\nTrue\n"
    assert recompute_status(context) == status((), 3)
    assert assessments(context) == [2, 2, 2]


def test_one_that_is_killed_is_gone_on_with(store, context):
    with a_slow_process(store) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "harbour\n"
        process.kill()
        process.wait()
    until = monotonic() + 10
    while recompute_status(context).running and monotonic() < until:
        sleep(0.05)  # a server notices that a session has ended when it looks
    assert recompute_status(context) == status(("harbour", "lighthouse"), 1)
    assert recompute_alone(context)
    assert assessments(context) == [2, 2, 2]


def test_a_cell_that_the_engines_disagree_about_is_told_as_failed_until_it_is_done(context):
    assert recompute_alone(with_second(context, LyingEngine()))
    assert recompute_status(context) == status(("ferry", "harbour"), 1, ("ferry", "harbour"))
    assert recompute_alone(context)
    assert recompute_status(context) == status((), 3)


def test_evidence_that_comes_as_it_leaves_is_seen_to(context, monkeypatch):
    done = []

    def and_then(*args, **kwargs):
        done.append(recompute(*args, **kwargs))
        if len(done) == 1:
            record_batch(context, told("later", ["ferry"], source="s"))
        return done[-1]

    monkeypatch.setattr("assessor.services.recompute_alone.recompute", and_then)
    assert recompute_alone(context)
    assert [[one.cell for one in some] for some in done] == [list(CELLS), ["ferry"]]


def test_the_command_starts_a_process_that_outlives_it_and_another_finds_nothing_to_do(store, context):
    context.database.close()
    command = [sys.executable, "-m", "assessor", "recompute", "--json", "--db", store.url]
    first, second = (json.loads(subprocess.check_output([*command, "--detach"], cwd=CHECKOUT)) for _ in range(2))
    assert first["started"]
    until = monotonic() + 60
    while (list_due(context) or recompute_status(context).running) and monotonic() < until:
        sleep(0.1)
    assert assessments(context) == [2, 2, 2]
    assert second["started"] is None or second["started"] != first["started"]
    last = json.loads(subprocess.check_output([*command, "--status"], cwd=CHECKOUT))
    assert last == {"due": [], "done": 3, "failed": [], "running": False}


def status(due, done, failed=(), *, running=False):
    return RecomputeStatus(due, done, failed, running)
