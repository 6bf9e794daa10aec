"""Changing what is known from the command line: what is told, and what is refused."""

from __future__ import annotations

import json

import pytest

WHY = ("--reason", "found out")
SOURCES = ("--new-source", "press-1|A report|2|2026-05-02", "--new-source", "press-2|A copy|2|2026-05-02")


@pytest.fixture
def told(run, bare):
    """Return a database with one signal of two sources: entries 2 to 4."""
    ended = run(
        "signal",
        "add",
        "--id",
        "g1",
        "--title",
        "A raid",
        "--date",
        "2026-05-01",
        *SOURCES,
        "--cell",
        "11",
        "--db",
        bare,
    )
    assert ended.code == 0
    return bare


def test_fields_are_corrected_and_the_page_tells_by_whom_and_why(run, told):
    ended = run("signal", "correct", "g1", "--set", "date=2026-04", "--set", 'sources=["press-2"]', *WHY, "--db", told)
    assert (ended.code, ended.out) == (0, "signal g1 corrected, version 2, entry 5\n")
    shown = run("signal", "show", "g1", "--db", told).out
    assert "corrected by analyst: found out" in shown
    latest = run("signal", "show", "g1", "--json", "--db", told).data["versions"][-1]
    assert (latest["item"]["date"], latest["item"]["sources"]) == ("2026-04", ["press-2"])
    assert (latest["action"], latest["actor"], latest["reason"]) == ("corrected", "analyst", "found out")
    assert "g1, version 2: found out" in run("log", "show", "--db", told).out
    assert "corrected by analyst: found out" in run("trace", "g1", "--db", told).out


def test_a_whole_signal_is_read_from_a_file(run, told, tmp_path):
    path = tmp_path / "g1.jsonl"
    lines = [
        {"batch": "desk", "provenance": "entered by the desk"},
        {"signal": {"id": "g1", "title": "Another raid", "date": "2026-05-02", "sources": ["press-1"]}},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run("signal", "correct", "g1", path, *WHY, "--dry-run", "--db", told).out == (
        "TRIAL, nothing was recorded\nsignal g1 corrected, version 2\n"
    )
    assert run("signal", "correct", "g1", path, *WHY, "--db", told).code == 0
    assert "Another raid" in run("signal", "list", "--db", told).out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((), "give a file, or fields with --set"),
        (("--set", "date"), "is not written FIELD=VALUE"),
        (("--set", "date=2026", "--set", "date=2025"), "field `date` is set twice"),
        (("--set", "sources=[1"), "field `sources` is not JSON"),
    ],
)
def test_fields_that_cannot_be_read_are_a_wrong_use(run, told, given, message):
    ended = run("signal", "correct", "g1", *given, *WHY, "--db", told)
    assert ended.code == 2
    assert message in ended.err


def test_a_retracted_signal_is_listed_as_such_and_not_retracted_twice(run, told):
    assert run("signal", "retract", "g1", *WHY, "--db", told).out == "signal g1 retracted, version 2, entry 5\n"
    assert "g1, retracted, no evidence any more" in run("signal", "list", "--status", "retracted", "--db", told).out
    again = run("signal", "retract", "g1", *WHY, "--json", "--db", told)
    assert (again.code, again.data["error"]["code"]) == (1, "evidence-conflict")


def test_a_source_is_regraded(run, told):
    ended = run("source", "regrade", "press-2", "--copy-of", "press-1", "--tier", "3", *WHY, "--json", "--db", told)
    assert ended.data == {
        "batch": None,
        "changes": [{"kind": "source", "id": "press-2", "version": 2, "action": "regraded", "entry_index": 5}],
        "unchanged": [],
        "trial": False,
        "recomputed": [],
        "failed": [],
    }
    assert "did you mean `press-2`" in run("source", "regrade", "pres-2", "--tier", "3", *WHY, "--db", told).err


def test_signals_are_merged_and_the_batch_is_withdrawn(run, told):
    run("signal", "add", "--id", "g2", "--title", "Same", "--date", "2026-05", "--source", "press-1", "--db", told)
    ended = run("event", "merge", "g1", "g2", "--event", "raid", *WHY, "--db", told)
    assert ended.out.splitlines() == [
        "batch merge@6: 2 changed",
        "signal g1 merged, version 2, entry 6",
        "signal g2 merged, version 2, entry 7",
    ]
    ended = run("import", "withdraw", "merge@6", *WHY, "--db", told)
    assert ended.out.splitlines()[0] == "batch withdrawal@8: 2 changed"
    assert "g1, version 3, which says what version 1 said: found out" in run("log", "show", "--db", told).out
    refused = run("import", "withdraw", "by-hand@2", *WHY, "--db", told)
    assert refused.code == 1
    assert "1 of 3 items cannot be withdrawn" in refused.err
    assert "source `press-1` is cited by signal `g2`, which would stay" in refused.err
    ended = run("import", "withdraw", "by-hand@2", "--partly", *WHY, "--db", told)
    assert ended.out.splitlines()[-1] == "source press-1: left as it is"


def test_a_reading_is_revised(run, told):
    fields = ("--indicator", "swb-encounters", "--period", "2025-09", "--unit", "encounters", "--source", "press-1")
    run("reading", "add", *fields, "--value", "9", "--db", told)
    ended = run("reading", "revise", "swb-encounters/2025-09", "--value", "8", *WHY, "--db", told)
    assert ended.out == "reading swb-encounters/2025-09 revised, version 2, entry 6\n"
    assert run("reading", "revise", "swb-encounters/2025-09", *WHY, "--db", told).code == 2
    bad = run("reading", "revise", "swb-encounters/2025-09", "--value", "many", *WHY, "--db", told)
    assert "`value`: a number has at most 15 digits" in bad.err


def test_files_are_imported_with_the_command_named_or_not(run, bare, tmp_path):
    path = tmp_path / "withdraw.jsonl"
    path.write_text('{"batch": "desk", "provenance": "entered by the desk"}\n', encoding="utf-8")
    assert run("import", path, "--db", bare).out == run("import", "files", path, "--db", bare).out
    assert run("import", "--key", "k", path, "--db", bare).code == 0
    assert run("import", "--db", bare).code == 2
