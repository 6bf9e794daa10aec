"""
A table of somebody else's becomes signals, a row each, by what its sheet says of its columns.

A whole number that is written as 12.0, as spreadsheets do, is read as 12; blanks in a row count as one.
Every row that cannot be read is told at its line and column.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from assessor.domain.evidence import Signal
from assessor.domain.quoting import quote
from assessor.intake.table_text import read_text
from assessor.ruleset.problems import Problem, did_you_mean
from assessor.ruleset.shape_words import describe_shape_error
from assessor.ruleset.yaml_tree import UNSTORABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from assessor.domain.signal_table import SignalTable, Steps, Words

MOST_BYTES: Final = 64_000_000
_MOST_PROBLEMS: Final = 100
_LONGEST_TITLE: Final = 500
_QUOTED = re.compile(r"\{([^{}]+)\}")
_WHOLE = re.compile(r"(-?[0-9]+)\.0+")
_NUMBER = re.compile(r"[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST_MONTH: Final = 12


class _RowError(ValueError):
    """A row cannot be read; the first argument is the column that it is about."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_signals(path: Path, table: SignalTable) -> tuple[Signal, ...] | list[Problem]:
    """Return the signals of a table, or every problem in it (the first hundred)."""
    text = read_text(path, MOST_BYTES)
    if isinstance(text, Problem):
        return [text]
    name, rows = str(path), csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header: list[str] = next(rows, [])
        problems = list(_check_header(name, header, table))
        return problems or _read_rows(name, rows, header, table)
    except csv.Error as error:
        message = f"not CSV: {error}; check the quotes in this line and above"
        return [Problem(name, max(rows.line_num, 1), 1, message, "csv-form")]


def _check_header(name: str, header: list[str], table: SignalTable) -> Iterator[Problem]:
    for column in dict.fromkeys(_columns_of(table)):
        if column not in header:
            known = did_you_mean(column, header)
            yield Problem(name, 1, 1, f"column {quote(column)}, which the sheet names, is missing{known}", "csv-column")
    if len(set(header)) < len(header):
        yield Problem(name, 1, 1, "a column stands twice in the header", "csv-column")


def _columns_of(table: SignalTable) -> Iterator[str]:
    """Yield every column that a sheet names."""
    for text in (table.id, table.event or "", table.title):
        yield from _QUOTED.findall(text)
    yield from (table.date.first, table.date.last)
    impact = table.impact
    for asked in (impact.cell, impact.dimensions, impact.severity, *impact.tags):
        if asked is not None:
            yield asked.column
    for columns in table.amounts.values():
        yield from columns
    yield from (left.column for left in table.leave_out)


def _read_rows(
    name: str,
    rows: csv._reader,  # type: ignore[name-defined]
    header: list[str],
    table: SignalTable,
) -> tuple[Signal, ...] | list[Problem]:
    signals: list[Signal] = []
    problems: list[Problem] = []
    left_out: Counter[int] = Counter()
    for fields in rows:
        line = rows.line_num
        if not fields:
            continue
        if len(fields) != len(header):
            message = f"has {len(fields)} fields where the header has {len(header)}"
            problems.append(Problem(name, line, 1, message, "csv-row"))
        else:
            row = {column: _plain(value) for column, value in zip(header, fields, strict=True)}
            left = next((n for n, out in enumerate(table.leave_out) if row[out.column] == out.value), None)
            if left is not None:
                left_out[left] += 1
                continue
            try:
                signals.append(_signal(row, table))
            except _RowError as error:
                column = header.index(error.column) + 1
                problems.append(Problem(name, line, column, f"{quote(error.column)}: {error}", "csv-value"))
            except ValidationError as error:
                problems += [
                    Problem(name, line, 1, f"`{item['loc'][0]}`: {describe_shape_error(item)}", "csv-value")
                    for item in error.errors(include_url=False)
                ]
        if len(problems) >= _MOST_PROBLEMS:
            return problems[:_MOST_PROBLEMS]
    for place, out in enumerate(table.leave_out):
        if left_out[place] != out.rows:
            asked = f"{quote(out.column)} is {quote(out.value)} in {left_out[place]} rows"
            problems.append(Problem(name, 1, 1, f"{asked}, and the sheet leaves out {out.rows}", "csv-left-out"))
    return problems or tuple(signals)


