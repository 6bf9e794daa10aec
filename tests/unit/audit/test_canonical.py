"""What the canonical form refuses, and that the message says where."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256

import pytest

from assessor.audit import canonicalize, digest, parse_canonical
from assessor.audit.canonical import MAX_BYTES, MAX_DEPTH, MAX_INTEGER
from assessor.errors import CanonicalFormError


class Word(StrEnum):
    A = "a"


class Number(IntEnum):
    ONE = 1


def test_keys_are_sorted_and_nothing_is_written_that_need_not_be():
    assert canonicalize({"b": [1, True, "é"], "a": {}, "B": ()}) == '{"B":[],"a":{},"b":[1,true,"é"]}'.encode()


def test_the_largest_whole_numbers_are_written():
    assert canonicalize([MAX_INTEGER, -MAX_INTEGER]) == b"[9007199254740991,-9007199254740991]"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"body": {"items": [{"weight": 0.5}]}}, "`$.body.items[0].weight`: a floating-point number"),
        ({"a": [1, None]}, "`$.a[1]`: null"),
        ([float("nan")], r"`$[0]`: a floating-point number"),
        ({"a": {"b": 2**53}}, "`$.a.b`: a whole number beyond 2^53"),
        ([["x", "\ud800"]], "`$[0][1]`: half of a surrogate pair"),
        ({"a": {"clé": 1}}, "`$.a`: key `clé`: keys are ASCII"),
        ({1: 2}, "`$`: key `1`: keys are ASCII"),
        ({"a": b"x"}, "`$.a`: this kind of value"),
        ([Decimal(1)], "`$[0]`: this kind of value"),
        ([{1}], "`$[0]`: this kind of value"),
        ({"a": Word.A}, "`$.a`: this kind of value"),
        ([Number.ONE], "`$[0]`: this kind of value"),
        ({Word.A: 1}, "`$`: key `a`: keys are ASCII"),
        ({"a\x1b[31m": None}, r"`$.a\x1b[31m`: null"),
    ],
)
def test_a_value_without_canonical_form_is_refused_at_its_place(value, message):
    with pytest.raises(CanonicalFormError) as caught:
        canonicalize(value)
    assert str(caught.value).startswith(message)


def test_a_value_that_contains_itself_is_refused():
    value: list[object] = []
    value.append(value)
    with pytest.raises(CanonicalFormError, match="nested deeper than 64 levels"):
        canonicalize(value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a":1,"a":1}', "byte 6: differs"),
        (b'{"b":1,"a":2}', "byte 2: differs"),
        (b"[1 ]", "byte 2: differs"),
        (b"[1]\n", "byte 3: differs"),
        (b'"\\u0041"', "byte 1: differs"),
        (b'"\\/"', "byte 1: differs"),
        (b"-0", "byte 0: differs"),
        (b"[1.0]", "floating-point"),
        (b"[1e3]", "floating-point"),
        (b"[NaN]", "floating-point"),
        (b"null", "null"),
        (b"9007199254740992", "beyond 2^53"),
        (b"9" * 5000, "too many digits"),
        (b'"\\ud800"', "surrogate"),
        (b'"\xff"', "byte 1: not UTF-8"),
        (b'"\xed\xa0\x80"', "byte 1: not UTF-8"),
        (b"\xef\xbb\xbf1", "character 0: not JSON"),
        (b"", "character 0: not JSON"),
        (b"[1", "character 2: not JSON"),
        (b"[" * 60_000, "nested deeper"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested deeper"),
        (b'{"a":' * 10_000, "nested deeper"),
        (b'"' + b"x" * MAX_BYTES + b'"', "at most 65535"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_bytes_that_are_not_canonical_are_refused(data, message):
    with pytest.raises(CanonicalFormError, match=message.replace("^", r"\^")):
        parse_canonical(data)


def test_a_longer_document_is_read_where_the_caller_admits_it():
    data = b'"' + b"x" * MAX_BYTES + b'"'
    assert parse_canonical(data, limit=len(data)) == "x" * MAX_BYTES


def test_a_digest_names_its_algorithm():
    assert digest(b"abc") == "sha256:" + sha256(b"abc").hexdigest()
