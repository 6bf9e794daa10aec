"""Our notes, checkpoints and cosignatures against published ones; origins stand in `signed_notes.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.audit.checkpoint import Checkpoint, parse_checkpoint, parse_signed_checkpoint
from assessor.audit.cosignature import render_cosigned, verify_cosignatures
from assessor.audit.note_key import parse_signing_key, parse_verifier_key
from assessor.audit.signed_note import parse_note, sign_note, verify_note
from assessor.errors import NoteInvalidError, SigningKeyError, VerificationError

VECTORS = json.loads(Path(__file__).with_name("signed_notes.json").read_text(encoding="utf-8"))
KEYS = {name: parse_verifier_key(text) for name, text in VECTORS["keys"].items()}
WITNESSED = VECTORS["witnessed"]


def _from(vector):
    return vector["from"]


def _bytes(vector):
    if "note_hex" in vector:
        return bytes.fromhex(vector["note_hex"])
    *lines, last = vector["note"].splitlines(keepends=True)
    return "".join([*lines, last * vector.get("last_line_times", 1)]).encode()


@pytest.mark.parametrize("name", KEYS)
def test_verifier_keys_are_written_as_published(name):
    assert str(KEYS[name]) == VECTORS["keys"][name]


@pytest.mark.parametrize("text", VECTORS["refused_keys"])
def test_damaged_verifier_keys_are_refused(text):
    with pytest.raises(NoteInvalidError):
        parse_verifier_key(text)


def test_no_piece_and_no_neighbour_of_a_verifier_key_is_one():
    """Go's TestNewVerifier: every proper substring, and every byte one higher."""
    text = VECTORS["keys"]["peter"]
    pieces = {text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1)} - {text}
    for damaged in pieces | {text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :] for i in range(len(text))}:
        with pytest.raises(NoteInvalidError):
            parse_verifier_key(damaged)


def test_the_published_signing_key_is_peters_and_no_piece_or_neighbour_is_a_key():
    text = VECTORS["signing_key"]
    key = parse_signing_key(text)
    assert key.verifier == KEYS["peter"]
    assert key.render_secret() == text
    pieces = {text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1)} - {text}
    for damaged in pieces | {text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :] for i in range(len(text))}:
        with pytest.raises(SigningKeyError):
            parse_signing_key(damaged)


@pytest.mark.parametrize("vector", VECTORS["opened"], ids=_from)
def test_notes_are_opened_by_the_keys_that_signed_them(vector):
    note = parse_note(_bytes(vector))
    assert verify_note(note, [KEYS[name] for name in vector["known"]]) == tuple(KEYS[n] for n in vector["signed_by"])
    assert note.render() == _bytes(vector)


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=_from)
def test_notes_are_refused_for_the_stated_reason(vector):
    with pytest.raises(VerificationError, match=vector["because"]):
        verify_note(parse_note(_bytes(vector)), [KEYS[name] for name in vector["known"]])


@pytest.mark.parametrize("vector", VECTORS["signed"], ids=_from)
def test_notes_are_signed_to_the_published_byte(vector):
    assert sign_note(vector["text"], [parse_signing_key(VECTORS["signing_key"])]).render() == _bytes(vector)


@pytest.mark.parametrize("vector", VECTORS["checkpoints"], ids=_from)
def test_published_checkpoints_are_read_and_written(vector):
    signed = parse_signed_checkpoint(_bytes(vector))
    assert signed.checkpoint == Checkpoint(vector["origin"], vector["size"], bytes.fromhex(vector["root"]))
    assert signed.checkpoint.render() == signed.note.text
    assert signed.note.render() == _bytes(vector)
    assert render_cosigned(signed.note.text, vector["timestamp"]).decode() == vector["cosigned"]
    assert int.from_bytes(signed.note.signatures[1].signature[:8], "big") == vector["timestamp"]


def test_a_checkpoint_of_the_world_is_verified_with_all_its_witnesses():
    note = parse_note(WITNESSED["note"].encode())
    log = parse_verifier_key(WITNESSED["log"])
    assert verify_note(note, [log]) == (log,)
    assert parse_checkpoint(note.text).size == WITNESSED["size"]
    witnesses = [parse_verifier_key(text) for text in WITNESSED["witnesses"]]
    found = verify_cosignatures(note, witnesses)
    assert [one.witness for one in found] == witnesses
    assert {one.timestamp for one in found} == {WITNESSED["timestamp"]}
    assert verify_cosignatures(note, witnesses[2:3])[0].witness == witnesses[2]


def test_no_cosignature_of_the_world_holds_for_another_size():
    note = parse_note(WITNESSED["note"].replace(str(WITNESSED["size"]), "1432088533").encode())
    for text in WITNESSED["witnesses"]:
        with pytest.raises(VerificationError, match="is not good"):
            verify_cosignatures(note, [parse_verifier_key(text)])
