"""
Nodes of a program on every day at once: Kleene's connectives, sums and `held` over whole columns.

*All* is a minimum, *any* a maximum, *not* a change of sign; a sum is compared by its bounds, and `held`
asks for the last earlier day on which the inner condition was otherwise. What the inputs are is the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assessor.domain.kleene import Kleene
from assessor.engine.plan import HeldLeaf
from assessor.ruleset.conditions import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.inference.program import Program, Threshold
    from assessor.engine.plan import Input, Phase

Outcomes = npt.NDArray[np.int8]
"""One a day: 1 met, 0 unknown, -1 not met."""


def node_columns(
    phase: Phase,
    wanted: Iterable[int],
    calendar: Calendar,
    given: Callable[[Input], Outcomes],
    known: Mapping[int, Outcomes] | None = None,
) -> dict[int, Outcomes]:
    """
    Return the outcome of nodes of a program on each day of a calendar.

    Args:
        wanted: Numbers of nodes; with each, those it reads.
        given: Returns the column of an input that is no `held`.
        known: Columns that are there already.
    """
    sums = thresholds_of(phase.program)
    columns: dict[int, Outcomes] = dict(known or {})
    for number in sorted(set(wanted) - columns.keys()):  # what a node reads has a lower number
        node = phase.nodes[number]
        if isinstance(node.given, HeldLeaf):
            columns[number] = held_before(columns[node.given.inner], node.given.window, calendar)
            continue
        if node.given is not None:
            columns[number] = given(node.given)
            continue
        parts = [columns[child] for child in node.children]
        if node.kind == "all":
            columns[number] = np.minimum.reduce(parts)
        elif node.kind == "any":
            columns[number] = np.maximum.reduce(parts)
        elif node.kind == "not":
            columns[number] = np.negative(parts[0])
        elif node.kind == "agree":
            columns[number] = np.where(parts[0] == parts[1], parts[0], np.int8(Kleene.UNKNOWN))
        else:
            columns[number] = _sum(sums[number], columns)
    return columns


def thresholds_of(program: Program) -> dict[int, Threshold]:
    """Return the sums of a program by the node that they decide."""
    return {t.node: t for stratum in program.strata for t in stratum.thresholds}


def _sum(threshold: Threshold, columns: dict[int, Outcomes]) -> Outcomes:
    members: npt.NDArray[np.int8] = np.stack([columns[node] for node, _ in threshold.members])
    weights = np.array([weight for _, weight in threshold.members], dtype=np.int64)
    sure = weights @ (members > 0)
    least = sure + np.minimum(weights, 0) @ (members == 0)
    most = sure + np.maximum(weights, 0) @ (members == 0)
    met, excluded = least >= threshold.at_least, most < threshold.at_least
    outcomes: Outcomes = met.astype(np.int8) - excluded.astype(np.int8)
    return outcomes


def held_before(inner: Outcomes, window: Duration, calendar: Calendar) -> Outcomes:
    """
    Return, for each day, whether a condition held on all earlier days of the window that ends on it.

    Met iff met on all of them, not met iff on none, else unknown; days before the calendar are not met.
    """
    starts = calendar.starts(window)
    first = calendar.first.toordinal()
    unmet = _last_before(inner != Kleene.MET, first, default=first - 1)
    possible = _last_before(inner != Kleene.NOT_MET, first, default=1)
    return (unmet <= starts).astype(np.int8) - (possible <= starts).astype(np.int8)


def _last_before(days: npt.NDArray[np.bool_], first: int, *, default: int) -> npt.NDArray[np.int64]:
    """Return, for each day, the ordinal of the last of some days before it."""
    last = np.full(len(days), default, dtype=np.int64)
    last[1:] = np.where(days[:-1], np.arange(first, first + len(days) - 1), default)
    return np.maximum.accumulate(last)


def stateless_nodes(phase: Phase) -> frozenset[int]:
    """Return the nodes that do not read the cell's own state, not even that of earlier days."""
    found: set[int] = set()
    for number in sorted(phase.nodes):
        node = phase.nodes[number]
        read = (node.given.inner,) if isinstance(node.given, HeldLeaf) else node.children
        if not isinstance(node.given, State) and found.issuperset(read):
            found.add(number)
    return frozenset(found)


def reads(phase: Phase, roots: Iterable[int]) -> set[int]:
    """Return nodes with all that they read, `held` ones included."""
    found: set[int] = set()
    open_nodes = list(roots)
    while open_nodes:
        number = open_nodes.pop()
        if number not in found:
            found.add(number)
            node = phase.nodes[number]
            open_nodes += node.children
            open_nodes += [node.given.inner] if isinstance(node.given, HeldLeaf) else []
    return found


def change_days(columns: Sequence[npt.NDArray[np.generic]]) -> list[int]:
    """Return the numbers of days on which one of some columns differs from the day before, ascending."""
    found = [np.flatnonzero(column[1:] != column[:-1]) + 1 for column in columns]
    return np.unique(np.concatenate(found)).tolist() if found else []
