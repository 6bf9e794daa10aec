"""`rules check` on valid rules: warnings with codes, and what `--strict` makes of them."""

from __future__ import annotations

import pytest

from assessor.resources import resource_dir
from tests.docs.test_checks import lay_out

USELESS = {"indicators": [{"id": "inflow", "title": "Inflow", "unit": "m3", "polarity": "none",
                           "cadence": "P1M", "lag": "P1W"}]}  # fmt: skip


@pytest.mark.parametrize("name", ["doctrine", "violence-mx"])
def test_the_shipped_frameworks_have_no_warning(run, name):
    ended = run("rules", "check", resource_dir("rules") / name, "--strict")
    assert ended.code == 0
    assert ended.out.splitlines()[-1].startswith("0 errors, 0 warnings, ")


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--strict",), 4)])
def test_a_warning_ends_with_4_where_that_is_asked_for(run, tmp_path, more, code):
    lake = lay_out({**USELESS}, tmp_path)
    ended = run("rules", "check", lake, "--until", "2026-01-01", *more)
    assert ended.code == code
    told, counts = ended.out.splitlines()
    assert told.startswith(f"{lake}/framework.yaml:")
    assert told.endswith("warning: indicator `inflow` is read by no rule; write one that reads it, or remove it "
                         "[unused-indicator]")  # fmt: skip
    assert counts == "0 errors, 1 warning, 0 notes"


def test_with_json_a_problem_has_its_code_and_its_place(run, tmp_path):
    data = run("rules", "check", lay_out({**USELESS}, tmp_path), "--json").data
    (problem,) = data["problems"]
    assert (data["warnings"], problem["code"], problem["severity"]) == (1, "unused-indicator", "warning")
    assert problem["line"] > 1


def test_windows_are_held_against_the_timeline_up_to_the_day_that_is_named(run, tmp_path):
    held = {"held": "P1Y", "condition": {"finding": "full"}, "reason": "a year"}
    rule = {"id": "long", "when": held, "then": {"confidence": "up"}, "because": "it held"}
    lake = lay_out({"rules": [rule]}, tmp_path)
    last_too_early, first_long_enough = "2025-12-30", "2025-12-31"  # (D - P1Y, D] begins on the epoch or later
    told = [run("rules", "check", lake, "--until", day).out for day in (last_too_early, first_long_enough)]
    assert ["window-longer-than-timeline" in out for out in told] == [True, False]


COVERED = {"id": "very-full", "when": {"reading": "level", "is": {"at_least": 200}, "max_age": "P3M", "reason": "r"},
           "then": {"finding": "full"}, "because": "b"}  # fmt: skip


def test_where_a_rule_is_covered_the_command_that_shows_it_is_told(run, tmp_path):
    lake = lay_out({"rules": [COVERED]}, tmp_path)
    command = f"assessor rules analyse {lake} --cell lake --scenarios"
    assert (
        f"scenarios that show what is covered, or alternates: {command}" in run("rules", "check", lake).out.splitlines()
    )
    assert run("rules", "check", lake, "--json").data["scenarios"] == [command]
    shown = run(*command.split()[1:])
    assert shown.code == 3
    assert 'the rule "very-full" is met' in shown.out


def test_where_rules_alternate_the_command_that_shows_it_is_told(run, tmp_path):
    sinks = {"id": "sinks", "when": {"not": {"finding": "flooded"}}, "then": {"transition": "Low", "from": "High"},
             "because": "no flood"}  # fmt: skip
    lake = lay_out({"rules": [sinks]}, tmp_path)
    (command,) = run("rules", "check", lake, "--json").data["scenarios"]
    shown = run(*command.split()[1:], "--seconds", "600")
    assert "alternation: `fills` and `sinks` can be open together" in shown.out
    assert 'by the rule "sinks"' in shown.out


def test_a_framework_without_cells_is_told_that_nothing_is_judged(run, tmp_path):
    lake = lay_out({"rules": []}, tmp_path)
    (lake / "cells" / "lake.yaml").unlink()
    told = run("rules", "check", lake, "--strict")
    assert told.code == 4
    assert "there is no cell, so there is nothing to judge" in told.out


@pytest.mark.parametrize(("below", "named"), [("", "rules/doctrine/"), ("rules", "doctrine/"), ("tests", "")])
def test_without_a_folder_places_are_told_from_the_working_directory_where_they_lie_below_it(
    run, monkeypatch, below, named
):
    framework = resource_dir("rules") / "doctrine"
    monkeypatch.chdir(framework.parent.parent / below)
    told = run("rules", "check").out
    assert told.startswith(named or f"{framework}/")
