"""A change of knowledge and the verdicts that follow from it are one transaction, up to a number of cells."""

from __future__ import annotations

import itertools
import json
import subprocess
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from assessor.audit import EntryType
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EvidenceConflictError
from assessor.services import recompute_at_once
from assessor.services.correct_signal import correct_signal, retract_signal
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.reassess import read_verdict
from assessor.services.rebuild import compare
from assessor.services.recompute import list_due, recompute
from assessor.services.recompute_at_once import AtOnce
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.replay import replay
from assessor.services.withdraw_batch import withdraw_batch
from tests.forking import program
from tests.harbour_log import PROPOSAL, found, open_harbour, stricter_rules, with_second
from tests.integration.test_recompute import CELLS, CHECKOUT, told
from tests.lying_engine import LyingEngine

if TYPE_CHECKING:
    from assessor.services.reassess import Failed

LATE = "2025-04-10"


@pytest.fixture
def context(store):
    """The harbour, every cell assessed: entries 0 to 14."""
    with open_harbour(store.url) as context:
        found(context)
        recompute(context, every=True)
        yield context


def size(context):
    with context.database.read() as tx:
        return tx.log.size()


def types(context, first):
    with context.database.read() as tx:
        return [tx.log.entry(index).type for index in range(first, tx.log.size())]


def due(context):
    return {one.cell: one.entries for one in list_due(context)}


def test_a_signal_and_the_verdicts_that_follow_from_it_are_recorded_together(context):
    at_once = AtOnce(context)
    first = size(context)
    record_batch(at_once.context, told("late", ["ferry"], LATE))
    assert types(context, first) == [
        EntryType.SOURCE_RECORDED,
        EntryType.SIGNAL_RECORDED,
        EntryType.ASSESSMENT_RECORDED,
        EntryType.ASSESSMENT_RESTATED,
    ]
    (one,) = at_once.take().recomputed
    assert (one.cell, one.before, one.entries) == ("ferry", f"ferry@2026-02-01#{first - 3}", (first, first + 1))
    assert str(one.changes[0]) == "trajectory: idle became busy"
    assert one.assessment.cause.entries == (first, first + 1)
    assert one.restated_by == first + 3
    assert due(context) == {}
    assert recompute(context) == ()
    assert at_once.take().recomputed == ()
    assert all(not one.differences for one in replay(context))
    assert compare(context).difference is None


def test_other_rules_are_followed_by_every_cell_that_they_judge_from_today_on(context):
    at_once = AtOnce(context)
    first = size(context)
    publish_ruleset(at_once.context, stricter_rules(), date(2025, 2, 1))
    followed = at_once.take()
    assert {one.cell for one in followed.recomputed} == set(CELLS)
    assert {one.entries for one in followed.recomputed} == {(first,)}
    with context.database.read() as tx:
        (rules,) = {one.assessment.ruleset for one in followed.recomputed}
        assert rules == tx.rulesets.all()[-1].digest
    assert due(context) == {}
    publish_ruleset(at_once.context, stricter_rules(), date(2025, 2, 1))  # again: nothing is new
    assert at_once.take().recomputed == ()


def test_rules_that_are_not_in_force_yet_make_nothing_due(context):
    at_once = AtOnce(context)
    publish_ruleset(at_once.context, stricter_rules(), date(2027, 1, 1))
    assert at_once.take().recomputed == ()
    assert due(context) == {}


def test_what_breaks_between_evidence_and_verdict_leaves_neither(context, monkeypatch):
    class CutOffError(BaseException):
        pass

    def cut_off(*_):
        raise CutOffError

    before = size(context)
    monkeypatch.setattr(recompute_at_once, "record_again", cut_off)
    with pytest.raises(CutOffError):
        record_batch(AtOnce(context).context, told("late", ["ferry"], LATE))
    assert size(context) == before
    monkeypatch.undo()
    at_once = AtOnce(context)
    record_batch(at_once.context, told("late", ["ferry"], LATE))
    assert [one.cell for one in at_once.take().recomputed] == ["ferry"]


