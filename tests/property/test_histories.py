"""The timeline evaluator says of every day what is said of that day by itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.domain.kleene import Kleene
from assessor.engine.evaluate import core, evaluate
from assessor.engine.histories import histories_of
from assessor.engine.histories.parts import parts_of
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.phase import HeldLeaf
from assessor.engine.reference import Reference
from assessor.errors import EvidenceInvalidError
from assessor.ruleset.conclusions import ConcludeFinding
from tests.property.examples import examples
from tests.property.worlds import EPOCH, LAST, evidence, known, rulesets, rulesets_of_two_cells

CELLS = ("1", "2")


def judge(ruleset, seen, as_of=LAST, cell="1"):
    return evaluate(ruleset, seen, cell, as_of, CrossChecked(NativeEngine(), None))


def told(ruleset, versions, cells=("1",)):
    try:
        return histories_of(ruleset, known(versions), cells, LAST)
    except EvidenceInvalidError:  # generated dates of one report may share no day
        assume(False)
        raise


class Remembering(Reference):
    """The reference, which asks nothing twice: `held` within `held` within findings would take it hours."""

    def __init__(self, *args):
        super().__init__(*args)
        self.known = {}

    def outcome(self, condition, day, state_day):
        key = (id(condition), day, state_day, self._branch)
        if key not in self.known:
            self.known[key] = super().outcome(condition, day, state_day)
        return self.known[key]


@examples(15)
@given(rulesets(), evidence())
def test_a_history_says_of_every_day_what_the_reference_says(ruleset, versions):
    history = told(ruleset, versions).of("1")
    reference = Remembering(ruleset, known(versions), "1")
    outcomes = {r.id: history.folded.outcomes(r) for r in ruleset.rules_of("1").rules}
    held = {
        f: [h for h in history.of_finding(f) for _ in range((h.until - h.since).days + 1)] for f in _findings(ruleset)
    }
    for number, expected in enumerate(reference.run(LAST)):
        verdict, day = history.at(expected.day), expected.day
        assert {f: held[f][number].outcome for f in held} == expected.findings
        assert history.folded.states.names[history.folded.states.which[number + 1]] == expected.state
        for rule in ruleset.rules_of("1").rules:
            before = not hasattr(rule.then, "transition") and not isinstance(rule.then, ConcludeFinding)
            state_day = day if before else day - timedelta(days=1)
            assert outcomes[rule.id][number] == reference.outcome(rule.condition, day, state_day)
        if verdict.standing == "sufficient":
            assert verdict.trajectory == expected.state
            assert (verdict.qualifiers, verdict.trend) == (expected.qualifiers, expected.trend)
        decided = {d.dimension: d.status for d in verdict.dimensions if d.why == "decided"}
        assert decided == expected.statuses


@examples(15)
@given(rulesets_of_two_cells(), evidence(cells=True))
def test_of_cells_that_read_each_other_the_reference_says_the_same(ruleset, versions):
    histories = told(ruleset, versions, CELLS)
    cells: dict[str, Reference] = {}
    references = {cell: Remembering(ruleset, known(versions), cell, cells) for cell in CELLS}
    issued = {cell: histories.of(cell).folded.issued for cell in CELLS}
    for number in range((LAST - EPOCH).days + 1):  # day by day: a reference that reads another one recurs for each day
        for cell, reference in references.items():
            assert reference.issued(EPOCH + timedelta(days=number)) == issued[cell].sets[issued[cell].which[number]]
    for cell, reference in references.items():
        moves = histories.of(cell).folded.moves
        assert [(m.day, m.rule) for m in moves] == [*reference.fold(LAST)]


def _findings(ruleset):
    return {r.then.finding for r in ruleset.rules_of("1").rules if isinstance(r.then, ConcludeFinding)}


def with_two_ways_to_b(ruleset):
    """Return a ruleset whose last transition leads from A to B, as its first does."""

    def moved(rule):
        leads = {"source": ("A",), "transition": "B"}
        return rule.model_copy(update={"then": rule.then.model_copy(update=leads)}) if rule.id == "t3" else rule

    cells = [c.model_copy(update={"rules": tuple(map(moved, c.rules))}) for c in ruleset.rules]
    return ruleset.model_copy(update={"rules": tuple(cells)})


@examples(20)
@given(st.one_of(rulesets_of_two_cells(), rulesets_of_two_cells().map(with_two_ways_to_b)), evidence(cells=True))
def test_cells_that_read_each_other_go_on_every_day_as_stepped_together(ruleset, versions):
    histories = told(ruleset, versions, CELLS)
    timeline = judge(ruleset, known(versions)).timeline
    for cell in timeline.folds:
        fold, history = timeline.folds[cell], histories.of(cell)
        assert (list(history.moves), history.doubts) == (fold.moves, fold.doubts)
        folded = history.folded
        for number, record in enumerate(fold.days):
            assert folded.sets[folded.which[number]] == record.could_be
            assert folded.sufficient[number] == record.sufficient
            for phase, columns, outcomes in (
                (fold.plan.before, folded.before, record.before),
                (fold.plan.after, folded.after, record.after),
            ):
                for node, column in columns.items():
                    if not isinstance(phase.nodes[node].given, HeldLeaf):  # of earlier days: seen through `agree`
                        assert column[number] == outcomes[node]


@examples(12)
@given(rulesets_of_two_cells(), evidence(cells=True), st.lists(st.dates(EPOCH, LAST), min_size=4, max_size=4))
def test_the_verdict_of_a_day_is_the_one_that_is_issued_as_of_that_day(ruleset, versions, days):
    histories = told(ruleset, versions, CELLS)
    for cell in CELLS:
        history = histories.of(cell)
        for day in (EPOCH, *days, LAST):
            verdict = judge(ruleset, known(versions), day, cell).verdict
            assert history.at(day).core == core(verdict)
            stated = [(d.dimension, d.status, d.why) for d in verdict.dimensions]
            assert [(d.dimension, d.status, d.why) for d in history.at(day).dimensions] == stated


@examples(12)
@given(rulesets_of_two_cells(), evidence(cells=True))
def test_stretches_are_every_day_once_and_each_as_long_as_the_verdict_stays(ruleset, versions):
    history = told(ruleset, versions).of("1")
    days = [s.since + timedelta(days=n) for s in history.stretches for n in range((s.until - s.since).days + 1)]
    assert days == [EPOCH + timedelta(days=n) for n in range((LAST - EPOCH).days + 1)]
    assert all(history.at(day) == s.verdict for s in history.stretches for day in (s.since, s.until))
    assert all(a.verdict != b.verdict for a, b in pairwise(history.stretches))
    for rule in ruleset.rules_of("1").rules:
        held = history.of_rule(rule)
        assert all(a.outcome != b.outcome for a, b in pairwise(held))
        assert {h.outcome for h in held} <= set(Kleene)


@examples(20)
@given(rulesets(), evidence(), st.lists(st.integers(0, (LAST - EPOCH).days), min_size=6, max_size=6))
def test_some_days_read_alone_are_read_as_among_all_days(ruleset, versions, numbers):
    history = told(ruleset, versions, ("1",)).of("1")
    rows = parts_of(history.folded).rows()
    first, last, *others = sorted(numbers)
    for days in (slice(first, last + 1), *(slice(number, number + 1) for number in others)):
        assert parts_of(history.folded, days).rows().tolist() == rows[days].tolist()
