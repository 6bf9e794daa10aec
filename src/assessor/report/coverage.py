"""
What features have tried of rules: a number for each kind, and by rule what nobody has tried, the worst first.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group

from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType


class Goal(Protocol):
    """One thing to try."""

    @property
    def framework(self) -> str: ...
    @property
    def cell(self) -> str | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def level(self) -> str: ...


class Number(Protocol):
    """How many goals are reached."""

    @property
    def goals(self) -> int: ...
    @property
    def come_to(self) -> int: ...
    @property
    def asserted(self) -> int: ...
    @property
    def percent(self) -> int: ...


class Coverage(Protocol):
    """What features try of rules."""

    @property
    def frameworks(self) -> Sequence[str]: ...
    @property
    def scenarios(self) -> int: ...
    @property
    def goals(self) -> Sequence[Goal]: ...
    @property
    def files(self) -> Mapping[str, str]: ...


MOST_RULES: Final = 12
"""Rules that are told on a terminal unless all are asked for."""
_FIRST: Final = ("rules", "transitions", "qualifiers", "tensions", "branches", "independence", "conditions")
HEADS: Final = {"untried": "no scenario in which", "come to": "no expectation looks at it where"}
"""How what is not asserted is told, by how far scenarios come."""
LEVELS: Final = ("untried", "come to", "asserted")


def render_coverage(found: Coverage, numbers: Mapping[str, Number], *, every: bool) -> RenderableType:
    """
    Return what nobody has tried, by rule, and the numbers.

    Args:
        numbers: By kind, then of all kinds together, then by framework where there are several.
        every: Tell of every rule, not only of the worst.
    """
    rules = worst_first(found.goals)
    told = rules if every else rules[:MOST_RULES]
    parts: list[RenderableType] = [_render_rule(goals) for goals in told]
    if len(told) < len(rules):
        parts.append(shown(f"\n… and {len(rules) - len(told)} more rules: `--all` tells them, `--page` shows them"))
    rows = [(kind, f"{n.asserted}", f"{n.come_to}", f"{n.goals}", share_of(n)) for kind, n in numbers.items()]
    columns = ("kind", "asserted", "come to", "of", "")
    parts += [shown(""), render_records(columns, rows, right=columns[1:])]
    return Group(*parts)


def share_of(number: Number) -> str:
    """Return how many percent are asserted; of no goals, a dash."""
    return f"{number.percent} %" if number.goals else "-"


def worst_first(goals: Iterable[Goal]) -> list[list[Goal]]:
    """Return the goals of each rule of which one is not asserted; rules that no scenario reaches come first."""
    by_rule = [list(some) for _, some in groupby(goals, key=lambda goal: (goal.framework, goal.cell, goal.rule))]
    return sorted((some for some in by_rule if any(g.level != "asserted" for g in some)), key=_badness)


def _badness(goals: Sequence[Goal]) -> tuple[int, int]:
    """Return how far a rule is from being tried: whether it fires, then how many percent are asserted."""
    fires = min((LEVELS.index(goal.level) for goal in goals if goal.kind in {"rules", "branches"}), default=0)
    return fires, sum(goal.level == "asserted" for goal in goals) * 100 // len(goals)


def _render_rule(goals: Sequence[Goal]) -> RenderableType:
    first = goals[0]
    whose = "all cells" if first.cell is None else f"cell {first.cell}"
    rows: list[tuple[str, str]] = []
    missing = sorted((g for g in goals if g.level != "asserted"), key=lambda g: _rank(g.kind))
    for about, some in _by_about(missing):
        rows.append(("-", about or "the rule itself"))
        for level, head in HEADS.items():
            words = "; ".join(goal.words for goal in some if goal.level == level)
            rows += [("", f"{head} {words}")] if words else []
    return render_section(f"{first.rule} ({first.framework}, {whose}), {first.file}:{min(g.line for g in goals)}", rows)


def _by_about(goals: Sequence[Goal]) -> list[tuple[str, list[Goal]]]:
    found: dict[str, list[Goal]] = {}
    for goal in goals:
        found.setdefault(goal.about, []).append(goal)
    return list(found.items())


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
