"""Histories by stretches of days, and since when conditions have held."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest

from assessor.cli.exit_code import ExitCode

TIMES = ("--as-of", "2026-04-26", "--known-at", "2026-04-26")


def test_stretches_are_every_day_once_and_end_with_the_verdict_of_the_day_judged(run, db):
    data = run("history", "11", *TIMES, "--json", "--db", db).data
    assert (data["stretches"][0]["since"], data["stretches"][-1]["until"]) == (data["epoch"], "2026-04-26")
    for one, other in zip(data["stretches"], data["stretches"][1:], strict=False):
        assert date.fromisoformat(other["since"]) == date.fromisoformat(one["until"]) + timedelta(days=1)
    assessed = run("assess", "11", *TIMES, "--dry-run", "--json", "--db", db).data
    last = data["stretches"][-1]["verdict"]
    for part in ("trajectory", "qualifiers", "trend", "confidence", "standing", "alternatives"):
        assert last[part] == assessed[part]
    for stated, whole in zip(last["dimensions"], assessed["dimensions"], strict=True):
        assert stated.items() <= whole.items()


def test_a_history_is_told_from_a_day_to_a_day_as_it_is_without_them(run, db):
    whole = run("history", "11", *TIMES, "--json", "--db", db).data
    cut = run("history", "11", *TIMES, "--from", "2025-03-01", "--to", "2025-12-31", "--json", "--db", db).data
    assert (cut["from"], cut["to"]) == ("2025-03-01", "2025-12-31")
    assert (cut["stretches"][0]["since"], cut["stretches"][-1]["until"]) == ("2025-03-01", "2025-12-31")
    verdicts = [s["verdict"] for s in whole["stretches"]]
    assert [s["verdict"] for s in cut["stretches"]] == [
        v for v in verdicts if v in [s["verdict"] for s in cut["stretches"]]
    ]
    assert (cut["spans"][0]["since"], cut["spans"][-1]["until"]) == ("2025-03-01", "2025-12-31")


def test_to_a_day_is_as_of_that_day_where_no_other_is_judged(run, db):
    told = run("history", "11", "--to", "2025-12-31", "--known-at", "2026-04-26", "--json", "--db", db).data
    assert (told["as_of"], told["to"]) == ("2025-12-31", "2025-12-31")


@pytest.mark.parametrize(
    "days", [("--from", "2026-05-01"), ("--from", "2025-06-01", "--to", "2025-05-01"), ("--to", "x")]
)
def test_days_that_leave_nothing_to_tell_are_refused(run, db, days):
    assert run("history", "11", *TIMES, *days, "--db", db).code == ExitCode.USAGE


def test_verdicts_are_shown_a_stretch_a_line(run, db):
    out = run("history", "11", *TIMES, "--db", db).out
    assert "The verdict, by stretches of days" in out
    assert "Advancing; with bilateral friction" in out


def test_when_tells_of_the_rules_behind_the_verdict_since_the_day_they_have_been_so(run, db):
    told = run("explain", "11", *TIMES, "--when", "--json", "--db", db).data
    behind = {reason["rule"] for reason in told["reasons"]}
    rules = {rule["rule"]: rule for rule in told["when"]}
    assert behind <= rules.keys()
    for rule in rules.values():
        assert (rule["conditions"][0]["outcome"], rule["conditions"][0]["since"]) == (rule["outcome"], rule["since"])
    # a qualifier's rule has been met since the first day of the last stretches that have it
    qualified = next(r for r in told["when"] if r["concludes"].startswith("qualifier"))
    stretches = run("history", "11", *TIMES, "--json", "--db", db).data["stretches"]
    first = next(n for n in range(len(stretches)) if all(s["verdict"]["qualifiers"] for s in stretches[n:]))
    assert stretches[first]["since"] == qualified["since"]


def test_when_is_told_of_a_recorded_assessment_as_of_its_cell(run, db):
    recorded = run("assess", "11", *TIMES, "--json", "--db", db).data
    by_id = run("explain", "--entry", str(recorded["entry_index"]), "--when", "--json", "--db", db).data
    assert by_id["when"] == run("explain", "11", *TIMES, "--when", "--json", "--db", db).data["when"]
    shown = run("explain", "11", *TIMES, "--when", "--db", db).out
    assert all(f"rule {rule['rule']} {rule['outcome']} since {rule['since']}" in shown for rule in by_id["when"])


@pytest.mark.parametrize("other", [("--why-not", "Contested"), ("--brief",)])
def test_when_is_a_question_of_its_own(run, db, other):
    assert run("explain", "11", *TIMES, "--when", *other, "--db", db).code == ExitCode.USAGE


BOTH = ("--as-of-axis", "--known-at-axis", "--known-to", "2026-04-26")


def test_both_axes_tell_of_each_day_what_was_said_of_it_and_when(run, own):
    data = run("history", "11", *BOTH, "--json", "--db", own).data
    assert (data["as_of_axis"]["from"], data["as_of_axis"]["to"]) == ("2025-01-20", "2026-04-26")
    assert (data["known_at_axis"]["from"], data["known_at_axis"]["to"]) == ("2025-01-20", "2026-04-26")
    assert [one["entry"] for one in data["statements"]] == [353, 354, 355]
    (march,) = [row for row in data["rows"] if row["since"] == "2026-03-31"]
    assert march["until"] == "2026-03-31"
    assert [(one["known_from"], one["basis"], one["entries"]) for one in march["sayings"]] == [
        (None, "computed", []),
        ("2026-04-26", "recorded", [353]),
    ]
    alone = run("history", "11", "--known-at-axis", "--as-of", "2026-03-31", "--known-to", "2026-04-26", "--json",
                "--db", own).data  # fmt: skip
    assert alone["rows"] == [march]
    shown = run("history", "11", *BOTH, "--db", own).out
    assert "recorded, entry 353" in shown
    assert "computed now" in shown
    assert "What became known of days before" in shown


@pytest.mark.parametrize(
    "options",
    [
        ("--known-from", "2026-01-01"),
        ("--known-at-axis", "--known-at", "2026-01-01"),
        (*BOTH, "--as-of", "2026-01-01"),
        (*BOTH, "--from", "2026-06-01"),
        ("--known-at-axis", "--known-from", "2027-01-01", "--known-to", "2026-01-01"),
        ("--known-at-axis", "--known-to", "then"),
    ],
)
def test_axes_that_contradict_each_other_are_refused(run, db, options):
    ended = run("history", "11", *options, "--db", db)
    assert (ended.code, ended.out) == (ExitCode.USAGE, "")
    assert ended.err.startswith("error: ")


def test_a_plot_is_a_picture_of_both_axes_and_replaces_what_was_there(run, own, tmp_path):
    path = tmp_path / "axes.svg"
    path.write_text("old")
    told = run("history", "11", "--known-to", "2026-04-26", "--plot", path, "--width", "360", "--json", "--db", own)
    assert told.data["plot"] == str(path)
    assert told.data["rows"]
    assert path.read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg" width="360"')
    assert [one.name for one in tmp_path.iterdir() if "axes" in one.name] == ["axes.svg"]


@pytest.mark.parametrize("name", ["axes.png", "nowhere/axes.svg", "taken.svg"])
def test_a_plot_that_cannot_be_written_is_refused_and_leaves_nothing(run, own, tmp_path, name):
    (tmp_path / "taken.svg").mkdir()
    ended = run("history", "11", "--known-to", "2026-04-26", "--plot", tmp_path / name, "--db", own)
    assert (ended.code, ended.out) == (ExitCode.USAGE, "")
    assert str(tmp_path / name) in ended.err
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".new")]


@pytest.mark.parametrize("width", ["319", "2001"])
def test_a_plot_into_which_nothing_fits_is_refused(run, own, tmp_path, width):
    ended = run("history", "11", "--plot", tmp_path / "axes.svg", "--width", width, "--db", own)
    assert (ended.code, ended.out) == (ExitCode.USAGE, "")
    assert "320 to 2000 pixels" in ended.err


def test_without_what_draws_a_plot_is_refused_and_told_what_to_install(run, own, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    ended = run("history", "11", "--plot", tmp_path / "axes.svg", "--db", own)
    assert ended.code == ExitCode.COULD_NOT_RUN
    assert "install `assessor[charts]`" in ended.err
