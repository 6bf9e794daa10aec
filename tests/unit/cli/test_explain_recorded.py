"""A recorded assessment explained from the record alone."""

from __future__ import annotations

import pytest

from assessor.cli.exit_code import ExitCode
from tests.unit.cli.record import AGAIN, FIRST, ID, LAST, SHIPPED


def test_an_id_and_an_entry_name_the_same_assessment(run, assessed):
    by_id, by_entry = (run("explain", *words, "--json", "--db", assessed).data for words in ([ID], ["--entry", LAST]))
    assert by_id == by_entry
    assert (by_id["id"], by_id["entry_index"], by_id["trial"], by_id["from_record"]) == (ID, LAST, False, True)
    assert by_id["qualifiers"] == ["with bilateral friction"]
    assert by_id["decisive"]


def test_a_recorded_assessment_is_explained_as_its_cell_was(run, assessed):
    recorded = run("explain", ID, "--json", "--db", assessed).data
    times = ("--as-of", SHIPPED, "--known-at", SHIPPED)
    asked = run("explain", "11", *times, "--json", "--db", assessed).data
    assert asked["from_record"] is False
    assert recorded["explanation"] == asked["explanation"]
    assert {key for key in recorded if recorded[key] != asked[key]} == {"from_record", "actor"}


def test_the_page_says_that_it_is_the_record(run, assessed):
    out = run("explain", ID, "--brief", "--db", assessed).out
    assert f"recorded as entry {LAST}, as known at the end of 2026-04-26 (UTC), log size {LAST}" in out
    assert "evaluated again from the record alone: the same bytes" in out
    assert "TRIAL" not in out


def test_a_repetition_is_explained_by_what_it_repeats(run, assessed):
    found = run("explain", "--entry", AGAIN, "--json", "--db", assessed).data
    assert (found["entry_index"], found["repeats"], found["log_size"]) == (AGAIN, LAST, AGAIN)
    assert found["trajectory"] == "Advancing"


def test_why_not_is_answered_from_the_record_too(run, assessed):
    out = run("explain", "--entry", FIRST, "--why-not", "Contested", "--db", assessed).out
    assert out.startswith("cell 11 as of 2026-03-31: Advancing")
    assert "evaluated again from the record alone" in out
    assert "Missing for Advancing or Consolidated to Contested" in out
    refused = run("explain", "--entry", FIRST, "--why-not", "Nirvana", "--db", assessed)
    assert (refused.code, "it has Reversing" in refused.err) == (ExitCode.USAGE, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give one of CELL|ID, --entry"),
        ((ID, "--entry", LAST), "give one of CELL|ID, --entry"),
        (("--entry", 9), "entry 9 is of type `reading:recorded` and records no assessment"),
        (("--entry", 0), "entry 0 is of type `log:created`"),
        (("--entry", 356), "entry 356 is not there: the log has 356 entries, 0 to 355"),
        (("--entry", 10**30), "is not there"),
        (("--entry", -1), "greater than or equal to 0"),
        (("7@2026-04-26#354",), f"entry 354 recorded `{ID}`"),
        (("11@2026-04-25#354",), f"entry 354 recorded `{ID}`"),
        (("11@2026-04-26#353",), "entry 353 recorded `11@2026-03-31#353`"),
        (("11@2026-04-26#999999999999999",), "is not there"),
        ((f"\x1b[31m{ID}",), "entry 354 recorded"),
        ((ID, "--as-of", SHIPPED), "has times of its own"),
        (("--entry", LAST, "--known-at", SHIPPED), "has times of its own"),
        (("11@2026-04-26#",), "is not in framework"),
        (("11@2026-04-26#\u0663\u0665\u0664",), "is not in framework"),
    ],
)
def test_what_names_no_assessment_is_refused(run, assessed, words, told):
    ended = run("explain", *words, "--db", assessed)
    assert ended.code == ExitCode.USAGE
    assert told in ended.err
    assert "\x1b" not in ended.err
    assert ended.out == ""
