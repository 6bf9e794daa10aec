"""Older envelopes read as the present one: by a version that never was, its step, and stored bytes of version 1."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessor.audit import Entry, EntryType, canonicalize, draft_entry, hash_leaf
from assessor.audit import upcast as upcasting
from assessor.audit.stored import StoredEntry
from assessor.audit.upcast import ENVELOPE_VERSION, STEPS, upcast
from assessor.audit.verify import check_entry
from assessor.errors import EntryInvalidError

MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
FIRST = draft_entry(EntryType.SIGNAL_RECORDED, {"id": "s1"}, actor="analyst:1").seal(3, MOMENT)


@pytest.fixture
def made_up(monkeypatch):
    """A program whose envelope is of version 3: version 2 called the body's id a name, 3 put the items in a list."""

    def to_second(document):
        return {**document, "body": {"name": document["body"]["id"]}}

    def to_third(document):
        return {**document, "body": {"names": [document["body"]["name"]]}}

    monkeypatch.setattr(upcasting, "ENVELOPE_VERSION", 3)
    monkeypatch.setattr("assessor.audit.draft.ENVELOPE_VERSION", 3)
    monkeypatch.setattr(upcasting, "STEPS", {1: to_second, 2: to_third})


def test_there_is_a_step_from_every_earlier_version():
    assert set(STEPS) == set(range(1, ENVELOPE_VERSION))


def test_the_present_version_is_read_as_it_is():
    document = {"version": ENVELOPE_VERSION, "body": {}}
    assert upcast(document) is document


@pytest.mark.usefixtures("made_up")
def test_an_entry_of_the_first_version_is_read_through_every_step():
    entry = Entry.from_bytes(3, FIRST.data)
    assert entry.parse_body() == {"names": ["s1"]}
    assert (entry.type, entry.actor, entry.recorded_at) == (FIRST.type, FIRST.actor, MOMENT)


@pytest.mark.usefixtures("made_up")
def test_its_bytes_and_its_hash_stay_as_they_were():
    entry = Entry.from_bytes(3, FIRST.data)
    assert (entry.data, entry.leaf_hash()) == (FIRST.data, hash_leaf(FIRST.data))
    row = StoredEntry(3, FIRST.data, hash_leaf(FIRST.data), "signal:recorded", "2026-04-26T00:00:00.000000Z", None)
    assert check_entry(row) is None


@pytest.mark.usefixtures("made_up")
def test_an_entry_of_the_second_version_takes_the_last_step_alone():
    document = {
        "actor": "a",
        "body": {"name": "s2"},
        "cause": {"by": "hand"},
        "recorded_at": "2026-04-26T00:00:00.000000Z",
        "type": "signal:recorded",
        "version": 2,
    }
    assert Entry.from_bytes(0, canonicalize(document)).parse_body() == {"names": ["s2"]}


@pytest.mark.usefixtures("made_up")
def test_what_is_written_is_of_the_present_version():
    entry = draft_entry(EntryType.SIGNAL_RECORDED, {"names": ["s3"]}, actor="a").seal(0, MOMENT)
    assert entry.data.endswith(b'"version":3}')
    assert Entry.from_bytes(0, entry.data).parse_body() == {"names": ["s3"]}


@pytest.mark.usefixtures("made_up")
def test_bytes_that_have_not_the_shape_of_their_version_are_no_entry():
    odd = draft_entry(EntryType.SIGNAL_RECORDED, {"id": "s1"}, actor="a").seal(0, MOMENT)
    for version, body in ((1, b'{"other":1}'), (2, b'{"id":"s1"}'), (1, b"[]")):
        data = odd.data.replace(b'{"id":"s1"}', body).replace(b'"version":3', f'"version":{version}'.encode())
        with pytest.raises(EntryInvalidError, match=f"says version {version}"):
            Entry.from_bytes(0, data)


@pytest.mark.parametrize("version", [0, -1, ENVELOPE_VERSION + 1, True, "1", None])
def test_a_version_that_was_never_written_is_refused(version):
    with pytest.raises(EntryInvalidError, match="of a version this program does not read"):
        upcast({"version": version})
