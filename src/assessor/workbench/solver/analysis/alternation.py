"""
Transitions there and back that are open together, so that the trajectory changes from day to day.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import ConcludeTransition
from assessor.workbench.solver.analysis.told import Asked, Told, as_asked
from assessor.workbench.solver.asking import Posed, Question, Reply, ask
from assessor.workbench.solver.cone import cone_of, moving
from assessor.workbench.solver.examples import NO_WAY
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.lead import lead_of
from assessor.workbench.solver.logic import both
from assessor.workbench.solver.paths import Path, arrival, paths_to, timeline_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.confirming import Referred
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.paths import Timeline
    from assessor.workbench.solver.subject import Subject

_DAY: Final = timedelta(days=1)


def check_alternation(subject: Subject, sound: frozenset[str]) -> Iterator[Asked]:
    """Yield what came of asking, for each two transitions there and back, whether the second can undo the first."""
    moves = [(r, then) for r, then in subject.concluding(ConcludeTransition) if r.id in sound]
    near = subject.distances
    for (there, forth), (back, home) in permutations(moves, 2):
        is_pair = forth.transition in home.source and home.transition in forth.source
        if not is_pair or near.get(home.transition, len(near)) >= near.get(forth.transition, 0):
            continue  # no pair, or asked the other way round: first away from the initial state
        about = f"whether `{there.id}` and `{back.id}` can be open together"
        if subject.deadline.is_over:
            yield from as_asked(subject, about, ())
            continue
        reply = _ask(subject, there, back, home.transition)
        if reply.kind != "found" or reply.scenario is None:
            yield Asked(about, reply)
            continue
        states = f"{home.transition} and {forth.transition}"
        words = f"`{there.id}` and `{back.id}` can be open together, and the cell then alternates between {states}"
        yield Asked(about, reply, Told("alternation", (there.id, back.id), words, reply.scenario.text, reply.bound))


def _ask(subject: Subject, there: Rule, back: Rule, state: str) -> Reply:
    """Ask for evidence on which one transition is taken, and on the next day, its guard still met, the other."""
    cone = cone_of(subject, moving(subject.rules))
    assert isinstance(there.then, ConcludeTransition)  # noqa: S101 - selected by it

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        judged, day = Judged(cone, evidence, timeline), timeline.judged_on
        still = judged.outcome(there.condition, day, day - 2 * _DAY).met
        return Posed(both(judged.fires(back, day), still), judged)

    def expects(_judged: Judged, day: date, _so: object) -> tuple[str, ...]:
        return tuple(f'the state changed on {d} by the rule "{r.id}"' for d, r in ((day - _DAY, there), (day, back)))

    def holds(referred: Referred) -> bool:
        return {(referred.day - _DAY, there.id), (referred.day, back.id)} <= {*referred.moves}

    question = Question(f"{there.id} and {back.id} from day to day", cone, pose, expects, holds)
    reply = Reply("never", NO_WAY)
    for path in paths_to(subject, [state]):
        way = Path((*path.rules, there), (*path.states, there.then.transition))
        since = arrival(subject, cone.rules, way)
        timeline = timeline_of(subject, cone.rules, way, judged_on=since + _DAY, edges=True)
        for one in (timeline, *_after_lead(subject, way)):
            found = ask(subject, question, one)
            if found.kind == "found":
                return found
            reply = found if reply.kind == "never" else reply
    return reply


def _after_lead(subject: Subject, way: Path) -> Iterator[Timeline]:
    """Yield the same days after those on which cells that are read may have moved."""
    cone = cone_of(subject, moving(subject.rules))
    lead = lead_of(subject, cone)
    if lead:
        last = max(timeline_of(subject, cone.rules, way, lead=lead).moves)
        yield timeline_of(subject, cone.rules, way, judged_on=last + _DAY, edges=True, lead=lead)
