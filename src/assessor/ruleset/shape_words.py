"""
What a wrong shape is called in an author's words: one table from kinds of validation errors to sentences.

Where the error is and which key it concerns is the business of `assessor.ruleset.shape`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from pydantic_core.core_schema import ErrorType

from assessor.domain.quoting import quote
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NOT_TEXT = "{value} is not text"
_NOT_WHOLE = "{value} is not a whole number"
_NOT_NUMBER = "{value} is not a number"
_NOT_DAY = "{value} is not a day that exists, such as 2026-04-26"
_NOT_INSTANT = "{value} is not a time such as 2026-04-26T12:00:00Z"
_NOT_LIST = "{value} is not a list"
_NOT_MAPPING = "{value} is not a mapping of keys to values"
_NOT_BOOLEAN = "{value} is neither `true` nor `false`"

_KNOWN_KINDS = frozenset(get_args(ErrorType))

_SENTENCES = {
    "string_type": _NOT_TEXT,
    "string_too_short": "{value} is too short: {min_length} characters at least",
    "string_too_long": "{value} is too long: {max_length} characters at most",
    "string_pattern_mismatch": "{value} does not have the form `{pattern}`",
    "int_type": _NOT_WHOLE,
    "int_parsing": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "int_parsing_size": "{value} is too large a number",
    "float_type": _NOT_NUMBER,
    "float_parsing": _NOT_NUMBER,
    "finite_number": _NOT_NUMBER,
    "decimal_type": _NOT_NUMBER,
    "decimal_parsing": _NOT_NUMBER,
    "decimal_max_digits": "{value} has too many digits: {max_digits} at most",
    "decimal_max_places": "{value} has too many digits behind the point: {decimal_places} at most",
    "decimal_whole_digits": "{value} has too many digits before the point: {whole_digits} at most",
    "bool_type": _NOT_BOOLEAN,
    "bool_parsing": _NOT_BOOLEAN,
    "greater_than": "{value} is too small; it must be more than {gt}",
    "greater_than_equal": "{value} is too small; it must be {ge} or more",
    "less_than": "{value} is too large; it must be less than {lt}",
    "less_than_equal": "{value} is too large; it must be {le} or less",
    "multiple_of": "{value} is not a multiple of {multiple_of}",
    "too_short": "{value} has too few entries: {min_length} at least",
    "too_long": "{value} has too many entries: {max_length} at most",
    "list_type": _NOT_LIST,
    "tuple_type": _NOT_LIST,
    "set_type": _NOT_LIST,
    "frozen_set_type": _NOT_LIST,
    "iterable_type": _NOT_LIST,
    "dict_type": _NOT_MAPPING,
    "mapping_type": _NOT_MAPPING,
    "model_type": _NOT_MAPPING,
    "model_attributes_type": _NOT_MAPPING,
    "dataclass_type": _NOT_MAPPING,
    "none_required": "{value} stands where nothing is expected; remove it",
    "date_type": _NOT_DAY,
    "date_parsing": _NOT_DAY,
    "date_from_datetime_parsing": _NOT_DAY,
    "date_from_datetime_inexact": _NOT_DAY,
    "date_past": "{value} is not a day in the past",
    "date_future": "{value} is not a day in the future",
    "datetime_type": _NOT_INSTANT,
    "datetime_parsing": _NOT_INSTANT,
    "datetime_object_invalid": _NOT_INSTANT,
    "datetime_from_date_parsing": _NOT_INSTANT,
    "timezone_naive": "{value} has no time zone; end it with Z",
    "timezone_aware": "{value} has a time zone; remove it",
}
_OWN_WORDS = {"value_error", "assertion_error"}


def describe_shape_error(error: ErrorDetails) -> str:
    """
    Return what is wrong with a value, in words that name no type of the program.

    Args:
        error: Any error of a validation but an unknown or a missing key. Errors raised by our own
            validators keep their own words.
    """
    kind, context = error["type"], error.get("ctx", {})
    if kind in _OWN_WORDS:
        return str(context["error"])
    if kind == "union_tag_not_found":
        return f"missing key {_in_backticks(context['discriminator'])}"
    if kind == "union_tag_invalid":
        return _describe_choice(context["tag"], context["expected_tags"])
    if "expected" in context:
        return _describe_choice(error["input"], context["expected"])
    value = name_value(error["input"])
    if kind in _SENTENCES:
        quoting = "; put it in quotes" if kind == "string_type" and value.startswith("`") else ""
        return _SENTENCES[kind].format(value=value, **context) + quoting
    if kind in _KNOWN_KINDS:
        return f"{value} does not fit here: {error['msg'].removeprefix('Input ')}"
    return error["msg"]


def name_value(value: object) -> str:
    """Return what an author wrote as a message names it: a text in backticks, a structure by its kind."""
    if value is None:
        return "an empty value"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return quote(str(value).lower() if isinstance(value, bool) else str(value))


def _describe_choice(value: object, expected: str) -> str:
    """Return that a value is not among what is expected: quoted words and numbers, separated by commas and `or`."""
    words = re.findall(r"'([^']*)'", expected)
    verb = "is none of" if len(re.split(r", | or ", expected)) > 1 else "is not"
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    return f"{name_value(value)} {verb} {_in_backticks(expected)}{hint}"


def _in_backticks(words: str) -> str:
    return words.replace("'", "`")
