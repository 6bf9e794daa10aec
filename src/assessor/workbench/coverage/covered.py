"""
Coverage as it is told: every goal with where it stands, and how many of each kind are reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from assessor.workbench.coverage.goals import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Level = Literal["asserted", "come to", "untried"]


@dataclass(frozen=True, slots=True)
class Covered:
    """
    A goal, and how far features come.

    Attributes:
        cell: The cell whose rule it is; None of one for all cells.
        rule: The rule, or the branch of an outlook.
        about: The part of the rule that it is about, in words; empty for the rule as a whole.
        words: What is to be so.
        file: Where it stands, as its author knows the file; `line` from 1.
        level: *Asserted* where an expectation looked at it, *come to* where it was so and nobody looked.
    """

    framework: str
    cell: str | None
    rule: str
    kind: Kind
    about: str
    words: str
    file: str
    line: int
    level: Level


@dataclass(frozen=True, slots=True)
class Number:
    """How many goals there are, how many scenarios come to, asserted ones among them, and how many are asserted."""

    goals: int
    come_to: int
    asserted: int

    @property
    def percent(self) -> int:
        """How many percent are asserted, rounded down; of none, 100."""
        return self.asserted * 100 // self.goals if self.goals else 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What features try of rules.

    Attributes:
        frameworks: Those whose rules are counted.
        scenarios: How many ran.
        goals: In the order in which the rules stand in their files.
        files: The text of each file that holds rules, by its name.
    """

    frameworks: tuple[str, ...]
    scenarios: int
    goals: tuple[Covered, ...]
    files: Mapping[str, str]

    def number(self, kind: Kind | None = None, framework: str | None = None) -> Number:
        """Return how many goals are reached: of a kind or of all, of one framework or of all."""
        levels = [g.level for g in self.goals if kind in {None, g.kind} and framework in {None, g.framework}]
        asserted, come_to = levels.count("asserted"), levels.count("come to")
        return Number(len(levels), asserted + come_to, asserted)
