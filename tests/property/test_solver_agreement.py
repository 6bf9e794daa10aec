"""Symbolic evidence, made concrete, is judged by the reference as the formulas say: every rule, and every move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from assessor.engine.reference import Reference
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeTransition
from assessor.workbench.solver.asking import moves_of, sets_of
from assessor.workbench.solver.bound import bound_of
from assessor.workbench.solver.cone import Cone, cone_of
from assessor.workbench.solver.confirming import run_scenario
from assessor.workbench.solver.evidence import evidence_for
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.logic import TRUE, both, choice, is_so, opposite, same
from assessor.workbench.solver.paths import Timeline
from assessor.workbench.solver.scenario import write_scenario
from assessor.workbench.solver.search import search
from assessor.workbench.solver.subject import subject_of
from assessor.workbench.solver.witness import read_witness
from tests.property.examples import examples
from tests.property.worlds import EPOCH, rulesets, rulesets_of_two_cells

DAY = timedelta(days=1)
SIGNALS = 4
LAST, SOON = EPOCH + 6 * DAY, EPOCH + 3 * DAY


@st.composite
def wishes(draw, evidence, timeline):
    """Return what random evidence is asked to be like."""
    parts = []
    for slot in (slot for room in evidence.every_room for slot in room.slots):
        if slot in evidence.slots:
            parts.append(slot.used if draw(st.booleans()) else opposite(slot.used))
            parts.append(same(slot.day, draw(st.sampled_from(evidence.days or timeline.days)).toordinal()))
        parts += [draw(st.sampled_from(list(choices.values()))) for choices in slot.words.values()]
        parts += [t if draw(st.booleans()) else opposite(t) for t in slot.tags.values()]
        parts += [same(a, draw(st.integers(0, 9))) for a in slot.amounts.values()]
        parts.append(slot.retold if draw(st.booleans()) else opposite(slot.retold))
        parts.append(slot.shared if draw(st.booleans()) else opposite(slot.shared))
    for room in evidence.rooms.values():  # whose signals stand in the order of their days
        ordinals = draw(st.lists(st.sampled_from(room.days), min_size=len(room.slots), max_size=len(room.slots)))
        used = draw(st.integers(0, len(room.slots)))
        for place, (slot, day) in enumerate(zip(room.slots, sorted(ordinals), strict=True)):
            parts += [slot.used if place < used else opposite(slot.used), same(slot.day, day.toordinal())]
    for series in evidence.series.values():
        for period in series.periods.values():
            parts.append(period.seen if draw(st.booleans()) else opposite(period.seen))
            parts.append(same(period.value, draw(st.integers(0, 4)) * series.steps))
    return both(*(p for p in parts if draw(st.integers(0, 9))))


@given(rulesets(), st.booleans(), st.data())
@examples(10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_what_the_formulas_say_the_reference_says(ruleset, is_watched, data):
    subject = subject_of(ruleset, "1")
    days = tuple(EPOCH + n * DAY for n in range((LAST - EPOCH).days + 1))
    timeline = Timeline(LAST, days, open_from=EPOCH, edges=True)
    cone = Cone(subject.rules)
    watched = choice("watched")
    bound = replace(bound_of(cone, subject.framework, days), signals=SIGNALS, repeats=1)
    evidence = evidence_for(cone, subject.framework, subject.cell, bound, watched, timeline)
    judged = Judged(cone, evidence, timeline)
    outcomes = {rule.id: judged.rule(rule, LAST) for rule in subject.rules}
    assume(not judged.open)
    wish = data.draw(wishes(evidence, timeline))
    goal = both(wish, watched if is_watched else opposite(watched))
    answer = search(evidence, goal, smallest=False, ordered=())
    assume(answer.verdict == "found")
    witness = read_witness(evidence, answer.model)
    scenario = write_scenario("One", subject.framework, "1", witness, LAST, ["there are no alternatives"])
    ran = run_scenario(scenario, ruleset)
    assert ran.judgement is not None, ran.why
    reference = Reference(ruleset, ran.judgement.question.evidence, "1")
    assert reference.fold(LAST) == moves_of(judged, answer.model), scenario.text
    for rule in subject.rules:
        assert word_of(outcomes[rule.id], answer.model) == said_of(reference, rule, LAST), f"{rule.id}\n{scenario.text}"


def word_of(outcome, model):
    if is_so(model, outcome.met):
        return "met"
    return "unknown" if is_so(model, outcome.possible) else "not met"


def said_of(reference, rule, day):
    earlier = isinstance(rule.then, ConcludeFinding | ConcludeTransition)
    return reference.outcome(rule.condition, day, day - DAY if earlier else day).word


@given(rulesets_of_two_cells(), st.data())
@examples(10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_what_the_formulas_say_of_cells_that_read_each_other_the_reference_says(ruleset, data):
    subject = subject_of(ruleset, "1")
    days = tuple(EPOCH + n * DAY for n in range((SOON - EPOCH).days + 1))
    timeline = Timeline(SOON, days, open_from=EPOCH, edges=True)
    cone = cone_of(subject, subject.rules)
    bound = replace(bound_of(cone, subject.framework, days), signals=2, repeats=1)
    evidence = evidence_for(cone, subject.framework, subject.cell, bound, TRUE, timeline)
    rooms = {name: replace(room, slots=room.slots[:2]) for name, room in evidence.rooms.items()}
    evidence = replace(evidence, rooms=rooms)
    judged = Judged(cone, evidence, timeline)
    outcomes = {rule.id: judged.rule(rule, SOON) for rule in subject.rules}
    assume(not judged.open)
    goal = both(data.draw(wishes(evidence, timeline)), *judged.laws)
    answer = search(evidence, goal, smallest=False, ordered=())
    assume(answer.verdict == "found")
    witness = read_witness(evidence, answer.model)
    scenario = write_scenario("Two", subject.framework, "1", witness, SOON, ["there are no alternatives"])
    ran = run_scenario(scenario, ruleset)
    assert ran.judgement is not None, ran.why
    reference = Reference(ruleset, ran.judgement.question.evidence, "1")
    assert reference.fold(SOON) == moves_of(judged, answer.model), scenario.text
    for name, sets in sets_of(judged, answer.model).items():
        folded = ran.judgement.histories.of(name).folded
        assert [s for _, s in sets] == [folded.sets[which] for which in folded.which], scenario.text
    for rule in subject.rules:
        assert word_of(outcomes[rule.id], answer.model) == said_of(reference, rule, SOON), f"{rule.id}\n{scenario.text}"
