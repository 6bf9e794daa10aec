"""Steps that judge a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.scenarios.steps.words import STEPS

if TYPE_CHECKING:
    from datetime import date

    from assessor.scenarios.world import World

TOPIC = "Assessing"


@STEPS.act(
    "cell {cell} is assessed as of {day:day} and known at {known:day}",
    topic=TOPIC,
    example='When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26',
)
def _assess_known(world: World, cell: str, day: date, known: date) -> None:
    """Judge a cell on a day by what was known at the end of another."""
    world.assess(cell, day, known)


@STEPS.act(
    "cell {cell} is assessed as of {day:day}", topic=TOPIC, example='When cell "11" is assessed as of 2026-04-26'
)
def _assess(world: World, cell: str, day: date) -> None:
    """Judge a cell on a day by all that the scenario supplied."""
    world.assess(cell, day)
