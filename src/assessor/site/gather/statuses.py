"""
The statuses that a dimension does not have: what the rule for each asks, against what was found on the day judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.explain import missing_of
from assessor.engine.explainer import Explainer
from assessor.ruleset.conclusions import ConcludeStatus

if TYPE_CHECKING:
    from assessor.domain.assessment import OutcomeWord
    from assessor.engine.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class OtherStatus:
    """
    A status that a dimension does not have.

    Attributes:
        rule: Which would give it.
        outcome: Of that rule; one that is met stands below the rule that decided.
        lacks: What its conditions lack, outermost first.
    """

    status: str
    rule: str
    outcome: OutcomeWord
    lacks: tuple[str, ...]


def gather_other_statuses(evaluation: Evaluation) -> dict[str, tuple[OtherStatus, ...]]:
    """Return for each dimension the statuses that it does not have, in the order of the rules that would give them."""
    today = Explainer(evaluation.prepared, evaluation.timeline.folds[evaluation.cell].last)
    has = {one.dimension: one.status for one in evaluation.verdict.dimensions}
    found: dict[str, tuple[OtherStatus, ...]] = dict.fromkeys(has, ())
    for rule in evaluation.prepared.plan.rules.rules:
        then = rule.then
        if isinstance(then, ConcludeStatus) and has.get(then.dimension, then.status) != then.status:
            node = today.rule(rule, then.status)
            other = OtherStatus(then.status, rule.id, node.outcome, missing_of(node))
            found[then.dimension] = (*found[then.dimension], other)
    return found
