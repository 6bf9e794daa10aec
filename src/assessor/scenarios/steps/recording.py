"""Steps by which a scenario keeps a log, and what it expects of its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit import EntryType
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.steps.words import STEPS, expect, fail

if TYPE_CHECKING:
    from datetime import date

    from assessor.scenarios.world import World

TOPIC = "The log"
_TYPES = tuple(kind.value for kind in EntryType)


@STEPS.act(
    "cell {cell} is assessed and recorded as of {day:day} and known at {known:day}",
    topic=TOPIC,
    example='When cell "11" is assessed and recorded as of 2026-03-31 and known at 2026-03-31',
)
def _record_known(world: World, cell: str, day: date, known: date) -> None:
    """Judge a cell by what was known at the end of a day, and record that in a log, which goes on to that day."""
    world.assess_and_record(cell, day, known)


@STEPS.act(
    "cell {cell} is assessed and recorded as of {day:day}",
    topic=TOPIC,
    example='When cell "11" is assessed and recorded as of 2026-04-26',
)
def _record(world: World, cell: str, day: date) -> None:
    """Judge a cell by what the log knows by then, and record that."""
    world.assess_and_record(cell, day)


@STEPS.act("what becomes due is left due", topic=TOPIC, example="Given what becomes due is left due")
def _leave(world: World) -> None:
    """From here on, cells are not assessed again at once when what is known of them changes."""
    world.record.leaves_due = True


@STEPS.act(
    "what is due is recomputed on {day:day}", topic=TOPIC, example="When what is due is recomputed on 2026-05-20"
)
def _recompute(world: World, day: date) -> None:
    """Assess the cells that are due again, as of that day."""
    world.record.recompute(day)


@STEPS.expect("the log verifies", topic=TOPIC, example="Then the log verifies")
def _verifies(world: World) -> None:
    """Every hash, every entry and every table beside the log is what it must be."""
    fault = world.said.fault()
    if fault is not None:
        fail("a log that verifies", fault)


@STEPS.expect(
    "every recorded assessment replays to what was recorded",
    topic=TOPIC,
    example="Then every recorded assessment replays to what was recorded",
)
def _replays(world: World) -> None:
    """Each assessment and each restatement, evaluated again from what it was recorded of, gives the same bytes."""
    unlike = world.said.unlike()
    if unlike is not None:
        fail("what was recorded", unlike)


@STEPS.expect(
    "the log holds {count:count} entries of type {kind}",
    topic=TOPIC,
    example='Then the log holds 2 entries of type "assessment:recorded"',
)
def _entries(world: World, count: int, kind: str) -> None:
    """So many entries of a type are in the log."""
    _check_type(kind)
    expect(str(count), str(world.said.types().count(kind)))


@STEPS.expect(
    "the last entry is of type {kind}",
    topic=TOPIC,
    example='Then the last entry is of type "assessment:restated"',
)
def _last(world: World, kind: str) -> None:
    """What was recorded last."""
    _check_type(kind)
    expect(kind, world.said.types()[-1])


def _check_type(kind: str) -> None:
    if kind not in _TYPES:
        raise StepInvalidError(f"there is no type of entry {quote(kind)}{did_you_mean(kind, _TYPES)}")