def _plain(value: str) -> str:
    value = " ".join(value.split())
    whole = _WHOLE.fullmatch(value)
    return whole[1] if whole else value


def _signal(row: Mapping[str, str], table: SignalTable) -> Signal:
    impact: dict[str, Any] = {"cell": _word(row, table.impact.cell)}
    stated = {"aspect": table.impact.aspect, "direction": table.impact.direction, "stage": table.impact.stage}
    impact |= {key: word for key, word in stated.items() if word is not None}
    if table.impact.dimensions is not None and (dimension := _word(row, table.impact.dimensions)):
        impact["dimensions"] = [dimension]
    if table.impact.severity is not None and (severity := _step(row, table.impact.severity)):
        impact["severity"] = severity
    impact["tags"] = [tag for asked in table.impact.tags if (tag := _word(row, asked))]
    impact["why"] = table.impact.why
    return Signal.model_validate(
        {
            "id": _fill(table.id, row),
            "title": _fill(table.title, row)[:_LONGEST_TITLE],
            "date": _date(row, table),
            "event": _fill(table.event, row) if table.event is not None else None,
            "feed": table.feed,
            "sources": table.sources,
            "amounts": {amount: _estimate(row, columns) for amount, columns in table.amounts.items()},
            "impacts": [impact],
        }
    )


def _fill(template: str, row: Mapping[str, str]) -> str:
    for column in _QUOTED.findall(template):
        if UNSTORABLE.search(row[column]):
            raise _RowError(column, "holds a character that cannot stand in a text; remove it")
    return _QUOTED.sub(lambda found: row[found[1]], template).strip()


def _word(row: Mapping[str, str], asked: Words) -> str:
    value = row[asked.column]
    word = asked.words.get(value, asked.otherwise)
    if word is None:
        hint = did_you_mean(value, asked.words) if value else ""
        raise _RowError(asked.column, f"{quote(value)} is none of the words of the sheet{hint}")
    return word


def _step(row: Mapping[str, str], asked: Steps) -> str:
    number = _whole(row, asked.column)
    reached = [step.word for step in asked.steps if number >= step.at_least]
    if not reached:
        raise _RowError(asked.column, f"{number} is below the first step, {asked.steps[0].at_least}")
    return reached[-1]


def _whole(row: Mapping[str, str], column: str) -> int:
    if not _NUMBER.fullmatch(row[column]):
        raise _RowError(column, f"{quote(row[column])} is no whole number from 0 on")
    return int(row[column])


def _estimate(row: Mapping[str, str], columns: tuple[str, ...]) -> dict[str, int]:
    numbers = [_whole(row, column) for column in columns]
    return {"low": min(numbers), "high": max(numbers)}


def _date(row: Mapping[str, str], table: SignalTable) -> str:
    """Return the shortest EDTF that says: on one unknown day from the first to the last."""
    first, last = (_day(row, column) for column in (table.date.first, table.date.last))
    if first > last:
        raise _RowError(table.date.last, f"{last} is before {first}, the first day")
    if first == last:
        return str(first)
    if (first.year, first.day, last.day) == (last.year, 1, monthrange(last.year, last.month)[1]):
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, _LAST_MONTH):
            return f"{first:%Y}"
    return f"[{first}..{last}]"


def _day(row: Mapping[str, str], column: str) -> date:
    try:
        if _DAY.fullmatch(row[column]):
            return date.fromisoformat(row[column])
    except ValueError:
        pass
    raise _RowError(column, f"{quote(row[column])} is no day such as 2010-03-15")
