"""Signed notes: their form, and whose signatures count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.audit.note_key import Algorithm, SigningKey, VerifierKey
from assessor.audit.signed_note import (
    MAX_NOTE,
    MAX_SIGNATURES,
    Note,
    NoteSignature,
    parse_note,
    parse_signatures,
    sign_note,
    verify_note,
)
from assessor.errors import NoteInvalidError, VerificationError

OLD, NEW = SigningKey("log.example/1", bytes(range(32))), SigningKey("log.example/1", bytes(range(1, 33)))
TEXT = "first\n\nlast, after an empty line\n"
NOTE = sign_note(TEXT, [OLD, NEW])


def test_a_note_comes_back_from_its_bytes():
    assert parse_note(NOTE.render()) == NOTE
    assert NOTE.text == TEXT


def test_the_keys_that_signed_are_returned_in_their_order():
    keys = [NEW.verifier, OLD.verifier, SigningKey("other", bytes(32)).verifier]
    assert verify_note(NOTE, keys) == (OLD.verifier, NEW.verifier)
    assert verify_note(NOTE, [NEW.verifier]) == (NEW.verifier,)


def test_a_known_key_whose_signature_is_not_good_spoils_the_note():
    spoilt = replace(NOTE.signatures[1], signature=bytes(64))
    note = Note(TEXT, (NOTE.signatures[0], spoilt))
    assert verify_note(note, [OLD.verifier]) == (OLD.verifier,)
    with pytest.raises(VerificationError, match="is not good"):
        verify_note(note, [OLD.verifier, NEW.verifier])


def test_a_good_signature_beside_a_bad_one_of_the_same_key_does_not_save_it():
    note = Note(TEXT, (NOTE.signatures[0], replace(NOTE.signatures[0], signature=bytes(64))))
    with pytest.raises(VerificationError, match="is not good"):
        verify_note(note, [OLD.verifier])


@pytest.mark.parametrize("change", [{"name": "other"}, {"key_id": b"\x00\x00\x00\x00"}])
def test_a_signature_that_shares_name_or_id_alone_is_ignored(change):
    stranger = replace(NOTE.signatures[0], signature=bytes(64), **change)
    assert verify_note(Note(TEXT, (stranger, *NOTE.signatures)), [OLD.verifier]) == (OLD.verifier,)
    with pytest.raises(VerificationError, match="by no known key"):
        verify_note(Note(TEXT, (stranger,)), [OLD.verifier])


def test_a_witness_does_not_sign_a_note_as_a_whole():
    cosigning = VerifierKey("log.example/1", Algorithm.COSIGNATURE_V1, OLD.verifier.public)
    note = Note(TEXT, (NoteSignature(cosigning.name, cosigning.key_id, OLD.sign(TEXT.encode())),))
    with pytest.raises(VerificationError, match="by no known key"):
        verify_note(note, [cosigning])


def test_a_changed_text_is_not_verified():
    with pytest.raises(VerificationError, match="the text or it was changed"):
        verify_note(Note(TEXT.replace("first", "fist"), NOTE.signatures), [OLD.verifier])


LINE = NOTE.signatures[0].render()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no empty line"),
        (b"text\n", "no empty line"),
        (b"text\n\n", "ends in a newline"),
        (f"text\n\n{LINE}".encode(), "ends in a newline"),
        (f"text\n\n{LINE}\n \n".encode(), "is no signature"),
        (f"text\n\n{LINE}\r\n".encode(), "no control character"),
        (f"te\tt\n\n{LINE}\n".encode(), "character 2: a note has no control"),
        (f"text\n\n{LINE}\n".encode("utf-16"), "is UTF-8"),
        (f"text\n\n{LINE.replace('— ', '- ')}\n".encode(), "is no signature"),
        (f"text\n\n{LINE.replace('— ', '—')}\n".encode(), "is no signature"),
        (f"text\n\n{LINE} \n".encode(), "is no signature"),
        (f"text\n\n{LINE[:-1]}\n".encode(), "is no signature"),
        ("text\n\n— name \n".encode(), "is no signature"),
        ("text\n\n— name AAAAAA==\n".encode(), "is no signature"),
        ("text\n\n— na+me AAAAAAA=\n".encode(), "is no signature"),
        ("text\n\n—  AAAAAAA=\n".encode(), "is no signature"),
        ("text\n\n— name AAAAAAB=\n".encode(), "is no signature"),
        ("text\n\n— name AAAA AAA=\n".encode(), "is no signature"),
        (b"\n" * (MAX_NOTE + 1), "at most 1000000"),
        (("text\n\n" + f"{LINE}\n" * (MAX_SIGNATURES + 1)).encode(), "at most 100 signatures"),
    ],
)
def test_what_is_no_note_is_refused_with_the_reason(data, reason):
    with pytest.raises(NoteInvalidError, match=reason):
        parse_note(data)


def test_a_hundred_signatures_are_read_and_sixteen_large_ones():
    assert len(parse_note(("text\n\n" + f"{LINE}\n" * MAX_SIGNATURES).encode()).signatures) == MAX_SIGNATURES
    large = NoteSignature("pq.example", b"\x01\x02\x03\x04", bytes(5_000))
    assert len(parse_note(Note("text\n", (large,) * 16).render()).signatures) == 16


def test_a_signature_of_one_byte_is_a_signature():
    (signature,) = parse_signatures("— name AAAAAAA=\n")
    assert (signature.name, signature.key_id, signature.signature) == ("name", bytes(4), b"\x00")


def test_further_signatures_go_below_and_none_stands_twice():
    extra = NoteSignature("w.example", b"\x01\x02\x03\x04", b"\x05")
    grown = NOTE.with_signatures([NOTE.signatures[1], extra, extra])
    assert grown.signatures == (*NOTE.signatures, extra)
    assert verify_note(parse_note(grown.render()), [OLD.verifier]) == (OLD.verifier,)


@pytest.mark.parametrize("text", ["", "no newline", "a tab\t\n"])
def test_a_text_that_no_note_can_have_is_not_signed(text):
    with pytest.raises(NoteInvalidError):
        sign_note(text, [OLD])
