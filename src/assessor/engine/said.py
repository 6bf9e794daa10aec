"""
The headline of a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.domain.kleene import Kleene
from assessor.ruleset.conclusions import ConcludeQualifier

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.histories.fold_columns import FoldColumns


@dataclass(frozen=True, slots=True)
class Said:
    """What a verdict says in its headline: the trajectory, absent where none is issued, and the qualifiers."""

    trajectory: str | None
    qualifiers: tuple[str, ...]

    @classmethod
    def of(cls, folded: FoldColumns, day: date, row: int = 0) -> Said:
        """Read it off a fold; of one of many worlds, off its row."""
        number = folded.prepared.calendar.number(day)

        def on(column: npt.NDArray[Any], number: int = number) -> Any:  # noqa: ANN401 - whatever the column holds
            return column[row, number] if column.ndim > 1 else column[number]

        if not on(folded.sufficient):
            return cls(None, ())
        held = dict.fromkeys(
            rule.then.qualifier
            for rule in folded.prepared.plan.rules_of(ConcludeQualifier)
            if isinstance(rule.then, ConcludeQualifier) and on(folded.outcomes(rule)) == Kleene.MET
        )
        return cls(folded.states.names[on(folded.states.which, number + 1)], tuple(held))

    def __str__(self) -> str:
        if self.trajectory is None:
            return "insufficient evidence"
        return self.trajectory + (f" ({', '.join(self.qualifiers)})" if self.qualifiers else "")
