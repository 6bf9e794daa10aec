"""
A judge for rules altered in one place: conditions that were not altered are not evaluated again.

Cases ask the same questions under every mutant. What the evidence behind a question made of each condition, day by day,
is kept; under altered rules the history is folded anew from these columns, and only conditions never met before
are evaluated. Where an altered condition comes out on every day as it did, the fold is the one there was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assessor.engine.columns import column
from assessor.engine.columns.nodes import is_equal
from assessor.engine.evaluate import evaluate_prepared
from assessor.engine.histories import Histories, histories_of
from assessor.engine.histories.evaluate import fold_all
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import make_leaf
from assessor.ruleset.conditions import Finding, Reading, Readings, Signals
from assessor.workbench.replaced import replace_conditions

if TYPE_CHECKING:
    from assessor.engine.columns import Column
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.histories.folded import Folded
    from assessor.engine.plan import StaticLeaf
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.ruleset.model import CellRules, Rule, Ruleset
    from assessor.scenarios.judge import Question

_LEAF = Finding(finding="any condition on evidence")


@dataclass(eq=False)
class _Asked:
    """
    A question, its answer under the rules as they are, and what came of conditions since, by cell.

    Attributes:
        histories_found: The answer under the ruleset asked of last; `evaluation_found` with all that explains it.
    """

    question: Question
    histories: Histories
    columns: dict[str, dict[StaticLeaf, tuple[Leaf, Column]]] = field(default_factory=dict)
    histories_found: Histories | None = None
    evaluation_found: Evaluation | None = None

    def forget(self) -> None:
        """Forget the answers under the ruleset asked of last."""
        self.histories_found = self.evaluation_found = None


@dataclass
class ReusingJudge:
    """Judges the questions of many cases, each first under the rules as they are."""

    _asked: list[_Asked] = field(default_factory=list)
    _ruleset: Ruleset | None = None

    def histories(self, question: Question) -> Histories:
        """See `assessor.scenarios.judge.Judge`."""
        asked = self._find(question)
        if question.ruleset is asked.question.ruleset:
            return asked.histories
        if asked.histories_found is None:
            asked.histories_found = _judge(asked, question.ruleset)
        return asked.histories_found

    def evaluate(self, question: Question) -> Evaluation:
        """See `assessor.scenarios.judge.Judge`."""
        asked, histories = self._find(question), self.histories(question)
        if asked.evaluation_found is None:
            prepared = {cell: folded.prepared for cell, folded in histories.folded.items()}
            engine = CrossChecked(NativeEngine())  # the native inference asks no other
            asked.evaluation_found = evaluate_prepared(question.ruleset, question.cell, prepared, engine)
        return asked.evaluation_found

    def _find(self, question: Question) -> _Asked:
        if self._ruleset is not question.ruleset:
            self._ruleset = question.ruleset
            for asked in self._asked:
                asked.forget()
        for asked in self._asked:
            if _is_same(asked.question, question):
                return asked
        first = histories_of(question.ruleset, question.evidence, (question.cell,), question.as_of)
        self._asked.append(_Asked(question, first))
        return self._asked[-1]


def _is_same(one: Question, two: Question) -> bool:
    return one.cell == two.cell and one.as_of == two.as_of and one.evidence == two.evidence


def _judge(asked: _Asked, ruleset: Ruleset) -> Histories:
    prepared = {cell: _prepare(asked, folded.prepared, ruleset) for cell, folded in asked.histories.folded.items()}
    folded = asked.histories.folded
    if all(_comes_to_the_same(folded[cell], ready) for cell, ready in prepared.items()):
        same = {cell: replace(folded[cell], prepared=ready) for cell, ready in prepared.items()}
        return Histories(ruleset, asked.histories.evidence, same)
    return Histories(ruleset, asked.histories.evidence, fold_all(ruleset, prepared, {}))


def _prepare(asked: _Asked, prepared: Prepared, ruleset: Ruleset) -> Prepared:
    rules: CellRules = ruleset.rules_of(prepared.case.cell.cell)
    if rules is prepared.plan.rules:
        return prepared
    columns = asked.columns.setdefault(prepared.case.cell.cell, {})
    if not columns:
        found = zip(prepared.leaves, prepared.columns, strict=True)
        columns.update({leaf.condition: (leaf, outcomes) for leaf, outcomes in found})
    plan = compile_plan(rules)
    for condition in plan.leaves:
        if condition not in columns:
            leaf = make_leaf(condition, prepared.case)
            columns[condition] = (leaf, column(leaf, prepared.calendar))
    taken = [columns[condition] for condition in plan.leaves]
    return replace(
        prepared,
        plan=plan,
        leaves=tuple(leaf for leaf, _ in taken),
        columns=tuple(outcomes for _, outcomes in taken),
    )


def _comes_to_the_same(folded: Folded, prepared: Prepared) -> bool:
    """Return whether rules differ in conditions on evidence alone, which all come out as they did."""
    known = folded.prepared
    if prepared is known:
        return True
    programs = [(p.before.program.digest, p.after.program.digest) for p in (known.plan, prepared.plan)]
    if programs[0] != programs[1] or len(known.columns) != len(prepared.columns):
        return False
    columns = zip(known.columns, prepared.columns, strict=True)
    if not all(one is two or is_equal(one.outcomes, two.outcomes) for one, two in columns):
        return False
    if len(known.plan.rules.rules) != len(prepared.plan.rules.rules):
        return False
    pairs = zip(known.plan.rules.rules, prepared.plan.rules.rules, strict=True)
    return all(one is two or _bones(one) == _bones(two) for one, two in pairs)


def _bones(rule: Rule) -> Rule:
    """Return a rule with every condition on evidence made the same."""
    return replace_conditions(rule, lambda c: _LEAF if isinstance(c, (Signals, Reading, Readings)) else c)
