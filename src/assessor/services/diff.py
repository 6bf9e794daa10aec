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
from assessor.services.moments import parse_known_at
from assessor.services.recorded import Cut, read_recorded
from assessor.services.reproduce import evaluate_at, reproduce

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.assessment import Assessment, Verdict
    from assessor.domain.known import Evidence, ItemKey
    from assessor.engine.attribute import Attribution, Attributions, Moved
    from assessor.engine.evaluate import Evaluation
    from assessor.services.assess import Assessed
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class KnowledgeChange:
    """
    How much of what is known differs, whether or not any rule reads it.

    Attributes:
        before: How many items are known at the first cut; `after`, at the second.
        added: How many of these are known only at the second; `removed`, only at the first.
        replaced: How many are known at the second in another version.
    """

    before: int
    after: int
    added: int
    removed: int
    replaced: int

    @property
    def is_same(self) -> bool:
        """Whether the same is known at both."""
        return self.added == self.removed == self.replaced == 0


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


@dataclass(frozen=True, slots=True)
class _End:
    """
    One of the two assessments, evaluated.

    Attributes:
        evidence: All that was known, of which the evaluation may have been given only what can reach the cell.
    """

    assessment: Assessment
    evaluation: Evaluation
    evidence: Evidence

    @property
    def cut(self) -> Cut:
        found = self.evaluation
        return Cut(found.ruleset, self.evidence, found.as_of, parse_instant(self.assessment.known_at))

    @property
    def known(self) -> dict[ItemKey, str]:
        return {key: version.digest for key, version in self.evidence.versions.items()}


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
    with context.database.read() as tx:
        found = [read_recorded(tx, reference, whole=True) for reference in (before, after)]
    cells = [recorded.assessment.cell for recorded in found]
    if cells[0] != cells[1]:
        raise UsageError(f"these are assessments of cells {quote(cells[0])} and {quote(cells[1])}: compare two of one")
    evaluations = (reproduce(context, found[0]), reproduced or reproduce(context, found[1]))
    pairs = zip(found, evaluations, strict=True)
    return _diff(context, *(_End(one.assessment, evaluation, one.cut.evidence) for one, evaluation in pairs))


def diff_days(context: Context, cell: str, as_of: date, other: date, *, known_at: str | None = None) -> Difference:
    """
    Compare what is judged of a cell on two days by the same knowledge; a trial where it is not recorded.

    Args:
        known_at: What was known by then, as in `assess`.

    Raises:
        As `judge`.
    """
    moment = render_instant(parse_known_at(known_at, context.clock()))
    found = [judge(context, cell, as_of=day, known_at=moment, whole=True) for day in (as_of, other)]
    return diff_assessed(context, *found)


def diff_assessed(context: Context, before: Assessed, after: Assessed) -> Difference:
    """Compare two evaluations of one cell, whether recorded or trials."""
    ends = (_End(one.assessment, one.evaluation, one.evaluation.evidence) for one in (before, after))
    return _diff(context, *ends)


@dataclass
class _Trials:
    """The stops between two ends, each evaluated once."""

    context: Context
    before: _End
    after: _End
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
        first, last = self.before.cut, self.after.cut
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


def _compare_known(before: dict[ItemKey, str], after: dict[ItemKey, str]) -> KnowledgeChange:
    both = before.keys() & after.keys()
    return KnowledgeChange(
        before=len(before),
        after=len(after),
        added=len(after) - len(both),
        removed=len(before) - len(both),
        replaced=sum(before[key] != after[key] for key in both),
    )


def _diff(context: Context, before: _End, after: _End) -> Difference:
    knowledge = _compare_known(before.known, after.known)
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
