"""
What is taken out of a state, by the outcomes of its guards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.domain.kleene import Kleene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.plan import Guard

    Way = tuple[Guard | None, list[Guard]]

MOST_GUARDS: Final = 39
"""Guards out of one state whose outcomes on a day fit into one number together: 3**39 is below 2**63."""


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


def ways_by_day(guards: Sequence[Guard], columns: Mapping[int, Outcomes], length: int) -> list[Way]:
    """Return `first_met` of each day, where guards are columns, and no more than `MOST_GUARDS`."""
    codes = np.zeros(length, dtype=np.int64)
    for guard in guards:
        codes = 3 * codes + columns[guard.node] + 1
    answers = {}
    for code in np.unique(codes).tolist():
        digits = [code // 3 ** (len(guards) - 1 - place) % 3 - 1 for place in range(len(guards))]
        outcomes = {guard.node: digit for guard, digit in zip(guards, digits, strict=True)}
        answers[code] = first_met(guards, outcomes.__getitem__)
    return [answers[code] for code in codes.tolist()]
