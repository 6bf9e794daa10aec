"""What is read at speed is read alike the slow way; what is not canonical or no entry is left to the slow way."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import Cause, Entry, EntryType, Request, draft_entry, render_instant
from assessor.audit.canonical import MAX_BYTES
from assessor.audit.plain_envelope import read_plain
from assessor.audit.stored import share_said

INDEX = 9
REQUEST = Request("k", "sha256:" + "0" * 64)
BODY = {"id": "ñandú", "n": [1, -2, True, {"deep": [["x"]]}], "text": 'a "quoted" \\ line\n'}


def written(**options):
    draft = draft_entry(EntryType.READING_RECORDED, options.pop("body", BODY), actor="añadir", **options)
    return draft.seal(INDEX, datetime(2026, 4, 26, tzinfo=UTC)).data


WHOLE = written(batch="b@1", cause=Cause((2, 5)), request=REQUEST)
PARTS = [
    "null", "1.5", "1e3", "-0", "9007199254740992", "12345678901234567890123", '"\\u0041"', '"\\ud800"', '"x" ', "{}",
    "[]", '{"b":1,"a":2}', '{"a":1,"a":1}', '{"é":1}', '[{"é":1}]', "true", "false", "0", "2", "-1",
    '"x"', '" x"', '"\\u0000"',
    '"log:created"', '"nothing:done"', '{"by":"entries","entries":[1,1]}', '{"by":"entries","entries":[9]}',
    '{"by":"entries","entries":[]}', '{"by":"hand","x":1}', '"2026-02-30T00:00:00.000000Z"', '"2026-04-26"',
    '{"digest":"x","key":"k"}', '{"key":"k"}', "[" * 70 + "]" * 70,
]  # fmt: skip


def row_of(data, index=INDEX):
    """A row that says what its bytes say, as well as that can be read from them."""
    said: Any = {}
    with suppress(ValueError, RecursionError):
        said = json.loads(data)
    said = said if isinstance(said, dict) else {}
    request = said.get("request")
    key = request.get("key") if isinstance(request, dict) else None
    return index, data, b"", said.get("type"), said.get("recorded_at"), said.get("batch"), key


def read_all(rows, learned=None):
    """The bodies of entries in the order of their rows, or None where one is left to the slow way."""
    found = {}
    for piece, bodies in read_plain(share_said(rows), {} if learned is None else learned):
        if bodies is None:
            return None
        found.update({row[0]: msgspec.to_builtins(body) for row, body in zip(piece, bodies, strict=True)})
    return [found[row[0]] for row in rows]


def read(*entries):
    """What is read at speed of entries that follow each other."""
    rows = [row_of(data, INDEX + place) for place, data in enumerate(entries)]
    hashable = [row for row in rows if all(isinstance(part, str | None) for part in row[3:])]
    return read_all(rows) if rows == hashable else None


def agree(data):
    """Return whether the quick way takes some bytes; the slow way then takes them too, and reads the same."""
    found = read(data)
    if found is None:
        return False
    entry = Entry.from_bytes(INDEX, data)
    said = entry.type, render_instant(entry.recorded_at), entry.batch, entry.request.key if entry.request else None
    assert row_of(data)[3:] == said
    assert found == [entry.parse_body()]
    return True


@pytest.mark.parametrize("data", [written(), written(batch="b"), written(body={}), WHOLE])
def test_entries_as_they_are_written_are_taken(data):
    assert agree(data)


def test_one_whose_clock_was_clamped_is_taken():
    draft = draft_entry(EntryType.READING_RECORDED, {}, actor="a")
    assert agree(draft.seal(INDEX, datetime(2026, 4, 26, tzinfo=UTC), clamped=True).data)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("key", [*sorted(json.loads(WHOLE)), "clamped"])
def test_no_value_in_any_place_is_taken_that_the_slow_way_refuses(key, part):
    """Every value is put in the place of every part of the envelope, alone and inside others."""
    parts = {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for name, value in json.loads(WHOLE).items()
    }
    for value in (part, f'{{"a":{part}}}', f"[{part}]"):
        data = "{" + ",".join(f'"{name}":{said}' for name, said in sorted((parts | {key: value}).items())) + "}"
        agree(data.encode("utf-8"))


@given(st.data())
def test_no_damaged_byte_is_taken_that_the_slow_way_refuses(data):
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    damaged = bytearray(WHOLE)
    match data.draw(st.sampled_from(["change", "remove", "double", "insert"])):
        case "change":
            damaged[at] = data.draw(st.integers(0, 255))
        case "remove":
            del damaged[at]
        case "double":
            damaged.insert(at, damaged[at])
        case _:
            damaged.insert(at, data.draw(st.sampled_from(b' \n,:"0[]{}\\')))
    agree(bytes(damaged))


@pytest.mark.parametrize(
    "entries",
    [
        [WHOLE + b"\n" + WHOLE],  # two in the place of one
        [WHOLE + b"\n" + WHOLE, b""],
        [b"", WHOLE + b"\n" + WHOLE],
        [WHOLE + b"\n", WHOLE],
        [b"\n" + WHOLE, WHOLE],
        [WHOLE, WHOLE.replace(b'"x"', b'"x" ')],
        [WHOLE, WHOLE[:-1]],
    ],
)
def test_entries_are_taken_one_a_line_or_not_at_all(entries):
    said = row_of(WHOLE)[3:]
    rows = [(INDEX + place, data, b"", *said) for place, data in enumerate(entries)]
    assert read_all([(INDEX, WHOLE, b"", *said), (INDEX + 1, WHOLE, b"", *said)]) is not None
    assert read_all(rows) is None


def test_an_entry_is_caused_by_none_that_comes_later_wherever_it_stands():
    caused = written(cause=Cause((8,)))
    assert read_all([row_of(written(), 8), row_of(caused, 9)]) is not None
    assert read_all([row_of(written(), 7), row_of(caused, 8)]) is None


@pytest.mark.parametrize("column", range(3, 7))
@pytest.mark.parametrize("data", [written(), WHOLE])
def test_what_a_column_says_is_what_the_bytes_say(data, column):
    """So it is for the first entry with an envelope, and for those that have it too."""
    good = row_of(data)
    for said in ("signal:recorded", "2026-04-27T00:00:00.000000Z", "b", "", None, b"k"):
        row = (*good[:column], said, *good[column + 1 :])
        for rows in ([row], [good, row]):
            assert (read_all(rows) is not None) is (row == good)


@pytest.mark.parametrize("at", [0, 10, len(written()) - 1, len(written()) - 30])
def test_an_envelope_that_differs_from_the_one_before_is_read(at):
    """The entries say the same, by their columns, and so do their envelopes, but for a byte."""
    damaged = bytearray(written())
    damaged[at] ^= 1
    rows = [row_of(written()), (INDEX + 1, bytes(damaged), b"", *row_of(written())[3:])]
    assert read_all(rows) is None or at == 10  # in the name of the actor, which no column repeats
    assert (read_all(rows) is None) is not agree(bytes(damaged))


def test_a_body_is_none_of_what_is_around_it():
    """Keys of the envelope that lie in a body, in a text or a name are not taken for the envelope's own."""
    inside = {"body": {}, "cause": {"by": "hand"}, "x": ',"cause":{"by":"hand"},"body":{}'}
    assert agree(written(body={"a": inside, **inside}))
    assert agree(written(body={"a": inside}, batch=',"body":{}', request=Request(',"cause":{', REQUEST.digest)))


@pytest.mark.parametrize("body", [b"{}\n{}", b"{}\n", b"\n{}", b"", b"{},{}", b'{},"body":{}', b"[]", b'"x"', b"{} "])
def test_there_is_one_body_in_an_envelope(body):
    index, data, *said = row_of(written(body={}))
    assert read_all([(index, data, *said)]) is not None
    assert read_all([(index, data.replace(b"{}", body, 1), *said)]) is None


@pytest.mark.parametrize("length", [MAX_BYTES, MAX_BYTES + 1])
def test_no_entry_is_longer_than_an_entry_may_be(length):
    bare = written(body={"x": ""})
    padded = bare.replace(b'"x":"', b'"x":"' + b"y" * (length - len(bare)))
    assert len(padded) == length
    assert agree(padded) is (length == MAX_BYTES)


@given(st.lists(st.sampled_from([WHOLE, written(), b"{}", b"\n", WHOLE[:40], WHOLE[40:], b""]), min_size=1, max_size=4))
def test_what_is_taken_together_is_taken_one_by_one(entries):
    found, one_by_one = read(*entries), [read(entry) for entry in entries]
    if found is not None:
        assert [[body] for body in found] == one_by_one
    else:
        assert None in one_by_one
