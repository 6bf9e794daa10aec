"""
Which mutants features notice: each mutant judged by the cases that judge its cell, until one fails.

A mutant is killed by an expectation that is not so any more. A case that breaks down instead, as where it names
a rule that the mutant lacks, has noticed nothing. Cases that keep a log are about what is recorded, and not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.errors import ConfigurationError
from assessor.scenarios.run import run_case
from assessor.workbench.judging import ReusingJudge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.ruleset.model import Ruleset
    from assessor.scenarios.feature import Case
    from assessor.scenarios.library import Library
    from assessor.workbench.mutants import Mutant


@dataclass
class _Witness:
    """
    A case that passes under the rules as they are.

    Attributes:
        cells: The cells it judges, and those that these read.
        kills: How many mutants it noticed; the ablest are asked first.
    """

    case: Case
    cells: frozenset[str]
    kills: int = 0


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
        self._witnesses = [witness for case in cases if (witness := self._swear_in(case)) is not None]

    def __len__(self) -> int:
        """Return how many cases are asked."""
        return len(self._witnesses)

    @property
    def cells(self) -> frozenset[str]:
        """The cells whose rules some case judges by."""
        return frozenset().union(*(witness.cells for witness in self._witnesses))

    def notices(self, mutant: Mutant) -> bool:
        """Return whether a case notices a mutant."""
        altered = self._library.alike(mutant.of(self._ruleset))
        for witness in self._witnesses:
            if mutant.cell in witness.cells and self._fails(witness, altered):
                witness.kills += 1
                self._witnesses.sort(key=lambda w: -w.kills)
                return True
        return False

    def _swear_in(self, case: Case) -> _Witness | None:
        result = run_case(case, self._library, self._judge)
        if result.failure is not None:
            where = f"{case.path}:{result.failure.step.line}"
            raise ConfigurationError(
                f"{where}: `{case.title}` fails as the rules are; mend it, then ask what it notices"
            )
        if result.world is not None and result.world.keeps_log:
            return None
        judged = result.world.judgements if result.world is not None else []
        return _Witness(case, frozenset(cell for judgement in judged for cell in judgement.cells))

    def _fails(self, witness: _Witness, altered: Library) -> bool:
        failure = run_case(witness.case, altered, self._judge).failure
        return failure is not None and failure.expected is not None
