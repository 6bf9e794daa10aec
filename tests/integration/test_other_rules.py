"""Rules that read what those before did not: supposed and compared from all that they read, and counted over all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.domain.evidence_file import EvidenceFile
from assessor.services.assess import assess
from assessor.services.assessment_name import Reference
from assessor.services.correct_signal import retract_signal
from assessor.services.diff import diff_days, diff_recorded
from assessor.services.known_evidence import read_evidence_at
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.what_if import what_if
from assessor.store.knowledge import Admitted
from tests.harbour_log import EPOCH, PROPOSAL, found, judge_harbour, live_on, live_through, open_harbour, sound_rules

NINE_DEPARTED = "reading departures/2025-03"


def by_departures(asked="8"):
    """The sound rules, but that ships are counted as they leave: nine did."""
    rules = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for cell in rules["rules"]:
        for rule in cell["rules"]:
            if rule["id"] == "ships-come":
                rule["when"] |= {"reading": "departures", "is": {"at_least": asked}}
    return type(sound_rules()).model_validate(rules)


@pytest.fixture
def context(tmp_path):
    with open_harbour(tmp_path / "log.db") as context:
        found(context)
        yield context


def items_behind(difference):
    return {
        f"{item.kind} {item.id}": item.move
        for change in difference.changes
        for behind in change.behind
        for item in behind.items
    }


def test_a_draft_is_judged_by_what_it_reads_over_a_recorded_assessment(context):
    was = judge_harbour(context)
    supposed = what_if(context, "harbour", rules=by_departures(), as_of=was.as_of)
    before, after = supposed.difference.before, supposed.difference.after
    assert (before.id, before.verdict.trajectory) == (was.id, "busy")
    assert after.verdict.trajectory == "busy"
    assert NINE_DEPARTED.partition(" ")[2] in {item.id for item in after.read_set.items}
    assert supposed.difference.moved == ("rules",)


def test_what_a_draft_reads_was_known_before_and_counts_now(context):
    judge_harbour(context)
    publish_ruleset(context, by_departures("10"), EPOCH + timedelta(days=1))
    after = judge_harbour(context)
    difference = diff_recorded(context, Reference(12), Reference(after.entry_index or 0))
    assert difference.moved == ("rules",)
    assert ("trajectory", "busy", "idle") in {(one.part, one.before, one.after) for one in difference.changes}
    assert items_behind(difference)[NINE_DEPARTED] == "entered"


def test_days_under_rules_that_read_other_things_are_compared(context):
    publish_ruleset(context, by_departures(), date(2025, 5, 1))
    difference = diff_days(context, "harbour", date(2025, 4, 20), date(2025, 5, 20), known_at="2026-01-31")
    assert difference.moved == ("rules", "world")
    assert difference.after.verdict.trajectory == "busy"


def test_what_no_rule_of_the_cell_reads_can_be_taken_away(context):
    judge_harbour(context)
    supposed = what_if(context, "harbour", without=["strike"], as_of=date(2025, 4, 20))
    assert supposed.removed == ("signal strike",)
    assert supposed.difference.knowledge.removed == 1
    assert supposed.difference.changes == ()


def test_what_came_since_is_counted_over_all_cells_and_nothing_else_is(context):
    judge_harbour(context)
    untouched = what_if(context, "harbour", without=["quay-mended"], as_of=date(2025, 4, 20))
    assert untouched.since == 0
    assert untouched.difference.knowledge.before == 2 + 3 + 2 + 3  # feeds, sources, signals, readings
    record_batch(context, EvidenceFile.model_validate(PROPOSAL))  # a signal of the ferry, and its source
    assert what_if(context, "harbour", without=["quay-mended"], as_of=date(2025, 4, 20)).since == 2


def test_what_is_known_is_counted_as_it_is_read(store):
    with open_harbour(store.url) as context:
        live_through(context)
        retract_signal(context, "strike", reason="it was a holiday")
        live_on(context)
        with context.database.read() as tx:
            size = tx.log.size()
            moments = [datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 2, 1, 8, 2, tzinfo=UTC), context.clock()]
            cuts = [Admitted(at, moment) for at in (1, 8, 14, 17, 22, size) for moment in moments]
            for before in cuts:
                for after in cuts:
                    was, now = (
                        {key: one.digest for key, one in read_evidence_at(tx, *at).versions.items()}
                        for at in ((cut.log_size, cut.known_at) for cut in (before, after))
                    )
                    counted = tx.knowledge.compare(before, after)
                    assert (counted.before, counted.after) == (len(was), len(now))
                    assert counted.added == len(now.keys() - was.keys())
                    assert counted.removed == len(was.keys() - now.keys())
                    assert counted.replaced == sum(was[key] != now[key] for key in was.keys() & now.keys())


def test_the_next_day_is_compared_without_reading_other_cells(context, monkeypatch):
    judge_harbour(context)
    after = assess(context, "harbour", as_of=date(2025, 4, 21), known_at="2026-01-31").assessment
    monkeypatch.setattr("assessor.store.evidence.EvidenceReader.visible", None)
    difference = diff_recorded(context, Reference(12), Reference(after.entry_index or 0))
    assert (difference.moved, difference.knowledge.before) == (("world",), 10)
