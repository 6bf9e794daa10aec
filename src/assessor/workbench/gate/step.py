"""
A step of the gate: what each is given, and what each says.

A further step is a function of this shape, and its place in the order is `assessor.workbench.gate.gate.STEPS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.services.progress import Progress

Outcome = Literal["passed", "warned", "failed", "left out"]


@dataclass(frozen=True, slots=True)
class Subject:
    """
    Rules that are to be published.

    Attributes:
        folder: Where their files are; `shipped` where it is the framework that came with the program.
        last: The last day of the timeline, so far.
        floor: The percentage of coverage that is asked for, if any.
        analyses: Whether the solver is asked.
        told: Called with how far a long step is.
    """

    context: Context
    folder: Path
    ruleset: Ruleset
    effective_from: date
    last: date
    told: Progress
    shipped: bool = False
    floor: int | None = None
    analyses: bool = False


@dataclass(frozen=True, slots=True)
class StepResult:
    """
    What a step found.

    Attributes:
        step: Its name, such as `check`.
        outcome: With `failed` nothing is published; with `warned` only for a reason.
        told: What it found, in a sentence without its end.
        counts: The same in numbers.
    """

    step: str
    outcome: Outcome
    told: str
    counts: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}: {self.told}"


class GateStep(Protocol):
    """One of the steps, in order; after one that failed, no more are taken."""

    def __call__(self, subject: Subject, /) -> StepResult:
        """Return what the step finds of rules."""
        ...
