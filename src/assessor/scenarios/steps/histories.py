"""Steps that expect a history: which state on which days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.histories import spans_within
from assessor.errors import StepInvalidError
from assessor.scenarios.steps.words import STEPS, expect, fail
from assessor.scenarios.tables import Table, read_rows
from assessor.services.moments import parse_day

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.edtf import EdtfDate
    from assessor.scenarios.world import World

TOPIC = "Histories"
_DAY = timedelta(days=1)


@STEPS.expect(
    "it was {trajectory} from {first:span} until {last:span}",
    topic=TOPIC,
    example='Then it was "Contested" from 2025-03 until 2025-10',
)
def _was(world: World, trajectory: str, first: EdtfDate, last: EdtfDate) -> None:
    """On every day from the first of one day, month or year to the last of another, this trajectory was issued."""
    _expect_all(world, trajectory, first.span.lo, last.span.hi)


@STEPS.expect(
    "it was {trajectory} from {first:span} until {last:span}, then {next}",
    topic=TOPIC,
    example='Then it was "Contested" from 2025-03 until 2025-10, then "Advancing"',
)
def _was_then(world: World, trajectory: str, first: EdtfDate, last: EdtfDate, next: str) -> None:  # noqa: A002 - reads well
    """The same, and from the day after on, until the day judged, the next one."""
    _expect_all(world, trajectory, first.span.lo, last.span.hi)
    _expect_all(world, next, last.span.hi + _DAY, world.last.question.as_of)


@STEPS.expect(
    "the history of states is",
    topic=TOPIC,
    example="""Then the history of states is
  | from       | state         |
  | 2025-01-20 | Pre-execution |
  | 2025-02-20 | Contested     |""",
)
def _history(world: World, table: Table) -> None:
    """The states that the timeline went through, from the epoch on, each with its first day, and no others."""
    rows = read_rows(table, ("from", "state"), ("from", "state"))
    wanted = [(parse_day(row["from"], "from"), row["state"]) for row in rows]
    epoch = world.ruleset.framework.epoch
    found = [(epoch, world.ruleset.framework.initial), *((m.day, m.target) for m in world.last.history.moves)]
    expect(_told(wanted), _told(found), world.last)


@STEPS.expect(
    "the state changed on {day:day} by the rule {rule}",
    topic=TOPIC,
    example='Then the state changed on 2025-02-20 by the rule "designated"',
)
def _changed(world: World, day: date, rule: str) -> None:
    """A transition was taken on that day, by that rule."""
    found = [f"{move.day} by {move.rule}" for move in world.last.history.moves]
    if f"{day} by {rule}" not in found:
        fail(f"{day} by {rule}", "; ".join(found) or "no transition", world.last)


def _expect_all(world: World, trajectory: str, first: date, last: date) -> None:
    history = world.last.history
    if not history.first <= first <= last <= history.last:
        asked = f"{first} to {last}"
        raise StepInvalidError(f"{asked} is not within the days judged, {history.first} to {history.last}")
    for stretch in spans_within(history.stretches, first, last):
        if stretch.verdict.trajectory != trajectory:
            found = f"{quote(stretch.verdict.trajectory or 'none')} from {stretch.since} until {stretch.until}"
            fail(f"{quote(trajectory)} from {first} until {last}", found, world.last)


def _told(states: list[tuple[date, str]]) -> tuple[str, ...]:
    return tuple(f"{state} from {day}" for day, state in states)
