"""Entries read many in one call: what is taken of whatever lies there is canonical by an encoder that is not ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import Entry, EntryType, draft_entry, parse_canonical
from assessor.audit.outline import list_under, read_like, write_records
from assessor.audit.plain_envelope import read_plain
from assessor.audit.stored import share_said
from assessor.errors import LogError
from tests.property.examples import examples

FIRST = 5
MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
PIECES = [
    b'{"a":', b'{"b":1,"a":2}', b'{"a":1,"a":2}', b" ", b"\n", b"\t", b"\\u0041", b"\\/", b"\\n", b'"', b"\\", b"1.0",
    b"1e2", b"-0", b"01", b"9007199254740992", b"null", b"\xc3\xa9", b"\xed\xa0\x80", b",", b":", b"{}", b"[]", b"}",
    b',"body":', b',"cause":{"by":"hand"}', b',"body":{}', b'{"actor":"a"', b"\x00", b"\x7f", b"\xff",
]  # fmt: skip
MISWRITTEN = [
    b'{"a":1,"a":1,"b":"x"}',  # a key twice
    b'{"b":"x","a":1}',  # not in order
    b'{"a":1, "b":"x"}',
    b'{"a":1,"b":"\\u0078"}',
    b'{"a":1,"b":"\\/"}',
    b'{"a":1.0,"b":"x"}',
    b'{"a":1e0,"b":"x"}',
    b'{"a":-0,"b":"x"}',
    b'{"a":9007199254740992,"b":"x"}',
    b'{"a":null,"b":"x"}',
    b'{"a":1,"b":"\xed\xa0\x80"}',
    b'{"a":1,"b":"x"}\n{"a":1,"b":"x"}',
    b"",
    b"[]",
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.one_of(texts, st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1))
keys = st.text('abX_-. 9"\\\n\x00/', max_size=4) | st.sampled_from(["__init__", "__class__", "class", "None", "at_0"])
values = st.recursive(
    scalars, lambda parts: st.lists(parts, max_size=3) | st.dictionaries(keys, parts, max_size=3), max_leaves=6
)


@st.composite
def bodies(draw):
    """Bodies of a batch: most like each other, some not."""
    outline = draw(st.dictionaries(keys, st.sampled_from(["text", "number", "list", "object"]), max_size=4))
    kinds = {
        "text": texts,
        "number": st.integers(-9, 2**53 - 1),
        "list": st.lists(texts, max_size=3),
        "object": st.fixed_dictionaries({"x": texts, "y": st.booleans()}),
    }
    like = st.fixed_dictionaries({key: kinds[kind] for key, kind in outline.items()})
    found = draw(st.lists(like, min_size=1, max_size=40))
    for at, other in draw(
        st.lists(st.tuples(st.integers(0, len(found) - 1), st.dictionaries(keys, values, max_size=3)), max_size=2)
    ):
        found[at] = other
    return found


def rows_of(found):
    drafts = [draft_entry(EntryType.READING_RECORDED, body, actor="a", batch="b") for body in found]
    entries = [draft.seal(FIRST + place, MOMENT) for place, draft in enumerate(drafts)]
    said = "reading:recorded", "2026-04-26T00:00:00.000000Z", "b", None
    return [(entry.index, entry.data, b"", *said) for entry in entries]


def taken(rows, learned):
    """Whether all of them are taken, and what each body then is."""
    found = {}
    for piece, some in read_plain(share_said(rows), learned):
        if some is None:
            return None
        found.update({row[0]: msgspec.to_builtins(body) for row, body in zip(piece, some, strict=True)})
    return found


def is_good(row):
    """Whether bytes are an entry that says what its row says, as the slow way and the other encoder have it."""
    index, data, _, kind, instant, batch, _ = row
    try:
        entry = Entry.from_bytes(index, data)
    except LogError:
        return False
    assert rfc8785.dumps(json.loads(data)) == data
    return (entry.type.value, instant, entry.batch, entry.request) == (kind, "2026-04-26T00:00:00.000000Z", batch, None)


@examples(60)
@given(bodies())
def test_what_was_recorded_is_read_as_it_was_meant(found):
    learned: dict = {}
    for _ in range(2):  # with nothing learned, and with what was learned
        assert taken(rows_of(found), learned) == {FIRST + place: body for place, body in enumerate(found)}


@examples(300)
@given(bodies(), st.data())
def test_nothing_is_taken_that_is_not_canonical(found, data):
    """Bytes are put in, taken out and moved to the neighbour, whose row then begins where it did not."""
    rows = rows_of(found)
    learned: dict = {}
    taken(rows, learned)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(rows) - 1))
        whole = rows[at][1]
        cut = data.draw(st.integers(0, len(whole)))
        match data.draw(st.sampled_from(["put", "drop", "move", "swap", "double", "replace"])):
            case "put":
                changed = {at: whole[:cut] + data.draw(st.sampled_from(PIECES)) + whole[cut:]}
            case "drop":
                changed = {at: whole[:cut] + whole[cut + data.draw(st.integers(1, 30)) :]}
            case "move" if at + 1 < len(rows):
                changed = {at: whole[:cut], at + 1: whole[cut:] + rows[at + 1][1]}
            case "swap" if at + 1 < len(rows):
                changed = {at: rows[at + 1][1], at + 1: whole}
            case "double":
                changed = {at: whole + b"\n" + whole}
            case _:
                changed = {at: whole.replace(b'"a"', data.draw(st.sampled_from(PIECES)))}
        for place, damaged in changed.items():
            rows[place] = (rows[place][0], damaged, *rows[place][2:])
    for known in ({}, learned):
        if taken(rows, dict(known)) is not None:
            assert all(map(is_good, rows))


@pytest.mark.parametrize("line", MISWRITTEN)
@pytest.mark.parametrize("at", [0, 6, 39])
def test_one_that_is_miswritten_among_many_alike_is_not_taken(line, at):
    rows = rows_of([{"a": n, "b": "x"} for n in range(40)])
    learned: dict = {}
    assert taken(rows, learned) is not None
    index, data, *others = rows[at]
    rows[at] = index, data.replace(b'{"a":%d,"b":"x"}' % at, line), *others
    assert taken(rows, learned) is None
    assert taken(rows, {}) is None


@pytest.mark.parametrize(
    "line", [*MISWRITTEN, b'{"a":1}', b'{"a":1,"b":"x","c":1}', b'{"a":1,"b":["x"]}', b'{"a":1,"b":{"x":1}}']
)
def test_a_record_is_no_body_that_is_not_canonical_or_of_another_outline(line):
    """What is read of such lines, where anything is, is written otherwise."""
    read = read_like({"a": 1, "b": "x"})
    assert read is not None
    good = b'{"a":2,"b":"y"}\n'
    assert write_records(read(good)) == good
    for lines in (line + b"\n", good + line + b"\n", line + b"\n" + good):
        count = 1 + (len(lines) > len(line) + 1)
        try:
            found = read(lines)
        except (msgspec.MsgspecError, ValueError):
            continue
        assert len(found) != count or write_records(found) != lines


@examples(60)
@given(st.dictionaries(keys, values, max_size=4))
def test_a_record_is_written_as_the_other_encoder_writes_the_same(body):
    read = read_like(body)
    if read is not None:
        line = rfc8785.dumps(body) + b"\n"
        assert write_records(read(line)) == line
        assert msgspec.to_builtins(read(line)) == [parse_canonical(line[:-1])]


@examples(60)
@given(bodies(), keys)
def test_what_stands_under_a_key_is_the_same_of_objects_and_of_records(found, other):
    read = read_like(found[0])
    try:
        records = read(b"".join(rfc8785.dumps(body) + b"\n" for body in found)) if read is not None else []
    except msgspec.MsgspecError:
        records = []
    for key in {other, "at_0", *found[0]}:
        under = [body.get(key) for body in found]
        assert list_under(key, found) == under
        if records:
            assert msgspec.to_builtins(list_under(key, records)) == under
