"""Past assessments that late evidence answers differently: one entry says so, and nothing is overwritten."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import prov.model
import pytest

from assessor.audit import Cause, EntryType
from assessor.domain.evidence import Reading
from assessor.domain.restatement import Issued
from assessor.report.prov import render_prov
from assessor.services.assess import assess, judge
from assessor.services.assessment_name import Reference
from assessor.services.explain import explain_recorded
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.rebuild import compare, rebuild
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from assessor.services.replay import replay
from assessor.services.restate import record_restated
from assessor.services.show_assessment import show_assessment
from assessor.services.trace import trace_evidence
from assessor.services.verify_log import verify_log
from tests.harbour_log import HISTORY, TickingClock, found, open_harbour, stricter_rules
from tests.integration.test_recompute import told
from tests.versions import record_version

LATE = date(2025, 4, 10)
BEFORE, AFTER, TODAY = date(2025, 4, 1), date(2025, 4, 20), date(2026, 2, 1)


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def said(context, cell="ferry", days=(BEFORE, AFTER, TODAY)):
    """Assess a cell on some days, and return the entries."""
    return [assess(context, cell, as_of=day).assessment.entry_index for day in days]


def data(context):
    with context.database.read() as tx:
        return [row.data for row in tx.log.stored()]


def is_equal(context):
    """Whether everything comes out again as it was recorded, from the log and in the tables."""
    assert all(not one.differences for one in replay(context))
    assert compare(context).difference is None
    assert verify_log(context).fault is None
    rebuild(context)
    return compare(context).difference is None


def test_a_late_signal_restates_the_days_that_it_changes_in_one_entry_and_no_other(context):
    first, second, third = said(context)
    before = data(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    (one,) = recompute(context)
    assert (one.assessment.entry_index, one.restated_by) == (17, 18)
    assert [(r.entry, r.as_of, r.verdict.trajectory) for r in one.restated] == [
        (second, AFTER, "busy"),
        (third, TODAY, "busy"),
    ]
    with context.database.read() as tx:
        entry = tx.log.entry(one.restated_by)
        recorded = tx.log.entry(one.assessment.entry_index)
    assert entry is not None
    assert recorded is not None
    assert (entry.type, entry.cause) == (EntryType.ASSESSMENT_RESTATED, recorded.cause)
    body = entry.parse_body()
    assert (body["restated"], body["first"], body["last"]) == (2, str(AFTER), str(TODAY))
    assert data(context)[: len(before)] == before
    assert explain_recorded(context, Reference(first)).restated == ()
    (by,) = explain_recorded(context, Reference(second)).restated
    assert (by.entry_index, by.cause, by.verdict.trajectory) == (one.restated_by, entry.cause.entries, "busy")
    assert explain_recorded(context, Reference(second)).assessment.verdict.trajectory == "idle"
    assert is_equal(context)


def test_what_is_restated_is_what_is_judged_of_that_day_now(context):
    said(context)
    record_batch(context, told("late", ["ferry"], "2025"))
    (one,) = recompute(context)
    assert one.restated
    for restated in one.restated:
        now = judge(context, "ferry", as_of=restated.as_of).assessment.verdict
        assert restated.verdict == Issued.of(now)


def test_a_correction_of_a_correction_is_compared_with_what_was_said_last(context):
    _, second, _ = said(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    recompute(context)
    signal = told("late", ["ferry"], str(LATE)).signals[0]
    record_version(context, told("late", ["ferry"], "2025-04-12").signals[0], 2)  # still before the second day
    (one,) = recompute(context)
    assert second not in {restated.entry for restated in one.restated}
    record_version(context, signal.model_copy(update={"impacts": ()}), 3)
    (one,) = recompute(context)
    assert [(r.as_of, r.verdict.trajectory) for r in one.restated if r.entry == second] == [(AFTER, "idle")]
    by = explain_recorded(context, Reference(second)).restated
    assert [one.verdict.trajectory for one in by] == ["busy", "idle"]
    assert is_equal(context)


def test_a_signal_that_moves_restates_both_cells(context):
    record_batch(context, told("late", ["ferry"], str(LATE)))
    for cell in ("ferry", "harbour"):
        said(context, cell, (AFTER, TODAY))
    record_version(context, told("late", ["harbour"], str(LATE)).signals[0], 2)
    found = {one.cell: one for one in recompute(context)}
    assert {r.verdict.trajectory for r in found["ferry"].restated} == {"idle"}
    assert not found["harbour"].restated or all(r.verdict for r in found["harbour"].restated)
    assert is_equal(context)


def test_an_assessment_is_restated_by_the_rules_that_judged_it(context):
    entry = assess(context, "harbour", as_of=AFTER).assessment.entry_index
    publish_ruleset(context, stricter_rules(), date(2025, 2, 1))
    (one,) = recompute(context)
    assert one.restated == ()  # other rules restate nothing
    record_version(context, Reading.model_validate(HISTORY["readings"][0] | {"value": "5"}), 2)
    (one,) = recompute(context)
    assert [(r.entry, r.verdict.trajectory) for r in one.restated] == [(entry, "idle")]
    assert is_equal(context)


def test_a_trial_restates_nothing_in_the_record(context):
    said(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    before = data(context)
    (one,) = recompute(context, dry_run=True)
    assert one.restated
    assert one.restated_by is None
    assert data(context) == before


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_late_signal_over_a_thousand_days_of_assessments_is_one_entry(context, request):
    every = 1 if request.config.getoption("--soak") else 4
    clock = context.clock
    assert isinstance(clock, TickingClock)
    clock.now = datetime(2027, 12, 1, tzinfo=UTC)
    first = date(2025, 1, 2)
    days = [first + timedelta(days=n) for n in range(0, 1_000, every)]
    said(context, "ferry", days)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    (one,) = recompute(context)
    busy = {restated.as_of for restated in one.restated if restated.verdict.trajectory == "busy"}
    assert busy == {day for day in days if LATE <= day < LATE + timedelta(days=365)}  # then none of a year is left
    with context.database.read() as tx:
        assert [row.type for row in tx.log.stored()].count("assessment:restated") == 1
        entry = tx.log.entry(one.restated_by or 0)
    assert entry is not None
    assert len(entry.data) < 1_000 + 20 * len(entry.cause.entries)
    assert compare(context).difference is None


@pytest.mark.parametrize("change", ["none", "less"])
def test_a_restatement_that_says_other_than_comes_out_is_found_by_replay(context, change):
    said(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    (one,) = recompute(context, dry_run=True)
    forged = (
        one.restated[:1]
        if change == "less"
        else tuple(
            r.model_copy(update={"verdict": Issued(confidence="high", standing="insufficient")}) for r in one.restated
        )
    )
    with context.database.write() as tx:
        record_restated(context, tx, one.assessment, forged, Cause(()))
    (found,) = [one for one in replay(context) if one.restated]
    assert found.differences


def test_recomputing_a_signal_dated_after_every_day_restates_no_earlier_day(context):
    said(context, days=(BEFORE, AFTER))
    record_batch(context, told("new", ["ferry"], "2026-01-20"))
    (one,) = recompute(context)
    assert one.restated == ()
    assert one.restated_by is None


def test_a_trace_names_what_was_restated_because_of_an_item_and_of_no_other(context):
    _, second, third = said(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    (one,) = recompute(context)
    (because,) = trace_evidence(context, "late").restated
    assert (because.entry_index, because.cell, because.versions) == (one.restated_by, "ferry", (1,))
    assert [r.entry for r in because.assessments] == [second, third]
    assert trace_evidence(context, "strike").restated == ()
    assert trace_evidence(context, "late", cell="harbour").restated == ()
    record_version(context, told("late", ["ferry"], "2025-04-12").signals[0], 2)
    recompute(context)
    assert [r.versions for r in trace_evidence(context, "late").restated[-1:]] == [(1,)]


def test_prov_has_each_restatement_as_a_revision_of_what_was_said_before(context):
    _, second, _ = said(context)
    record_batch(context, told("late", ["ferry"], str(LATE)))
    recompute(context)
    signal = told("late", ["ferry"], str(LATE)).signals[0]
    record_version(context, signal.model_copy(update={"impacts": ()}), 2)
    recompute(context)
    shown = show_assessment(context, Reference(second))
    assert [one.verdict.trajectory for one in shown.restated] == ["busy", "idle"]
    for version, one in enumerate(shown.restated, 1):
        assert ("signal", "late", version) in {(v.kind, v.id, v.version) for v in one.because}
    text = json.dumps(render_prov(shown.assessment, shown.origin, shown.recorded_at, shown.restated))
    document = prov.model.ProvDocument.deserialize(content=text)
    name = str(shown.assessment.id).replace("@", "%40").replace("#", "%23")
    first, last = (f"restatement/{name}/{one.entry_index}" for one in shown.restated)
    revisions = [
        tuple(str(value).removeprefix("a:") for _, value in one.formal_attributes[:2])
        for one in document.get_records(prov.model.ProvDerivation)
        if prov.model.PROV["Revision"] in one.get_asserted_types()
    ]
    assert sorted(revisions) == sorted([(first, f"assessment/{name}"), (last, first)])
    used = {
        tuple(str(value).removeprefix("a:") for _, value in one.formal_attributes[:2])
        for one in document.get_records(prov.model.ProvUsage)
    }
    for version, one in enumerate(shown.restated, 1):
        assert (f"restating/{name}/{one.entry_index}", f"signal/late/{version}") in used
