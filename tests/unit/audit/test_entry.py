"""The envelope: what drafts become, and which bytes are no entry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import rfc8785

from assessor.audit import BY_HAND, Cause, Entry, EntryType, digest, draft_entry, draft_genesis, hash_leaf, read_origin
from assessor.audit.canonical import MAX_BYTES
from assessor.errors import CanonicalFormError, EntryInvalidError

MOMENT = datetime(2026, 4, 26, 12, 30, tzinfo=UTC)
DOCUMENT = {
    "actor": "analyst:7",
    "batch": "import-1",
    "body": {"id": "s1", "title": "Überfall"},
    "cause": {"by": "entries", "entries": [0, 3]},
    "clamped": True,
    "recorded_at": "2026-04-26T12:30:00.000000Z",
    "type": "signal:recorded",
    "version": 1,
}


def changed(**changes):
    document = {key: value for key, value in (DOCUMENT | changes).items() if value is not None}
    return rfc8785.dumps(document)  # type: ignore[arg-type]


def test_a_sealed_draft_is_the_canonical_document_of_its_envelope():
    draft = draft_entry(
        EntryType.SIGNAL_RECORDED,
        {"title": "Überfall", "id": "s1"},
        actor="analyst:7",
        cause=Cause.by_entries([3, 0, 3]),
        batch="import-1",
    )
    entry = draft.seal(4, MOMENT, clamped=True)
    assert entry.data == rfc8785.dumps(DOCUMENT)  # type: ignore[arg-type]
    assert entry.leaf_hash() == hash_leaf(entry.data)
    assert Entry.from_bytes(4, entry.data) == entry


def test_what_is_absent_is_not_written():
    entry = draft_entry(EntryType.SIGNAL_PROPOSED, {}, actor="a").seal(0, MOMENT)
    assert entry.data == changed(
        actor="a", batch=None, body={}, cause={"by": "hand"}, clamped=None, type="signal:proposed"
    )
    assert (entry.batch, entry.clamped, entry.cause) == (None, False, BY_HAND)


@pytest.mark.parametrize("kind", list(EntryType))
def test_every_type_is_read_back(kind):
    entry = draft_entry(kind, {"n": 1}, actor="a").seal(7, MOMENT)
    assert Entry.from_bytes(7, entry.data) == entry
    assert len(kind.value.split(":")) == 2


def test_what_is_done_to_a_body_changes_no_entry():
    entry = draft_entry(EntryType.FEED_RECORDED, {"id": "f"}, actor="a").seal(0, MOMENT)
    entry.parse_body()["id"] = "g"
    assert entry.parse_body() == {"id": "f"}


def test_a_body_changed_after_drafting_changes_no_draft():
    body = {"id": "f"}
    draft = draft_entry(EntryType.FEED_RECORDED, body, actor="a")
    body["id"] = "g"
    assert draft.seal(0, MOMENT).parse_body() == {"id": "f"}


def test_a_body_without_canonical_form_is_refused():
    with pytest.raises(CanonicalFormError, match=r"`\$\.weight`"):
        draft_entry(EntryType.SIGNAL_RECORDED, {"weight": 0.5}, actor="a")


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "a\u202eb", "x" * 121])
def test_actors_and_batches_are_printable_names(name):
    with pytest.raises(EntryInvalidError, match=r"actor `"):
        draft_entry(EntryType.SIGNAL_RECORDED, {}, actor=name)
    with pytest.raises(EntryInvalidError, match=r"batch `"):
        draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a", batch=name)


def test_the_longest_entry_fits_even_when_the_clock_is_clamped():
    room = MAX_BYTES - len(
        draft_entry(EntryType.SIGNAL_RECORDED, {"t": ""}, actor="a").seal(0, MOMENT, clamped=True).data
    )
    longest = draft_entry(EntryType.SIGNAL_RECORDED, {"t": "x" * room}, actor="a").seal(0, MOMENT, clamped=True)
    assert len(longest.data) == MAX_BYTES
    assert Entry.from_bytes(0, longest.data) == longest
    with pytest.raises(EntryInvalidError, match="65536 bytes: it has at most 65535"):
        draft_entry(EntryType.SIGNAL_RECORDED, {"t": "x" * (room + 1)}, actor="a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (rfc8785.dumps([]), "an entry is an object"),
        (changed(version=2), "of a version this program does not read"),
        (changed(version=True), "of a version this program does not read"),
        (changed(version=None), "of a version this program does not read"),
        (changed(actor=None), "lacks: `actor`"),
        (changed(note="x"), "unknown keys: `note`"),
        (changed(clamped=False), "`clamped` is true or absent"),
        (changed(body=[]), "`body` is an object"),
        (changed(type="signal:erased"), "type `signal:erased` is not known"),
        (changed(type=1), "type `1` is not known"),
        (changed(actor=7), "actor `7`"),
        (changed(batch=""), "batch ``"),
        (changed(cause={"by": "hand", "entries": [1]}), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": []}), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": [2, 1]}), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": [1, 1]}), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": [True]}), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": [-1]}), "`cause` is by hand, or by entries"),
        (changed(cause="hand"), "`cause` is by hand, or by entries"),
        (changed(cause={"by": "entries", "entries": [4]}), "entry 4 cannot be caused by entry 4"),
    ],
)
def test_bytes_that_are_no_entry_are_refused(data, message):
    with pytest.raises(EntryInvalidError, match=message):
        Entry.from_bytes(4, data)


@pytest.mark.parametrize("recorded_at", ["2026-04-26", 5])
def test_an_entry_is_recorded_at_an_instant(recorded_at):
    with pytest.raises(CanonicalFormError, match="is no instant"):
        Entry.from_bytes(4, changed(recorded_at=recorded_at))


def test_nothing_is_caused_by_what_comes_later():
    draft = draft_entry(EntryType.ASSESSMENT_RECORDED, {}, actor="a", cause=Cause.by_entries([5]))
    assert draft.seal(6, MOMENT).cause.entries == (5,)
    with pytest.raises(EntryInvalidError, match="causes come before"):
        draft.seal(5, MOMENT)


@pytest.mark.parametrize("entries", [[], [-1, 2]])
def test_a_cause_names_entries_that_can_exist(entries):
    with pytest.raises(EntryInvalidError, match="at least one entry"):
        Cause.by_entries(entries)


def test_entry_0_says_how_the_log_is_to_be_read():
    entry = draft_genesis("assessor.example.org/doctrine", actor="a").seal(0, MOMENT)
    assert entry.type is EntryType.LOG_CREATED
    assert entry.parse_body() == {
        "canonical_form": "rfc8785:text,integer,boolean;ascii-keys",
        "format": 1,
        "hash": "rfc6962:sha-256",
        "origin": "assessor.example.org/doctrine",
    }
    assert read_origin(entry) == "assessor.example.org/doctrine"


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb", "ä", "x" * 201])
def test_a_log_is_named_as_a_checkpoint_can_carry_it(origin):
    with pytest.raises(EntryInvalidError, match=r"origin `"):
        draft_genesis(origin, actor="a")


@pytest.mark.parametrize(
    ("kind", "index", "body"),
    [
        (EntryType.SIGNAL_RECORDED, 0, {"origin": "x"}),
        (EntryType.LOG_CREATED, 1, {"origin": "x"}),
        (EntryType.LOG_CREATED, 0, {"origin": "x"}),
        (EntryType.LOG_CREATED, 0, {"origin": "x", "format": 2, "canonical_form": "?", "hash": "?"}),
    ],
)
def test_what_is_no_genesis_names_no_log(kind, index, body):
    with pytest.raises(EntryInvalidError):
        read_origin(draft_entry(kind, body, actor="a").seal(index, MOMENT))


def test_the_same_draft_gives_the_same_bytes():
    draft = draft_genesis("o", actor="a")
    assert digest(draft.seal(0, MOMENT).data) == digest(draft.seal(0, MOMENT).data)
