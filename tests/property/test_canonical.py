"""The canonical form agrees with an implementation that is not ours, and reading undoes writing."""

from __future__ import annotations

import contextlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import canonicalize, parse_canonical
from assessor.audit.canonical import MAX_DEPTH, MAX_INTEGER
from assessor.errors import CanonicalFormError

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = TEXT | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER)
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=5) | st.dictionaries(KEYS, v, max_size=5), max_leaves=25)
ANYTHING = st.recursive(
    SCALARS
    | st.none()
    | st.floats()
    | st.integers()
    | st.text(st.characters(categories=["Cs"]), min_size=1)
    | st.binary(),
    lambda v: (
        st.lists(v) | st.dictionaries(st.text() | st.integers(), v) | st.tuples(v, v) | st.frozensets(st.integers())
    ),
    max_leaves=10,
)


@given(VALUES)
def test_it_is_the_form_that_another_implementation_writes(value):
    assert canonicalize(value) == rfc8785.dumps(value)


@given(VALUES)
def test_reading_undoes_writing(value):
    assert parse_canonical(canonicalize(value)) == value


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value, random):
    def shuffled(part):
        if isinstance(part, dict):
            items = [(key, shuffled(item)) for key, item in part.items()]
            random.shuffle(items)
            return dict(items)
        return [shuffled(item) for item in part] if isinstance(part, list) else part

    assert canonicalize(shuffled(value)) == canonicalize(value)


@given(ANYTHING)
def test_a_value_is_written_as_the_other_implementation_does_or_refused(value):
    try:
        written = canonicalize(value)
    except CanonicalFormError:
        return
    assert written == rfc8785.dumps(value)


@given(st.binary() | ANYTHING.map(lambda value: repr(value).encode("utf-8", "replace")))
def test_bytes_from_anywhere_are_read_or_refused_by_our_own_error(data):
    try:
        value = parse_canonical(data)
    except CanonicalFormError:
        return
    assert rfc8785.dumps(value) == data  # type: ignore[arg-type]


@given(VALUES, st.data())
def test_one_changed_byte_never_reads_as_the_same_value(value, data):
    written = bytearray(canonicalize(value))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(CanonicalFormError):
        assert parse_canonical(bytes(written)) != value


@pytest.mark.parametrize("spaced", [{"indent": 1}, {"separators": (", ", ":")}, {"ensure_ascii": True}])
@given(value=st.dictionaries(KEYS, TEXT, min_size=2))
def test_other_ways_to_write_the_same_value_are_refused(spaced, value):
    other = json.dumps(value, sort_keys=True, **({"separators": (",", ":"), "ensure_ascii": False} | spaced)).encode()
    if other == canonicalize(value):
        return
    with pytest.raises(CanonicalFormError):
        parse_canonical(other)


@given(st.integers(1, 3 * MAX_DEPTH), st.sampled_from([list, tuple, dict]))
def test_nesting_is_admitted_to_the_limit_and_no_deeper(depth, kind):
    value: object = "x"
    for _ in range(depth):
        value = {"a": value} if kind is dict else kind([value])
    if depth <= MAX_DEPTH:
        assert len(canonicalize(value)) > depth
    else:
        with pytest.raises(CanonicalFormError, match="nested deeper"):
            canonicalize(value)
