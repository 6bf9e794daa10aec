# ruff: noqa: S608 - statements are put together from constants of this file
"""
What is changed through the back door, triggers out of the way, is found by verification.

Column by column stands in `test_every_column`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from assessor.audit import EntryType, KeptRoot, Request, digest, draft_entry, draft_genesis, hash_leaf, verify_log
from assessor.errors import AssessorError, VerificationError
from tests.copies import lay_schema
from tests.stores import drop_trigger

NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)


def at(seconds):
    return lambda: NOON + timedelta(seconds=seconds)


@pytest.fixture
def database(database):
    lay_schema(database)
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: NOON)
        for n in range(1, 6):
            request = Request(f"key-{n}", digest(b"asked"))
            draft = draft_entry(
                EntryType.SIGNAL_RECORDED, {"n": n, "t": "some words"}, actor="a", batch="b", request=request
            )
            tx.log.append([draft], clock=at(n))
        tx.content.put(b"text", media_type="text/plain", erasable=True)
    return database


@pytest.fixture
def back_door(store, database):  # noqa: ARG001 - made before anybody breaks in
    """A connection for which the triggers are gone; what it does is undone for no one."""
    with store.connect() as door:
        for name in store.triggers():
            drop_trigger(door, name)
        yield door


@pytest.fixture
def verify(store, database, back_door):
    """Verify with the triggers put back, as a careful forger would."""

    def verifying(kept=None):
        for statement in store.triggers().values():
            back_door.execute(statement)
        return found(database, kept)

    return verifying


def found(database, kept=None):
    with database.read() as tx:
        triggers = tx.log.altered_triggers()
        return verify_log(tx.log.stored(), tx.content.stored(), tx.log.head(), kept=kept, altered_triggers=triggers)


def test_dropped_triggers_alone_are_found(database, back_door, verify):  # noqa: ARG001 - it dropped them
    assert str(found(database).fault).startswith("triggers: ")
    assert verify().is_sound


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM log_entry WHERE entry_index = 5", "head"),
        ("DELETE FROM log_entry WHERE entry_index = 2", "entry 2"),
        ("DELETE FROM log_entry", "head"),
        ("UPDATE log_entry SET entry_index = entry_index + 1 WHERE entry_index = 5", "entry 5"),
        ("UPDATE log_head SET size = size - 1", "head"),
        (
            "INSERT INTO log_entry SELECT 6, data, leaf_hash, type, recorded_at, batch, 'k' FROM log_entry LIMIT 1",
            "entry 6",
        ),
        ("UPDATE content SET data = {blob}", "content sha256:"),
    ],
)
def test_the_message_names_the_place(store, back_door, verify, statement, place):
    back_door.execute(statement.format(blob=store.blob(b"other")))
    fault = verify().fault
    assert fault is not None
    assert fault.place.startswith(place)


CLASSES = {
    "bracket": rb"[{}\[\]]",
    "separator": rb'[,:"]',
    "envelope key": rb'(?<=")(?:actor|batch|body|cause|recorded_at|request|type|version)(?=":)',
    "instant": rb"(?<=\"recorded_at\":\")[^\"]+",
    "actor": rb"(?<=\"actor\":\")[^\"]+",
    "batch": rb"(?<=\"batch\":\")[^\"]+",
    "type": rb"(?<=\"type\":\")[^\"]+",
    "version": rb"(?<=\"version\":)\d+",
    "cause": rb"(?<=\")(?:by|hand)(?=\")",
    "body key": rb"(?<=\")(?:n|t)(?=\":)",
    "body text": rb"(?<=\"t\":\")[^\"]+",
    "body number": rb"(?<=\"n\":)\d+",
    "digit": rb"\d",
}
"""What a byte of an entry can be, by what stands around it."""


def places_of(kind, data):
    """Return where in an entry bytes of a class stand; the first, the last, and some between."""
    places = [place for found in re.finditer(CLASSES[kind], data) for place in range(*found.span())]
    return sorted({*places[:: len(places) // 5 + 1], places[-1]})


def changes_of(data, place):
    """Yield the entry with one byte changed, dropped, doubled, or made what it might have been."""
    before, byte, after = data[:place], data[place : place + 1], data[place + 1 :]
    yield before + bytes([byte[0] ^ 1]) + after
    yield before + bytes([byte[0] ^ 0x80]) + after
    yield before + b"\0" + after
    yield before + after
    yield before + byte + byte + after
    yield before + byte + b" " + after
    if byte.swapcase() != byte:
        yield before + byte.swapcase() + after
    if byte.isdigit():
        yield before + b"%d" % ((int(byte) + 1) % 10) + after


@pytest.mark.parametrize("kind", CLASSES)
def test_a_changed_byte_is_found_at_its_entry_whatever_it_was_part_of(database, back_door, kind):
    ((data,),) = back_door.execute("SELECT data FROM log_entry WHERE entry_index = 3").fetchall()
    for changed in (changed for place in places_of(kind, data) for changed in changes_of(data, place)):
        back_door.execute("UPDATE log_entry SET data = ? WHERE entry_index = 3", (changed,))
        report = found(database)
        assert report.fault is not None
        assert (report.fault.index, report.size) == (3, 3), changed
        with database.read() as tx, pytest.raises(VerificationError, match="entry 3"):
            tx.log.entry(3)


def test_every_byte_of_an_entry_is_of_some_class(back_door):
    ((data,),) = back_door.execute("SELECT data FROM log_entry WHERE entry_index = 3").fetchall()
    envelope = re.sub(rb'"request":{.*?}', b"", data)
    left = set(range(len(envelope)))
    for pattern in CLASSES.values():
        assert re.search(pattern, envelope)
        left -= {place for found in re.finditer(pattern, envelope) for place in range(*found.span())}
    assert bytes(envelope[place] for place in sorted(left)) == b""


@pytest.mark.parametrize("columns", ["data", "leaf_hash", "data, leaf_hash", "data, leaf_hash, type, recorded_at"])
def test_a_swapped_pair_is_found_at_the_first_of_the_two(back_door, verify, columns):
    pair = {index: back_door.execute(f"SELECT {columns} FROM log_entry WHERE entry_index = ?", (index,)).fetchone()
            for index in (2, 4)}  # fmt: skip
    assert pair[2] != pair[4]
    sets = ", ".join(f"{column} = ?" for column in columns.split(", "))
    for index, other in ((2, 4), (4, 2)):
        back_door.execute(f"UPDATE log_entry SET {sets} WHERE entry_index = ?", (*pair[other], index))
    fault = verify().fault
    assert fault is not None
    assert fault.place in {"entry 2", "entry 3"}  # it fits by itself, and what follows is of an earlier moment


def test_rows_whose_indices_were_swapped_are_found(back_door, verify):
    for index, other in ((2, -1), (4, 2), (-1, 4)):
        back_door.execute("UPDATE log_entry SET entry_index = ? WHERE entry_index = ?", (other, index))
    fault = verify().fault
    assert fault is not None
    assert fault.place == "entry 3"
    assert "before the entry that precedes it" in fault.reason


def test_a_head_that_is_gone_is_told(back_door, verify):
    back_door.execute("DELETE FROM log_head")
    with pytest.raises(AssessorError, match="no log was founded"):
        verify()


def test_a_database_rolled_back_to_an_older_copy_is_found_by_the_root_that_was_kept(database, back_door, verify):
    with database.read() as tx:
        kept = KeptRoot(tx.log.root(), tx.log.size())
    back_door.execute("DELETE FROM log_head")
    back_door.execute("DELETE FROM log_entry")
    with database.write() as tx:
        tx.log.append([draft_genesis("log.example/1", actor="a")], clock=lambda: NOON)
    report = verify(kept)
    assert str(report.fault) == "kept root: it was kept at size 6, and 1 entries are left: some were dropped"


def test_an_entry_and_its_hash_rewritten_together_are_found(back_door, verify):
    ((data,),) = back_door.execute("SELECT data FROM log_entry WHERE entry_index = 3").fetchall()
    forged = data.replace(b'"n":3', b'"n":4')
    values = (forged, hash_leaf(forged))
    back_door.execute("UPDATE log_entry SET data = ?, leaf_hash = ? WHERE entry_index = 3", values)
    fault = verify().fault
    assert fault is not None
    assert (fault.place, "`root`" in fault.reason) == ("head", True)
