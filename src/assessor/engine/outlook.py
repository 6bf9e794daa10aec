"""
A branch of the outlook: every subset of its assumptions at its horizon, beside nothing new at all.

The fold goes on from the day judged to the horizon over evidence that does not exist: the chosen
assumptions, feeds that watch and bring nothing else, readings carried forward. Days up to the one
judged are what they were. Every verdict from here is hypothetical.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from assessor.domain.evidence import Reading, Signal, Source
from assessor.domain.quoting import quote
from assessor.engine.carry import carry, keep_watching
from assessor.engine.columns import Calendar
from assessor.engine.compare import compare
from assessor.engine.plan import compile_plan
from assessor.engine.prepare import prepare
from assessor.engine.strata import evaluation_order
from assessor.engine.suppose import suppose
from assessor.engine.timeline import refold
from assessor.engine.verdict import verdict_of
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from assessor.domain.assessment import Verdict
    from assessor.domain.change import Change
    from assessor.domain.known import Evidence, EvidenceVersion
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.fold import Infers
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.model import Assumption, Branch, Ruleset


@dataclass(frozen=True, slots=True)
class Subset:
    """
    The verdict at the horizon where some of the assumptions come true, and no other.

    Attributes:
        holds: Their ids, in the branch's order; none of them is nothing new at all.
        changes: What differs from the verdict where nothing new happens.
    """

    holds: tuple[str, ...]
    verdict: Verdict
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class BranchOutlook:
    """
    A branch under every subset of its assumptions, the smallest first.

    Attributes:
        passing: What the passing of time alone changes from the day judged to the horizon.
        overdue: Assumptions of which a part is dated no later than the day judged: whether that came
            true is the evidence's to say.
    """

    branch: Branch
    horizon: date
    subsets: tuple[Subset, ...]
    passing: tuple[Change, ...]
    overdue: tuple[str, ...]

    @property
    def baseline(self) -> Subset:
        """Nothing new at all: what the passing of time alone leads to."""
        return self.subsets[0]


def judge_branch(evaluation: Evaluation, branch: Branch, engine: Infers) -> BranchOutlook:
    """
    Judge a branch of the cell that was evaluated, from the day it was judged on.

    Raises:
        UsageError: The horizon is not after the day judged.
    """
    as_of, horizon = evaluation.as_of, branch.horizon.span.lo
    if horizon <= as_of:
        message = f"branch {quote(branch.id)}: its horizon {horizon} is not after {as_of}; judge an earlier day"
        raise UsageError(message)
    base = _prepare(evaluation.ruleset, keep_watching(evaluation.evidence, as_of), evaluation.cell, horizon)
    carried = {cell: carry(ready, as_of) for cell, ready in base.items()}
    verdicts: dict[tuple[str, ...], Verdict] = {}
    for size in range(len(branch.assumes) + 1):
        for chosen in combinations(branch.assumes, size):
            added = [v for one in chosen for v in _versions(branch, one)]
            own = carry(carried[evaluation.cell].varied(added=added), as_of)
            timeline = refold(evaluation.ruleset, {**carried, evaluation.cell: own}, engine)
            verdict = verdict_of(evaluation.ruleset, timeline, evaluation.cell, ())
            verdicts[tuple(one.id for one in chosen)] = verdict
    nothing = verdicts[()]
    return BranchOutlook(
        branch=branch,
        horizon=horizon,
        subsets=tuple(Subset(holds, verdict, compare(nothing, verdict)) for holds, verdict in verdicts.items()),
        passing=compare(evaluation.verdict, nothing),
        overdue=tuple(one.id for one in branch.assumes if _first_day(one) <= as_of),
    )


def _prepare(ruleset: Ruleset, evidence: Evidence, cell: str, horizon: date) -> Mapping[str, Prepared]:
    calendar = Calendar(ruleset.framework.epoch, horizon)
    return {
        one: prepare(ruleset.framework, ruleset.cell(one), compile_plan(ruleset.rules_of(one)), evidence, calendar)
        for one in evaluation_order(ruleset, (cell,))
    }


def _first_day(assumption: Assumption) -> date:
    days = [signal.date.span.lo for signal in assumption.signals]
    return min(days + [reading.period.span.hi for reading in assumption.readings])


def _versions(branch: Branch, assumption: Assumption) -> Iterator[EvidenceVersion]:
    """Yield the evidence that an assumption stands for: of each signal an event and an origin of its own."""
    for number, signal in enumerate(assumption.signals, 1):
        name = f"hypothetical:{branch.id}/{assumption.id}/{number}"
        published = min(signal.date.span.hi, branch.horizon.span.hi)
        yield suppose(Source(id=name, title=assumption.title, tier=signal.tier, published=published))
        title = f"hypothetical: {assumption.title}"
        yield suppose(
            Signal(id=name, title=title, date=signal.date, event=name, sources=(name,), impacts=(signal.impact,))
        )
    for reading in assumption.readings:
        yield suppose(Reading(source="hypothetical", **dict(reading)))
