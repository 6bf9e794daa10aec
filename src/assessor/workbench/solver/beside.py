"""
The states that a cell could be in, as cells that read it see them: where its unknown guards could have led, too.

The symbolic form of the set beside the state, in `assessor.engine.fold`. Where guards ask for how long a state has
held, they are taken never to be unknown, which the bound says.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import ConcludeTransition
from assessor.workbench.solver.logic import both, either, opposite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.workbench.solver.judged import Judged
    from assessor.workbench.solver.logic import Formula

_DAY: Final = timedelta(days=1)


def spread(judged: Judged, day: date, before: dict[str, Formula], states: dict[str, Formula]) -> dict[str, Formula]:
    """
    Return for each state that the cell could be in it at the end of a day.

    Args:
        before: The same of the day before.
        states: Of each state, that it is the one at the end of the day.
    """
    if all(judged.outcome(r.condition, day, day - _DAY).is_known for r in judged.rules if _moves(r.then)):
        if before is judged.states_before(day):
            return states  # nothing has been unknown so far
    elif judged.cone.asks_past:
        judged.laws += _never_unknown(judged, day)
        return states
    reached: dict[str, list[Formula]] = {}
    for state, could in before.items():
        earlier: list[Formula] = []
        for rule in judged.rules:
            if isinstance(rule.then, ConcludeTransition) and state in rule.then.source:
                guard = judged.guard(rule, day, state)
                here = both(could, *(opposite(met) for met in earlier))
                reached.setdefault(rule.then.transition, []).append(both(here, guard.possible))
                earlier.append(guard.met)
        reached.setdefault(state, []).append(both(could, *(opposite(met) for met in earlier)))
    return {state: either(*ways) for state, ways in reached.items()}


def _moves(then: object) -> bool:
    return isinstance(then, ConcludeTransition)


def _never_unknown(judged: Judged, day: date) -> Iterator[Formula]:
    """Yield that the guards of the state in which the cell is are not unknown."""
    for state, here in judged.states_before(day).items():
        for rule in judged.rules:
            if isinstance(rule.then, ConcludeTransition) and state in rule.then.source:
                guard = judged.outcome(rule.condition, day, day - _DAY)
                yield opposite(both(here, guard.unknown))
