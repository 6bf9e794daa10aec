"""
Since when the rules and conditions behind a verdict have been as they are, in lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from assessor.engine.histories import RuleSince

_STYLES: Final = {"met": "green", "unknown": "yellow", "not met": "dim"}


def render_since(rules: Iterable[RuleSince]) -> RenderableType:
    """Return each rule with its conditions, every one with its outcome and the day since which it has been so."""
    return Group(*(_rule(rule) for rule in rules))


def _rule(rule: RuleSince) -> RenderableType:
    rows = [
        (Text(f"{c.outcome} since {c.since}", style=_STYLES[c.outcome]), shown("  " * c.depth + c.condition))
        for c in rule.conditions
    ]
    return render_section(f"{rule.concludes}: rule {rule.rule} {rule.outcome} since {rule.since}", rows)
