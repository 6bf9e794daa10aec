"""What is due is assessed again, once, whatever the order of things and whoever dies half-way."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import UsageError
from assessor.services.assess import assess, try_cell
from assessor.services.assessment_document import write_document
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.rebuild import compare
from assessor.services.recompute import list_due, recompute
from assessor.services.record_evidence import record_batch
from tests.forking import program
from tests.harbour_log import EPOCH, HISTORY, PROVENANCE, TickingClock, found, open_harbour, sound_rules, stricter_rules
from tests.versions import record_version

CELLS = ("ferry", "harbour", "lighthouse")
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def told(name, cells, day="2026-01-20", *, source="wire"):
    """A batch of one signal that makes cells better, with a source of its own."""
    impacts = [
        {"cell": cell, "direction": "better", "dimensions": [DIMENSIONS[cell]], "stage": "deed"} for cell in cells
    ]
    return EvidenceFile.model_validate(
        {
            "batch": name,
            "provenance": PROVENANCE,
            "sources": [{"id": source, "title": "A wire", "tier": 2, "published": "2026-02-01"}],
            "signals": [{"id": name, "title": name, "date": day, "sources": [source], "impacts": impacts}],
        }
    )


DIMENSIONS = {"ferry": "deck", "harbour": "quay", "lighthouse": "unstated"}


def pass_by(context, time):
    """Let time pass, or have the clock set back."""
    assert isinstance(context.clock, TickingClock)
    context.clock.now += time


def due(context):
    return {one.cell: one.entries for one in list_due(context)}


def assessments(context):
    with context.database.read() as tx:
        return {cell: tx.assessments.of_cell(cell) for cell in CELLS}


def test_what_was_never_assessed_is_not_due_unless_it_is_named(context):
    assert due(context) == {}
    assert recompute(context) == ()
    (one,) = recompute(context, ["ferry"])
    assert (one.cell, one.before, one.entries, one.assessment.cause.by) == ("ferry", None, (), "hand")
    assert [one.cell for one in recompute(context, every=True)] == ["harbour", "lighthouse"]
    assert recompute(context, every=True) == ()
    with pytest.raises(UsageError, match="cell `nowhere` is not in the ruleset in force; it has ferry, harbour"):
        recompute(context, ["nowhere"])


def test_a_cell_that_new_evidence_touches_is_assessed_again_and_says_why_and_what_changed(context):
    for cell in CELLS:
        assess(context, cell)
    with context.database.read() as tx:
        size = tx.log.size()
    record_batch(context, told("faster", ["ferry"]))
    assert due(context) == {"ferry": (size, size + 1)}  # its source and the signal
    (tried,) = recompute(context, dry_run=True)
    assert tried.assessment.trial
    assert due(context)
    (one,) = recompute(context)
    assert (one.cell, one.entries) == ("ferry", (size, size + 1))
    assert one.assessment.cause.entries == (size, size + 1)
    assert str(one.changes[0]) == "trajectory: idle became busy"
    assert one.assessment.entry_index == size + 2
    assert due(context) == {}
    assert recompute(context) == ()
    assert compare(context).difference is None


def test_a_signal_that_moves_makes_both_cells_due(context):
    record_batch(context, told("faster", ["ferry"]))
    recompute(context, every=True)
    signal = told("faster", ["lighthouse"]).signals[0]
    index = record_version(context, signal, 2)
    assert due(context) == {"ferry": (index,), "lighthouse": (index,)}
    changed = {one.cell: [str(change) for change in one.changes] for one in recompute(context)}
    assert changed["ferry"][0] == "trajectory: busy became idle"
    index = record_version(context, told("faster", []).signals[0], 3)  # and then it touches nothing at all
    assert due(context) == {"ferry": (index,), "lighthouse": (index,)}


def test_a_source_is_followed_through_those_made_from_it_to_what_cites_them(context):
    made = Source(id="digest", title="A digest", tier=2, published=date(2026, 2, 1), derived_from=("letter",))
    letter = Source(id="letter", title="A letter", tier=1, published=date(2026, 1, 1))
    record_version(context, letter, 1)
    record_version(context, made, 1)
    record_batch(context, told("faster", ["ferry"], source="other"))
    strike = Signal.model_validate(HISTORY["signals"][1] | {"sources": ["digest"]})
    record_version(context, strike, 2)
    recompute(context, every=True)
    index = record_version(context, letter.model_copy(update={"tier": 2}), 2)
    assert due(context) == {"ferry": (index,)}


def test_rules_that_are_in_force_now_make_cells_due_and_those_of_another_day_do_not(context):
    recompute(context, every=True)
    publish_ruleset(context, stricter_rules(), date(2027, 1, 1))
    assert due(context) == {}
    published = publish_ruleset(context, stricter_rules(), date(2025, 2, 1))
    assert due(context) == dict.fromkeys(CELLS, (published.entry_index,))
    assert len(recompute(context)) == 3
    assert due(context) == {}


def test_an_assessment_of_an_earlier_day_leaves_the_cell_due(context):
    recompute(context, ["ferry"])
    record_batch(context, told("faster", ["ferry"]))
    before = due(context)
    assess(context, "ferry", as_of=date(2025, 6, 1))
    assert due(context) == before


def test_the_clock_may_run_behind_the_log(context):
    recompute(context, ["ferry"])
    record_batch(context, told("faster", ["ferry"]))
    pass_by(context, timedelta(minutes=-5))
    (one,) = recompute(context)
    assert one.assessment.verdict.trajectory == "busy"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("often", [False, True])
def test_neither_the_order_of_imports_nor_when_somebody_recomputes_matters(store, order, often):
    batches = [told(f"told-{n}", ["ferry", "harbour"], f"2026-01-0{n + 1}", source=f"s{n}") for n in range(3)]
    with open_harbour(store.url) as context:
        found(context)
        recompute(context, every=True)
        for place in order:
            record_batch(context, batches[place])
            if often:
                recompute(context)
        recompute(context)
        seen = assess(context, "ferry").assessment
    verdict = seen.verdict
    assert (verdict.trajectory, [c.state for c in verdict.history]) == ("busy", ["idle", "busy"])
    assert str(verdict.history[1].day) == "2026-01-01"
    document = json.loads(write_document(verdict, (), seen.read_set.items))
    assert {item["id"] for item in document["read_set"]} >= {"told-0", "told-1", "told-2"}


@pytest.mark.parametrize(
    ("day", "last", "first_out"),
    [
        ("2024-02-29", "2025-02-28", "2025-03-01"),  # a leap day, and a year that has none
        ("2025-01-31", "2026-01-30", "2026-01-31"),
        ("2025-03-31", "2026-03-30", "2026-03-31"),
    ],
)
def test_a_window_ends_on_the_same_day_whenever_it_is_recomputed(store, day, last, first_out):
    with open_harbour(store.url) as context:
        found(context)
        pass_by(context, timedelta(days=90))
        record_batch(context, told("once", ["ferry"], day))
        for judged, word in ((last, "met"), (first_out, "not met")):
            verdict = assess(context, "ferry", as_of=date.fromisoformat(judged)).assessment.verdict
            findings = {f.finding: f.outcome for f in verdict.findings}
            assert (findings["fast"] == "met") == (word == "met"), judged


def test_what_another_does_meanwhile_is_not_done_twice(store, context, monkeypatch):
    recompute(context, ["ferry"])
    record_batch(context, told("faster", ["ferry"]))
    evaluated = "assessor.services.reassess.try_cell"

    def and_meanwhile(*args, **kwargs):
        monkeypatch.setattr(evaluated, try_cell)
        with open_harbour(store.url, hour=9) as other:
            assert len(recompute(other)) == 1
        return try_cell(*args, **kwargs)

    monkeypatch.setattr(evaluated, and_meanwhile)
    pass_by(context, timedelta(hours=2))
    assert recompute(context) == ()
    assert len(assessments(context)["ferry"]) == 2


def test_one_that_is_killed_half_way_leaves_due_what_it_had_not_done(store, context):
    recompute(context, every=True)
    record_batch(context, told("all-better", CELLS))
    assert set(due(context)) == set(CELLS)
    context.database.close()
    command = [sys.executable, "-m", "tests.integration.recompute_slowly", store.url]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        process.kill()
    pass_by(context, timedelta(hours=4))
    assert set(due(context)) == {"harbour", "lighthouse"}
    assert [one.cell for one in recompute(context)] == ["harbour", "lighthouse"]
    assert {cell: len(rows) for cell, rows in assessments(context).items()} == dict.fromkeys(CELLS, 2)
    assert compare(context).difference is None


def test_two_processes_at_once_do_each_cell_once(store):
    with open_assessor(store.url, "tester") as context:
        initialise(context, "assessor.example/harbour")
        publish_ruleset(context, sound_rules(), EPOCH)
        record_batch(context, EvidenceFile.model_validate(HISTORY))
        recompute(context, every=True)
        record_batch(context, told("all-better", CELLS))
    command = [*program(), "recompute", "--json", "--db", store.url]
    both = [subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) for _ in range(2)]
    done = [json.loads(process.communicate()[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(one["cell"] for found in done for one in found["recomputed"]) == sorted(CELLS)
    with open_assessor(store.url, "tester") as context:
        assert {cell: len(rows) for cell, rows in assessments(context).items()} == dict.fromkeys(CELLS, 2)
