"""Field types of what people write: one kind of value is not read as another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from assessor.domain.cell import Cell
from assessor.domain.evidence import Reading, Source, Watched
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.framework import Framework
from assessor.domain.values import Day, Exact, Flag, Frozen, Whole
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.conditions import TrajectoryOf
from assessor.ruleset.model import OutlookFile, RulesFile

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTHORED = [Cell, EvidenceFile, Framework, OutlookFile, RulesFile]
SOURCE = {"id": "s", "title": "Report", "tier": 2, "published": "2026-04-26"}


def lax_parts(schema: Any, *, guarded: bool = False) -> Iterator[str]:
    """Yield every part of a core schema that would read one kind of value as another."""
    if isinstance(schema, (list, tuple)):
        for part in schema:
            yield from lax_parts(part)
    if not isinstance(schema, dict):
        return
    kind = schema.get("type")
    if kind in {"int", "bool", "float", "datetime"} and not schema.get("strict"):
        yield f"a lax {kind}"
    if kind == "date" and not guarded:
        yield "a lax date"
    for part in schema.values():
        yield from lax_parts(part, guarded=kind == "function-before")


@pytest.mark.parametrize("model", AUTHORED)
def test_no_authored_field_reads_one_kind_of_value_as_another(model):
    assert not list(lax_parts(model.__pydantic_core_schema__))


NO_DAYS = [0, 86_400, "0", "86400", 1.5, True, None, "20260426", "2026-W17-7", "2026-4-26", " 2026-04-26"]


@pytest.mark.parametrize("value", [*NO_DAYS, "2026-04-26T00:00", "\u0662026-04-26", datetime(2026, 4, 26, tzinfo=UTC)])
def test_what_is_no_day_is_not_counted_from_1970(value):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Day).validate_python(value)
    assert refused.value.errors()[0]["type"] == "date_type"


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "0000-01-01", "2025-02-29"])
def test_a_day_that_does_not_exist_is_none(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(text)


@pytest.mark.parametrize("value", ["2024-02-29", date(2024, 2, 29)])
def test_a_day_is_its_text_or_a_date(value):
    assert TypeAdapter(Day).validate_python(value) == date(2024, 2, 29)


@pytest.mark.parametrize("value", [True, False, "2", "", 2.0, Decimal(2), Decimal("2.0"), None])
def test_true_is_not_the_number_one(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Whole).validate_python(value)


@pytest.mark.parametrize("value", [0, 1, "true", "yes", "on", "1", None])
def test_one_is_not_true(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Flag).validate_python(value)


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (Source, SOURCE | {"tier": True}),
        (Source, SOURCE | {"published": 0}),
        (Source, SOURCE | {"published": "86400"}),
        (Reading, {"indicator": "i", "period": "2025", "value": 1, "unit": "u", "source": "s", "vintage": 0}),
        (Watched, {"from": 0}),
        (Watched, {"from": "2026-04-26", "to": "1900000000"}),
        (CountBound, {"at_least": True}),
        (TrajectoryOf, {"trajectory_of": "11", "is": "Advancing", "previous_day": 1}),
    ],
)
def test_fields_that_took_them_take_them_no_more(model, given):
    with pytest.raises(ValidationError):
        model.model_validate(given)


@pytest.mark.parametrize("text", ["\u0661\u0662", "NaN", "1e3", "1_000", "0x10", "", " 1"])
def test_a_number_is_written_in_digits(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Exact).validate_python(text)


def test_what_was_recorded_is_read_back():
    source = Source.model_validate(SOURCE)
    assert Source.model_validate(source.model_dump(mode="json")) == source


def test_a_copy_takes_nothing_along_that_was_worked_out_of_the_old_values():
    class Doubled(Frozen):
        number: int

        @cached_property
        def twice(self) -> int:
            return 2 * self.number

    first = Doubled(number=2)
    assert first.twice == 4
    assert first.model_copy(update={"number": 3}).twice == 6
    assert first.model_copy(update={"number": 3}) == Doubled(number=3)
