"""
A judge for rules altered in one place: conditions that were not altered are not evaluated again.

Cases ask the same questions under every mutant. What the evidence behind a question made of each condition, day by day,
is kept; under altered rules the history is folded anew from these columns, and only conditions never met before
are evaluated. Where an altered condition comes out on every day as it did, the fold is the one there was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import eq, is_
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
from assessor.ruleset.conditions import Finding
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.workbench.replaced import replace_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from assessor.engine.columns import Column
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.histories.folded import Folded
    from assessor.engine.phase import StaticLeaf
    from assessor.engine.plan import Plan
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.ruleset.model import Rule, Ruleset
    from assessor.scenarios.judge import Question

    Seen = tuple[Leaf, Column]

_LEAF = Finding(finding="any condition on evidence")


@dataclass(eq=False)
class Asked:
    """
    A question, its answer under the rules as they are, and what came of conditions under those asked of last.

    Attributes:
        is_explained: Whether more was asked for under the rules as they are than the histories, such as support.
    """

    question: Question
    histories: Histories
    is_explained: bool = False
    _met: dict[tuple[str, StaticLeaf], Seen] = field(default_factory=dict)
    _histories: Histories | None = None
    _evaluation: Evaluation | None = None

    def forget(self) -> None:
        """Forget what was asked of other rules."""
        self._histories = self._evaluation = None
        self._met.clear()

    def see(self, cell: str, condition: StaticLeaf) -> Seen:
        """Return the evaluator of any condition on evidence in a cell's rules, and what it makes of each day."""
        prepared = self.histories.folded[cell].prepared
        number = prepared.plan.numbers.get(id(condition))
        if number is not None:  # the very object, which the plan holds
            return prepared.leaves[number], prepared.columns[number]
        known = self._known[cell].get(condition) or self._met.get((cell, condition))
        if known is None:
            leaf = make_leaf(condition, prepared.case)
            known = self._met[cell, condition] = leaf, column(leaf, prepared.calendar)
        return known

    @cached_property
    def _known(self) -> Mapping[str, Mapping[StaticLeaf, Seen]]:
        return {cell: dict(_seen(folded.prepared)) for cell, folded in self.histories.folded.items()}

    def histories_by(self, ruleset: Ruleset) -> Histories:
        """Return the answer under a ruleset, the one asked of last or the one there was."""
        if ruleset is self.question.ruleset:
            return self.histories
        if self._histories is None:
            self._histories = self._judge(ruleset)
        return self._histories

    def evaluation_by(self, ruleset: Ruleset) -> Evaluation:
        """Return the same with all that explains it."""
        histories = self.histories_by(ruleset)
        self.is_explained |= histories is self.histories
        if self._evaluation is None:
            prepared = {cell: folded.prepared for cell, folded in histories.folded.items()}
            engine = CrossChecked(NativeEngine())  # the native inference asks no other
            self._evaluation = evaluate_prepared(ruleset, self.question.cell, prepared, engine)
        return self._evaluation

    def _judge(self, ruleset: Ruleset) -> Histories:
        folded = self.histories.folded
        prepared = {cell: self.prepare(cell, compile_plan(ruleset.rules_of(cell))) for cell in folded}
        if all(_comes_to_the_same(folded[cell], ready) for cell, ready in prepared.items()):
            same = {cell: replace(folded[cell], prepared=ready) for cell, ready in prepared.items()}
            return Histories(ruleset, self.histories.evidence, same)
        return Histories(ruleset, self.histories.evidence, fold_all(ruleset, prepared, {}))

    def prepare(self, cell: str, plan: Plan) -> Prepared:
        """Return a cell made ready for the fold by another plan."""
        prepared = self.histories.folded[cell].prepared
        if plan is prepared.plan:
            return prepared
        seen = [self.see(cell, condition) for condition in plan.leaves]
        return replace(
            prepared,
            plan=plan,
            leaves=tuple(leaf for leaf, _ in seen),
            columns=tuple(outcomes for _, outcomes in seen),
        )


def _seen(prepared: Prepared) -> Iterator[tuple[StaticLeaf, Seen]]:
    for leaf, outcomes in zip(prepared.leaves, prepared.columns, strict=True):
        yield leaf.condition, (leaf, outcomes)


@dataclass
class ReusingJudge:
    """Judges the questions of many cases, each first under the rules as they are."""

    _asked: dict[tuple[str, date], list[Asked]] = field(default_factory=dict)
    _ruleset: Ruleset | None = None

    def histories(self, question: Question) -> Histories:
        """See `assessor.scenarios.judge.Judge`."""
        return self.asked(question).histories_by(question.ruleset)

    def evaluate(self, question: Question) -> Evaluation:
        """See `assessor.scenarios.judge.Judge`."""
        return self.asked(question).evaluation_by(question.ruleset)

    def asked(self, question: Question) -> Asked:
        """Return what is known of a question; asked for the first time, it is answered by its own rules."""
        if self._ruleset is not question.ruleset:
            self._ruleset = question.ruleset
            for alike in self._asked.values():
                for asked in alike:
                    asked.forget()
        alike = self._asked.setdefault((question.cell, question.as_of), [])
        for is_same in (is_, eq):  # to compare whole evidence takes longer than to look for the very object
            for asked in alike:
                if is_same(asked.question.evidence, question.evidence):
                    return asked
        first = _answer(question, alike[-1] if alike else None)
        alike.append(Asked(question, first))
        return alike[-1]


def _answer(question: Question, asked: Asked | None) -> Histories:
    """Return the answer to a question, gone on with from one about the same cell and day by the same rules."""
    if asked is not None and asked.question.ruleset is question.ruleset:
        return asked.histories.under(question.evidence)
    return histories_of(question.ruleset, question.evidence, (question.cell,), question.as_of)


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
    """Return a rule with every condition on evidence made the same, and no rationale."""
    bare = rule.model_copy(update={"because": ""})
    return replace_conditions(bare, lambda c: _LEAF if isinstance(c, (Signals, Reading, Readings)) else c)