def test_every_change_of_knowledge_is_followed(context):
    at_once = AtOnce(context)
    changing = at_once.context

    def verdicts():
        return [(one.cell, one.assessment.verdict.trajectory) for one in at_once.take().recomputed]

    record_batch(changing, EvidenceFile.model_validate(PROPOSAL), proposed=True)
    assert verdicts() == []
    assert due(context) == {}  # a proposal is no evidence, and neither is the source that it brought
    accept_signal(changing, "ferry-faster")
    assert verdicts() == [("ferry", "busy")]
    correct_signal(changing, "ferry-faster", {"date": "2026"}, reason="a day wrong", dry_run=True)
    assert verdicts() == []
    correct_signal(changing, "ferry-faster", {"date": "2026-01-21"}, reason="a day wrong")
    assert verdicts() == [("ferry", "busy")]
    regrade_source(changing, "wire", Grade(tier=1), reason="it was the master's own")
    assert verdicts() == [("ferry", "busy")]
    retract_signal(changing, "ferry-faster", reason="it never happened")
    assert verdicts() == [("ferry", "idle")]
    batch = record_batch(changing, told("all", CELLS, source="letter")).batch
    assert sorted(cell for cell, _ in verdicts()) == list(CELLS)
    withdraw_batch(changing, batch, reason="another harbour's")
    assert len(verdicts()) == 3
    assert compare(context).difference is None


def test_a_cell_that_the_engines_disagree_about_stays_due_and_its_evidence_is_recorded(context):
    at_once = AtOnce(with_second(context, LyingEngine()))
    first = size(context)
    record_batch(at_once.context, told("late", ["ferry"], LATE))
    followed = at_once.take()
    assert [(one.cell, one.entries, one.code) for one in followed.failed] == [
        ("ferry", (first, first + 1), "engines-disagree")
    ]
    assert followed.recomputed == ()
    assert types(context, first + 2) == [EntryType.ENGINES_DISAGREED]
    assert due(context) == {"ferry": (first, first + 1)}
    assert [one.cell for one in recompute(context)] == ["ferry"]
    assert compare(context).difference is None


def test_a_cell_whose_evidence_contradicts_itself_stays_due_and_the_others_are_done(context):
    at_once = AtOnce(context)
    clash = told("clash", ["ferry"], "2025-05-01", source="other").model_dump(mode="json", exclude_none=True)
    record_batch(at_once.context, with_event(told("one", CELLS, LATE)))
    assert len(at_once.take().recomputed) == 3
    record_batch(at_once.context, with_event(EvidenceFile.model_validate(clash)))
    followed = at_once.take()
    assert [(one.cell, one.code) for one in followed.failed] == [("ferry", "evidence-invalid")]
    assert "share no day" in followed.failed[0].message
    failed: list[Failed] = []
    assert recompute(context, failed=failed) == ()
    assert [one.cell for one in failed] == ["ferry"]
    retract_signal(at_once.context, "clash", reason="not that event")
    assert [one.cell for one in at_once.take().recomputed] == ["ferry"]


def with_event(file):
    (signal,) = file.signals
    return file.model_copy(update={"signals": (signal.model_copy(update={"event": "the-raid"}),)})


def test_past_its_size_evidence_is_recorded_first_and_each_cell_by_itself(context):
    at_once = AtOnce(replace(context, most_at_once=100_000))  # three cells, about 400 days
    first = size(context)
    record_batch(at_once.context, told("all", CELLS, LATE))
    assert types(context, first) == [EntryType.SOURCE_RECORDED, EntryType.SIGNAL_RECORDED]
    assert set(due(context)) == set(CELLS)
    seen = []
    followed = at_once.take(lambda *progress: seen.append((*progress, len(due(context)))))
    assert seen == [(1, 3, 2), (2, 3, 1), (3, 3, 0)]
    assert sorted(one.cell for one in followed.recomputed) == list(CELLS)
    assert {one.assessment.cause.entries for one in followed.recomputed} == {(first, first + 1)}


def test_what_was_due_before_and_is_not_touched_stays_due(context):
    record_batch(context, told("other", ["lighthouse"]))
    at_once = AtOnce(context)
    record_batch(at_once.context, told("late", ["ferry"], LATE, source="s"))
    assert [one.cell for one in at_once.take().recomputed] == ["ferry"]
    assert set(due(context)) == {"lighthouse"}


@pytest.mark.parametrize("most", [0, 2_000_000])
def test_a_request_asked_again_under_its_key_is_answered_alike_and_nothing_is_done_twice(context, most):
    context = replace(context, most_at_once=most)
    first, again, third = AtOnce(context), AtOnce(context), AtOnce(context)
    record_batch(first.context, told("all", CELLS, LATE), key="k1")
    answer = first.take()
    assert len(answer.recomputed) == 3
    before = size(context)
    record_batch(again.context, told("all", CELLS, LATE), key="k1")
    assert by_cell(again.take()) == by_cell(answer)
    assert size(context) == before
    record_batch(context, told("more", ["ferry"], "2025-05-01", source="s"))  # later evidence is no part of it
    record_batch(third.context, told("all", CELLS, LATE), key="k1")
    assert by_cell(third.take()) == by_cell(answer)
    assert set(due(context)) == {"ferry"}
    assert size(context) == before + 2


def by_cell(followed):
    assert followed.failed == ()
    return {one.cell: one for one in followed.recomputed}


