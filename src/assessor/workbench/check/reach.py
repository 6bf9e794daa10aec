"""
States that no chain of transitions leads to, and transitions that can therefore never be taken.

Guards are not looked into, but for the state that they ask for: whether evidence could meet them is not asked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import ConcludeTransition
from assessor.ruleset.conditions import All, State
from assessor.ruleset.references_rule import walk_with_paths
from assessor.workbench.check.subject import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Judged, Subject

    _Moves = list[tuple[PlacedRule, ConcludeTransition]]


def check_reachable(subject: Subject) -> Iterator[Problem]:
    """Yield each state of a transition that it is never in, and each state asked for that is never reached."""
    initial = subject.framework.initial
    for judged in subject.unlike:
        moves = [(p, p.rule.then) for p in judged.rules if isinstance(p.rule.then, ConcludeTransition)]
        if moves:
            reached = _reached(initial, moves)
            yield from _check_sources(moves, reached, initial)
            yield from _check_states(judged, reached, initial)


def _reached(initial: str, moves: _Moves) -> set[str]:
    """Return the states that transitions lead to, one after the other, from the first."""
    reached = {initial}
    while True:
        more = {t.transition for p, t in moves if any(s in reached and _allows(p, s) for s in t.source)} - reached
        if not more:
            return reached
        reached |= more


def _allows(placed: PlacedRule, state: str) -> bool:
    """Return whether a guard can hold in a state, as far as the states that it asks for go."""
    return all(state in asked.state for asked in _states_asked(placed.rule.condition))


def _states_asked(condition: Condition) -> Iterator[State]:
    """Yield what a condition asks of the cell's own state, whatever else it asks."""
    if isinstance(condition, State):
        yield condition
    for part in condition.all if isinstance(condition, All) else ():
        yield from _states_asked(part)


def _check_sources(moves: _Moves, reached: set[str], initial: str) -> Iterator[Problem]:
    for placed, then in moves:
        for place, state in enumerate(then.source):
            if state not in reached:
                message = (
                    f"no transitions lead from {quote(initial)}, where the timeline begins, to {quote(state)}, so it "
                    "is never taken from there; add what leads there, or take the state out of `from`"
                )
            elif not _allows(placed, state):
                asked = next(s for s in _states_asked(placed.rule.condition) if state not in s.state)
                message = (
                    f"its guard asks for {' or '.join(map(quote, asked.state))}, so it is never taken from "
                    f"{quote(state)}; take the state out of `from`, or ask for it"
                )
            else:
                continue
            yield tell(placed, ("then", "from", place), message, "unreachable-transition")


def _check_states(judged: Judged, reached: set[str], initial: str) -> Iterator[Problem]:
    for placed in judged.rules:
        for path, condition in walk_with_paths(placed.rule.condition, ("when",)):
            if isinstance(condition, State) and not reached & {*condition.state}:
                states = " or ".join(map(quote, condition.state))
                message = (
                    f"the cell is never {states}: no transitions lead there from {quote(initial)}; add what leads there"
                )
                yield tell(placed, (*path, "state"), message, "unreachable-state")
