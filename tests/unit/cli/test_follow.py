"""A command that changes what is known tells, below what it recorded, which verdicts followed from it."""

from __future__ import annotations

import re
import shutil

import pytest

SIGNAL = ("signal", "add", "--id", "second-incident", "--title", "A second officer killed on a joint mission",
          "--date", "2026-04-20", "--new-source", "wire-0421|Wire report, found late|2|2026-04-21",
          "--cell", "11", "--dimension", "bilateral-posture", "--direction", "stalling", "--stage", "incident",
          "--severity", "major", "--tag", "lethal", "--tag", "cooperation-halt")  # fmt: skip


@pytest.fixture
def database(assessed, tmp_path):
    """Three assessments of cell 11: entries 353 to 355; the log has 356 entries."""
    return shutil.copy(assessed, tmp_path / "assessor.db")


def test_a_line_tells_the_verdict_that_followed_its_cause_and_what_it_restates(run, database):
    ended = run(*SIGNAL, "--db", database)
    assert ended.code == 0, ended.err
    batch, *lines = ended.out.splitlines()
    assert batch == "batch by-hand@356: 2 recorded, entries 356 to 357"
    (line,) = re.findall(r"(?s)^cell 11 as of [\d-]+: .*$", " ".join(lines))
    assert "; entry 358, because of entries 356 to 357; " in line
    assert re.search(r"; restates \d earlier assessments? \(entry 359\)$", line)


def test_one_document_holds_what_was_recorded_and_what_followed(run, database):
    added = run(*SIGNAL, "--json", "--db", database).data
    assert [item["id"] for item in added["batches"][0]["recorded"]] == ["wire-0421", "second-incident"]
    (one,) = added["recomputed"]
    assert (one["cell"], one["entries"], one["cause"]["entries"]) == ("11", [356, 357], [356, 357])
    assert (one["entry_index"], one["restated_by"], one["trial"]) == (358, 359, False)
    assert (one["before"], added["failed"]) == ("11@2026-04-26#355", [])
    assert {"part", "before", "after"} <= set(one["changes"][0])
    retracted = run("signal", "retract", "second-incident", "--reason", "it never was", "--json", "--db", database).data
    assert [change["action"] for change in retracted["changes"]] == ["retracted"]
    assert [one["cell"] for one in retracted["recomputed"]] == ["11"]


def test_left_due_it_is_out_of_date_until_it_is_recomputed(run, database):
    added = run(*SIGNAL, "--no-recompute", "--json", "--db", database).data
    assert (added["recomputed"], added["failed"]) == ([], [])
    told = "out of date: entries 356 to 357 are newer and touch this cell; `assessor recompute 11` assesses it again"
    for words in (
        ("explain", "11@2026-04-26#355", "--brief"),
        ("explain", "11@2026-04-26#355", "--why-not=Contested"),
        ("explain", "--entry", "355", "--when"),
    ):
        assert told in run(*words, "--db", database).out.splitlines()
        assert run(*words[:-1], "--json", "--db", database).data["out_of_date"] == [356, 357]
    assert "out of date" not in run("explain", "11@2026-04-26#354", "--brief", "--db", database).out  # 355 replaced it
    assert run("recompute", "11", "--db", database).code == 0
    assert run("explain", "11@2026-04-26#355", "--json", "--db", database).data["out_of_date"] == []


def test_a_history_of_a_recorded_cut_and_a_repeated_request_say_so_too(run, database):
    judged = ("assess", "11", "--as-of", "2026-04-27", "--known-at", "2026-04-27", "--key", "k", "--db", database)
    assert run(*judged, "--json").data["out_of_date"] == []
    run(*SIGNAL, "--no-recompute", "--db", database)
    cut = ("history", "11", "--as-of", "2026-04-27", "--known-at", "2026-04-27", "--db", database)
    assert run(*cut, "--json").data["out_of_date"] == [357, 358]
    assert run(*judged, "--json").data["out_of_date"] == [357, 358]
    told = "out of date: entries 357 to 358 are newer"
    assert told in run(*cut).out
    assert told in run(*judged).out


def test_evidence_that_no_verdict_can_follow_from_is_recorded_and_the_command_says_so(run, database):
    first = run(*SIGNAL, "--event", "clash", "--db", database)
    assert first.code == 0, first.err
    again = [word.replace("second-incident", "third").replace("wire-0421", "wire-2") for word in SIGNAL]
    again[again.index("2026-04-20")] = "2026-04-10"
    ended = run(*again, "--event", "clash", "--json", "--db", database)
    assert ended.code == 1
    assert [item["id"] for item in ended.data["batches"][0]["recorded"]] == ["wire-2", "third"]
    (failed,) = ended.data["failed"]
    assert (failed["cell"], failed["code"]) == ("11", "evidence-invalid")
    assert ended.err.startswith("error: cell `11` could not be assessed again and stays due: event `clash`: the dates")
    ended = run("recompute", "--json", "--db", database)
    assert (ended.code, [one["cell"] for one in ended.data["failed"]]) == (1, ["11"])
    ended = run("signal", "retract", "third", "--reason", "another event", "--db", database)
    assert (ended.code, "cell 11 as of" in ended.out) == (0, True)


def test_a_size_that_is_no_number_is_told(run, database, monkeypatch):
    monkeypatch.setenv("ASSESSOR_RECOMPUTE_AT_ONCE", "many")
    ended = run("recompute", "--db", database)
    assert ended.code == 1
    assert ended.err.startswith("error: ASSESSOR_RECOMPUTE_AT_ONCE is `many`: it is a number")
