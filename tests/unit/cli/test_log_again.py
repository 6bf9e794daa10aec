"""`log replay`, `log rebuild` and `content erase`: what they say, and how they end."""

from __future__ import annotations

import io
import sqlite3
import sys

import pytest

from assessor.cli.exit_code import ExitCode
from assessor.cli.meter import Meter
from tests.harbour_log import FASTER, live_through, open_harbour


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "log.db"
    with open_harbour(path) as context:
        live_through(context)
    return path


def change(db, statement):
    with sqlite3.connect(db) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
        for _, sql in triggers:
            raw.execute(sql)
    raw.close()


CHANGED_RECORD = (
    """UPDATE content SET data = CAST(replace(data, '"trajectory":"busy"', '"trajectory":"idle"') AS BLOB)"""
    """ WHERE instr(data, CAST('"cell":"harbour"' AS BLOB)) OR instr(data, CAST('arrivals/2025-03' AS BLOB))"""
)


def test_a_replay_that_is_equal_ends_with_0_and_tells_its_rate(run, db):
    ended = run("log", "replay", "--db", db)
    assert ended.code == 0
    equal, rate = ended.out.splitlines()
    assert equal == (
        "equal: 6 recorded assessments (1 of them a repetition), evaluated again from the log alone, byte for byte"
    )
    assert rate.endswith(" assessments a second")
    assert ended.err == ""  # no progress where nobody watches
    data = run("log", "replay", "--from", "13", "--to", "17", "--json", "--db", db).data
    assert (data["equal"], data["assessments"], data["repeated"], data["different"]) == (True, 2, 0, 0)
    assert float(data["rate"]) > 0
    assert data["told"] == []


def test_a_difference_ends_with_3_and_is_told_in_meaning(run, db):
    change(db, CHANGED_RECORD)
    ended = run("log", "replay", "--db", db)
    assert ended.code == ExitCode.NEGATIVE
    lines = ended.out.splitlines()
    assert lines[0] == "entry 12, cell harbour as of 2025-04-20: NOT equal; from the record to now"
    assert lines[2] == "  trajectory: idle became busy"
    assert "entry 18, which repeats entry 12, cell harbour as of 2025-04-20: NOT equal; from the record to now" in lines
    assert lines[-2].startswith("NOT equal: 2 of 6 recorded assessments")
    json_ended = run("log", "replay", "--json", "--db", db)
    assert json_ended.code == ExitCode.NEGATIVE
    assert [one["entry_index"] for one in json_ended.data["told"]] == [12, 18]
    assert json_ended.data["told"][0]["differences"][0] == {
        "part": "trajectory",
        "about": "",
        "before": "idle",
        "after": "busy",
    }


def test_a_log_that_does_not_fit_its_hashes_ends_with_5(run, db):
    change(db, "UPDATE log_entry SET data = replace(data, '12', '13') WHERE entry_index = 9")
    for command in (("replay",), ("rebuild",), ("rebuild", "--check")):
        ended = run("log", *command, "--json", "--db", db)
        assert ended.code == ExitCode.VERIFICATION_FAILED
        assert ended.data["error"]["message"].startswith("entry 9: ")


def test_entries_that_are_not_there_are_a_wrong_use(run, db):
    ended = run("log", "replay", "--from", "22", "--db", db)
    assert (ended.code, "the log has 22 entries, 0 to 21" in ended.err) == (ExitCode.USAGE, True)


def test_a_row_changed_behind_the_logs_back_is_named_and_made_again(run, db):
    assert run("log", "rebuild", "--check", "--db", db).out.startswith(
        "equal: 13 of `evidence`, 20 of `evidence_touch`, 2 of `ruleset`, "
    )
    change(db, "UPDATE evidence SET status = 'retracted' WHERE entry_index = 9")
    ended = run("log", "rebuild", "--check", "--db", db)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.out.splitlines()[0] == (
        "NOT equal: table `evidence`, entry 9: column `status` says `retracted`, the log says `accepted`"
    )
    json_ended = run("log", "rebuild", "--check", "--json", "--db", db)
    assert json_ended.code == ExitCode.VERIFICATION_FAILED
    assert json_ended.data["difference"]["column"] == "status"
    again = run("log", "rebuild", "--db", db)
    assert (again.code, again.out.split(":")[0]) == (0, "rebuilt from 22 entries")
    assert run("log", "rebuild", "--check", "--json", "--db", db).data["equal"] is True
    assert run("log", "rebuild", "--json", "--db", db).data["rows"] == {
        "evidence": 13,
        "evidence_touch": 20,
        "ruleset": 2,
        "assessment": 6,
        "override": 0,
        "restatement": 0,
    }


def test_a_body_changed_behind_the_logs_back_says_how_it_is_made_again(run, db):
    change(db, "UPDATE evidence SET body = x'7b7d' WHERE entry_index = 9")
    ended = run("reading", "list", "--db", db)
    assert (ended.code, "`assessor log rebuild` makes it again" in ended.err) == (ExitCode.VERIFICATION_FAILED, True)
    run("log", "rebuild", "--db", db)
    assert run("reading", "list", "--db", db).code == 0


def test_a_text_is_found_by_its_signal_and_erased(run, db):
    shown = run("signal", "show", "ferry-faster", "--db", db)
    assert FASTER in shown.out
    digests = {line.split(": ")[1] for line in shown.out.splitlines() if line.startswith("text of version")}
    (digest,) = digests
    ended = run("content", "erase", digest, "--reason", "asked for", "--db", db)
    assert ended.code == 0
    first, last = ended.out.splitlines()
    assert first == f"{digest} erased, entry 22: signal ferry-faster, version 1, signal ferry-faster, version 2"
    assert "out of its reach" in last
    again = run("content", "erase", digest, "--reason", "asked for", "--db", db)
    assert again.out.startswith(f"{digest} was erased before, entry 22")
    assert "(erased)" in run("signal", "show", "ferry-faster", "--db", db).out
    assert "(erased)" in run("signal", "list", "--db", db).out
    assert f"content {digest[:19]}" in run("log", "show", "--from", "-1", "--db", db).out
    verified = run("log", "verify", "--db", db)
    assert "1 text was erased, as entries say" in verified.out
    assert run("log", "verify", "--json", "--db", db).data["erased"] == 1


def test_what_is_no_text_is_refused(run, db):
    record = run("log", "show", "12", "--json", "--db", db).data["entries"][0]["body"]["record"]
    ended = run("content", "erase", record, "--reason", "in the way", "--json", "--db", db)
    assert (ended.code, ended.data["error"]["code"]) == (1, "log-erasure-refused")
    assert run("content", "erase", record, "--db", db).code == ExitCode.USAGE  # without a reason


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Quiet:
    """What a meter asks of the parser."""

    def __init__(self, quiet):
        self.params = {"quiet": quiet}

    def find_root(self):
        return self


def test_a_meter_tells_a_person_who_watches_and_takes_its_line_away(monkeypatch):
    watched = Terminal()
    monkeypatch.setattr(sys, "stderr", watched)
    with Meter(Quiet(quiet=False), "replaying") as meter:  # type: ignore[arg-type]
        meter(1, 4)
        meter(2, 4)  # too soon to be told
    assert watched.getvalue() == "\r\x1b[Kreplaying: entry 1 of 4, 25 %\r\x1b[K"
    assert meter.rate(10) > 0


def test_a_meter_is_silent_where_nobody_watches_or_quiet_is_wanted(monkeypatch):
    for stream, quiet in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Meter(Quiet(quiet), "replaying") as meter:  # type: ignore[arg-type]
            meter(1, 4)
        assert stream.getvalue() == ""
