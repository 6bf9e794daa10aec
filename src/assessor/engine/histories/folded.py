"""
One cell folded over all its days: its columns, and its way with all that could have been beside it.

What could have been beside it is found when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.nodes import is_equal
from assessor.engine.histories.fold_columns import FoldColumns, columns_from, columns_like, stateless_columns
from assessor.engine.histories.others import StateSets
from assessor.engine.histories.path import Known
from assessor.engine.histories.runs import run
from assessor.engine.histories.walk import walk
from assessor.engine.once import Later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Move
    from assessor.engine.histories.path import Path
    from assessor.engine.prepare import Prepared


@dataclass(frozen=True, eq=False)
class Folded(FoldColumns):
    """
    One cell over all its days.

    Attributes:
        moves: The transitions taken.
    """

    moves: tuple[Move, ...]
    _path: Later[Path]

    @property
    def path(self) -> Path:
        """Its way with all that could have been beside it; where the transitions are known, found when asked for."""
        return self._path.get()

    @cached_property
    def could_be(self) -> StateSets:
        """The states that it could be in at the end of each day."""
        return self.path.could_be(self.prepared.calendar.length)

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """Sets of states; `which` of them the cell could be in is said of the end of each day."""
        return self.could_be.sets

    @property
    def which(self) -> npt.NDArray[np.int64]:
        """For each day the place of its set among the sets."""
        return self.could_be.which

    @property
    def issued(self) -> StateSets:
        """What cells that read it see."""
        return StateSets((frozenset(), *self.sets), np.where(self.sufficient, self.which + 1, 0))


def fold(
    prepared: Prepared,
    others: Mapping[str, StateSets],
    *,
    known: Folded | None = None,
    guess: Sequence[Move] | None = None,
) -> Folded:
    """
    Fold a cell over all its days.

    Args:
        others: What is seen of the cells that it reads.
        known: An earlier fold by the same plan over the same days, to be gone on with.
        guess: Without one, transitions that it may take; where they are not said, its way is walked.
    """
    if known is not None:
        if not prepared.plan.edges and prepared.comes_out_as(known.prepared):
            return replace(known, prepared=prepared)
        columns = columns_like(prepared, others, known)
        is_same = columns.taken is known.taken or np.array_equal(columns.taken, known.taken)
        moves = known.moves if is_same else columns.ways.moves(columns.taken)
        return _folded(
            columns, moves, Later(partial(_path_on, prepared, columns.stateless, (known.path, known.stateless)))
        )
    stateless = stateless_columns(prepared, others)
    path = Later(partial(_path, prepared, stateless))
    columns = columns_from(prepared, others, stateless, path.get().moves if guess is None else guess)
    return _folded(columns, columns.ways.moves(columns.taken), path)


def paths_like(columns: FoldColumns, known: Folded, worlds: int) -> list[Path]:
    """
    Return the way of a cell in each of some worlds; one object where all that it rests on is the same.

    Args:
        columns: The fold in all of them, which was gone on with from a known one.
        worlds: How many they are.
    """
    found: dict[tuple[bytes, ...], Path] = {}
    paths = []
    for row in range(worlds):
        columns_there = ((node, columns.stateless[node]) for node in sorted(columns.prepared.plan.frontier))
        frontier = {node: column[row] if column.ndim > 1 else column for node, column in columns_there}
        key = tuple(column.tobytes() for column in frontier.values())
        if key not in found:
            found[key] = _path_on(columns.prepared, frontier, (known.path, known.stateless))
        paths.append(found[key])
    return paths


def _folded(columns: FoldColumns, moves: tuple[Move, ...], path: Later[Path]) -> Folded:
    return Folded(
        prepared=columns.prepared,
        taken=columns.taken,
        stateless=columns.stateless,
        before=columns.before,
        after=columns.after,
        states=columns.states,
        sufficient=columns.sufficient,
        moves=moves,
        _path=path,
    )


def _path(prepared: Prepared, stateless: Mapping[int, Outcomes], known: Known | None = None) -> Path:
    """Return a cell's way by columns that do not read its state; where those are all there is, it is not stepped."""
    plan, calendar, initial = prepared.plan, prepared.calendar, prepared.case.framework.initial
    if all(guard.node in stateless for guards in plan.leaving.values() for guard in guards):
        return run(plan, calendar, stateless, initial, known=known)
    return walk(plan, calendar, stateless, initial, known=known)


def _path_on(prepared: Prepared, stateless: Mapping[int, Outcomes], known: tuple[Path, Mapping[int, Outcomes]]) -> Path:
    """Return a cell's way, gone on with from one by other columns."""
    path, earlier = known
    nodes = [n for n in prepared.plan.frontier if not is_equal(stateless[n], earlier[n])]
    if not nodes:
        return path
    days = np.flatnonzero(np.logical_or.reduce([stateless[n] != earlier[n] for n in nodes]))
    return _path(prepared, stateless, Known(path, int(days[0]), int(days[-1])))
