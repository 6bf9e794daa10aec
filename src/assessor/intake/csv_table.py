"""
A table of readings: one line each, columns by the names of a reading's fields.

Columns `indicator,period,value,unit,source` are required, `status,published,vintage` may follow;
an empty field is an absent one. Every bad line is told, with its line number.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assessor.domain.evidence import Reading
from assessor.domain.quoting import quote
from assessor.intake.table_text import read_text
from assessor.ruleset.problems import Problem, did_you_mean
from assessor.ruleset.shape_words import describe_shape_error

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

_REQUIRED = ("indicator", "period", "value", "unit", "source")
_OPTIONAL = ("status", "published", "vintage")
_MOST_BYTES = 10_000_000
_MOST_PROBLEMS = 100


def read_table(path: Path) -> tuple[Reading, ...] | list[Problem]:
    """Return the readings of a table, or every problem in it (the first hundred)."""
    name = str(path)
    text = read_text(path, _MOST_BYTES)
    if isinstance(text, Problem):
        return [text]
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read_rows(name, rows)
    except csv.Error as error:
        message = f"not CSV: {error}; check the quotes in this line and above"
        return [Problem(name, max(rows.line_num, 1), 1, message, "csv-form")]


def _read_rows(name: str, rows: csv._reader) -> tuple[Reading, ...] | list[Problem]:  # type: ignore[name-defined]
    header: list[str] = next(rows, [])
    problems = _check_header(name, header)
    if problems:
        return problems
    readings: list[Reading] = []
    for row in rows:
        if not row:
            continue
        if len(row) != len(header):
            problems.append(
                Problem(name, rows.line_num, 1, f"has {len(row)} fields where the header has {len(header)}", "csv-row")
            )
        else:
            fields = {key: value for key, value in zip(header, row, strict=True) if value}
            try:
                readings.append(Reading.model_validate(fields))
            except ValidationError as error:
                problems += [
                    Problem(name, rows.line_num, _column(header, item["loc"]), _text(item), "csv-value")
                    for item in error.errors(include_url=False)
                ]
        if len(problems) >= _MOST_PROBLEMS:
            break
    return problems or tuple(readings)


def _check_header(name: str, header: list[str]) -> list[Problem]:
    known = (*_REQUIRED, *_OPTIONAL)
    problems = [
        Problem(name, 1, place + 1, f"unknown column {quote(column)}{did_you_mean(column, known)}", "csv-column")
        for place, column in enumerate(header)
        if column not in known
    ]
    problems += [
        Problem(name, 1, 1, f"column `{column}` is missing; a table has {', '.join(_REQUIRED)}", "csv-column")
        for column in _REQUIRED
        if column not in header
    ]
    if len(set(header)) < len(header):
        problems.append(Problem(name, 1, 1, "a column stands twice in the header", "csv-column"))
    return problems


def _column(header: list[str], where: tuple[int | str, ...]) -> int:
    return header.index(str(where[0])) + 1 if where and str(where[0]) in header else 1


def _text(error: ErrorDetails) -> str:
    field = f"`{error['loc'][0]}`: " if error["loc"] else ""
    return f"{field}is empty" if error["type"] == "missing" else field + describe_shape_error(error)
