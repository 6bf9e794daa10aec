"""Every kind of error that data can meet has a sentence of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from pydantic_core import PydanticCustomError, ValidationError
from pydantic_core.core_schema import ErrorType

from assessor.ruleset import shape_words
from assessor.ruleset.shape_words import describe_shape_error, name_value


def describe(error: str | PydanticCustomError, value: object) -> str:
    details = ValidationError.from_exception_data("x", [{"type": error, "loc": (), "input": value}])
    return describe_shape_error(details.errors()[0])


def test_the_table_names_only_kinds_that_exist():
    assert set(shape_words._SENTENCES) <= set(get_args(ErrorType))


def test_an_unusual_kind_still_gets_a_readable_message():
    assert describe("uuid_type", 3).startswith("`3` does not fit here: UUID")


def test_our_own_kinds_keep_their_words():
    assert describe(PydanticCustomError("own", "begin with `reads`"), {}) == "begin with `reads`"


def test_a_text_with_braces_and_quotes_is_only_quoted():
    assert describe("int_parsing", "{value}'{0}'") == "`{value}'{0}'` is not a whole number"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "an empty value"),
        ({}, "a mapping"),
        ([], "a list"),
        ((1,), "a list"),
        (True, "`true`"),
        (Decimal("1.50"), "`1.50`"),
        ("a\nb", r"`a\nb`"),
    ],
)
def test_values_are_named_as_authors_see_them(value, name):
    assert name_value(value) == name
