"""
Another cell's computed trajectory, as the cells that read it see it.

Overrides never show here: only what was computed. Where the other cell's standing was
insufficient, or unknown guards could have led it elsewhere, a reader gets unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene, decide

if TYPE_CHECKING:
    from datetime import date

    from assessor.engine.day_record import DayRecord


@dataclass(slots=True)
class Upstream:
    """The states a cell could be in at the end of each day so far; an empty set where none is issued."""

    cell: str
    states: dict[date, frozenset[str]] = field(default_factory=dict)

    def fork(self, done: int) -> Upstream:
        """Return some of the days so far, which go on by themselves."""
        return Upstream(self.cell, dict(islice(self.states.items(), done)))

    def note(self, record: DayRecord) -> None:
        """Take in a day of the cell's fold."""
        self.states[record.day] = record.could_be if record.sufficient else frozenset()

    def is_in(self, day: date, values: tuple[str, ...]) -> Kleene:
        """Return whether the trajectory of `day` is one of `values`; before the epoch, not."""
        if day not in self.states:
            return Kleene.NOT_MET
        states = self.states[day]
        wanted = set(values)
        return decide(met=bool(states) and states <= wanted, excluded=bool(states) and not states & wanted)

    @property
    def digest(self) -> str:
        """Identify the trajectory over all its days, for the read set."""
        lines = (f"{day} {' '.join(sorted(states))}" for day, states in sorted(self.states.items()))
        return "sha256:" + sha256("\n".join((self.cell, *lines)).encode()).hexdigest()