def test_a_request_that_died_before_its_cells_were_done_does_the_rest_when_asked_again(context):
    context = replace(context, most_at_once=0)
    record_batch(AtOnce(context).context, told("all", CELLS, LATE), key="k1")  # and dies here
    recompute(context, ["ferry"])
    again = AtOnce(context)
    record_batch(again.context, told("all", CELLS, LATE), key="k1")
    assert set(by_cell(again.take())) == set(CELLS)
    assert due(context) == {}
    with context.database.read() as tx:
        assert [len(tx.assessments.of_cell(cell)) for cell in CELLS] == [2, 2, 2]


def run(store, *words):
    command = [*program(), *words, "--json", "--db", store.url]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_processes_that_record_and_recompute_at_once_do_each_cause_once(store, context, tmp_path):
    context.database.close()
    files = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.jsonl"
        path.with_suffix(".yaml").write_text(told(name, CELLS, LATE, source=name).model_dump_json(exclude_none=True))
        files.append(str(path.with_suffix(".yaml")))
    processes = [run(store, "import", file, "--key", f"k{file}") for file in (*files, *files)]
    answers = [json.loads(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert [sorted(one["cell"] for one in answer["recomputed"]) for answer in answers] == [list(CELLS)] * 4
    assert answers[:2] == answers[2:]
    assert due(context) == {}
    with context.database.read() as tx:
        assert [len(tx.assessments.of_cell(cell)) for cell in CELLS] == [3, 3, 3]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_neither_the_order_of_imports_nor_who_recomputes_when_moves_a_verdict(store):
    days = ("2025-03-31", "2025-06-30", "2024-02-29")
    batches = [told(f"told-{n}", ["ferry", "harbour"], day, source=f"s{n}") for n, day in enumerate(days)]
    documents = set()
    for place, order in enumerate(itertools.permutations(range(3))):
        with open_harbour(store.another(f"order-{place}").url) as context:
            found(context)
            recompute(context, every=True)
            for number, batch in enumerate(order):
                is_left = number == place % 4  # now this one, now that one is left due; at times none
                record_batch(context if is_left else AtOnce(context).context, batches[batch])
            recompute(context)
            assert due(context) == {}
            with context.database.read() as tx:
                last = [tx.assessments.latest([cell])[cell] for cell in CELLS]
                documents.add(tuple(read_verdict(tx, row).model_dump_json() for row in last))
    assert len(documents) == 1


def test_a_signal_that_moves_to_another_cell_leaves_no_ghost_in_either(context):
    at_once = AtOnce(context)
    record_batch(at_once.context, told("faster", ["ferry"], LATE))
    at_once.take()
    impacts = [{"cell": "harbour", "direction": "better", "dimensions": ["quay"], "stage": "deed"}]
    correct_signal(at_once.context, "faster", {"impacts": impacts}, reason="it was the quay")
    moved = by_cell(at_once.take())
    assert {cell: one.assessment.verdict.trajectory for cell, one in moved.items()}["ferry"] == "idle"
    assert {"ferry", "harbour"} <= set(moved)
    assert "faster" not in {item.id for item in moved["ferry"].assessment.read_set.items}
    assert "faster" in {item.id for item in moved["harbour"].assessment.read_set.items}
    back = [impacts[0] | {"cell": "ferry", "dimensions": ["deck"]}]
    correct_signal(at_once.context, "faster", {"impacts": back}, reason="it was the ferry after all")
    again = by_cell(at_once.take())
    assert again["ferry"].assessment.verdict.trajectory == "busy"
    assert again["ferry"].restated[0].verdict.trajectory == "busy"  # what was said first, restated a second time
    assert "faster" not in {item.id for item in again["harbour"].assessment.read_set.items}
    retract_signal(at_once.context, "faster", reason="it never was")
    with pytest.raises(EvidenceConflictError, match="retracted already"):
        retract_signal(at_once.context, "faster", reason="it never was")
    assert [one.cell for one in at_once.take().recomputed] == ["ferry", "harbour"]  # for the first of the two alone


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2028-03-01T00:30:00+14:00", "2028-02-29"),  # a leap day, and already March where the clock hangs
        ("2028-02-29T20:00:00-05:00", "2028-03-01"),
        ("2026-03-31T23:59:59+00:00", "2026-03-31"),
    ],
)
def test_the_day_judged_is_that_of_utc_wherever_the_clock_hangs(context, instant, day):
    at_once = AtOnce(replace(context, clock=lambda: datetime.fromisoformat(instant)))
    record_batch(at_once.context, told("late", ["ferry"], LATE))
    (one,) = at_once.take().recomputed
    assert str(one.assessment.as_of) == day
