"""Steps that expect what became of recorded assessments when more was known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit import EntryType
from assessor.scenarios.steps.verdicts import check_declared
from assessor.scenarios.steps.words import STEPS, expect, fail, tell

if TYPE_CHECKING:
    from datetime import date

    from assessor.scenarios.world import World

TOPIC = "Restatements"


@STEPS.expect(
    "the assessment of cell {cell} as of {day:day} is restated as {trajectories:names}",
    topic=TOPIC,
    example='Then the assessment of cell "11" as of 2026-03-31 is restated as "Contested"',
)
def _restated(world: World, cell: str, day: date, trajectories: tuple[str, ...]) -> None:
    """What the first assessment of that day was restated as, each time; `insufficient` where none was issued."""
    for trajectory in trajectories:
        _check_answer(world, trajectory)
    expect(trajectories, world.said.restated(world.said.first(cell, day)))


@STEPS.expect(
    "the assessment of cell {cell} as of {day:day} is not restated",
    topic=TOPIC,
    example='Then the assessment of cell "11" as of 2026-02-28 is not restated',
)
def _not_restated(world: World, cell: str, day: date) -> None:
    """What is known since would not have changed what the first assessment of that day says."""
    expect((), world.said.restated(world.said.first(cell, day)))


@STEPS.expect("nothing is restated", topic=TOPIC, example="Then nothing is restated")
def _nothing_restated(world: World) -> None:
    """No assessment of any cell was restated."""
    found = world.said.types().count(EntryType.ASSESSMENT_RESTATED)
    if found:
        fail("no restatement", f"{found} in the log")


@STEPS.expect(
    "the assessment of cell {cell} as of {day:day} still says {trajectory}",
    topic=TOPIC,
    example='Then the assessment of cell "11" as of 2026-03-31 still says "Advancing"',
)
def _says(world: World, cell: str, day: date, trajectory: str) -> None:
    """What the first assessment of that day says in the record, whatever restates it."""
    _check_answer(world, trajectory)
    expect(trajectory, world.said.answer(world.said.first(cell, day)))


@STEPS.expect(
    "cell {cell} was assessed again as of {day:day} because of {evidence:names}",
    topic=TOPIC,
    example='Then cell "11" was assessed again as of 2026-05-20 because of "halt" and "halt-noted"',
)
def _again(world: World, cell: str, day: date, evidence: tuple[str, ...]) -> None:
    """The last assessment of the cell is of that day, and made by these items; their sources are meant too."""
    world.cell(cell)
    last = world.said.last(cell)
    expect(str(day), str(last.as_of))
    expect(tuple(sorted(evidence)), tuple(sorted(world.said.causes(last))))


@STEPS.expect(
    "the assessment of cell {cell} as of {day:day} is out of date because of {evidence:names}",
    topic=TOPIC,
    example='Then the assessment of cell "11" as of 2026-05-20 is out of date because of "halt"',
)
def _out_of_date(world: World, cell: str, day: date, evidence: tuple[str, ...]) -> None:
    """It is the last of its cell, and does not know these items, which touch it; their sources are meant too."""
    expect(tuple(sorted(evidence)), tuple(sorted(world.said.newer(world.said.first(cell, day)))))


@STEPS.expect(
    "the assessment of cell {cell} as of {day:day} is not out of date",
    topic=TOPIC,
    example='Then the assessment of cell "11" as of 2026-05-20 is not out of date',
)
def _up_to_date(world: World, cell: str, day: date) -> None:
    """Nothing touches it that it does not know; or a later one has taken its place, and it is that one which may be."""
    expect((), world.said.newer(world.said.first(cell, day)))


@STEPS.expect("no cell is due", topic=TOPIC, example="Then no cell is due")
def _none_due(world: World) -> None:
    """Every cell that was assessed knows all that touches it."""
    due = world.said.due()
    if due:
        fail("no cell that is due", tell(due))


@STEPS.expect("the cells that are due are {cells:names}", topic=TOPIC, example='Then the cells that are due are "11"')
def _due(world: World, cells: tuple[str, ...]) -> None:
    """Exactly these cells were assessed, and do not know what touches them by now, in any order."""
    for cell in cells:
        world.cell(cell)
    expect(tuple(sorted(cells)), tuple(sorted(world.said.due())))


def _check_answer(world: World, word: str) -> None:
    check_declared("trajectory", word, (*(t.id for t in world.ruleset.framework.trajectories), "insufficient"))
