"""Verification names the first thing that does not fit, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785

from assessor.audit import (
    EntryType,
    KeptRoot,
    StoredContent,
    StoredEntry,
    StoredHead,
    compute_root,
    digest,
    draft_entry,
    draft_genesis,
    hash_leaf,
    render_instant,
    verify_log,
)
from assessor.audit.verify import NOT_COMPARED, WITHOUT_KEPT_ROOT

MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
SIZE = 6


def stored(entry):
    return StoredEntry(
        entry.index, entry.data, hash_leaf(entry.data), entry.type.value, render_instant(entry.recorded_at), entry.batch
    )


def rewritten(row, **changes):
    """The row with its bytes changed and everything beside them made to fit: what a careful forger does."""
    return row._replace(leaf_hash=hash_leaf(changes["data"]), **changes)


ROWS = [stored(draft_genesis("log.example/1", actor="a").seal(0, MOMENT))] + [
    stored(
        draft_entry(EntryType.SIGNAL_RECORDED, {"n": index}, actor="a", batch="b" if index % 2 else None).seal(
            index, MOMENT + timedelta(seconds=index)
        )
    )
    for index in range(1, SIZE)
]
CONTENTS = [StoredContent(digest(text), "text/plain", True, text) for text in (b"one", b"two")]


def head_of(rows):
    hashes = [row.leaf_hash for row in rows]
    frontier = [hashes[0]] if len(rows) == 1 else [compute_root(hashes[:4]), compute_root(hashes[4:6])]
    return StoredHead("log.example/1", len(rows), compute_root(hashes), tuple(frontier), rows[-1].recorded_at)


HEAD = head_of(ROWS)


def test_an_untouched_log_is_sound_and_the_report_says_what_it_cannot_know():
    report = verify_log(ROWS, CONTENTS, HEAD)
    assert report.is_sound
    assert (report.size, report.root) == (SIZE, HEAD.root)
    assert report.limits == WITHOUT_KEPT_ROOT


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_a_root_kept_at_any_size_is_found_again(size):
    root = compute_root([row.leaf_hash for row in ROWS[:size]])
    for kept in (KeptRoot(root, size), KeptRoot(root)):
        report = verify_log(ROWS, CONTENTS, HEAD, kept=kept)
        assert (report.is_sound, report.kept_size, report.limits) == (True, size, "")


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (KeptRoot(bytes(32), 3), "the first 3 entries have another root"),
        (KeptRoot(bytes(32), 7), "kept at size 7, and 6 entries are left"),
        (KeptRoot(bytes(32)), "at no size up to 6"),
    ],
)
def test_a_root_that_the_log_never_had_is_told(kept, reason):
    report = verify_log(ROWS, CONTENTS, HEAD, kept=kept)
    assert report.fault is not None
    assert report.fault.place == "kept root"
    assert reason in report.fault.reason
    assert report.kept_size is None
    assert report.limits == ""  # a root was given: nobody is told that none was


def test_a_kept_root_that_was_never_reached_is_said_not_to_be_compared():
    rows = [ROWS[0]._replace(leaf_hash=bytes(32)), *ROWS[1:]]
    report = verify_log(rows, CONTENTS, HEAD, kept=KeptRoot(HEAD.root, SIZE))
    assert (report.is_sound, report.kept_size, report.limits) == (False, None, NOT_COMPARED)


@pytest.mark.parametrize("index", range(SIZE))
@pytest.mark.parametrize("place", [0, 12, 40, -30, -1])
def test_one_changed_byte_is_found_at_its_entry(index, place):
    data = bytearray(ROWS[index].data)
    data[place] ^= 1
    rows = [*ROWS[:index], ROWS[index]._replace(data=bytes(data)), *ROWS[index + 1 :]]
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert (report.fault.index, report.fault.place, report.size) == (index, f"entry {index}", index)
    assert "do not hash to the leaf hash" in report.fault.reason


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("leaf_hash", bytes(32)),
        ("type", "signal:proposed"),
        ("recorded_at", "2026-04-26T00:00:09.000000Z"),
        ("batch", "other"),
        ("batch", None),
    ],
)
def test_a_column_that_contradicts_its_bytes_is_found(column, value):
    rows = [*ROWS[:3], ROWS[3]._replace(**{column: value}), *ROWS[4:]]
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert report.fault.index == 3
    assert "leaf hash" in report.fault.reason or f"`{column}`" in report.fault.reason


@pytest.mark.parametrize(
    ("rows", "index", "reason"),
    [
        (ROWS[1:], 0, "it is missing: the next one stored is entry 1"),
        ([*ROWS[:2], *ROWS[3:]], 2, "it is missing: the next one stored is entry 3"),
        ([*ROWS[:3], *ROWS[2:]], 3, "it is missing: the next one stored is entry 2"),
        ([*ROWS[:2], ROWS[3], ROWS[2], *ROWS[4:]], 2, "it is missing: the next one stored is entry 3"),
        (
            [*ROWS[:2], ROWS[3]._replace(entry_index=2), ROWS[2]._replace(entry_index=3), *ROWS[4:]],
            3,
            "recorded before the entry that precedes it",
        ),
    ],
    ids=["first dropped", "middle dropped", "doubled", "out of order", "swapped"],
)
def test_entries_that_do_not_follow_each_other_are_found(rows, index, reason):
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert (report.fault.index, reason in report.fault.reason) == (index, True)


def test_a_truncated_tail_is_found_at_the_head():
    report = verify_log(ROWS[:-1], CONTENTS, HEAD)
    assert str(report.fault) == "head: `size` says `6`, the entries say `5`"


def test_a_log_without_entries_does_not_fit_a_head_that_counts_some():
    report = verify_log([], [], HEAD)
    assert report.fault is not None
    assert report.fault.place == "head"


@pytest.mark.parametrize("data", [b"{}", b"[1.5]", b"\xff", ROWS[3].data.replace(b":", b": ", 1)])
def test_bytes_that_are_no_canonical_entry_are_found_though_their_hash_fits(data):
    rows = [*ROWS[:3], rewritten(ROWS[3], data=data), *ROWS[4:]]
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert report.fault.index == 3


def test_an_entry_rewritten_with_its_hash_is_found_at_the_head():
    rows = [*ROWS[:3], rewritten(ROWS[3], data=ROWS[3].data.replace(b'"n":3', b'"n":4')), *ROWS[4:]]
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert (report.fault.place, "`root`" in report.fault.reason) == ("head", True)


def test_a_log_rewritten_whole_is_found_only_with_a_root_kept_outside():
    rows = [*ROWS[:3], rewritten(ROWS[3], data=ROWS[3].data.replace(b'"n":3', b'"n":4')), *ROWS[4:]]
    assert verify_log(rows, CONTENTS, head_of(rows)).is_sound
    for kept in (KeptRoot(HEAD.root, SIZE), KeptRoot(HEAD.root)):
        assert not verify_log(rows, CONTENTS, head_of(rows), kept=kept).is_sound


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("size", 7),
        ("root", bytes(32)),
        ("frontier", (bytes(32), HEAD.frontier[1])),
        ("frontier", HEAD.frontier[:1]),
        ("recorded_at", "2026-04-26T00:00:09.000000Z"),
        ("origin", "log.example/2"),
    ],
)
def test_a_head_that_contradicts_the_entries_is_found(column, value):
    report = verify_log(ROWS, CONTENTS, replace(HEAD, **{column: value}))
    assert report.fault is not None
    assert report.fault.place == "head"
    assert report.fault.reason.startswith(f"`{column}` says")


def test_a_log_that_does_not_begin_with_its_genesis_is_found():
    other = stored(draft_entry(EntryType.SIGNAL_RECORDED, {}, actor="a").seal(0, MOMENT))
    report = verify_log([other, *ROWS[1:]], CONTENTS, HEAD)
    assert report.fault is not None
    assert (report.fault.index, "begins with `log:created`" in report.fault.reason) == (0, True)


def test_a_second_genesis_is_found():
    document = {
        "actor": "a",
        "body": {"origin": "log.example/1"},
        "cause": {"by": "hand"},
        "recorded_at": ROWS[2].recorded_at,
        "type": "log:created",
        "version": 1,
    }
    rows = [*ROWS[:2], rewritten(ROWS[2], data=rfc8785.dumps(document), type="log:created"), *ROWS[3:]]
    report = verify_log(rows, CONTENTS, HEAD)
    assert report.fault is not None
    assert (report.fault.index, "nowhere else" in report.fault.reason) == (2, True)


def test_changed_content_is_found_under_its_digest():
    changed = CONTENTS[1]._replace(data=b"tow")
    report = verify_log(ROWS, [CONTENTS[0], changed], HEAD)
    assert report.fault is not None
    assert report.fault.place == f"content {changed.digest}"


def test_altered_triggers_are_told_when_all_else_fits():
    report = verify_log(ROWS, CONTENTS, HEAD, altered_triggers=["log_entry_refuses_update"])
    assert str(report.fault) == "triggers: `log_entry_refuses_update` is missing or altered"
    assert verify_log(ROWS[:-1], CONTENTS, HEAD, altered_triggers=["x"]).fault != report.fault
