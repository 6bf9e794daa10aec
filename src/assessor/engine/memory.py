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
    from collections.abc import Mapping
    from datetime import date

    from assessor.domain.known import Evidence
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.fold import Infers
    from assessor.engine.inference.program import Program
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.model import Ruleset

Steps = tuple[tuple["Program", tuple[int, ...]], ...]
"""Programs with what they were given, in the order in which they were asked."""


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

    def prepared(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> Mapping[str, Prepared]:
        """Return what was prepared for a cell by the ruleset: over the same days if ever, from the likest evidence."""
        known = [evaluation for evaluation, _ in self._of(ruleset, cell)]
        known = [e for e in known if e.as_of == as_of] or known
        nearest = min(known, key=lambda e: count_changed(e.evidence, evidence), default=None)
        return nearest.timeline.prepared if nearest is not None else {}

    def keep(self, evaluation: Evaluation, steps: Steps) -> None:
        """Remember an evaluation."""
        self._kept.append((evaluation, steps))

    def _of(self, ruleset: Ruleset, cell: str) -> list[tuple[Evaluation, Steps]]:
        """Return the evaluations of a cell by a ruleset, latest first."""
        kept = [one for one in self._kept.copy() if one[0].ruleset is ruleset and one[0].cell == cell]
        return kept[::-1]
