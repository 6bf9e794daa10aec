"""
More evidence toward the goal, and a trajectory further from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.workbench.solver.analysis.told import Asked, Told
from assessor.workbench.solver.asking import Posed, Question, ask
from assessor.workbench.solver.cone import cone_of, moving
from assessor.workbench.solver.judged import Judged
from assessor.workbench.solver.lead import lead_of
from assessor.workbench.solver.logic import FALSE, both, either, same
from assessor.workbench.solver.paths import paths_to, timeline_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.workbench.solver.asking import Reply, So
    from assessor.workbench.solver.confirming import Referred
    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.paths import Path, Timeline
    from assessor.workbench.solver.subject import Subject


def check_monotone(subject: Subject) -> Iterator[Asked]:
    """
    Yield, for each state, what came of asking for one more signal toward the goal that leads further from it.

    The first direction of the codebook is the one toward the goal.
    """
    cone = cone_of(subject, moving(subject.rules))
    if len(subject.framework.directions) < 2 or not cone.rules or not cone.signals:  # noqa: PLR2004 - with one, none is worse
        return
    for state in subject.distances:
        for path in paths_to(subject, [state])[:1]:
            reply = _ask(subject, path)
            told = None
            if reply.kind == "found" and reply.scenario is not None:
                words = f"from {state}, one more signal toward the goal can lead further from it than without it"
                told = Told("non-monotone", (state,), words, reply.scenario.text, reply.bound)
            yield Asked(f"whether more evidence toward the goal can lead away from it, from {state}", reply, told)


def _ask(subject: Subject, path: Path) -> Reply:
    cone = cone_of(subject, moving(subject.rules))
    ranks = [state.id for state in subject.framework.trajectories]
    toward = subject.framework.directions[0].id
    arrived: list[str] = []

    def pose(evidence: SymbolicEvidence, timeline: Timeline) -> Posed:
        *rest, extra = evidence.slots
        day = timeline.judged_on
        more = Judged(cone, evidence, timeline)
        less = replace(more, slots=tuple(rest))
        worse = either(
            *(
                both(more.state(day).get(low, FALSE), less.state(day).get(high, FALSE))
                for place, low in enumerate(ranks)
                for high in ranks[place + 1 :]
            )
        )
        added = both(extra.used, extra.has("direction", toward), same(extra.day, day.toordinal()))
        return Posed(both(worse, added), more, ordered=rest)

    def expects(judged: Judged, day: date, so: So) -> tuple[str, ...]:
        arrived[:] = [state for state, is_there in judged.state(day).items() if so(is_there)]
        return (f'the state of the fold is "{arrived[0]}"',)

    def holds(referred: Referred) -> bool:
        return [referred.concluded.state] == arrived

    question = Question(
        title=f"One more signal toward the goal leads away from {path.states[-1]}",
        cone=cone,
        pose=pose,
        expects=expects,
        holds=holds,
        more={"direction": (toward,)},
        more_signals=1,
    )
    timeline = timeline_of(subject, cone.rules, path, lead=lead_of(subject, cone))
    return ask(subject, question, timeline, smallest=False)
