"""
What a fold says of its days: what was evaluated on each, what moved, and what was in doubt.

Holds frozen shapes only; they are made in `assessor.engine.fold`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - a field of a record


@dataclass(frozen=True, slots=True)
class Move:
    """A transition taken: on `day` by `rule`."""

    day: date
    source: str
    target: str
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """An unknown guard that could have led elsewhere, from its first to its last day in a row."""

    rule: str
    source: str
    target: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BranchDay:
    """A state beside the committed one that was evaluated on a day."""

    state: str
    inputs: tuple[int, ...]
    outcomes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DayRecord:
    """
    One day of the fold.

    Attributes:
        prior: The state at the end of the previous day; `state` at the end of this one.
        could_be: The states that unknown guards could have led to, the committed one included.
        given_before: What the first program was given; `before`, the outcomes of its nodes.
        given_after: The same of the second program.
        floor: Whether the floor of signals was surely reached.
        determined: How many dimensions have a status.
        sufficient: Whether a trajectory is issued.
        beside: The other states that were evaluated.
    """

    day: date
    prior: str
    state: str
    since: date
    could_be: frozenset[str]
    given_before: tuple[int, ...]
    before: tuple[int, ...]
    given_after: tuple[int, ...]
    after: tuple[int, ...]
    floor: bool
    determined: int
    sufficient: bool
    beside: tuple[BranchDay, ...]

    def on(self, day: date) -> DayRecord:
        """Return the same of another day."""
        return DayRecord(
            day,
            self.prior,
            self.state,
            self.since,
            self.could_be,
            self.given_before,
            self.before,
            self.given_after,
            self.after,
            self.floor,
            self.determined,
            self.sufficient,
            self.beside,
        )
