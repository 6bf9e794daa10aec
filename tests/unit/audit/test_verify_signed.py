"""Verification of what signs a log names the first thing that does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.audit import Frontier, hash_leaf
from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.pin import pin_of
from assessor.audit.signed_note import sign_note, verify_note
from assessor.audit.stored import StoredCheckpoint, StoredCosignature
from assessor.audit.verify import AS_SAFE_AS_PINS, WITHOUT_KEPT_ROOT
from tests.signed_log import NEW, OLD, THIEF, SignedLog
from tests.signing import Witness

ONE, TWO = Witness("one.example/w"), Witness("two.example/w")


def build():
    """A log of 9 entries: a key, a rotation at entry 5, three checkpoints, two cosignatures, of one witness late."""
    log = SignedLog()
    log.state(OLD)
    log.know(ONE)
    log.record(2)
    log.sign(OLD)
    log.cosign(ONE)
    log.cosign(TWO)  # not known yet
    log.state(NEW, replaces=OLD)
    log.sign(OLD, NEW)
    log.record(2)
    log.know(TWO)
    log.sign(NEW)
    log.cosign(TWO)
    return log


def pins_of(log):
    """Every checkpoint of the log as a pin of the keys that signed it."""
    signed = [parse_signed_checkpoint(stored.note) for stored in log.checkpoints]
    return [pin_of(one, verify_note(one.note, [OLD.verifier, NEW.verifier])) for one in signed]


def fault_of(log, **signed):
    report = log.verify(**signed)
    assert report.fault is not None
    return str(report.fault)


def test_everything_that_fits_is_counted():
    log = build()
    report = log.verify(pins=pins_of(log))
    assert report.fault is None
    assert (report.size, report.checkpoints, report.cosignatures, report.pins) == (9, 3, 3, 3)
    assert report.limits == AS_SAFE_AS_PINS
    assert log.verify().limits == WITHOUT_KEPT_ROOT


def test_a_log_without_keys_needs_none():
    log = SignedLog()
    log.record(3)
    assert log.verify().is_sound


def test_a_known_key_must_be_one_of_the_logs():
    log = build()
    assert log.verify(key=OLD.verifier).is_sound
    assert log.verify(key=NEW.verifier).is_sound
    assert fault_of(log, key=THIEF.verifier).startswith("known key: the log is not and never was signed by it")


def relaid(log, rows):
    """The log with other rows, and everything that is not signed made to fit."""
    log.rows, log.frontier = [], Frontier()
    for row in rows:
        log.rows.append(row._replace(leaf_hash=hash_leaf(row.data)))
        log.frontier.append(hash_leaf(row.data))


def rewrite_entry(log):
    relaid(log, [row._replace(data=row.data.replace(b'"n":3', b'"n":8')) for row in log.rows])


def drop_tail(log):
    relaid(log, log.rows[:-1])


def resigned(place, *keys, **changes):
    """A forger who holds these keys signs a kept checkpoint again, perhaps with other words."""

    def forge(log):
        size, note = log.checkpoints[place]
        text = replace(parse_signed_checkpoint(note).checkpoint, **changes).render()
        log.checkpoints[place] = StoredCheckpoint(size, sign_note(text, keys).render())

    return forge


def row_of(size, note):
    return lambda log: log.checkpoints.append(StoredCheckpoint(size, note))


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (rewrite_entry, "checkpoint 5: the first 5 entries have another root"),
        (drop_tail, "checkpoint 9: it is of size `9`, and 8 entries are left: some were dropped"),
        (resigned(0, THIEF), "checkpoint 5: it is signed by no known key"),
        (resigned(0, NEW), "checkpoint 5: it is signed by no known key"),
        (resigned(1, OLD), "checkpoint 6: it lacks the signature of log.example/1+"),
        (resigned(1, NEW), "checkpoint 6: it lacks the signature of log.example/1+"),
        (resigned(2, OLD), "checkpoint 9: it is signed by no known key"),
        (resigned(0, OLD, root=bytes(32)), "checkpoint 5: the first 5 entries have another root"),
        (resigned(0, OLD, size=4), "checkpoint 5: it is of another log or another size"),
        (resigned(0, OLD, origin="x"), "checkpoint 5: it is of another log or another size"),
        (lambda log: log.checkpoints.pop(1), "checkpoint 9: it lacks the signature of log.example/1+"),
        (row_of(99, b"note"), "checkpoint 99: it is of size `99`"),
        (row_of("9", b"note"), "checkpoint 9: it is of size `9`"),
        (row_of(9, "note"), "checkpoint 9: its row holds another kind of value"),
        (row_of(9, None), "checkpoint 9: its row holds another kind of value"),
        (row_of(9, b"note"), "checkpoint 9: a note is text, an empty line, and signatures"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_named(forge, told):
    log = build()
    forge(log)
    assert fault_of(log).startswith(told)


def test_a_rotation_holds_its_history_even_where_no_checkpoint_does():
    log = build()
    log.checkpoints.clear()
    rewrite_entry(log)
    assert fault_of(log) == "entry 5: it was signed over another history than the one before it"


def test_a_rotation_forged_without_the_old_key_is_named():
    log = SignedLog()
    log.state(OLD)
    log.state(THIEF, replaces=THIEF)
    assert fault_of(log).startswith("entry 2: it replaces log.example/1+")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Witness("three.example/w").line("text\n")[:-1], "it is of no witness that the log knows"),
        (ONE.line("text\n")[:-1], "the cosignature of `one.example/w+"),
        ("no line at all", "`no line at all` is no signature"),
        ("", "`` is no signature"),
        (7, "its row holds another kind of value"),
    ],
)
def test_a_cosignature_that_does_not_fit_is_named(line, told):
    log = build()
    log.cosignatures.append(StoredCosignature(9, line, log.checkpoints[-1].note))
    assert fault_of(log).startswith(f"cosignature of checkpoint 9: {told}")


def test_a_cosignature_under_another_checkpoint_is_named():
    log = build()
    moved = log.cosignatures[0]._replace(size=9, note=log.checkpoints[-1].note)
    log.cosignatures.append(moved)
    assert "is not good" in fault_of(log)


def test_pins_find_what_the_database_alone_cannot_show():
    log = build()
    pins = pins_of(log)
    log.checkpoints.clear()
    log.cosignatures.clear()
    drop_tail(log)
    assert log.verify().is_sound
    assert fault_of(log, pins=pins) == "pin 9: it is of size `9`, and 8 entries are left: some were dropped"


def test_pins_find_a_log_rewritten_by_the_holder_of_its_key():
    pins = pins_of(build())
    forged = SignedLog()
    forged.state(OLD)
    forged.record(8)
    forged.sign(OLD)
    assert forged.verify().is_sound
    assert fault_of(forged, pins=pins).startswith("pin 5: the first 5 entries have another root")


def test_a_pin_whose_file_was_altered_is_named():
    log = build()
    first, *others = pins_of(log)
    forged = replace(first, keys=(THIEF.verifier,))
    assert fault_of(log, pins=[*others, forged]).startswith("pin 5: it is signed by no known key")
