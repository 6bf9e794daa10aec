"""
Which mutants features notice: each mutant judged by the cases that judge its cell, until one fails.

A mutant is killed by an expectation that is not so any more. A case that breaks down instead, as where it names
a rule that the mutant lacks, has noticed nothing. Cases that keep a log are about what is recorded, and not asked.

A case asks nothing of a mutant that surely leaves every history that it reads as it was. Where it asks for more than
histories, for what explains them, it always does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.engine.plan import compile_plan
from assessor.errors import ConfigurationError, EvidenceInvalidError
from assessor.scenarios.performed import keeps_log, perform
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.unmoved import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.ruleset.model import Rule, Ruleset
    from assessor.scenarios.feature import Case
    from assessor.scenarios.library import Library
    from assessor.scenarios.performed import Performed
    from assessor.workbench.judging import Asked
    from assessor.workbench.mutants import Mutant


@dataclass
class _Witness:
    """
    A case that passes under the rules as they are.

    Attributes:
        asked: The questions that it asks.
        cells: The cells it judges, and those that these read.
        names: What its expectations name: findings, dimensions, rules and the like.
        kills: How many mutants of each rule it noticed.
    """

    performed: Performed
    asked: tuple[Asked, ...]
    cells: frozenset[str]
    names: frozenset[str]
    kills: Counter[str] = field(default_factory=Counter)

    def rank(self, rule: str, names: frozenset[str]) -> tuple[object, ...]:
        """Return what puts those first that are likeliest to notice a mutant of a rule, for the least work."""
        return (
            -self.kills[rule],
            self.names.isdisjoint(names),
            any(asked.is_explained for asked in self.asked),
            -self.kills.total(),
        )

    def is_spared(self, change: Change) -> bool:
        """Return whether whatever the case looks at is surely as it was."""
        try:
            return all(not asked.is_explained and change.spares(asked) for asked in self.asked)
        except EvidenceInvalidError:  # the case itself is to break down of it
            return False


class Jury:
    """The cases of a framework that keep no log; all pass under its rules as they are."""

    def __init__(self, ruleset: Ruleset, cases: Iterable[Case], library: Library) -> None:
        """
        Run every case once.

        Raises:
            ConfigurationError: A case fails without any mutant; the message says where.
        """
        self._ruleset = ruleset
        self._library = library.alike(ruleset)
        self._judge = ReusingJudge()
        self._witnesses = [self._swear_in(case) for case in cases if not keeps_log(case)]

    def __len__(self) -> int:
        """Return how many cases are asked."""
        return len(self._witnesses)

    @property
    def cells(self) -> frozenset[str]:
        """The cells whose rules some case judges by."""
        return frozenset().union(*(witness.cells for witness in self._witnesses))

    def notices(self, mutant: Mutant) -> bool:
        """Return whether a case notices a mutant."""
        was = self._ruleset.rules_of(mutant.cell)
        now = mutant.of(self._ruleset)
        altered = self._library.alike(now)
        names = _names_of(next(rule for rule in was.rules if rule.id == mutant.rule))
        changes: dict[str, Change] = {}
        for witness in sorted(self._witnesses, key=lambda w: w.rank(mutant.rule, names)):
            seen = witness.cells.intersection(mutant.cells)
            changes.update((cell, self._change(now, cell)) for cell in seen if cell not in changes)
            if all(witness.is_spared(changes[cell]) for cell in seen):
                continue
            failure = witness.performed.ask(altered, self._judge)
            if failure is not None and failure.expected is not None:
                witness.kills[mutant.rule] += 1
                return True
        return False

    def _change(self, now: Ruleset, cell: str) -> Change:
        return Change(cell, *(compile_plan(ruleset.rules_of(cell)) for ruleset in (self._ruleset, now)))

    def _swear_in(self, case: Case) -> _Witness:
        performed = perform(case, self._library, self._judge)
        if performed.failure is not None:
            where = f"{case.path}:{performed.failure.step.line}"
            raise ConfigurationError(
                f"{where}: `{case.title}` fails as the rules are; mend it, then ask what it notices"
            )
        asked = tuple(map(self._judge.asked, performed.questions))
        performed.questions = tuple(one.question for one in asked)  # so that each is known again at sight
        cells = frozenset(cell for one in asked for cell in one.histories.folded)
        return _Witness(performed, asked, cells, performed.names)


def _names_of(rule: Rule) -> frozenset[str]:
    """Return what expectations about a rule would name: it, what it concludes, and from where a transition starts."""
    concluded = rule.then.model_dump().values()
    return frozenset(
        {rule.id, *(name for value in concluded for name in ([value] if isinstance(value, str) else value))}
    )
