"""
Rules that conclude differently on the same evidence, so that their order alone decides.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.workbench.solver.analysis.posing import are, ask_of_day, met
from assessor.workbench.solver.analysis.told import Asked, Told
from assessor.workbench.solver.cone import cone_of
from assessor.workbench.solver.logic import both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.asking import Reply
    from assessor.workbench.solver.subject import Subject


def check_clashes(subject: Subject, sound: frozenset[str]) -> Iterator[Asked]:
    """Yield what came of asking, for each two rules that conclude differently of one thing, whether both can be met."""
    moves = [(r, then) for r, then in subject.concluding(ConcludeTransition) if r.id in sound]
    for (one, there), (other, elsewhere) in combinations(moves, 2):
        sources = [s for s in there.source if s in elsewhere.source and s in subject.distances]
        if sources and there.transition != elsewhere.transition:
            reply = _both_met(subject, one, other, sources)
            words = f"from {sources[0]}, `{one.id}` and `{other.id}` can be open at once; the first is taken"
            yield _asked(reply, Told("ambiguous", (one.id, other.id), words))
    firsts = [r for r in subject.rules if r.id in sound and isinstance(r.then, ConcludeStatus | ConcludeTrend)]
    for one, other in combinations(firsts, 2):
        if _decide_one_thing(one, other):
            reply = _both_met(subject, one, other, ())
            words = f"`{one.id}` and `{other.id}` can be met at once; the first decides"
            yield _asked(reply, Told("overlap", (one.id, other.id), words))


def _decide_one_thing(one: Rule, other: Rule) -> bool:
    if isinstance(one.then, ConcludeStatus) and isinstance(other.then, ConcludeStatus):
        return one.then.dimension == other.then.dimension and one.then.status != other.then.status
    if isinstance(one.then, ConcludeTrend) and isinstance(other.then, ConcludeTrend):
        return one.then.trend != other.then.trend
    return False


def _both_met(subject: Subject, one: Rule, other: Rule, sources: Sequence[str]) -> Reply:
    return ask_of_day(
        subject,
        f"{one.id} and {other.id} at once",
        cone_of(subject, [one, other]),
        lambda judged, day: both(judged.rule(one, day).met, judged.rule(other, day).met),
        (met(one), met(other)),
        are([one, other]),
        sources,
    )


def _asked(reply: Reply, told: Told) -> Asked:
    about = f"whether `{told.rules[0]}` and `{told.rules[1]}` can be met at once"
    if reply.kind != "found" or reply.scenario is None:
        return Asked(about, reply)
    return Asked(about, reply, Told(told.kind, told.rules, told.words, reply.scenario.text, reply.bound))
