"""
The shape of an explanation: a tree of conclusions, rules, conditions and evidence.

Holds frozen shapes only. Explanations are made when asked for and never recorded, so
they may quote titles.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from assessor.domain.assessment import OutcomeWord
from assessor.domain.values import Frozen

Needed = Literal["met", "not met"]


class Cited(Frozen):
    """
    One signal or reading as an explanation shows it.

    Attributes:
        counts: `surely`, `possibly`, or for a reading `used`.
        when: The date or period as stated.
        sources: Titles of the sources known, each with its tier.
        marks: `backfill`, `estimated publication`, `look-ahead`, `via …`.
    """

    kind: str
    id: str
    title: str
    when: str
    value: str = ""
    counts: str
    tier: int | None = None
    sources: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Explained(Frozen):
    """
    One node of an explanation.

    Attributes:
        text: What is asked or concluded.
        outcome: Whether it holds.
        needed: What it must be for what stands above it; `not met` below a `not`.
        shows: What was found, against the threshold.
        lacks: What is missing for it to be what is needed, or what would have to cease; empty where it is that.
        reason: Why the threshold is where it is, as the author says.
        because: The rule's rationale with what matched filled in, where the rule holds.
    """

    text: str
    outcome: OutcomeWord
    needed: Needed = "met"
    shows: str = ""
    lacks: str = ""
    reason: str = ""
    rule: str | None = None
    because: str = ""
    day: date | None = None
    evidence: tuple[Cited, ...] = ()
    parts: tuple[Explained, ...] = ()
