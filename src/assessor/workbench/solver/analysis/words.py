"""
A part of a condition in one line, with all that is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.describe import describe
from assessor.ruleset.conditions import All, AnyOf, Not, children

if TYPE_CHECKING:
    from assessor.ruleset.conditions import Condition


def in_full(condition: Condition) -> str:
    """Return what a condition asks, and in brackets what the ones in it do."""
    inner = [in_full(part) for part in children(condition)]
    if isinstance(condition, Not):
        return f"not ({inner[0]})"
    if isinstance(condition, All | AnyOf):
        return (" and " if isinstance(condition, All) else " or ").join(f"({part})" for part in inner)
    return f"{describe(condition)} ({'; '.join(inner)})" if inner else describe(condition)
