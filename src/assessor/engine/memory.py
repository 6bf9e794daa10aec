"""
What a process evaluated last, so that evaluating the like again costs what changed.

Nothing of it is part of a verdict: with it and without it the same comes out, and every step is still asked
of the inference engine. Holds evaluations by what they were made of; the evidence is compared, not trusted.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from assessor.engine.changed import count_changed

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.known import Evidence
    from assessor.engine.evaluate import Evaluation
    from assessor.ruleset.model import Ruleset


_LOOKED_AT = 4
"""Evaluations among which the likest is looked for."""


class Memory:
    """The latest evaluations of a process. Safe to use from several threads."""

    def __init__(self, capacity: int = 64) -> None:
        """
        Start empty.

        Args:
            capacity: Evaluations to keep; the oldest go first.
        """
        self._kept: deque[Evaluation] = deque(maxlen=capacity)

    def recall(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> Evaluation | None:
        """Return an evaluation of the very same."""
        known = self._of(ruleset, cell)
        return next((one for one in known if one.as_of == as_of and one.evidence == evidence), None)

    def nearest(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> Evaluation | None:
        """Return an evaluation of a cell: over the same days if ever, or the fewest days and items apart."""
        known = self._of(ruleset, cell)
        known = [one for one in known if one.as_of == as_of] or known

        def apart(one: Evaluation) -> int:
            return count_changed(one.evidence, evidence) + abs((one.as_of - as_of).days)

        return min(known[:_LOOKED_AT], key=apart, default=None)

    def keep(self, evaluation: Evaluation) -> None:
        """Remember an evaluation."""
        self._kept.append(evaluation)

    def _of(self, ruleset: Ruleset, cell: str) -> list[Evaluation]:
        """Return the evaluations of a cell by a ruleset, latest first."""
        kept = [one for one in self._kept.copy() if one.ruleset is ruleset and one.cell == cell]
        return kept[::-1]
