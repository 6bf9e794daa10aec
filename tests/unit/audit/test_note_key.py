"""Keys of notes: what their text forms admit, and what is never shown."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest

from assessor.audit.note_key import (
    Algorithm,
    SigningKey,
    VerifierKey,
    decode_base64,
    parse_signing_key,
    parse_verifier_key,
)
from assessor.errors import NoteInvalidError, SigningKeyError
from tests.signing import Witness

KEY = SigningKey("log.example/1", bytes(range(32)))


def vkey(name, material):
    key_id = sha256(name.encode() + b"\n" + material).digest()[:4].hex()
    return f"{name}+{key_id}+{base64.b64encode(material).decode()}"


def test_a_key_comes_back_from_its_text():
    assert parse_verifier_key(str(KEY.verifier)) == KEY.verifier
    assert parse_signing_key(KEY.render_secret()).verifier == KEY.verifier


def test_one_point_has_another_id_under_every_name_and_algorithm():
    public = KEY.verifier.public
    ids = {VerifierKey(n, a, public).key_id for n in ("a", "b") for a in Algorithm}
    assert len(ids) == 4


def test_a_witness_key_is_read():
    key = parse_verifier_key(Witness("w.example").vkey)
    assert (key.name, key.algorithm) == ("w.example", Algorithm.COSIGNATURE_V1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no verifier key"),
        ("log.example/1", "is no verifier key"),
        ("+00000000+AQ==", "is no verifier key"),
        ("two words+00000000+AQ==", "is no verifier key"),
        ("a\u2003b+00000000+AQ==", "is no verifier key"),
        ("a\udc80b+00000000+AQ==", "is no verifier key"),
        ("a+00000000+", "is no verifier key"),
        ("a+00000000+!!!", "is no verifier key"),
        ("a" * 1_001, "is no verifier key"),
        (str(KEY.verifier) + "=", "is no verifier key"),
        (str(KEY.verifier).replace("log", "lag"), "its hash is"),
        (str(KEY.verifier).replace("+", "+0", 1), "its hash is"),
        (vkey("log.example/1", b"\x01" + bytes(31)), "is no verifier key"),
        (vkey("log.example/1", b"\x06" + bytes(1_312))[:900], "is no verifier key"),
        (vkey("log.example/1", b"\x06" + bytes(32)), "algorithm 0x06 is not one verified here"),
        (vkey("log.example/1", b"\x01" + bytes(32)), "anybody can sign for it"),
    ],
)
def test_what_is_no_verifier_key_is_refused_with_the_reason(text, reason):
    with pytest.raises(NoteInvalidError, match=reason):
        parse_verifier_key(text)


def test_bytes_have_one_text():
    assert decode_base64("AAA=") == b"\x00\x00"
    assert all(decode_base64(other) is None for other in ("AAB=", "AAA", "AA A=", "AAA=\n", "AAA=AAA=", "AA-_", "é"))


def test_a_signing_key_shows_itself_as_its_public_half():
    secret = KEY.render_secret().rpartition("+")[2]
    for shown in (repr(KEY), str(KEY), f"{KEY!r}", repr([KEY]), repr(KEY.verifier)):
        assert secret not in shown
        assert bytes(range(32)).hex() not in shown
    assert not hasattr(KEY, "__dict__")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-4],
        lambda text: text.replace("log", "lag"),
        lambda text: text.removeprefix("PRIVATE+KEY+"),
        lambda text: text + "\x00",
        lambda text: text.replace("+AQ", "+BA"),
        lambda text: text + text,
        lambda text: text[:0],
    ],
)
def test_a_damaged_signing_key_is_refused_without_a_word_of_it(damage):
    text = damage(KEY.render_secret())
    with pytest.raises(SigningKeyError) as refused:
        parse_signing_key(text)
    told = str(refused.value)
    assert all(text[at : at + 8] not in told for at in range(len(text) - 8) if text[at : at + 8].isalnum())


def test_a_signature_holds_for_its_message_and_key_alone():
    other = SigningKey("log.example/1", bytes(32))
    signature = KEY.sign(b"text")
    assert KEY.verifier.verify(b"text", signature)
    assert not KEY.verifier.verify(b"test", signature)
    assert not other.verifier.verify(b"text", signature)
    assert not any(KEY.verifier.verify(b"text", bad) for bad in (b"", signature[:-1], signature + b"\x00"))
