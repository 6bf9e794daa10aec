"""
What a history hangs on: the changes that move it, the most days first, and where each number of the rules breaks.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group

from assessor.report.safe import shown
from assessor.report.section import render_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType


class Moved(Protocol):
    """The days whose verdict is another."""

    @property
    def days(self) -> int: ...
    @property
    def parts(self) -> Mapping[str, int]: ...
    @property
    def states(self) -> Sequence[tuple[str, str, int]]: ...
    @property
    def trajectory(self) -> int: ...


class Effect(Protocol):
    """A change and what it moves."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def change(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def moved(self) -> Moved: ...


Limit = tuple[str, str, str, str, str]
"""A number of a rule: the rule, what it is, what it stands at, and where it breaks, down and up."""

MOST: Final = 25
"""Changes that are told on a terminal unless all are asked for."""


def render_sensitivity(effects: Sequence[Effect], limits: Sequence[Limit], days: int, *, every: bool) -> RenderableType:
    """
    Return the changes that move the history, and where numbers break.

    Args:
        effects: The most days first.
        days: How many days of history there are.
        every: Tell of all, not only of the first.
    """
    moving = [effect for effect in effects if effect.moved.days]
    told = moving if every else moving[:MOST]
    parts: list[RenderableType] = []
    if told:
        rows = [(str(e.moved.days), e.kind, e.subject, e.change, tell_moved(e.moved)) for e in told]
        parts.append(render_records(("days", "kind", "of", "if", "then"), rows, right=("days",)))
    if len(told) < len(moving):
        parts.append(shown(f"… and {len(moving) - len(told)} more: `--all` tells them"))
    if limits:
        columns = ("rule", "number", "stands at", "breaks down at", "up at")
        parts += [shown("\nWhere numbers break", "bold"), render_records(columns, limits, whole=("stands at",))]
    still = len(effects) - len(moving)
    parts.append(
        shown(f"\n{len(moving)} of {len(effects)} changes move a verdict of these {days} days; {still} move none")
    )
    return Group(*parts)


def tell_moved(moved: Moved) -> str:
    """Return which parts of the verdict are other, and from which state to which."""
    states = [f"{now} for {was} on {_days(days)}" for was, now, days in moved.states]
    parts = [f"{part} on {_days(days)}" for part, days in moved.parts.items() if part != "trajectory"]
    return "; ".join([*states, *parts])


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
