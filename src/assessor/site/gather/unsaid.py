"""
What a verdict does not say though some rule could: what that rule asks, against what was found on the day judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.explain import missing_of
from assessor.engine.explainer import Explainer
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeStatus, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.assessment import OutcomeWord
    from assessor.engine.evaluate import Evaluation
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, slots=True)
class Unsaid:
    """
    A status, a trend or a qualifier that is not there.

    Attributes:
        said: What the verdict would say.
        rule: Which would say it.
        outcome: Of that rule; one that is met stands below the rule that decided.
        lacks: What its conditions lack, outermost first.
    """

    said: str
    rule: str
    outcome: OutcomeWord
    lacks: tuple[str, ...]


def unsaid_statuses(evaluation: Evaluation) -> dict[str, tuple[Unsaid, ...]]:
    """Return for each dimension the statuses that it does not have, in the order of the rules that would give them."""
    has = {one.dimension: one.status for one in evaluation.verdict.dimensions}
    wanted = [
        (then.dimension, rule, then.status)
        for rule in evaluation.prepared.plan.rules.rules
        if isinstance(then := rule.then, ConcludeStatus) and has.get(then.dimension, then.status) != then.status
    ]
    told = list(_explained(evaluation, [(rule, said) for _, rule, said in wanted]))
    found: dict[str, tuple[Unsaid, ...]] = dict.fromkeys(has, ())
    for (dimension, _, _), one in zip(wanted, told, strict=True):
        found[dimension] = (*found[dimension], one)
    return found


def unsaid_beside(evaluation: Evaluation) -> tuple[Unsaid, ...]:
    """Return the trends and qualifiers that do not stand beside the trajectory; beside none, nothing could."""
    verdict = evaluation.verdict
    if verdict.trajectory is None:
        return ()
    wanted = []
    for rule in evaluation.prepared.plan.rules.rules:
        then = rule.then
        if isinstance(then, ConcludeTrend) and then.trend != verdict.trend:
            wanted.append((rule, f"trend: {then.trend}"))
        elif isinstance(then, ConcludeQualifier) and then.qualifier not in verdict.qualifiers:
            wanted.append((rule, then.qualifier))
    return tuple(_explained(evaluation, wanted))


def _explained(evaluation: Evaluation, wanted: list[tuple[Rule, str]]) -> Iterator[Unsaid]:
    today = Explainer(evaluation.prepared, evaluation.timeline.folds[evaluation.cell].last)
    for rule, said in wanted:
        node = today.rule(rule, said)
        yield Unsaid(said, rule.id, node.outcome, missing_of(node))
