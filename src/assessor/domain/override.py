"""
Overrides: a verdict that an analyst sets beside the computed one, and what becomes of it.

Holds the values, which override counts at a cut, and how it stands on a day. Other cells read what was
computed, so nothing here reaches an evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from assessor.domain.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Moved = Literal["up", "down", "away"]
"""Which way the computed trajectory went: along the framework's order, against it, or to or from none."""


class Override(Frozen):
    """
    What an analyst says that a cell is.

    Attributes:
        entry: The entry that set it.
        author: The pseudonymous id of whose judgement it is; who recorded it is the entry's actor.
        since: The day on which it was set, and the first that it is about.
        until: The last day that it is about.
        computed: What was computed then; absent where nothing was issued.
    """

    entry: int
    trajectory: str
    author: str
    reason: str
    since: date
    until: date
    computed: str | None = None


class IssuedOverride(Override):
    """
    An override beside a computed verdict of a later day.

    Attributes:
        in_force: Whether it is issued; False where it has expired.
        now: What is computed now; absent where nothing is issued.
        moved: Which way the computed trajectory has gone since; absent where it is what it was.
    """

    in_force: bool
    now: str | None = None
    moved: Moved | None = None

    @property
    def words(self) -> str:
        """How it stands, in a line."""
        head = f"override to {self.trajectory} by {self.author} (entry {self.entry})"
        until = f"in force until {self.until}" if self.in_force else f"expired on {self.until}"
        computed = self.now or "no trajectory"
        if self.moved is None:
            return f"{head}, {until}; computed: {computed}, as when it was set"
        way = f"moved {self.moved}" if self.moved != "away" else "moved"
        before = self.computed or "no trajectory"
        return f"{head}, {until}; evidence has overtaken it: computed {way} from {before} to {computed}"


@dataclass(frozen=True, slots=True)
class OverrideChange:
    """
    That an override of a cell was set or lifted.

    Attributes:
        known_from: When the log took it.
        override: Nothing where it was lifted.
    """

    entry_index: int
    cell: str
    known_from: datetime
    override: Override | None


def override_at(changes: Iterable[OverrideChange], cell: str, log_size: int, moment: datetime) -> Override | None:
    """Return the override of a cell that a cut admits: what the last change said of it that is visible there."""
    last: OverrideChange | None = None
    for change in changes:
        is_visible = change.entry_index < log_size and change.known_from <= moment
        if is_visible and change.cell == cell and (last is None or change.entry_index > last.entry_index):
            last = change
    return last.override if last is not None else None


def issue_override(
    override: Override | None, computed: str | None, as_of: date, trajectories: Sequence[str]
) -> IssuedOverride | None:
    """
    Return how an override stands on a day; nothing of a day before it was set.

    Args:
        computed: The trajectory that is computed for the day.
        trajectories: All of the framework, in its order.
    """
    if override is None or as_of < override.since:
        return None
    moved = _move(override.computed, computed, trajectories)
    return IssuedOverride(**override.model_dump(), in_force=as_of <= override.until, now=computed, moved=moved)


def _move(before: str | None, now: str | None, trajectories: Sequence[str]) -> Moved | None:
    if before == now:
        return None
    if before not in trajectories or now not in trajectories:
        return "away"
    return "up" if trajectories.index(now) > trajectories.index(before) else "down"
