"""An evaluation goes on from one before it: only days from the first on which something differs are stepped."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.engine.case import Case
from assessor.engine.columns import Calendar, ahead, columns_ahead, columns_of
from assessor.engine.evaluate import evaluate
from assessor.engine.fold import Fold
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.memory import Memory
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import make_leaf
from tests.unit.engine.made import channel, day, evidence, on, ruleset, signal, transition

A_B, B_A = transition("A-B", on("one")), transition("B-A", on("two"))
TWO_WAYS = ruleset(A_B, B_A)
KNOWN = (
    *channel("one", met=["2025-01-05", "2025-02-20"]),
    *channel("two", met=["2025-02-01"], unknown=["2025-03-01/2025-03-04"]),
)
LATE = signal("late", "2025-03-10", stage="two")
EARLY = signal("early", "2025-01-02", stage="one")


@pytest.fixture
def stepped(monkeypatch):
    """The days stepped since this was emptied."""
    days = []
    step = Fold.step

    def noting(self, day, leaves, *, floor):
        days.append(str(day))
        return step(self, day, leaves, floor=floor)

    monkeypatch.setattr(Fold, "step", noting)
    return days


def judged(memory, as_of, *items):
    """Return an evaluation, which is as it is from nothing, in every day of its fold and every step asked for."""
    engines = [CrossChecked(NativeEngine()), CrossChecked(NativeEngine())]
    seen = evidence(*items)
    fresh = evaluate(TWO_WAYS, seen, "1", day(as_of), engines[0])
    found = evaluate(TWO_WAYS, seen, "1", day(as_of), engines[1], memory)
    folds = [one.timeline.folds["1"] for one in (found, fresh)]
    assert (folds[0].days, folds[0].moves, folds[0].doubts) == (folds[1].days, folds[1].moves, folds[1].doubts)
    assert engines[0].check() == engines[1].check()
    assert (found.verdict, found.support, found.read_set) == (fresh.verdict, fresh.support, fresh.read_set)
    return found


def gone_on(stepped, memory, as_of, *items):
    """Return the days stepped for an evaluation, beside those of one from nothing."""
    stepped.clear()
    judged(memory, as_of, *items)
    length = (day(as_of) - TWO_WAYS.framework.epoch).days + 1
    return stepped[length:]


def test_the_next_day_steps_that_day(stepped):
    memory = Memory()
    judged(memory, "2025-03-20", *KNOWN)
    assert gone_on(stepped, memory, "2025-03-21", *KNOWN) == ["2025-03-21"]
    assert gone_on(stepped, memory, "2025-03-22", *KNOWN) == ["2025-03-22"]


def test_days_that_come_are_worked_out_together(monkeypatch):
    memory, asked = Memory(), []

    def noting(leaves, days):
        asked.extend(leaves)
        return columns_of(leaves, days)

    monkeypatch.setattr(ahead, "columns_of", noting)

    def leaves_asked(as_of, *items):
        asked.clear()
        evaluate(TWO_WAYS, evidence(*items), "1", day(as_of), CrossChecked(NativeEngine()), memory)
        return len(asked)

    assert leaves_asked("2025-02-20", *KNOWN) == 2
    assert [leaves_asked(f"2025-02-{n}", *KNOWN) for n in (21, 22, 28, 20)] == [0, 0, 0, 0]
    assert leaves_asked("2025-03-05", *KNOWN) == 0  # the 64th day
    assert leaves_asked("2025-03-06", *KNOWN) == 2
    assert leaves_asked("2025-03-07", *KNOWN, *LATE) == 1


def test_the_next_day_goes_on_from_the_day_before_though_more_is_known_than_then(stepped):
    memory = Memory()
    judged(memory, "2025-03-12", *KNOWN)
    judged(memory, "2025-03-20", *KNOWN)
    judged(memory, "2025-03-12", *KNOWN, *signal("beside", "2025-04-30", stage="two"))
    more = (*KNOWN, *signal("beside", "2025-04-30", stage="two"))
    assert gone_on(stepped, memory, "2025-03-21", *more) == ["2025-03-21"]


@pytest.mark.parametrize("items", [(*KNOWN, *LATE), KNOWN[:-1]], ids=["one more", "one less"])
def test_other_knowledge_is_folded_on_from_the_first_day_that_it_changes(stepped, items):
    memory = Memory()
    judged(memory, "2025-03-12", *KNOWN)
    days = gone_on(stepped, memory, "2025-03-12", *items)
    first = "2025-03-10" if LATE[-1] in items else "2025-02-01"
    assert (days[0], days[-1]) == (first, "2025-03-12")


def test_an_earlier_day_steps_nothing(stepped):
    memory = Memory()
    judged(memory, "2025-03-20", *KNOWN)
    for as_of in ("2025-03-19", "2025-03-02", "2025-02-01", "2025-01-01"):
        assert gone_on(stepped, memory, as_of, *KNOWN) == []


def test_what_changes_the_first_day_is_folded_from_nothing(stepped):
    memory = Memory()
    judged(memory, "2025-02-10", *KNOWN)
    assert (
        gone_on(stepped, memory, "2025-02-10", *KNOWN, *signal("first", "2025-01-01", stage="one"))[0] == "2025-01-01"
    )


def test_one_that_was_gone_on_with_twice_is_left_as_it_was(stepped):
    memory = Memory()
    first = judged(memory, "2025-02-10", *KNOWN)
    folded = list(first.timeline.folds["1"].days)
    judged(memory, "2025-03-12", *KNOWN, *LATE)
    judged(memory, "2025-03-12", *KNOWN, *EARLY)
    assert first.timeline.folds["1"].days == folded
    assert gone_on(stepped, memory, "2025-02-11", *KNOWN) == ["2025-02-11"]


def test_days_that_come_end_with_the_last_there_is():
    case = Case(TWO_WAYS.framework, TWO_WAYS.cell("1"), evidence(*KNOWN))
    leaves = [make_leaf(condition, case) for condition in compile_plan(TWO_WAYS.rules_of("1")).leaves]
    calendar = Calendar(date(9999, 12, 1), date.max)
    for made, known in zip(columns_of(leaves, calendar), columns_ahead(leaves, calendar), strict=True):
        assert known.outcomes.tolist() == made.outcomes.tolist()
