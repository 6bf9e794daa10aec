"""
Evidence that was found as a scenario, in the vocabulary that features are written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import Duration, add

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.domain.framework import Framework, Indicator
    from assessor.workbench.solver.witness import FoundReading, FoundSignal, Witness

_COLUMNS: Final = (
    "id",
    "date",
    "event",
    "origin",
    "tier",
    "stage",
    "direction",
    "aspect",
    "dimension",
    "severity",
    "tags",
)
_SPELLED_OUT: Final = 2
"""So often a value is written rather than how often it repeats."""

_ONE_REPORT: Final = "one-report"
_WRITTEN: Final = {Duration(months=1): 7, Duration(years=1): 4, Duration(days=1): 10}
"""Cadences of which a period is written as one month, year or day, in so many letters."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    A scenario that can be pasted into a feature.

    Attributes:
        given: Its steps up to what is expected, without keywords; a table's lines belong to the step above them.
        expects: What it expects of the rules.
    """

    title: str
    given: tuple[str, ...]
    assessed: str
    expects: tuple[str, ...]

    @property
    def text(self) -> str:
        """It as a feature has it."""
        lines = [f"  Scenario: {self.title}"]
        for place, step in enumerate(self.given):
            first, *table = step.splitlines()
            lines.append(f"    {'And' if place else 'Given'} {first}")
            lines += [f"      {row}" for row in table]
        lines.append(f"    When {self.assessed}")
        lines += [f"    {'And' if place else 'Then'} {step}" for place, step in enumerate(self.expects)]
        return "\n".join(lines) + "\n"


def write_feature(title: str, scenarios: Sequence[Scenario]) -> str:
    """Return scenarios as a feature."""
    return "\n".join((f"Feature: {title}\n", *number_scenarios([scenario.text for scenario in scenarios])))


def number_scenarios(texts: Sequence[str]) -> list[str]:
    """Return the texts of scenarios; those of one name are numbered, since a feature has each name once."""
    told: dict[str, int] = {}
    numbered = []
    for text in texts:
        first, _, rest = text.partition("\n")
        told[first] = told.get(first, 0) + 1
        numbered.append(f"{first if told[first] == 1 else f'{first} ({told[first]})'}\n{rest}")
    return numbered


def write_scenario(
    title: str, framework: Framework, cell: str, witness: Witness, day: date, expects: Sequence[str]
) -> Scenario:
    """
    Return what was found as a scenario.

    Args:
        expects: What is so on the day, as steps without keywords.
    """
    given = [f'the framework "{framework.framework}"']
    if witness.since is not None:
        given.append(f"everything is watched from {witness.since}")
    told = 0
    for name, signals in ((cell, witness.signals), *witness.elsewhere.items()):
        if signals:
            rows = _rows(signals, str(framework.tiers[0].tier), told)
            given.append("\n".join((f'these signals on cell "{name}"', *_table(rows))))
        told += len(signals)
    for indicator, readings in witness.readings:
        given.append(_readings(indicator, readings))
    return Scenario(title, tuple(given), f'cell "{cell}" is assessed as of {day}', tuple(expects))


def _rows(signals: Sequence[FoundSignal], tier: str, told: int) -> list[dict[str, str]]:
    """Return the signals on a cell as rows; `told` is how many there are on cells before it."""
    apart = len({s.day for s in signals}) == len(signals) and not any(s.shared for s in signals)
    rows, events = [], told
    for number, signal in enumerate(signals, start=told + 1):
        row = {name: str(word) for name, word in signal.words.items() if word is not None}
        row |= {"id": f"s{number}", "date": str(signal.day)}
        row.setdefault("tier", tier)
        if not apart:
            events += not signal.again
            row["event"] = f"e{events}"  # else reports of one day, or of one origin, could tell of one event
        if signal.shared:
            row["origin"] = f"{_ONE_REPORT}-{told}" if told else _ONE_REPORT
        row["dimension"] = ", ".join(signal.dimensions)
        row["tags"] = ", ".join(signal.tags)
        row |= {name: str(amount) for name, amount in signal.amounts.items()}
        rows.append(row)
    return rows


def _table(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of a table, without columns in which nothing stands."""
    order = (*_COLUMNS, *(name for row in rows for name in row if name not in _COLUMNS))
    columns = [name for name in dict.fromkeys(order) if any(row.get(name) for row in rows)]
    widths = {name: max(len(name), *(len(row.get(name, "")) for row in rows)) for name in columns}
    yield "| " + " | ".join(name.ljust(widths[name]) for name in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(row.get(name, "").ljust(widths[name]) for name in columns) + " |"


def _readings(indicator: Indicator, readings: Sequence[FoundReading]) -> str:
    letters = _WRITTEN.get(indicator.cadence)
    if letters is None:
        rows = [{"indicator": indicator.id, "period": f"{r.first}/{r.last}", "value": f"{r.value:f}"} for r in readings]
        columns = ("indicator", "period", "value")
        lines = [
            "| " + " | ".join(columns) + " |",
            *("| " + " | ".join(row[c] for c in columns) + " |" for row in rows),
        ]
        return "\n".join(("these readings", *lines))
    since, values = str(readings[0].first)[:letters], _in_a_row(indicator, readings)
    return f'the readings of "{indicator.id}" from {since} are "{values}"'


def _in_a_row(indicator: Indicator, readings: Sequence[FoundReading]) -> str:
    """Return values of periods in a row in one line, `_` where nothing was read."""
    by_first = {r.first: f"{r.value:f}" for r in readings}
    values: list[str] = []
    first = readings[0].first
    while first <= readings[-1].first:
        values.append(by_first.get(first, "_"))
        first = add(first, indicator.cadence)
    parts = []
    for value, group in groupby(values):
        times = len(list(group))
        if value == "_":
            parts.append("_" if times == 1 else f"_x{times}")
        else:
            parts += [value] * times if times <= _SPELLED_OUT else [f"{value}x{times - 1}"]
    return " ".join(parts)
