"""
Dimensions of which evidence tells something, and rules nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.ruleset.conclusions import ConcludeStatus
from assessor.workbench.solver.analysis.told import Asked, Told
from assessor.workbench.solver.asking import Posed, Question
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.examples import ask_along_ways
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.logic import FALSE, both, either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import Reply
    from assessor.workbench.solver.confirming import Referred
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Formula
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.subject import Subject


def check_gaps(subject: Subject) -> Iterator[Asked]:
    """Yield, for each dimension that rules give a status, what came of asking for a signal that leaves it without."""
    rules: dict[str, list[Rule]] = {}
    for rule, then in subject.concluding(ConcludeStatus):
        rules.setdefault(then.dimension, []).append(rule)
    for dimension, deciding in rules.items():
        reply = _ask(subject, dimension, deciding)
        told = None
        if reply.kind == "found" and reply.scenario is not None:
            words = f"a signal can touch `{dimension}` and leave it without a status"
            told = Told("gap", (dimension,), words, reply.scenario.text, reply.bound)
        yield Asked(f"whether `{dimension}` always has a status", reply, told)


def _ask(subject: Subject, dimension: str, rules: list[Rule]) -> Reply:
    cone = cone_of(subject, rules)
    within = subject.framework.standing.within

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        judged, day = Judged(cone, evidence, timeline), timeline.judged_on
        start, end = window_start(day, within).toordinal(), day.toordinal()
        touched: list[Formula] = [
            both(slot.used, slot.dimensions.get(dimension, FALSE), slot.inside(start, end)) for slot in evidence.slots
        ]
        return Posed(both(either(*touched), *(judged.rule(rule, day).not_met for rule in rules)), judged)

    def holds(referred: Referred) -> bool:
        outcomes = (referred.reference.outcome(rule.condition, referred.day, referred.day) for rule in rules)
        return all(outcome is Kleene.NOT_MET for outcome in outcomes)

    question = Question(
        title=f"Nothing is said of {dimension}",
        cone=cone,
        pose=pose,
        expects=lambda *_: (f'dimension "{dimension}" is "undetermined"',),
        holds=holds,
        more={"dimension": (dimension,)},
    )
    return ask_along_ways(subject, question, subject.distances)
