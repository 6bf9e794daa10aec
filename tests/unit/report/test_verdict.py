"""The page of a verdict says everything in words."""

from __future__ import annotations

import re

import pytest

from assessor.report.verdict import render_assessment, render_assessments
from tests.unit.report.made import ASSESSMENT, INSUFFICIENT, RATIONALES, TRIAL, VERDICT, draw


def page(assessment=ASSESSMENT, **options):
    return draw(render_assessment(assessment, RATIONALES), **options)


def row(text, word):
    """Return what stands beside a word, continued lines joined."""
    lines = text.splitlines()
    (start,) = (n for n, line in enumerate(lines) if line.startswith(f"{word}  "))
    found = [lines[start].removeprefix(word).strip()]
    for line in lines[start + 1 :]:
        if not line.startswith(" "):
            break
        found.append(line.strip())
    return " ".join(found)


def test_trajectory_and_qualifiers_stand_as_a_dashboard_prints_them():
    assert row(page(), "trajectory") == (
        "Advancing (with bilateral friction) because results are sustained in two families (rule advances, 2025-10-31) "
        "because the partner objects in public (rule friction)"
    )


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("trend", "Improving with episodic shocks"),
        ("confidence", "moderate (3 steps, below)"),
        ("alternatives", "Contested"),
        ("standing", "sufficient"),
        ("as of", "2026-04-26"),
        ("known at", "the end of 2026-04-26 (UTC)"),
        ("rules in force", "sha256:0123456789ab"),
        ("recorded", "entry 40, evaluated at log size 40"),
        ("rests on", "1 of 3 items read"),
        ("leans on", "backfill, look-ahead"),
        ("cross-checked", "25 of 25 distinct steps by native 1 and durable-rules 2.0.28"),
    ],
)
def test_each_part_of_the_panel_has_its_word(word, told):
    assert row(page(), word) == told


def test_a_repeated_assessment_names_the_entry_it_repeats():
    repeated = ASSESSMENT.model_copy(update={"entry_index": 41, "repeats": 40, "log_size": 41})
    assert row(page(repeated), "recorded") == "entry 41, repeats entry 40, evaluated at log size 41"


def test_an_assessment_that_one_engine_judged_alone_says_why():
    assert (
        row(page(INSUFFICIENT), "cross-checked") == "0 of 25 distinct steps by native 1; durable-rules is not installed"
    )


def test_a_trial_is_marked_above_and_below_and_has_no_entry():
    text = page(TRIAL)
    assert text.count("TRIAL, nothing was recorded") == 2
    assert row(text, "recorded") == "nowhere, a TRIAL"
    assert "TRIAL" not in page()


def test_insufficient_evidence_issues_no_trajectory():
    text = page(INSUFFICIENT)
    assert row(text, "trajectory") == "none issued"
    assert row(text, "standing") == "insufficient: 1 event where 3 are asked"
    assert row(text, "last supported") == "Contested on 2025-03-01"


def test_never_supported_says_so():
    verdict = INSUFFICIENT.verdict.model_copy(update={"last_supported": None})
    assert row(page(INSUFFICIENT.model_copy(update={"verdict": verdict})), "last supported") == "none"


def test_a_verdict_without_trend_alternatives_and_steps_says_none():
    plain = VERDICT.model_copy(update={"trend": None, "alternatives": (), "confidence_steps": (), "qualifiers": ()})
    text = page(ASSESSMENT.model_copy(update={"verdict": plain}))
    assert row(text, "trend") == row(text, "alternatives") == "none"
    assert row(text, "confidence") == "moderate"
    assert "nothing takes it down" in text


def test_every_step_of_confidence_has_its_reason():
    text = page()
    assert "down  stale: crossings (latest 2025-08)" in text
    assert "up    five independent origins tell the same (rule many-origins)" in text
    assert "down  rule untold-rule" in text


def test_an_undetermined_dimension_says_why_and_what_would_settle_it():
    text = page(width=160)
    assert "undetermined: stale  Trade that keeps to the agreement" in text
    assert "stale: crossings (latest 2025-08)" in text
    assert "settled by: a reading of `crossings` for a period that ends from 2026-01-26 to 2026-04-26" in text
    assert "crossings fell by 90 percent (rule calmer)" in text


def test_a_tension_shows_both_sides():
    text = page()
    assert "active  Speed against care" in text
    assert "- calm: one, two, three and 2 more" in text
    assert "- drift, unknown: no evidence" in text


def test_the_outlook_is_not_computed_yet():
    assert "branch  by 2026-09-30: It settles" in page()


def test_unknowns_of_one_reason_are_told_once_with_all_their_rules():
    text = page()
    assert text.count("crossings is stale") == 1
    assert "touches the rules r1, r2, r3" in text
    assert "nobody watched" in text


def test_a_transition_that_could_have_been_taken_is_told_with_its_days():
    text = page(width=160)
    assert "2025-02-01 to 2025-02-19  Pre-execution to Contested could have been taken (rule turns was unknown)" in text


@pytest.mark.parametrize("assessment", [ASSESSMENT, TRIAL, INSUFFICIENT])
@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(assessment, width):
    assert max(len(line) for line in page(assessment, width=width).splitlines()) <= width


@pytest.mark.parametrize("assessment", [ASSESSMENT, TRIAL, INSUFFICIENT])
def test_colour_adds_nothing_that_words_do_not_say(assessment):
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", page(assessment, color=True))
    assert [line.rstrip() for line in coloured.splitlines()] == page(assessment).splitlines()


def test_a_terminal_without_unicode_gets_ascii():
    foreign = ASSESSMENT.model_copy(update={"title": "México"})
    text = page(foreign, encoding="ascii")
    assert text.isascii()
    assert "cell 11: M\\xe9xico" in text


def test_several_assessments_stand_in_a_table():
    text = draw(render_assessments([ASSESSMENT, TRIAL, INSUFFICIENT]), 160)
    _, recorded, trial, insufficient = text.splitlines()
    assert recorded.split()[-2:] == ["moderate", "40"]
    assert trial.endswith("TRIAL")
    assert "insufficient: 1 event where 3 are asked" in insufficient
    assert "low" not in insufficient
