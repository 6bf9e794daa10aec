"""
The solver at work: the smallest evidence on which something holds, and of several as small the plainest.

What it does is limited by steps, so that it comes out the same on every machine, and by seconds only where somebody
asks for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from assessor.workbench.solver.deadline import NEVER, Deadline
from assessor.workbench.solver.logic import (
    both,
    check,
    is_never,
    is_so,
    new_solver,
    opposite,
    plain,
    same,
    total,
    value_of,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.workbench.solver.evidence import SymbolicEvidence
    from assessor.workbench.solver.logic import Formula, Model, Number
    from assessor.workbench.solver.series import Period
    from assessor.workbench.solver.signals import Slot

STEPS: Final = 30_000_000
"""How many steps the solver takes for one answer, at most; some seconds."""

_SHRINKING_STEPS: Final = 3_000_000
"""How many it takes to find out whether something smaller would do."""

_PLAIN_STEPS: Final = 1_000_000
"""How many it takes for each thing that would only make what was found plainer."""

_WEEK: Final = 7
_PLAIN_VALUE: Final = 100
_PLAIN_AMOUNT: Final = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What came of a question.

    Attributes:
        verdict: `found`; `never` within the bound; or `open`, where the solver gave up.
        model: What was found.
        is_smallest: Whether nothing smaller exists within the bound; else nothing smaller was found.
    """

    verdict: Literal["found", "never", "open"]
    model: Model | None = None
    is_smallest: bool = False


def search(
    evidence: SymbolicEvidence,
    goal: Formula,
    *,
    ordered: Sequence[Slot] | None = None,
    smallest: bool = True,
    deadline: Deadline = NEVER,
) -> Answer:
    """
    Look for evidence on which a formula holds.

    Args:
        ordered: Signals that stand in the order of their days; all of them, where absent.
        smallest: Whether the smallest is asked for; else any is good enough.
        deadline: Until when is looked; what was found by then is not made any smaller or plainer.
    """
    solver = new_solver()
    solver.add(*evidence.laws())
    solver.add(*evidence.in_order(evidence.slots if ordered is None else ordered))
    for room in evidence.rooms.values():
        solver.add(*room.in_order(room.slots))
    solver.add(goal)
    found = check(solver, STEPS, deadline.left)
    if found != "found":
        return Answer(found)
    model, proven = solver.model(), True
    if not smallest:
        return Answer("found", model)
    for measure in (evidence.size, _trimmings(evidence)):
        model, exact = _shrink(solver, measure, model, deadline)
        proven = proven and exact if measure is evidence.size else proven
    model = _make_plain(solver, evidence, model, deadline)
    return Answer("found", model, is_smallest=proven)


def _shrink(solver: Any, measure: Number, model: Model, deadline: Deadline) -> tuple[Model, bool]:  # noqa: ANN401 - the library has no types
    """Make a number as small as it can be, and keep it so."""
    size = value_of(model, measure)
    proven = True
    while size > 0:
        less = plain(measure <= size - 1)
        found = check(solver, _SHRINKING_STEPS, deadline.left, less)
        if found != "found":
            proven = found == "never" or (deadline.left is None and is_never(solver, _SHRINKING_STEPS, less))
            break
        model = solver.model()
        size = value_of(model, measure)
    solver.add(plain(measure <= size))
    return model, proven


def _trimmings(evidence: SymbolicEvidence) -> Number:
    """Return how much there is of what could be left out without taking an item away."""
    slots = [slot for room in evidence.every_room for slot in room.slots]
    tags = (when(both(s.used, t), 1) for s in slots for t in s.tags.values())
    dimensions = (when(both(s.used, d), 1) for s in slots for d in s.dimensions.values())
    shared = (when(both(s.used, s.shared), 1) for s in slots)
    stages = (when(both(s.used, opposite(s.has("stage", None))), 1) for s in slots if "stage" in s.words)
    read = (when(p.seen, 1) for series in evidence.series.values() for p in series.periods.values())
    retold = (when(both(s.used, s.retold), 1) for s in slots)
    return total((*retold, *tags, *dimensions, *shared, *stages, *read))


def _make_plain(solver: Any, evidence: SymbolicEvidence, model: Model, deadline: Deadline) -> Model:  # noqa: ANN401 - as above
    """Grant one wish after the other, as far as those granted before and the goal leave room."""
    for period in _periods(evidence):
        solver.add(period.seen if is_so(model, period.seen) else opposite(period.seen))
    for wish in _wishes(evidence, model):
        granted = _grant(solver, model, wish, deadline)
        model = granted or model
    for number, plain_value in _values(evidence, model):
        model = _near(solver, model, number, plain_value, deadline)
    return model


def _grant(solver: Any, model: Model, wish: Formula, deadline: Deadline) -> Model | None:  # noqa: ANN401 - as above
    """Return what was found with a wish granted from now on; None where there is no room for it."""
    if not is_so(model, wish):
        if check(solver, _PLAIN_STEPS, deadline.left, wish) != "found":
            return None
        model = solver.model()
    solver.add(wish)
    return model


def _near(solver: Any, model: Model, number: Number, wanted: int, deadline: Deadline) -> Model:  # noqa: ANN401 - as above
    """Bring a number as near to a plain one as it can be, at most halving the way so many times."""
    low, high = 0, abs(value_of(model, number) - wanted)
    while low < high:
        middle = (low + high) // 2
        near = both(plain(number >= wanted - middle), plain(number <= wanted + middle))
        if check(solver, _PLAIN_STEPS, deadline.left, near) == "found":
            model = solver.model()
            high = abs(value_of(model, number) - wanted)
        else:
            low = middle + 1
    solver.add(same(number, value_of(model, number)))
    return model


def _periods(evidence: SymbolicEvidence) -> Iterator[Period]:
    for series in evidence.series.values():
        yield from (series.periods[place] for place in sorted(series.periods))


def _wishes(evidence: SymbolicEvidence, model: Model) -> Iterator[Formula]:
    """Yield what would be plainer: days a week apart, up to the last."""
    for room in evidence.every_room:
        used = [slot for slot in room.slots if is_so(model, slot.used)]
        yield from (one.day < other.day for one, other in pairwise(used))
        for back, slot in enumerate(reversed(used), start=1):
            yield same(slot.day, room.bound.last - _WEEK * back)


def _values(evidence: SymbolicEvidence, model: Model) -> Iterator[tuple[Number, int]]:
    """Yield numbers with what would be plainest for each."""
    for series in evidence.series.values():
        for place in sorted(series.periods):
            if is_so(model, series.periods[place].seen):
                yield series.periods[place].value, _PLAIN_VALUE * series.steps
    for slot in (slot for room in evidence.every_room for slot in room.slots):
        if is_so(model, slot.used):
            yield from ((amount, _PLAIN_AMOUNT) for amount in slot.amounts.values())
