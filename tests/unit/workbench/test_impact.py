"""What a draft would change is what comes out when each day and each recorded assessment is judged by it one by one."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from assessor.audit import parse_instant
from assessor.domain.restatement import Issued
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.errors import RulesetNotFoundError, UsageError
from assessor.report.charts.bands import Band, Line, draw_bands
from assessor.report.charts.draw import draw
from assessor.services.initialise import initialise
from assessor.services.known_evidence import read_evidence_at
from assessor.services.publish_ruleset import publish_ruleset
from assessor.workbench.impact import measure_impact
from tests.harbour_log import EPOCH, found, judge_harbour, live_through, open_harbour, sound_rules, stricter_rules

TODAY = date(2026, 2, 1)


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        yield context


def judged(context, ruleset, cell, as_of, *, size=None, moment=None):
    """Return what one evaluation of one day says, by the fold behind recorded assessments."""
    with context.database.read() as tx:
        evidence = read_evidence_at(tx, size or tx.log.size(), moment or context.clock())
    return Issued.of(evaluate(ruleset, evidence, cell, as_of, CrossChecked(NativeEngine())).verdict)


def test_of_the_same_rules_nothing_would_change(context):
    live_through(context)
    found_now = measure_impact(context, stricter_rules(), effective_from=date(2025, 2, 1))
    assert (found_now.days_moved, found_now.recorded_moved - 2) == (0, 0)  # two were judged before they were stricter
    assert found_now.recorded == 6


def test_each_day_is_said_to_change_that_comes_out_otherwise_by_itself(context):
    found(context)
    draft = stricter_rules()
    impact = measure_impact(context, draft)
    (harbour,) = (one for one in impact.cells if one.cell == "harbour")
    assert harbour.days == (TODAY - EPOCH).days + 1
    moved = {one.since + timedelta(days=n): one for one in harbour.moved for n in range(one.days)}
    assert len(moved) == harbour.days_moved == impact.days_moved > 0
    edges = {day + timedelta(days=n) for one in harbour.moved for day in (one.since, one.until) for n in (-1, 0, 1)}
    for day in sorted(d for d in edges | {EPOCH, TODAY, date(2025, 7, 4)} if EPOCH <= d <= TODAY):
        was, now = (judged(context, rules, "harbour", day) for rules in (sound_rules(), draft))
        assert (was != now) == (day in moved), day
        if day in moved:
            assert (moved[day].was, moved[day].now) == (was, now)


def test_a_recorded_assessment_is_judged_again_at_its_own_cut(context):
    found(context)
    recorded = judge_harbour(context)
    impact = measure_impact(context, stricter_rules())
    ((moved,),) = (one.assessments for one in impact.cells if one.cell == "harbour")
    cut = {"size": recorded.log_size, "moment": parse_instant(recorded.known_at)}
    assert (moved.entry, moved.id) == (recorded.entry_index, recorded.id)
    assert moved.was == Issued.of(recorded.verdict) == judged(context, sound_rules(), "harbour", moved.as_of, **cut)
    assert moved.now == judged(context, stricter_rules(), "harbour", moved.as_of, **cut)
    assert (moved.was.trajectory, moved.now.trajectory) == ("busy", "idle")
    assert (impact.recorded_moved, impact.recorded) == (1, 1)


def test_the_changed_rule_and_condition_are_named_before_those_that_follow(context):
    found(context)
    judge_harbour(context)
    (harbour,) = (one for one in measure_impact(context, stricter_rules()).cells if one.cell == "harbour")
    for why in (*(one.why for one in harbour.moved), *(one.why for one in harbour.assessments)):
        first, *others = why
        assert (first.rule, first.changed) == ("ships-come", ("threshold: at least 20 instead of at least 10",))
        assert all(not one.changed for one in others)
    assert (harbour.moved[0].why[0].was, harbour.moved[0].why[0].now) == ("met", "not met")
    assert {"opens", "quay-open"} & {one.rule for one in harbour.moved[0].why}


def test_only_days_on_which_the_draft_would_judge_are_compared(context):
    found(context)
    judge_harbour(context)
    whole = measure_impact(context, stricter_rules())
    late = measure_impact(context, stricter_rules(), effective_from=date(2025, 5, 1))
    assert late.days == 2 * ((TODAY - date(2025, 5, 1)).days + 1) + (TODAY - date(2025, 5, 1)).days + 1
    assert all(one.since >= date(2025, 5, 1) for cell in late.cells for one in cell.moved)
    assert (whole.recorded, late.recorded) == (1, 0)


def test_each_day_is_held_against_the_rules_in_force_on_it(context):
    found(context)
    publish_ruleset(context, stricter_rules(), date(2025, 6, 1))
    moved = [one for cell in measure_impact(context, stricter_rules()).cells for one in cell.moved]
    assert moved
    assert max(one.until for one in moved) == date(2025, 5, 31)


def test_cells_that_come_and_go_are_named(context):
    found(context)
    rules = stricter_rules()
    other = rules.cell("lighthouse").model_copy(update={"cell": "mole"})
    cells = tuple(other if cell.cell == "lighthouse" else cell for cell in rules.cells)
    impact = measure_impact(context, rules.model_copy(update={"cells": cells}))
    assert (impact.new, impact.gone) == (("mole",), ("lighthouse",))
    assert [one.cell for one in impact.cells] == ["ferry", "harbour"]


def test_what_cannot_be_compared_is_refused(context):
    initialise(context, "assessor.example/harbour")
    with pytest.raises(RulesetNotFoundError, match="nothing to compare"):
        measure_impact(context, sound_rules())
    publish_ruleset(context, sound_rules(), EPOCH)
    with pytest.raises(UsageError, match="cell `quarry` is not in the draft"):
        measure_impact(context, sound_rules(), cells=["quarry"])
    with pytest.raises(UsageError, match="nothing can change"):
        measure_impact(context, sound_rules(), effective_from=TODAY + timedelta(days=1))


def test_nothing_is_recorded(context):
    found(context)
    with context.database.read() as tx:
        before = tx.log.size()
    measure_impact(context, stricter_rules())
    with context.database.read() as tx:
        assert tx.log.size() == before


HOSTILE = '</title><script>alert(1)</script>\x1b[31m & "long" ' + "W" * 300


def test_the_picture_is_the_same_each_time_says_what_it_shows_and_keeps_hostile_names_harmless():
    days = [date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 12, 31)]
    was = (Band(days[0], days[1], None), Band(days[2], days[3], HOSTILE))
    line = Line(HOSTILE, was, (Band(days[0], days[3], "idle"),), ((days[0], days[3]),))
    chart = draw_bands("What would change", ("1 of 2",), [line, Line("quiet", was, was, ())], ("idle", HOSTILE))
    drawn = draw(chart)
    assert draw(chart) == drawn
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "2025-01-01 to 2025-12-31" in chart.said
    assert "Nothing in 1 more" in chart.said
    wide = chart.spec["width"]
    for one in chart.spec["marks"]:
        told = {name: channel["value"] for name, channel in one["encode"]["enter"].items()}
        if one["type"] == "rect":
            assert 0 <= told["x"] <= told["x"] + told["width"] <= wide
