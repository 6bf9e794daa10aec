"""Exceptions in the middle of a recording: nothing half-written, no trace, and the command can be repeated."""

from __future__ import annotations

import pytest

from assessor.cli.options import shipped_framework
from assessor.errors import EngineError
from assessor.store.log_writer import LogWriter
from assessor.store.projections import ProjectionWriter

BATCH = shipped_framework() / "evidence" / "federal-register.yaml"
ASSESS = ("assess", "11", "--as-of", "2026-04-26", "--known-at", "2026-04-26")
MIDDLES = {"entries are written": (LogWriter, "append"), "tables are written": (ProjectionWriter, "add")}
COMMANDS = [("import", BATCH), ("rules", "publish", "--effective-from", "2026-01-01"), ASSESS]
RAISED = [
    (ZeroDivisionError("by zero"), 1, "error: something unforeseen, ZeroDivisionError: by zero; run again with"),
    (MemoryError(), 1, "error: something unforeseen, MemoryError: ; run again with --verbose for the trace"),
    (EngineError("it stopped"), 1, "error: it stopped"),
    (KeyboardInterrupt(), 130, "interrupted: what was under way is recorded whole or not at all"),
]


@pytest.mark.parametrize(("raised", "code", "told"), RAISED, ids=[type(r[0]).__name__ for r in RAISED])
@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_stops_half_way_leaves_nothing_and_can_be_repeated(
    run, bare, monkeypatch, command, middle, raised, code, told
):
    owner, name = MIDDLES[middle]
    real = getattr(owner, name)

    def write_then_stop(*arguments, **options):
        real(*arguments, **options)
        raise raised

    before = bare.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, write_then_stop)
        ended = run(*command, "--db", bare)
    assert ended.code == code
    assert ended.out == ""
    assert ended.err.startswith(told)
    assert "Traceback" not in ended.err
    assert run("log", "verify", "--db", bare).out.startswith("verified: 2 entries")
    assert bare.read_bytes() == before
    again = run(*command, "--db", bare)
    assert again.code in {0, 6}  # there is no evidence for an assessment here
    assert run("log", "verify", "--db", bare).code == 0


def test_a_cell_that_cannot_be_judged_is_named_with_those_recorded_before_it(run, bare, monkeypatch):
    real, seen = ProjectionWriter.add, []

    def third_stops(*arguments, **options):
        seen.append(1)
        if len(seen) == 3:
            raise EngineError("it stopped")
        return real(*arguments, **options)

    monkeypatch.setattr(ProjectionWriter, "add", third_stops)
    ended = run("assess", "--all", *ASSESS[2:], "--json", "--db", bare)
    assert ended.code == 1
    assert ended.data["error"]["message"].splitlines() == [
        "it stopped",
        "judging cell 4",
        "recorded before that: cell 1, 2",
    ]
