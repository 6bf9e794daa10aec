"""
The verdict issued on a day, and how it is read off the codes of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assessor.domain.assessment import StateChange
from assessor.engine.confidence import LADDER
from assessor.engine.histories.parts import ISSUED, NEVER, NO_TREND, TREND_UNKNOWN, WHYS
from assessor.engine.statuses import UNDETERMINED
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeStatus, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.confidence import Level
    from assessor.engine.histories.stays import StateColumns
    from assessor.engine.prepare import Prepared


@dataclass(frozen=True, slots=True)
class DimensionState:
    """A dimension's status, or `undetermined` and why; `why` is `decided` where a rule decided."""

    dimension: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """
    The verdict issued on a day, as `assessor.domain.assessment.Verdict` names its parts.

    Attributes:
        last_supported: The last day on which a trajectory was issued and what it was, where none is now.
    """

    trajectory: str | None
    last_supported: StateChange | None
    qualifiers: tuple[str, ...]
    trend: str | None
    confidence: Level
    standing: Literal["sufficient", "insufficient"]
    alternatives: tuple[str, ...]
    dimensions: tuple[DimensionState, ...]

    @property
    def core(self) -> tuple[object, ...]:
        """What counts as *the verdict* where two are compared, as `assessor.engine.evaluate.core` has it."""
        return (
            self.trajectory,
            self.last_supported,
            self.qualifiers,
            self.trend,
            self.confidence,
            self.standing,
            self.alternatives,
        )


class Decoder:
    """Reads verdicts of one cell off codes, as `assessor.engine.histories.parts` gives them."""

    def __init__(self, prepared: Prepared) -> None:
        """Note what the codes of a cell stand for."""
        plan = prepared.plan
        qualifying, trends, statuses = (
            plan.rules_of(kind) for kind in (ConcludeQualifier, ConcludeTrend, ConcludeStatus)
        )
        self._qualifiers = [r.then.qualifier for r in qualifying if isinstance(r.then, ConcludeQualifier)]
        self._trends = [r.then.trend for r in trends if isinstance(r.then, ConcludeTrend)]
        self._dimensions = [
            [
                *(DimensionState(d.id, UNDETERMINED, why) for why in WHYS),
                *(
                    DimensionState(d.id, r.then.status, "decided")
                    for r in statuses
                    if isinstance(r.then, ConcludeStatus) and r.then.dimension == d.id
                ),
            ]
            for d in prepared.case.cell.dimensions
        ]

    def decode(self, row: Sequence[int], states: StateColumns, sets: Sequence[frozenset[str]]) -> DayVerdict:
        """
        Return the verdict that a row of codes stands for.

        Args:
            states: Those of the cell on all days.
            sets: The sets of states that it could be in.
        """
        state, could_be, supported, trend, confidence, *others = row
        qualifiers, dimensions = others[: len(self._qualifiers)], others[len(self._qualifiers) :]
        held = (qualifier for qualifier, shows in zip(self._qualifiers, qualifiers, strict=True) if shows)
        is_issued, name = supported == ISSUED, states.names[state]
        return DayVerdict(
            trajectory=name if is_issued else None,
            last_supported=None if is_issued or supported == NEVER else _issued_on(supported, states),
            qualifiers=tuple(dict.fromkeys(held)),
            trend=self._trend(trend),
            confidence=LADDER[confidence],
            standing="sufficient" if is_issued else "insufficient",
            alternatives=tuple(n for n in states.names if n in sets[could_be] and n != name),
            dimensions=tuple(codes[code] for codes, code in zip(self._dimensions, dimensions, strict=True)),
        )

    def _trend(self, code: int) -> str | None:
        if code == NO_TREND:
            return None
        return "unknown" if code == TREND_UNKNOWN else self._trends[code]


def _issued_on(ordinal: int, states: StateColumns) -> StateChange:
    number = ordinal - states.calendar.first.toordinal()
    return StateChange(day=date.fromordinal(ordinal), state=states.names[states.which[number + 1]])
