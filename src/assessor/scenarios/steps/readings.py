"""Steps that supply readings, in a table or in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.domain.duration import add
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Reading, Source
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.series import read_series
from assessor.scenarios.steps.documents import read_document
from assessor.scenarios.steps.words import STEPS
from assessor.scenarios.tables import Row, Table, read_rows

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.edtf import EdtfDate
    from assessor.domain.framework import Indicator
    from assessor.scenarios.world import World

TOPIC = "Readings"
_COLUMNS = ("indicator", "period", "value", "status", "published", "vintage", "source")


@STEPS.act(
    "these readings",
    topic=TOPIC,
    example="""Given these readings
  | indicator | period  | value | published  |
  | calls     | 2025-01 | 412   | 2025-02-10 |""",
)
def _readings(world: World, table: Table) -> None:
    """Supply readings; each counts as known from its publication, or where that is not said, its indicator's lag."""
    rows = read_rows(table, _COLUMNS, ("indicator", "period"))
    _supply(world, [_reading(world, row) for row in rows])


@STEPS.act(
    "the readings of {indicator} from {period:span} are {series}",
    topic=TOPIC,
    example='Given the readings of "calls" from 2025-01 are "412x2 420+10x3 _ 390"',
)
def _series(world: World, indicator: str, period: EdtfDate, series: str) -> None:
    """Supply readings of periods in a row: values, repeats, steps, and `_` where nothing was read."""
    known = _indicator(world, indicator)
    rows: list[Row] = []
    text = str(period)
    for value in read_series(series):
        if value is not None:
            rows.append({"indicator": indicator, "period": text, "value": format(value, "f")})
        text = _following(text, known)
    if not rows:
        raise StepInvalidError("the series has no value")
    _supply(world, [_reading(world, row) for row in rows])


def _following(text: str, indicator: Indicator) -> str:
    """Return the period after one, written as precisely."""
    day: date = add(parse_edtf(text).span.lo, indicator.cadence)
    return day.isoformat()[: len(text)]


def _indicator(world: World, indicator: str) -> Indicator:
    declared = {one.id: one for one in world.ruleset.framework.indicators}
    if indicator not in declared:
        raise StepInvalidError(f"there is no indicator {quote(indicator)}{did_you_mean(indicator, declared)}")
    return declared[indicator]


def _reading(world: World, row: Row) -> Reading:
    indicator = _indicator(world, row["indicator"])
    document: dict[str, Any] = {"unit": indicator.unit, "source": f"publisher-of-{indicator.id}", **row}
    return read_document(Reading, document, f"reading of {quote(indicator.id)}, {row['period']}")


def _supply(world: World, readings: list[Reading]) -> None:
    held = {version.id for version in world.supplies.of("source")}
    missing = dict.fromkeys(r.source for r in readings if r.source not in held and r.source.startswith("publisher-of-"))
    framework = world.ruleset.framework
    tier = framework.tiers[-1].tier if framework.tiers else 1  # rules ask for tiers of signals alone
    sources = tuple(Source(id=name, title=name, tier=tier, published=framework.epoch) for name in missing)
    world.supply(sources=sources, readings=tuple(readings))
