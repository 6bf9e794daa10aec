"""
What differs between two assessments of a cell, and whether rules, knowledge or the world did it.

Both ends are evaluated again, those that are recorded from the record alone; the stops between
them are trials. How a change is attributed is `assessor.engine.attribute`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from assessor.audit import parse_instant, render_instant
from assessor.domain.change import AttributedChange, Because, Behind, Change
from assessor.domain.quoting import quote
from assessor.engine.attribute import MOVES, attribute
from assessor.engine.behind import look_behind
from assessor.engine.facets import PARTS
from assessor.errors import EvidenceInvalidError, UsageError
from assessor.services.assess import judge
from assessor.services.assessed import Assessed
from assessor.services.moments import parse_known_at
from assessor.services.recorded import Cut, read_recorded, read_stated
from assessor.services.reproduce import evaluate_at, reproduce
from assessor.store.knowledge import Admitted

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.assessment import Assessment, Verdict
    from assessor.domain.change import KnowledgeChange
    from assessor.engine.attribute import Attribution, Attributions, Moved
    from assessor.engine.evaluate import Evaluation
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Two assessments of one cell, and what changed from the first to the second.

    Attributes:
        moved: What differs between the two: rules, knowledge, the day judged.
        knowledge: How much of what was known differs.
        order: The moves in the order in which changes are told; empty where no order can be judged.
        orders: How many orders of the moves were tried.
        changes: Every change, most important first.
        passing: What changes on the way and changes back.
    """

    before: Assessment
    after: Assessment
    moved: tuple[Because, ...]
    knowledge: KnowledgeChange
    order: tuple[Because, ...]
    orders: int
    changes: tuple[AttributedChange, ...]
    passing: tuple[Change, ...]


def diff_recorded(
    context: Context, before: Reference, after: Reference, *, reproduced: Evaluation | None = None
) -> Difference:
    """
    Compare two recorded assessments of one cell.

    Args:
        reproduced: The second, where it was evaluated again already.

    Raises:
        UsageError: One is not recorded, or they are of different cells.
        VerificationError: One is not what comes out of its own inputs; the message tells the difference.
    """
    references = (before, after)
    with context.database.read() as tx:
        stated = [read_stated(tx, reference) for reference in references]
        first, second = (one.assessment.cell for one in stated)
        if first != second:
            raise UsageError(f"these are assessments of cells {quote(first)} and {quote(second)}: compare two of one")
        rules = [one.ruleset for one in stated]
        found = [
            read_recorded(tx, reference, beside=other)
            for reference, other in zip(references, reversed(rules), strict=True)
        ]
    again = reproduced if reproduced is not None and rules[0] is rules[1] else reproduce(context, found[1])
    evaluations = (reproduce(context, found[0]), again)
    return _diff_known(
        context, *(Assessed(one.assessment, evaluation) for one, evaluation in zip(found, evaluations, strict=True))
    )


def diff_days(context: Context, cell: str, as_of: date, other: date, *, known_at: str | None = None) -> Difference:
    """
    Compare what is judged of a cell on two days by the same knowledge; a trial where it is not recorded.

    Args:
        known_at: What was known by then, as in `assess`.

    Raises:
        As `judge`.
    """
    moment = render_instant(parse_known_at(known_at, context.clock()))
    days = (as_of, other)
    found = [judge(context, cell, as_of=day, known_at=moment) for day in days]
    rules = [one.evaluation.ruleset for one in found]
    if rules[0] is not rules[1]:  # of each other's days they may read what they do not of their own
        found = [
            judge(context, cell, as_of=day, known_at=moment, beside=beside)
            for day, beside in zip(days, reversed(rules), strict=True)
        ]
    return _diff_known(context, *found)


def diff_assessed(context: Context, before: Assessed, after: Assessed, knowledge: KnowledgeChange) -> Difference:
    """
    Compare two evaluations of one cell, whether recorded or trials.

    Args:
        before: Evaluated from what the rules of either can read; `after` likewise.
        knowledge: How much of what was known differs.
    """
    moves = {
        "rules": before.assessment.ruleset != after.assessment.ruleset,
        "knowledge": not knowledge.is_same,
        "world": before.assessment.as_of != after.assessment.as_of,
    }
    moved = tuple(move for move in MOVES if moves[move])
    trials = _Trials(context, before, after, moved)
    found = attribute(moved, trials.at)
    return Difference(
        before=before.assessment,
        after=after.assessment,
        moved=moved,
        knowledge=knowledge,
        order=found.order,
        orders=found.orders,
        changes=tuple(_explain(one, found, trials) for one in found.changes),
        passing=found.passing,
    )


def _diff_known(context: Context, before: Assessed, after: Assessed) -> Difference:
    """Compare two evaluations of what the log holds."""
    with context.database.read() as tx:
        knowledge = tx.knowledge.compare(*(admitted_of(one.assessment) for one in (before, after)))
    return diff_assessed(context, before, after, knowledge)


def admitted_of(assessment: Assessment) -> Admitted:
    """Return the cut of an assessment."""
    return Admitted(assessment.log_size, parse_instant(assessment.known_at))


def _cut_of(one: Assessed) -> Cut:
    found = one.evaluation
    return Cut(found.ruleset, found.evidence, found.as_of, parse_instant(one.assessment.known_at))


@dataclass
class _Trials:
    """The stops between two ends, each evaluated once."""

    context: Context
    before: Assessed
    after: Assessed
    moved: tuple[Because, ...]
    evaluations: dict[Moved, Evaluation] = field(default_factory=dict)

    def at(self, stop: Moved) -> Verdict | None:
        """Return the verdict at a stop; None where it cannot be judged."""
        if stop in (frozenset(), frozenset(self.moved)):
            self.evaluations[stop] = (self.after if stop else self.before).evaluation
        elif (cut := self._cut(stop)) is not None:
            try:
                self.evaluations[stop] = evaluate_at(self.context, cut, self.before.assessment.cell)
            except (UsageError, EvidenceInvalidError):
                return None
        return self.evaluations[stop].verdict if stop in self.evaluations else None

    def _cut(self, stop: Moved) -> Cut | None:
        """Return what a stop is judged from; None where its day lies after what was known."""
        first, last = _cut_of(self.before), _cut_of(self.after)
        moments = [(last if "knowledge" in stop else first).known_at]
        if "knowledge" not in self.moved:  # the same is known at both, so it was known at the later one
            moments = [first.known_at, last.known_at]
        cut = Cut(
            ruleset=(last if "rules" in stop else first).ruleset,
            evidence=(last if "knowledge" in stop else first).evidence,
            as_of=(last if "world" in stop else first).as_of,
            known_at=max(moments),
        )
        return cut if cut.as_of <= cut.known_at.astimezone(UTC).date() else None


def _explain(one: Attribution, found: Attributions, trials: _Trials) -> AttributedChange:
    """Return a change with the rules and evidence behind it; details lie under other changes and have none."""
    change = one.change
    behind: list[Behind] = []
    if change.part in PARTS and one.together:
        rules, items = look_behind(change, trials.before.evaluation, trials.after.evaluation)
        behind.append(Behind(because=one.because, rules=rules, items=items))
    elif change.part in PARTS:
        for because in one.because:
            stops = found.stops(because)
            rules, items = look_behind(change, *(trials.evaluations[stop] for stop in stops))
            behind.append(Behind(because=(because,), rules=rules, items=items))
    return AttributedChange(**change.model_dump(), because=one.because, together=one.together, behind=tuple(behind))
