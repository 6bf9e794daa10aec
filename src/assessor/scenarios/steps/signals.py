"""Steps that supply signals, and take supplied ones away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.domain.edtf import EdtfError, parse_edtf
from assessor.domain.evidence import Signal, Source
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.scenarios.steps.documents import read_document
from assessor.scenarios.steps.words import STEPS
from assessor.scenarios.tables import Row, Table, read_rows, split_list
from assessor.services.moments import parse_day

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.edtf import EdtfDate
    from assessor.scenarios.world import World

TOPIC = "Signals"
_TABLE = """
  | id     | date       | tier | stage    | direction | dimension         | tags   |
  | clash  | 2026-04-20 | 2    | incident | stalling  | bilateral-posture | lethal |"""
_COLUMNS = (
    "id",
    "title",
    "date",
    "reported",
    "tier",
    "source",
    "origin",
    "event",
    "feed",
    "stage",
    "direction",
    "dimension",
    "aspect",
    "severity",
    "tags",
)


@STEPS.act("these signals on cell {cell}", topic=TOPIC, example=f'Given these signals on cell "11"{_TABLE}')
def _signals(world: World, cell: str, table: Table) -> None:
    """Supply signals that count as known from the day they were reported, or, where no column says, happened."""
    _supply(world, cell, table)


@STEPS.act(
    "these signals on cell {cell}, all copies of one report",
    topic=TOPIC,
    example=f'Given these signals on cell "11", all copies of one report{_TABLE}',
)
def _copies(world: World, cell: str, table: Table) -> None:
    """Supply signals whose sources share an origin, so that they corroborate nothing."""
    _supply(world, cell, table, origin="the-one-report")


@STEPS.act(
    "these signals on cell {cell} become known on {day:day}",
    topic=TOPIC,
    example=f'When these signals on cell "11" become known on 2026-05-10{_TABLE}',
)
def _late(world: World, cell: str, day: date, table: Table) -> None:
    """Supply signals that count as known from the end of that day on, whenever they happened."""
    _supply(world, cell, table, known=day)


@STEPS.act(
    "without signals of stage {stage} dated {span:span}",
    topic=TOPIC,
    example='But without signals of stage "incident" dated 2026-04',
)
def _without(world: World, stage: str, span: EdtfDate) -> None:
    """Take signals away, as if they had never been supplied: those of a stage that began in a span."""
    world.drop_signals(
        lambda s: span.span.contains(s.date.span.lo) and any(i.stage == stage for i in s.impacts),
        f"no signal of stage {quote(stage)} is dated {span}",
    )


@STEPS.act("without the signal {signal}", topic=TOPIC, example='But without the signal "chihuahua-incident"')
def _without_one(world: World, signal: str) -> None:
    """Take one signal away, as if it had never been supplied."""
    world.supplies.latest("signal", signal)
    world.drop_signals(lambda s: s.id == signal, "")


def _supply(world: World, cell: str, table: Table, *, origin: str | None = None, known: date | None = None) -> None:
    world.cell(cell)
    amounts = tuple(amount.id for amount in world.ruleset.framework.amounts)
    rows = read_rows(table, (*_COLUMNS, *amounts), ("date",))
    batch = world.next_batch()
    sources: list[Source] = []
    signals: list[Signal] = []
    for number, row in enumerate(rows, start=1):
        row.setdefault("id", f"signal-{batch}-{number}")
        if "source" not in row:
            sources.append(_source(row, origin, known))
            row["source"] = sources[-1].id
        signals.append(read_document(Signal, _document(cell, row, amounts), f"signal {quote(row['id'])}"))
    world.supply(sources=tuple(sources), signals=tuple(signals), known=known)


def _source(row: Row, origin: str | None, known: date | None) -> Source:
    """Return the source that tells a signal alone."""
    told = str(known or "") or row.get("reported") or _last_day(row["date"])
    return Source(
        id=f"source-of-{row['id']}",
        title=f"Report of {row['id']}",
        tier=_whole(row.get("tier", "2"), "tier"),
        published=parse_day(told, "reported"),
        origin=row.get("origin") or origin,
    )


def _last_day(written: str) -> str:
    """Return the last day that a date can mean, on which it is known at the latest."""
    try:
        last = parse_edtf(written).span.hi
    except EdtfError as error:
        raise StepInvalidError(str(error)) from error
    if last == last.max:
        raise StepInvalidError(f"{quote(written)} has no end: say under `reported` on which day it was first told")
    return str(last)


def _whole(text: str, column: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise StepInvalidError(f"{quote(text)} under {quote(column)} is no whole number")
    return int(text)


def _document(cell: str, row: Row, amounts: tuple[str, ...]) -> dict[str, Any]:
    """Return a signal with one impact as a document, from a row whose source is known."""
    impact: dict[str, Any] = {"cell": cell}
    impact |= {key: row[key] for key in ("stage", "direction", "aspect", "severity") if key in row}
    if "dimension" in row:
        impact["dimensions"] = split_list(row["dimension"])
    impact["tags"] = split_list(row.get("tags", ""))
    signal: dict[str, Any] = {key: row[key] for key in ("id", "date", "event", "feed") if key in row}
    return {
        **signal,
        "title": row.get("title") or f"Signal {row['id']}",
        "sources": split_list(row["source"]),
        "amounts": {name: _estimate(row[name], name) for name in amounts if name in row},
        "impacts": [impact],
    }


def _estimate(text: str, column: str) -> dict[str, int]:
    """Return what `30 to 40`, or `30` alone, says."""
    low, _, high = text.partition(" to ")
    return {"low": _whole(low, column), "high": _whole(high or low, column)}
