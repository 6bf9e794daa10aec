"""Hostile notes, from valid ones and from nothing: only our own errors come out, and soon."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.audit import EntryType, draft_entry
from assessor.audit.checkpoint import Checkpoint, parse_checkpoint, parse_signed_checkpoint
from assessor.audit.cosignature import verify_cosignatures
from assessor.audit.key_chain import KEY_TYPES, KeyChain
from assessor.audit.key_statement import KeyStatement, draft_key
from assessor.audit.note_key import parse_signing_key, parse_verifier_key
from assessor.audit.signed_note import MAX_NOTE, Note, NoteSignature, parse_note, parse_signatures, verify_note
from assessor.errors import LogError, SigningKeyError, VerificationError
from tests.signed_log import MOMENT, NEW, OLD, ORIGIN
from tests.signing import Witness

WITNESS = Witness("w.example/1")
TEXT = Checkpoint(ORIGIN, 20, bytes(range(32))).render()
VALID = (
    Note(TEXT, (NoteSignature(ORIGIN, OLD.verifier.key_id, OLD.sign(TEXT.encode())),)).render()
    + WITNESS.line(TEXT).encode()
)
KEYS = [OLD.verifier, NEW.verifier]
WITNESSES = [parse_verifier_key(WITNESS.vkey)]

pieces = st.sampled_from(
    [b"\n", b"\n\n", "— ".encode(), b" ", b"+", b"=", b"\x00", b"\xff", b"\xc2\x85", b"0", b"A" * 90]
)


@st.composite
def mutated(draw, valid):
    """A valid text with pieces cut, doubled, swapped or put in, at up to six places."""
    data = valid
    for _ in range(draw(st.integers(1, 6))):
        at, until = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        put = draw(st.one_of(pieces, st.binary(max_size=8), st.just(data[at:until] * 2), st.just(b"")))
        data = data[:at] + put + data[until:]
    return data


def open_fully(data):
    signed = parse_signed_checkpoint(data)
    assert signed.note.render() == data
    assert signed.checkpoint.render() == signed.note.text
    return verify_note(signed.note, KEYS), verify_cosignatures(signed.note, WITNESSES), signed


def test_the_note_that_is_mutated_is_a_good_one():
    signers, cosignatures, _ = open_fully(VALID)
    assert (signers, [one.witness for one in cosignatures]) == ((OLD.verifier,), WITNESSES)


@given(st.one_of(mutated(VALID), st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8"))))
def test_no_note_breaks_the_reader_and_none_with_another_text_is_verified(data):
    try:
        _, _, signed = open_fully(data)
    except VerificationError:
        return
    assert signed.note.text == TEXT


@given(st.text(max_size=200))
def test_any_text_is_a_checkpoint_or_refused(text):
    with suppress(VerificationError):
        assert parse_checkpoint(text).render() == text


@given(st.one_of(st.text(max_size=120), mutated(str(OLD.verifier).encode()).map(lambda data: data.decode("latin-1"))))
def test_any_text_is_a_verifier_key_or_refused(text):
    with suppress(VerificationError):
        assert str(parse_verifier_key(text)) == text


@given(st.one_of(st.text(max_size=120), mutated(OLD.render_secret().encode()).map(lambda data: data.decode("latin-1"))))
def test_any_text_is_a_signing_key_or_refused_without_being_quoted(text):
    try:
        key = parse_signing_key(text)
    except SigningKeyError as error:
        told = str(error)
    else:
        told, text = key.render_secret(), ""
        assert told == OLD.render_secret()
    encoded = text.rpartition("+")[2]
    assert len(encoded) < 8 or encoded not in told


@given(st.text(max_size=300))
def test_any_lines_are_signatures_or_refused(text):
    with suppress(VerificationError):
        assert "".join(f"{one.render()}\n" for one in parse_signatures(text)) == text


STATEMENT = draft_key(KeyStatement(ORIGIN, 1, bytes(32), OLD.verifier), (OLD,), actor="a").seal(1, MOMENT)
SAID = STATEMENT.parse_body()["statement"].encode()


@given(
    st.sampled_from(KEY_TYPES),
    st.one_of(
        mutated(SAID).map(lambda data: {"statement": data.decode("utf-8", "ignore")}),
        st.dictionaries(st.sampled_from(["statement", "key", "x"]), st.one_of(st.text(max_size=50), st.integers(0, 9))),
    ),
)
def test_no_entry_about_a_key_breaks_the_chain_and_none_with_another_text_is_followed(kind, body):
    chain = KeyChain(ORIGIN)
    try:
        chain.take(draft_entry(kind, body, actor="a").seal(1, MOMENT), bytes(32))
    except LogError:
        return
    assert kind is EntryType.KEY_ANNOUNCED
    assert parse_note(body["statement"].encode()).text == parse_note(SAID).text


@pytest.mark.parametrize(
    "data",
    [
        b"\n" * MAX_NOTE,
        ("— " * (MAX_NOTE // 5)).encode(),
        b"text\n\n" + "— a AAAAAAA=\n".encode() * (MAX_NOTE // 20),
        ("text\n\n— " + "a" * (MAX_NOTE - 100) + " AAAAAAA=\n").encode(),
        ("text\n\n— a " + "A" * (MAX_NOTE - 100) + "\n").encode(),
        f"{ORIGIN}\n{'9' * (MAX_NOTE - 100)}\nx\n\n— a AAAAAAA=\n".encode(),
        VALID[:-1] * 2_000 + b"\n",
        b"x" * (50 * MAX_NOTE),
    ],
    ids=range(8),
)
def test_the_largest_notes_are_judged_within_a_second(data):
    start = time.process_time()
    with pytest.raises(VerificationError):
        open_fully(data)
    assert time.process_time() - start < 1
