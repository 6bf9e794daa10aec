"""
Two rulesets told apart by evidence on which they conclude differently, or held to be the same within a bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.workbench.solver.asking import Posed, Question, Reply, ask
from assessor.workbench.solver.cone import join_cones
from assessor.workbench.solver.confirming import run_scenario
from assessor.workbench.solver.examples import NO_WAY
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.lead import day_by_day, lead_of, unmoved_days
from assessor.workbench.solver.logic import FALSE, both, either, opposite
from assessor.workbench.solver.paths import arrival, first_held, paths_to, stays_of, timeline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from assessor.workbench.solver.asking import So
    from assessor.workbench.solver.cone import Cone
    from assessor.workbench.solver.confirming import Referred
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.observables import Observable
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.subject import Subject

_MOST_WAYS: Final = 12


@dataclass(frozen=True)
class Pair:
    """Rules as they are, and others that could stand in their place."""

    these: Subject
    others: Subject


def tell_apart(
    pair: Pair, observable: Observable, states: Iterable[str], title: str, *, is_watched: bool = True
) -> Reply:
    """
    Look for evidence on which something is one thing by these rules, and another by the others.

    What is found passes under these rules, and under the others fails by what it expects.

    Args:
        states: Where the trajectory may be; of no account where it is not read.
        is_watched: Whether everything is watched; else nothing ever is.
    """
    cones = observable.cone(pair.these), observable.cone(pair.others)
    cone = join_cones(*cones)

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        day = timeline.judged_on
        one, other = Judged(cones[0], evidence, timeline), Judged(cones[1], evidence, timeline.freed())
        these = observable.values(pair.these, one, day)
        others = observable.values(pair.others, other, day)
        differ = either(*(both(so, opposite(others.get(value, FALSE))) for value, so in these.items()))
        one.open.update(other.open)
        known = either(*others.values())
        return Posed(both(differ, known), one)

    said: list[str] = []

    def expects(judged: Judged, day: date, so: So) -> tuple[str, ...]:
        values = observable.values(pair.these, judged, day)
        said[:] = [next(value for value, is_value in values.items() if so(is_value))]
        return (observable.step(pair.these, judged, day, so, said[0]),)

    def holds(referred: Referred) -> bool:
        return [observable.referred(pair.these, referred)] == said

    question = Question(title, cone, pose, expects, holds, is_watched=is_watched)
    reply = Reply("never", NO_WAY)
    for timeline in _timelines(pair, cone, states):
        found = _confirm_for_others(pair, ask(pair.these, question, timeline))
        if found.kind == "found":
            return found
        if reply.kind == "never":
            reply = found
    return reply


def _confirm_for_others(pair: Pair, reply: Reply) -> Reply:
    """Hold what was found against the other rules: there it has to fail, by what it expects."""
    if reply.kind != "found" or reply.scenario is None:
        return reply
    ran = run_scenario(reply.scenario, pair.others.ruleset)
    if ran.is_unlike:
        return reply
    why = ran.why or "it passes under the other rules too"
    return Reply(
        "unconfirmed", reply.bound, reply.day, reply.scenario, reply.witness, left_open=reply.left_open, why=why
    )


def _timelines(pair: Pair, cone: Cone, states: Iterable[str]) -> Iterator[Timeline]:
    """Yield days to judge: where the trajectory is read, along ways to some states, and where waits end."""
    if not cone.reads_state:
        yield unmoved_days(pair.these, cone)
        if cone.elsewhere:
            yield unmoved_days(pair.these, cone, edges=True)
        return
    lead = lead_of(pair.these, cone)
    for path in paths_to(pair.these, states)[:_MOST_WAYS]:
        yield timeline_of(pair.these, cone.rules, path)
        since = arrival(pair.these, cone.rules, path)
        for wait in stays_of(cone.rules, path.states[-1]):
            yield timeline_of(pair.these, cone.rules, path, judged_on=first_held(since, wait))
        yield timeline_of(pair.these, cone.rules, path, edges=True)
        if lead:
            yield timeline_of(pair.these, cone.rules, path, edges=True, lead=lead)
        if cone.is_read:
            yield day_by_day(pair.these, cone, path)


def first_difference(pair: Pair, observables: Sequence[Observable], states: Sequence[str], title: str) -> Reply:
    """
    Return the first answer that tells rules apart: watched first, then where nothing is; else why there is none.

    What is `never` is so of all of them.
    """
    reply = Reply("never", NO_WAY)
    for is_watched in (True, False):
        for observable in observables:
            if not is_watched and observable.cone(pair.these).is_followed:
                continue  # little moves where nobody looks
            found = tell_apart(pair, observable, states, title, is_watched=is_watched)
            if found.kind == "found":
                return found
            if reply.kind == "never":
                reply = found
    return reply
