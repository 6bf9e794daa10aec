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
    from assessor.engine.fold import Infers
    from assessor.engine.inference.program import Program
    from assessor.ruleset.model import Ruleset

Steps = tuple[tuple["Program", tuple[int, ...]], ...]
"""Programs with what they were given, in the order in which they were asked."""


_LOOKED_AT = 4
"""Evaluations among which the likest is looked for."""


class Asked:
    """An inference engine that notes what it is asked."""

    def __init__(self, engine: Infers) -> None:
        """Take up the engine that answers."""
        self._engine = engine
        self.steps: list[tuple[Program, tuple[int, ...]]] = []

    def infer(self, program: Program, inputs: tuple[int, ...]) -> tuple[int, ...]:
        """Return the outcome of every node."""
        self.steps.append((program, inputs))
        return self._engine.infer(program, inputs)


class Memory:
    """The latest evaluations of a process. Safe to use from several threads."""

    def __init__(self, capacity: int = 64) -> None:
        """
        Start empty.

        Args:
            capacity: Evaluations to keep; the oldest go first.
        """
        self._kept: deque[tuple[Evaluation, Steps]] = deque(maxlen=capacity)

    def recall(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> tuple[Evaluation, Steps] | None:
        """Return an evaluation of the very same, with the steps it asked for."""
        alike = ((e, steps) for e, steps in self._of(ruleset, cell) if e.as_of == as_of and e.evidence == evidence)
        return next(alike, None)

    def nearest(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> tuple[Evaluation, Steps] | None:
        """Return an evaluation of a cell by the ruleset: over the same days if ever, from the likest evidence."""
        known = self._of(ruleset, cell)
        known = [one for one in known if one[0].as_of == as_of] or known
        return min(known[:_LOOKED_AT], key=lambda one: count_changed(one[0].evidence, evidence), default=None)

    def keep(self, evaluation: Evaluation, steps: Steps) -> None:
        """Remember an evaluation."""
        self._kept.append((evaluation, steps))

    def _of(self, ruleset: Ruleset, cell: str) -> list[tuple[Evaluation, Steps]]:
        """Return the evaluations of a cell by a ruleset, latest first."""
        kept = [one for one in self._kept.copy() if one[0].ruleset is ruleset and one[0].cell == cell]
        return kept[::-1]
