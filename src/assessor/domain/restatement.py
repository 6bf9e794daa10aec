"""
What was said of a day, and what is said of it later: the parts of a verdict that a restatement compares.
"""

# ruff: noqa: D102 - what is read of a verdict means what it means where it comes from

from __future__ import annotations

from typing import Literal, Protocol

from assessor.domain.values import Day, Frozen


class Verdict(Protocol):
    """What a verdict of any evaluator says."""

    @property
    def trajectory(self) -> str | None: ...
    @property
    def qualifiers(self) -> tuple[str, ...]: ...
    @property
    def trend(self) -> str | None: ...
    @property
    def confidence(self) -> Literal["high", "moderate", "low"]: ...
    @property
    def standing(self) -> Literal["sufficient", "insufficient"]: ...


class Issued(Frozen):
    """A verdict as it is issued: what somebody who acts on it acts on."""

    trajectory: str | None = None
    qualifiers: tuple[str, ...] = ()
    trend: str | None = None
    confidence: Literal["high", "moderate", "low"]
    standing: Literal["sufficient", "insufficient"]

    @classmethod
    def of(cls, verdict: Verdict) -> Issued:
        """Return what a verdict issues."""
        return cls(
            trajectory=verdict.trajectory,
            qualifiers=verdict.qualifiers,
            trend=verdict.trend,
            confidence=verdict.confidence,
            standing=verdict.standing,
        )

    def __str__(self) -> str:
        """Return it in a line."""
        if self.trajectory is None:
            return "insufficient evidence"
        held = f" ({', '.join(self.qualifiers)})" if self.qualifiers else ""
        trend = f", {self.trend}" if self.trend is not None else ""
        return f"{self.trajectory}{held}{trend}, confidence {self.confidence}"


class Restated(Frozen):
    """
    A past assessment that is answered differently now.

    Attributes:
        entry: The entry that recorded it.
        as_of: The day that it judged.
        verdict: What is issued for that day now.
    """

    entry: int
    as_of: Day
    verdict: Issued
