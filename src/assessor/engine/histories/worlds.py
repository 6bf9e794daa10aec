"""
Many worlds that differ little from a known one, folded together: a row each, and what they share once.

A world is a cell, and what it reads, prepared with other columns. Where it is the cell alone that differs and nothing
reads it back, the days of all of them go through the nodes at once; the others are folded one by one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.engine.columns import Column
from assessor.engine.histories.evaluate import fold_all
from assessor.engine.histories.fold_columns import columns_like
from assessor.engine.strata import edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assessor.engine.histories.fold_columns import FoldColumns
    from assessor.engine.histories.folded import Folded
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.model import Ruleset

_NO_BORDERS: Final = np.empty(0, dtype=np.int64)

DAYS_AT_ONCE: Final = 2**15
"""Days of all worlds together that are folded at once: so that columns of them stay in a core's own memory."""


def fold_worlds(
    ruleset: Ruleset, cell: str, known: Mapping[str, Folded], worlds: Sequence[Mapping[str, Prepared]]
) -> Iterator[tuple[Sequence[int], FoldColumns]]:
    """
    Fold a cell in many worlds.

    Args:
        known: The fold of each cell in the known world, in the order of evaluation.
        worlds: The same cells, prepared by the same plans over the same days, in each other world.

    Yields:
        The places of worlds, and columns of the cell, with a row for each where there are several; in any order.
    """
    is_read = any(read == cell for other in known for read, _ in edges(ruleset, other))
    together = [
        place
        for place, world in enumerate(worlds)
        if not is_read and not any(world[c].differing(known[c].prepared) for c in known if c != cell)
    ]
    for place in sorted(set(range(len(worlds))) - set(together)):
        yield [place], fold_all(ruleset, worlds[place], known)[cell]
    others = {read: known[read].issued for read, _ in edges(ruleset, cell)}
    at_once = max(DAYS_AT_ONCE // known[cell].prepared.calendar.length, 1)
    for begin in range(0, len(together), at_once):
        places = together[begin : begin + at_once]
        joined = _join(known[cell].prepared, [worlds[place][cell] for place in places])
        yield places, columns_like(joined, others, known[cell])


def _join(known: Prepared, worlds: Sequence[Prepared]) -> Prepared:
    """Return a cell with a row for each world in the columns that differ from those that are known."""
    columns = zip(known.columns, *(world.columns for world in worlds), strict=True)
    floors = [world.floor_column for world in worlds]
    return replace(
        known,
        columns=tuple(_stack(was, now) for was, *now in columns),
        floor_column=_stack(known.floor_column, floors) if known.floor_column is not None else None,
    )


def _stack(known: Column, worlds: Sequence[Column | None]) -> Column:
    outcomes = [(one or known).outcomes for one in worlds]
    return known if all(one is known.outcomes for one in outcomes) else Column(np.stack(outcomes), _NO_BORDERS)
