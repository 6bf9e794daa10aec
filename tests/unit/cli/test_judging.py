"""Assessing, explaining, and the history."""

from __future__ import annotations

import pytest

from assessor.cli.exit_code import ExitCode

TIMES = ("--as-of", "2026-04-26", "--known-at", "2026-04-26")
PROMISED = {
    "cell", "as_of", "known_at", "ruleset", "trajectory", "qualifiers", "trend", "confidence", "alternatives",
    "standing", "dimensions", "findings", "tensions", "outlook", "unknowns", "support", "read_set", "log_size",
    "cause", "engines", "entry_index",
}  # fmt: skip


def size(run, db):
    return run("log", "show", "--from", "-1", "--json", "--db", db).data["entries"][0]["index"] + 1


def test_an_assessment_is_one_flat_object_with_everything_promised(run, db):
    ended = run("assess", "11", *TIMES, "--json", "--db", db)
    assert ended.code == 0
    assert ended.data.keys() >= PROMISED
    assert (ended.data["trajectory"], ended.data["qualifiers"]) == ("Advancing", ["with bilateral friction"])
    assert ended.data["trial"] is False
    assert ended.data["cause"] == {"by": "hand", "entries": []}
    assert ended.data["entry_index"] == size(run, db) - 1


def test_an_assessment_is_shown_as_a_page(run, db):
    out = run("assess", "11", *TIMES, "--db", db).out
    for part in (
        "cell 11: Mexico",
        "Advancing (with bilateral friction)",
        "Dimensions",
        "Tensions",
        "how each branch can end, `assessor outlook` tells",
    ):
        assert part in out
    assert "TRIAL" not in out


def test_a_dry_run_is_a_trial_and_records_nothing(run, db):
    before = size(run, db)
    assert run("assess", "11", *TIMES, "--dry-run", "--db", db).out.count("TRIAL, nothing was recorded") == 2
    data = run("assess", "11", *TIMES, "--dry-run", "--json", "--db", db).data
    assert (data["trial"], data["entry_index"]) == (True, None)
    assert size(run, db) == before


def test_a_repetition_names_the_entry_it_repeats(run, db):
    first = run("assess", "11", *TIMES, "--json", "--db", db).data["entry_index"]
    assert f"repeats entry {first}" in run("assess", "11", *TIMES, "--db", db).out


def test_insufficient_evidence_has_an_exit_code_of_its_own(run, bare):
    ended = run("assess", "11", *TIMES, "--db", bare)
    assert ended.code == ExitCode.INSUFFICIENT
    assert "none issued" in ended.out
    assert run("assess", "11", *TIMES, "--json", "--db", bare).data["standing"] == "insufficient"


def test_all_cells_stand_in_a_table_and_the_exit_code_is_0(run, db):
    ended = run("assess", "--all", *TIMES, "--dry-run", "--db", db)
    assert ended.code == 0
    assert all(line.endswith("TRIAL") for line in ended.out.splitlines()[1:] if line[:1].strip())
    cells = [a["cell"] for a in run("assess", "--all", *TIMES, "--dry-run", "--json", "--db", db).data["assessments"]]
    assert "11" in cells
    assert len(cells) == len(set(cells)) > 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--as-of", "2026-02-30"), "as of `2026-02-30` is not a day"),
        (("--known-at", "yesterday"), "known at `yesterday` is neither a day"),
        (("--known-at", "2999-01-01"), "lies in the future"),
        (("--as-of", "2026-05-01", "--known-at", "2026-04-26"), "lies after known at"),
    ],
)
def test_times_that_make_no_sense_are_refused(run, db, given, told):
    ended = run("assess", "11", *given, "--db", db)
    assert ended.code == ExitCode.USAGE
    assert told in ended.err


def test_an_unknown_cell_names_those_there_are(run, db):
    assert "it has 1, 2, 4" in run("assess", "99", *TIMES, "--db", db).err


def test_an_explanation_goes_from_verdict_to_evidence(run, db):
    out = run("explain", "11", *TIMES, "--db", db).out
    assert out.startswith("TRIAL, not recorded: cell 11 as of 2026-04-26: Advancing")
    for part in ("[met] ", "found ", " asked", "bound ", "(tier 2, 2026-02-22)", "backfill", "Decisive"):
        assert part in out


def test_a_brief_explanation_holds_rules_alone(run, db):
    out = run("explain", "11", *TIMES, "--brief", "--db", db).out
    assert "results-sustained: " in out
    assert "[met]" not in out


def test_an_explanation_as_json_holds_the_tree(run, db):
    data = run("explain", "11", *TIMES, "--json", "--db", db).data
    assert data["trajectory"] == "Advancing"
    assert data["explanation"][0]["outcome"] == "met"
    assert data["decisive"]


def test_why_not_shows_what_each_missing_condition_lacks(run, db):
    out = run("explain", "11", *TIMES, "--why-not", "Contested", "--db", db).out
    assert "why not Contested" in out
    assert "Missing for Advancing or Consolidated to Contested" in out
    assert "1 more event\n" in out
    assert "event(s)" not in out
    data = run("explain", "11", *TIMES, "--why-not", "Contested", "--json", "--db", db).data
    assert data["missing"]["breaks-down"]


def test_why_not_an_unknown_trajectory_names_those_there_are(run, db):
    ended = run("explain", "11", *TIMES, "--why-not", "Nirvana", "--db", db)
    assert (ended.code, "it has Reversing, Pre-execution" in ended.err) == (ExitCode.USAGE, True)


def test_a_cell_without_rules_explains_nothing_and_is_led_nowhere(run, db):
    assert "no rule decided anything" in run("explain", "7", *TIMES, "--db", db).out
    assert "no rule leads to Advancing" in run("explain", "7", *TIMES, "--why-not", "Advancing", "--db", db).out


def test_a_history_is_a_line_with_its_states(run, db):
    out = run("history", "11", *TIMES, "--db", db).out
    assert "┣" in out
    assert "Advancing      2025-10-31  2026-04-26" in out
    data = run("history", "11", *TIMES, "--json", "--db", db).data
    assert [span["state"] for span in data["spans"]] == ["Pre-execution", "Contested", "Advancing"]
    assert data["trial"] is True
    assert data["doubts"]
