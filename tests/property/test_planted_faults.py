"""Faults planted in generated rules are all told, and what evidence shows is not told never to be."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from assessor.domain.kleene import Kleene
from assessor.domain.known import known_at
from assessor.engine.reference import Reference
from assessor.errors import EvidenceInvalidError
from assessor.workbench.solver.analysis.analyse import analyse
from assessor.workbench.solver.examples import find_example
from assessor.workbench.solver.subject import subject_of
from assessor.workbench.solver.targets import lag_of, target_of_rule
from tests.property.examples import examples
from tests.property.worlds import LAST, MOMENT, evidence, rulesets
from tests.unit.workbench.small import cells, finding, move, reads, rule, subject

WINDOWS = ["P10D", "P1M", "P2M", "P6M", "P1Y"]
TWO = {"trajectories": [{"id": s, "definition": s} for s in ("Low", "Middle")]}
selectors = st.fixed_dictionaries(
    {"tags": st.sampled_from(["t", "u"])},
    optional={
        "direction": st.sampled_from(["up", "down"]),
        "stage": st.sampled_from(["act", "talk"]),
        "severity": st.sampled_from(["low", "high"]),
        "tier": st.sampled_from([[1], [2]]),
    },
)


def count(selector, within, at_least):
    return {"signals": selector, "within": within, "count": {"at_least": at_least}}


@st.composite
def nested(draw):
    """Return two counts of the same, of which the second is met wherever the first is, and not the other way round."""
    selector, place = draw(selectors), draw(st.integers(0, len(WINDOWS) - 2))
    more = draw(st.integers(1, 3))
    wider = draw(st.integers(place + 1, len(WINDOWS) - 1))
    return count(selector, WINDOWS[place], more), count(selector, WINDOWS[wider], draw(st.integers(1, more)))


@st.composite
def planted(draw):
    """Return rules with one fault, what the fault is told as, and the states that there are."""
    strong, weak = draw(nested())
    tag = "u" if strong["signals"]["tags"] == "t" else "t"  # so that neither covers the other
    aside = count({"tags": tag, "dimension": "e"} | draw(st.sampled_from([{}, {"stage": "act"}])), "P1M", 1)
    never = {"all": draw(st.permutations([strong, {"not": weak}]))}
    always = {"any": draw(st.permutations([weak, {"not": strong}]))}
    low = draw(st.integers(1, 50))
    apart = {
        "all": [
            {"reading": "x", "is": {"at_least": low + draw(st.integers(1, 50))}, "max_age": "P3M"},
            {"reading": "x", "is": {"at_most": low}, "max_age": "P3M"},
        ]
    }
    up, down = count({"direction": "up"}, "P1M", 1), count({"direction": "down"}, "P1M", 1)
    starts, falls = move("starts", "Low", "Middle", up), move("falls", "Middle", "Low", down)
    ways = {
        "contradiction": ((finding("f", never),), ("never-met", "f"), {}),
        "readings apart": ((finding("f", apart),), ("never-met", "f"), {}),
        "dead branch": ((finding("f", {"any": [aside, never]}),), ("never-met", "f"), {}),
        "tautology": ((finding("f", {"all": [aside, always]}),), ("always-met", "f"), {}),
        "dead qualifier": ((rule("q", never, qualifier="odd"),), ("never-met", "q"), {}),
        "covered": ((finding("f", weak), finding("f", strong, "g")), ("covered", "g", "f"), {}),
        "late": (
            (rule("f", weak, dimension="d", status="good"), rule("g", strong, dimension="d", status="bad")),
            ("covered", "g", "f"),
            {},
        ),
        "dead transition": ((starts, falls, move("m", "Low", "Middle", never)), ("unreachable", "m"), TWO),
        "no way": ((starts, falls), ("unreachable", "High"), {}),
        "two ways": ((starts, falls, move("m", "Middle", "High", aside)), ("ambiguous", "falls", "m"), {}),
        "overlap": (
            (rule("f", strong, dimension="d", status="good"), rule("g", aside, dimension="d", status="bad")),
            ("overlap", "f", "g"),
            {},
        ),
        "gap": ((rule("f", count({"direction": "up", "dimension": "d"}, "P1Y", 1), dimension="d", status="good"),),
                ("gap", "d"), {}),
        "backwards": ((starts, move("falls", "Middle", "Low", count({"direction": "up"}, "P1M", 2))),
                      ("non-monotone", "Middle"), TWO),
    }  # fmt: skip
    return ways[draw(st.sampled_from(list(ways)))]


@given(planted())
@examples(26, suppress_health_check=[HealthCheck.too_slow])
def test_a_planted_fault_is_told_and_no_other(drawn):
    rules, expected, framework = drawn
    found = analyse(subject(*rules, **framework))
    assert not found.defects
    assert not found.open
    assert expected in {(told.kind, *told.rules) for told in found.told}
    assert {(told.kind, *told.rules) for told in found.told if told.is_fault} <= {expected}
    assert all(told.scenario for told in found.told if told.rules != ("High",))  # of what nothing leads to, none can be


@st.composite
def planted_across(draw):
    """Return rules of one cell that reads another, those of that other, and the faults, which lie between the two."""
    strong, weak = draw(nested())
    never = {"all": draw(st.permutations([strong, {"not": weak}]))}
    starts = move("starts", "Low", "Middle", weak)
    state = draw(st.sampled_from(["Middle", "High"]))
    day = draw(st.sampled_from([{}, {"previous_day": True}]))
    there = move("climbs", "Low", state, weak)
    low, away = reads("Low", **day), reads(*(s for s in ("Middle", "High") if s == state), **day)
    aside = count({"tags": "t", "dimension": "e"}, "P1M", 1)
    ways = {
        "where it never comes": ((finding("f", reads("High", **day)),), (starts,), {("never-met", "f")}),
        "by a guard that never opens": (
            (move("m", "Low", "Middle", reads(state, **day)),),
            (move("climbs", "Low", state, never),),
            {("unreachable", "m"), ("unreachable", "Middle")},
        ),
        "in two states at once": ((finding("f", {"all": draw(st.permutations([low, away]))}),), (there,),
                                  {("never-met", "f")}),
        "in one state or the other": (
            (finding("f", {"all": [aside, {"any": [reads("Low"), reads("Middle", "High")]}]}),),
            (there,),
            {("always-met", "f")},
        ),
        "covered": ((finding("f", reads("Middle", "High", **day)), finding("f", reads(state, **day), "g")),
                    (starts, move("leaps", "Middle", "High", aside)), {("covered", "g", "f")}),
    }  # fmt: skip
    return ways[draw(st.sampled_from(list(ways)))]


@given(planted_across())
@examples(10, suppress_health_check=[HealthCheck.too_slow])
def test_a_fault_planted_between_two_cells_is_told_and_no_other(drawn):
    rules, others, expected = drawn
    found = analyse(subject_of(cells(rules, others), "1"))
    assert not found.defects
    assert not found.open
    faults = {(told.kind, *told.rules) for told in found.told if told.is_fault} - {("unreachable", "High")}
    assert faults == expected


@given(rulesets(), evidence(), st.data())
@examples(10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
def test_what_evidence_shows_is_not_told_never_to_be(ruleset, versions, data):
    one = subject_of(ruleset, "1")
    targets = [(r, target) for r in one.rules if not (target := target_of_rule(one, r)).cone.reads_state]
    reference = Reference(ruleset, known_at(versions, MOMENT), "1")
    met = []
    for judged, target in targets:
        try:
            outcome = reference.outcome(judged.condition, LAST, LAST - lag_of(judged))
        except EvidenceInvalidError:  # records of one event that share no day
            outcome = Kleene.UNKNOWN
        if outcome is Kleene.MET:
            met.append((judged, target))
    assume(met)
    rule_met, target = data.draw(st.sampled_from(met))
    assert find_example(one, target, smallest=False).kind != "never", rule_met
