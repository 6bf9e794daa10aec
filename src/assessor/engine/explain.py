"""
Why a verdict is as it is, and why it is not another.

Turns an evaluation into a tree: conclusion, rule, condition with values against
thresholds, evidence with dates, tiers and sources. Made when asked for; never recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.explainer import Explainer
from assessor.engine.once import once
from assessor.errors import UsageError
from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.explanation import Explained
    from assessor.engine.day_record import DayRecord, Move
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.fold import Fold
    from assessor.engine.plan import Plan
    from assessor.ruleset.model import Rule


def _on(evaluation: Evaluation, move: Move) -> DayRecord:
    fold: Fold = evaluation.timeline.folds[evaluation.cell]
    return fold.days[(move.day - fold.days[0].day).days]


@once
def explain(evaluation: Evaluation) -> tuple[Explained, ...]:
    """
    Explain every part of a verdict.

    Returns:
        The trajectory on the day it was reached, then qualifiers, trend, statuses,
        tensions and rules' confidence steps on the day judged.
    """
    fold = evaluation.timeline.folds[evaluation.cell]
    prepared = evaluation.prepared
    rules = {rule.id: rule for rule in prepared.plan.rules.rules}
    parts: list[Explained] = []
    if fold.moves:
        move = fold.moves[-1]
        text = f"{move.source} became {move.target} on {move.day}"
        parts.append(Explainer(prepared, _on(evaluation, move)).rule(rules[move.rule], text))
    today = Explainer(prepared, fold.last)
    shown: set[str] = set()
    for rule, heading in _headed(prepared.plan):
        if today.outcome(rule) != "met":
            continue
        subject = heading.split(":")[0]
        first_only = isinstance(rule.then, (ConcludeStatus, ConcludeTrend))
        if not (first_only and subject in shown):
            parts.append(today.rule(rule, heading))
            shown.add(subject)
    return tuple(parts)


def explain_moves(evaluation: Evaluation) -> tuple[Explained, ...]:
    """Explain every change of state, first to last, each on its own day."""
    fold = evaluation.timeline.folds[evaluation.cell]
    rules = {rule.id: rule for rule in evaluation.prepared.plan.rules.rules}
    return tuple(
        Explainer(evaluation.prepared, _on(evaluation, move)).rule(
            rules[move.rule], f"{move.source} became {move.target}"
        )
        for move in fold.moves
    )


def explain_rule(evaluation: Evaluation, rule_id: str) -> Explained:
    """Explain one rule of the cell on the day judged, whether or not it is met; raises KeyError where there is none."""
    prepared = evaluation.prepared
    rules = {rule.id: rule for rule in prepared.plan.rules.rules}
    last = evaluation.timeline.folds[evaluation.cell].last
    return Explainer(prepared, last).rule(rules[rule_id], f"rule {rule_id}")


def rationale_on(evaluation: Evaluation, rule_id: str, day: date) -> str:
    """Return a rule's rationale with what matched on a day filled in."""
    fold = evaluation.timeline.folds[evaluation.cell]
    rule = next(r for r in evaluation.prepared.plan.rules.rules if r.id == rule_id)
    record = fold.days[(day - fold.days[0].day).days]
    return Explainer(evaluation.prepared, record).because(rule)


def _headed(plan: Plan) -> tuple[tuple[Rule, str], ...]:
    """Return the rules that conclude a part of a verdict besides the trajectory, each with that in words."""
    if "headed" not in plan.kept:
        headings = ((rule, _heading(rule)) for rule in plan.rules.rules)
        plan.kept["headed"] = tuple((rule, heading) for rule, heading in headings if heading is not None)
    found: tuple[tuple[Rule, str], ...] = plan.kept["headed"]
    return found


def _heading(rule: Rule) -> str | None:
    match rule.then:
        case ConcludeQualifier():
            return f"qualifier: {rule.then.qualifier}"
        case ConcludeTrend():
            return f"trend: {rule.then.trend}"
        case ConcludeStatus():
            return f"{rule.then.dimension}: {rule.then.status}"
        case ConcludeTension():
            return f"tension: {rule.then.tension}"
        case ConcludeConfidence():
            return f"confidence {rule.then.confidence}"
        case _:
            return None


def why_not(evaluation: Evaluation, trajectory: str) -> tuple[Explained, ...]:
    """
    Explain why the cell is not in a trajectory on the day judged.

    Returns:
        The transitions out of the present state that lead there; where there are none, every
        transition that leads there, each with the states it starts from.

    Raises:
        UsageError: The framework has no such trajectory, or the cell is in it.
    """
    known = [t.id for t in evaluation.ruleset.framework.trajectories]
    if trajectory not in known:
        message = f"trajectory `{trajectory}` is not in the framework; it has {', '.join(known)}"
        raise UsageError(message)
    fold = evaluation.timeline.folds[evaluation.cell]
    if fold.last.state == trajectory:
        message = f"cell {evaluation.cell} is {trajectory} on {evaluation.as_of}; ask for another trajectory"
        raise UsageError(message)
    today = Explainer(evaluation.prepared, fold.last)
    leading = [
        (rule, rule.then.source)
        for rule in evaluation.prepared.plan.rules.rules
        if isinstance(rule.then, ConcludeTransition) and rule.then.transition == trajectory
    ]
    direct = [(rule, sources) for rule, sources in leading if fold.last.state in sources]
    return tuple(today.rule(rule, f"{' or '.join(sources)} to {trajectory}") for rule, sources in direct or leading)


def missing_of(explained: Explained) -> tuple[str, ...]:
    """
    Return what the conditions below a node lack, outermost first, once each.

    Below a `not` that fails, it is what would have to cease.
    """
    found: dict[str, None] = {}
    open_nodes = [explained]
    while open_nodes:
        node = open_nodes.pop(0)
        if node.outcome == node.needed:
            continue
        if node.lacks:
            found[f"{node.text}{'' if node.needed == 'met' else ' must cease'}: {node.lacks}"] = None
        open_nodes = [*node.parts, *open_nodes]
    return tuple(found)
