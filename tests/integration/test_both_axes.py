"""A cell on both axes of time: what was said, what was restated, and what each knowledge gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.restatement import Issued
from assessor.engine.axes import rows_of
from assessor.errors import RulesetNotFoundError, UsageError
from assessor.services.assess import assess, judge
from assessor.services.both_axes import Axes, both_axes
from assessor.services.override import lift_override, set_override
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from tests.harbour_log import found, live_on, live_through, open_harbour
from tests.integration.test_backtest import LATE

MARCH, APRIL, MAY = date(2025, 3, 25), date(2025, 4, 15), date(2025, 5, 20)
END = date(2026, 1, 31)


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def days(first, last, step):
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]


def test_what_became_known_in_may_about_march_answers_march_differently_from_may_on(context):
    record_batch(context, EvidenceFile.model_validate(LATE))
    plane = both_axes(context, "ferry", Axes(known_until=END))
    assert plane.at(MARCH, MAY - timedelta(days=1)).verdict.trajectory == "idle"
    assert plane.at(MARCH, MAY).verdict.trajectory == "busy"
    (layer,) = [layer for layer in plane.layers if layer.since == MAY]
    assert {(one.kind, one.id) for one in layer.by} <= {("signal", "faster-in-march"), ("source", "late-book")}


@pytest.mark.parametrize("cell", ["ferry", "harbour", "lighthouse"])
def test_every_point_is_what_an_evaluation_of_that_day_and_that_knowledge_gives(store, cell):
    with open_harbour(store.url) as context:
        live_through(context)
        live_on(context)
        record_batch(context, EvidenceFile.model_validate(LATE))
        plane = both_axes(context, cell, Axes(known_until=END))
        assert len(plane.reigns) == 2  # stricter rules from February on
        for as_of in days(plane.first, END, 41):
            for known in days(as_of, END, 53):
                judged = judge(context, cell, as_of=as_of, known_at=str(known)).assessment
                assert plane.at(as_of, known).computed == Issued.of(judged.verdict)
                (reign,) = [one for one in plane.reigns if one.first <= as_of <= one.last]
                assert reign.digest == judged.ruleset


def test_what_was_said_stands_until_it_is_restated_and_what_knowledge_gave_stands_beside_it(context):
    said = assess(context, "ferry", as_of=MARCH, known_at=str(APRIL)).assessment.entry_index
    record_batch(context, EvidenceFile.model_validate(LATE))
    before = both_axes(context, "ferry", Axes())
    point = before.at(MARCH, MAY)
    assert (point.basis, point.verdict.trajectory, point.is_overtaken) == ("recorded", "idle", True)
    assert point.computed.trajectory == "busy"
    (one,) = recompute(context, ["ferry"])
    after = both_axes(context, "ferry", Axes())
    now = after.at(MARCH, after.known_last)
    assert (now.basis, now.verdict.trajectory, now.is_overtaken) == ("restated", "busy", False)
    assert now.statement is not None
    assert (now.statement.entry, now.statement.assessment) == (one.restated_by, said)
    (row,) = [row for row in rows_of(after) if row.since == MARCH]
    assert [(s.known_from, s.basis, s.verdict.trajectory, s.entries) for s in row.sayings] == [
        (None, "computed", "idle", ()),
        (APRIL, "recorded", "idle", (said,)),
        (MAY, "recorded", "idle", (said,)),
        (after.known_last, "restated", "busy", (one.restated_by,)),
    ]


def test_an_override_stands_beside_what_is_computed_on_its_days(context):
    until = date(2026, 3, 31)
    entry = set_override(context, "ferry", "busy", reason="seen at the quay", author="marit", until=until).entry_index
    plane = both_axes(context, "ferry", Axes())
    (one,) = plane.overruled
    today = plane.known_last
    assert (one.since, one.until, one.known_since, one.known_until) == (today, today, today, today)
    assert (one.override.entry, one.override.trajectory, one.override.until) == (entry, "busy", until)
    assert both_axes(context, "harbour", Axes()).overruled == ()
    lift_override(context, "ferry", reason="a mistake")
    assert both_axes(context, "ferry", Axes()).overruled == ()  # it never stood at the end of a day


def test_a_restatement_of_a_restatement_and_a_repetition_stand_each_on_its_own_day(context):
    assess(context, "ferry", as_of=MARCH, known_at=str(APRIL))
    assess(context, "ferry", as_of=MARCH, known_at=str(APRIL))
    plane = both_axes(context, "ferry", Axes(until=MARCH))
    (row,) = [row for row in rows_of(plane) if row.since == MARCH]
    assert [s.entries for s in row.sayings] == [(), (13,)]  # of two that knew the same, the later entry
    assert [s.entry for s in plane.statements] == [12, 13]


def test_of_the_present_day_what_is_known_now_counts_and_nothing_later(context):
    today = datetime(2026, 2, 1, tzinfo=UTC).date()
    plane = both_axes(context, "ferry", Axes())
    assert (plane.last, plane.known_last) == (today, today)
    frozen = replace(context, clock=lambda: datetime(2026, 2, 1, 9, tzinfo=UTC))
    judged = judge(frozen, "ferry", as_of=today).assessment
    assert plane.at(today, today).computed == Issued.of(judged.verdict)


def test_a_day_of_knowledge_before_the_first_is_off_the_axis(context):
    plane = both_axes(context, "ferry", Axes(since=MARCH, until=APRIL, known_since=MAY, known_until=END))
    assert rows_of(plane)[0].sayings[0].known_from == MAY
    for as_of, known in ((MARCH, APRIL), (MAY, MAY), (MARCH, END + timedelta(days=1))):
        with pytest.raises(UsageError):
            plane.at(as_of, known)


@pytest.mark.parametrize(
    "axes",
    [
        Axes(known_until=date(2026, 2, 2)),
        Axes(until=MAY, known_until=APRIL),
        Axes(since=MAY, until=APRIL),
        Axes(known_since=END, known_until=APRIL, until=MARCH),
    ],
)
def test_axes_on_which_nothing_can_lie_are_refused(context, axes):
    with pytest.raises(UsageError):
        both_axes(context, "ferry", axes)


def test_a_day_without_rules_and_a_cell_that_is_none_are_refused(context):
    with pytest.raises(RulesetNotFoundError):
        both_axes(context, "ferry", Axes(since=date(2024, 12, 1)))
    with pytest.raises(UsageError, match="cell `pier`"):
        both_axes(context, "pier", Axes())
