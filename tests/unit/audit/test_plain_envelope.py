"""What is read at speed is read alike the slow way; what is not canonical or no entry is left to the slow way."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import Cause, Entry, EntryType, Request, draft_entry
from assessor.audit.plain_envelope import read_plain

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


def agree(data):
    """Return whether the quick way takes some bytes; the slow way then takes them too, and reads the same."""
    found = read_plain(INDEX, [data])
    if found is None:
        return False
    (plain,) = found
    entry = Entry.from_bytes(INDEX, data)
    assert plain.type == entry.type
    assert (plain.actor, plain.batch, plain.clamped) == (entry.actor, entry.batch, entry.clamped)
    assert (plain.request or {}).get("key") == (entry.request.key if entry.request else None)
    assert plain.body == entry.parse_body()
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
        [WHOLE[:-1], b"}" + WHOLE],
        [WHOLE + b"\n", WHOLE],
        [b"\n" + WHOLE, WHOLE],
        [WHOLE, WHOLE.replace(b'"x"', b'"x" ')],
        [WHOLE, WHOLE[:-1]],
        [],
    ],
)
def test_entries_are_taken_one_a_line_or_not_at_all(entries):
    assert read_plain(INDEX, [WHOLE, WHOLE]) is not None
    assert read_plain(INDEX, entries) is None


def test_an_entry_is_caused_by_none_that_comes_later_wherever_it_stands():
    caused = written(cause=Cause((8,)))
    assert read_plain(8, [written(), caused]) is not None
    assert read_plain(7, [written(), caused]) is None


@given(st.lists(st.sampled_from([WHOLE, written(), b"{}", b"\n", WHOLE[:40], WHOLE[40:], b""]), max_size=4))
def test_what_is_taken_together_is_taken_one_by_one(entries):
    found = read_plain(INDEX, entries)
    one_by_one = [read_plain(INDEX + place, [entry]) for place, entry in enumerate(entries)]
    if found is not None:
        assert [[envelope] for envelope in found] == one_by_one
    else:
        assert None in one_by_one or not entries
