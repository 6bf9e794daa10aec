"""
What a process evaluated last, so that evaluating the like again costs what changed.

Nothing of it is part of a verdict: with it and without it the same comes out, and every step is still asked
of the inference engine. Holds evaluations by what they were made of; the evidence is compared, not trusted.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

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
            capacity: Evaluations to keep; what was not asked for longest goes first.
        """
        self._capacity = capacity
        self._kept: OrderedDict[tuple[int, str, date], tuple[Evaluation, Steps]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date) -> tuple[Evaluation, Steps] | None:
        """Return an evaluation of the very same, with the steps it asked for."""
        with self._lock:
            found = self._kept.get((id(ruleset), cell, as_of))
            if found is None or found[0].evidence != evidence:
                return None
            self._kept.move_to_end((id(ruleset), cell, as_of))
            return found

    def prepared(self, ruleset: Ruleset, cell: str, as_of: date) -> Mapping[str, Prepared]:
        """Return what was prepared last for a cell by the ruleset: over the same days, else over others."""
        with self._lock:
            found = self._kept.get((id(ruleset), cell, as_of))
            if found is None:
                like = (key for key in reversed(self._kept) if key[:2] == (id(ruleset), cell))
                found = next((self._kept[key] for key in like), None)
            return found[0].timeline.prepared if found is not None else {}

    def keep(self, evaluation: Evaluation, steps: Steps) -> None:
        """Remember an evaluation, and forget the oldest where there is no room."""
        key = (id(evaluation.ruleset), evaluation.cell, evaluation.as_of)
        with self._lock:  # the evaluation holds its ruleset, so nothing else has that identity meanwhile
            self._kept[key] = (evaluation, steps)
            self._kept.move_to_end(key)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
