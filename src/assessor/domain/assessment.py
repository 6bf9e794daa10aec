"""
What an evaluation concludes: the verdict and its parts, as recorded and as shown.

Holds frozen shapes only; every text in them is the program's or a rule's own, never a
signal's, so that nothing here needs erasing. How they come about is the engine's.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from assessor.domain.override import IssuedOverride
from assessor.domain.values import Frozen

OutcomeWord = Literal["met", "not met", "unknown"]
Leaning = Literal["backfill", "estimated publication", "look-ahead"]


class ItemReference(Frozen):
    """One version of one evidence item, or another cell's computed trajectory."""

    kind: Literal["source", "signal", "reading", "feed", "cell"]
    id: str
    version: int
    digest: str

    @cached_property
    def content(self) -> str:
        """What it is of, whichever version it is, as a digest over several takes it."""
        return f"{self.kind} {self.id} {self.digest}"


class DimensionStatus(Frozen):
    """
    The status of a dimension, or why there is none.

    Attributes:
        status: A status of the framework, or `undetermined`.
        why: What the status rests on; for undetermined: `not due`, `not observed`, `stale` or `unknown`.
        rule: The rule that decided, where one did.
        settle: What would settle it, where undetermined.
    """

    dimension: str
    title: str
    status: str
    why: str
    rule: str | None = None
    stale: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()


class ConfidenceStep(Frozen):
    """One step of confidence, with its reason; `rule` where a rule took it."""

    step: Literal["up", "down"]
    reason: str
    rule: str | None = None


class FindingOutcome(Frozen):
    """Whether a finding holds, and the rules that conclude it where it does."""

    finding: str
    about: str | None = None
    outcome: OutcomeWord
    rules: tuple[str, ...] = ()


class TensionSide(Frozen):
    """One side of a tension: a finding and the signals and readings it rests on."""

    finding: str
    outcome: OutcomeWord
    evidence: tuple[str, ...] = ()


class TensionOutcome(Frozen):
    """Whether a tension is active, with both sides."""

    tension: str
    title: str
    active: OutcomeWord
    sides: tuple[TensionSide, ...]


class OutlookBranch(Frozen):
    """A branch of the outlook; verdicts under its assumptions are no part of an assessment."""

    branch: str
    title: str
    horizon: str
    assumes: tuple[str, ...]
    computed: Literal["not computed yet"] = "not computed yet"


class Unknown(Frozen):
    """Something that could not be decided: which rules it touches, why, and what would settle it."""

    condition: str
    rules: tuple[str, ...]
    reason: str
    settle: tuple[str, ...]


class UnknownGuard(Frozen):
    """A transition that could have been taken: its guard was unknown from `first` to `last`."""

    rule: str
    source: str
    target: str
    first: date
    last: date


class StateChange(Frozen):
    """A change of the trajectory: from `day` on it is `state`, by `rule`."""

    day: date
    state: str
    rule: str | None = None


class Reason(Frozen):
    """A rule that concluded a part of the verdict, with the items it rests on; its rationale is rendered when shown."""

    concludes: str
    rule: str
    day: date
    evidence: tuple[str, ...] = ()


class Verdict(Frozen):
    """
    The verdict of one cell on one day.

    Attributes:
        trajectory: The state; absent where the standing is insufficient.
        last_supported: The last day with sufficient standing and its state, where insufficient now.
        trend: The trend; `unknown` where a rule that could decide is; absent where none holds.
        alternatives: Other states that unknown guards could have led to.
        history: The states of the timeline, first to last.
    """

    trajectory: str | None = None
    last_supported: StateChange | None = None
    qualifiers: tuple[str, ...] = ()
    trend: str | None = None
    confidence: Literal["high", "moderate", "low"]
    confidence_steps: tuple[ConfidenceStep, ...] = ()
    alternatives: tuple[str, ...] = ()
    standing: Literal["sufficient", "insufficient"]
    standing_reason: str = ""
    dimensions: tuple[DimensionStatus, ...] = ()
    findings: tuple[FindingOutcome, ...] = ()
    tensions: tuple[TensionOutcome, ...] = ()
    outlook: tuple[OutlookBranch, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    unknown_guards: tuple[UnknownGuard, ...] = ()
    history: tuple[StateChange, ...] = ()
    reasons: tuple[Reason, ...] = ()
    leans_on: tuple[Leaning, ...] = ()


class ReadSet(Frozen):
    """
    Everything that any selector matched.

    Attributes:
        digest: Over its items' kinds, ids and digests.
        known: Over their versions and how each came to be known; absent from older records.
    """

    digest: str
    count: int
    known: str | None = None
    items: tuple[ItemReference, ...] = ()


class EngineUse(Frozen):
    """
    Which inference ran, and how much of it two engines agreed on.

    Attributes:
        engines: Names with versions.
        steps: Steps of the folds; `distinct` of them differ, `checked` were run by both.
        reason: Why not all were checked; empty where they were.
    """

    engines: tuple[str, ...]
    steps: int
    distinct: int
    checked: int
    reason: str = ""


class Cause(Frozen):
    """What made us evaluate: a hand, or entries of the log."""

    by: Literal["hand", "entries"] = "hand"
    entries: tuple[int, ...] = ()


class Assessment(Frozen):
    """
    One evaluation with the three times and all that identifies it.

    Attributes:
        as_of: The day judged; `known_at`: what was known by then (UTC instant).
        ruleset: The digest of the rules in force.
        log_size: Evidence counts iff its entry index is below it.
        trial: True where nothing was recorded.
        entry_index: Where it is recorded; absent for a trial.
        repeats: The entry that recorded the same inputs first, where one did.
        decisive: Items whose single removal changes the verdict.
        override: What an analyst said instead, where somebody did; the verdict stays the computed one.
    """

    cell: str
    title: str
    as_of: date
    known_at: str
    ruleset: str
    log_size: int
    verdict: Verdict
    support: tuple[ItemReference, ...]
    decisive: tuple[str, ...] | None = None
    read_set: ReadSet
    cause: Cause
    actor: str
    engines: EngineUse
    trial: bool
    id: str | None = None
    entry_index: int | None = None
    repeats: int | None = None
    override: IssuedOverride | None = None

    @property
    def issued(self) -> str | None:
        """The trajectory that is issued: of the override in force, else the computed one."""
        if self.override is not None and self.override.in_force:
            return self.override.trajectory
        return self.verdict.trajectory
