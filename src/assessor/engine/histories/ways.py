"""
What is taken out of a state, by the outcomes of its guards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assessor.engine.plan import Guard

    Way = tuple[Guard | None, list[Guard]]


def first_met(guards: Sequence[Guard], outcome: Callable[[int], int]) -> Way:
    """
    Return the transition that is taken, the first whose guard is met, and the unknown guards declared before it.

    Args:
        guards: The transitions out of a state, in declared order.
        outcome: Returns that of a node.
    """
    unknown: list[Guard] = []
    for guard in guards:
        answer = outcome(guard.node)
        if answer == Kleene.MET:
            return guard, unknown
        if answer == Kleene.UNKNOWN:
            unknown.append(guard)
    return None, unknown
