"""
Rules with conditions replaced, wherever they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.ruleset.conditions import All, AnyOf, AtLeast, Held, Not

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


def replace_conditions(rule: Rule, change: Callable[[Condition], Condition]) -> Rule:
    """Return a rule with each condition changed, inner before outer."""
    return rule if rule.when is None else rule.model_copy(update={"when": _replace(rule.when, change)})


def _replace(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    inside = condition
    match condition:
        case All():
            inside = condition.model_copy(update={"all": tuple(_replace(c, change) for c in condition.all)})
        case AnyOf():
            inside = condition.model_copy(update={"any": tuple(_replace(c, change) for c in condition.any)})
        case AtLeast():
            inside = condition.model_copy(update={"of": tuple(_replace(c, change) for c in condition.of)})
        case Not():
            inside = condition.model_copy(update={"not_": _replace(condition.not_, change)})
        case Held():
            inside = condition.model_copy(update={"condition": _replace(condition.condition, change)})
    return change(inside)
