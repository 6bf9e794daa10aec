"""Steps by which what is known changes: corrections, retractions, revisions, regraded sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.domain.evidence import Reading, Signal, Source
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.scenarios.steps.documents import read_document
from assessor.scenarios.steps.words import STEPS
from assessor.scenarios.tables import Table, read_rows, split_list

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.edtf import EdtfDate
    from assessor.scenarios.world import World

TOPIC = "Changes of what is known"
_CORRECTABLE = ("date", "title", "stage", "direction", "dimension", "aspect", "severity", "tags")


@STEPS.act(
    "the signal {signal} is retracted on {day:day}",
    topic=TOPIC,
    example='When the signal "clash" is retracted on 2026-05-10',
)
def _retract(world: World, signal: str, day: date) -> None:
    """From the end of that day on, the signal is no evidence any more."""
    world.supplies.retract(world.supplies.latest("signal", signal), day)


@STEPS.act(
    "the last batch of evidence is withdrawn on {day:day}",
    topic=TOPIC,
    example="When the last batch of evidence is withdrawn on 2026-05-10",
)
def _withdraw(world: World, day: date) -> None:
    """From the end of that day on, nothing that the table or file supplied last told is evidence."""
    world.supplies.withdraw(day)


@STEPS.act(
    "the signal {signal} is corrected on {day:day}",
    topic=TOPIC,
    example="""When the signal "clash" is corrected on 2026-05-10
  | severity |
  | minor    |""",
)
def _correct(world: World, signal: str, day: date, table: Table) -> None:
    """From the end of that day on, the signal says what the one row of the table says; the rest stays."""
    rows = read_rows(table, _CORRECTABLE)
    if len(rows) != 1:
        raise StepInvalidError("a correction has one row")
    (row,) = rows
    old = world.supplies.latest("signal", signal).item
    assert isinstance(old, Signal)  # noqa: S101 - the kind says so
    document = old.model_dump(mode="json", by_alias=True)
    document |= {key: row[key] for key in ("date", "title") if key in row}
    changed: dict[str, Any] = {key: row[key] for key in ("stage", "direction", "aspect", "severity") if key in row}
    changed |= {"dimensions": split_list(row["dimension"])} if "dimension" in row else {}
    changed |= {"tags": split_list(row["tags"])} if "tags" in row else {}
    document["impacts"] = [impact | changed for impact in document["impacts"]]
    world.supplies.change(read_document(Signal, document, f"signal {quote(signal)}"), world.ruleset, day)


@STEPS.act(
    "the reading of {indicator} for {period:span} is revised to {value} on {day:day}",
    topic=TOPIC,
    example='When the reading of "calls" for 2025-01 is revised to "398" on 2025-04-10',
)
def _revise(world: World, indicator: str, period: EdtfDate, value: str, day: date) -> None:
    """From the end of that day on, the reading has another value."""
    old = world.supplies.latest("reading", f"{indicator}/{period}").item
    assert isinstance(old, Reading)  # noqa: S101 - the kind says so
    document = old.model_dump(mode="json", by_alias=True) | {"value": value, "status": "observed", "vintage": str(day)}
    revised = read_document(Reading, document, f"reading of {quote(indicator)}, {period}")
    world.supplies.change(revised, world.ruleset, day)


@STEPS.act(
    "the source {source} is regraded to tier {tier:count} on {day:day}",
    topic=TOPIC,
    example='When the source "wire-0503" is regraded to tier 4 on 2026-05-10',
)
def _regrade(world: World, source: str, tier: int, day: date) -> None:
    """From the end of that day on, the source counts as of another tier."""
    old = world.supplies.latest("source", source).item
    assert isinstance(old, Source)  # noqa: S101 - the kind says so
    document = old.model_dump(mode="json") | {"tier": tier}
    world.supplies.change(read_document(Source, document, f"source {quote(source)}"), world.ruleset, day)
