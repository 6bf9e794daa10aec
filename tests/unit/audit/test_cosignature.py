"""Cosignatures made by the letter of C2SP tlog-cosignature, and everything that is almost one."""

from __future__ import annotations

import base64

import pytest

from assessor.audit.cosignature import MAX_TIMESTAMP, verify_cosignatures
from assessor.audit.note_key import SigningKey, parse_verifier_key
from assessor.audit.signed_note import Note, parse_note, sign_note
from assessor.errors import VerificationError
from tests.signing import Witness

LOG = SigningKey("log.example/1", bytes(range(32)))
TEXT = "log.example/1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
ONE, TWO = Witness("one.example/w"), Witness("two.example/w")
KEYS = [parse_verifier_key(witness.vkey) for witness in (ONE, TWO)]


def note(*lines):
    return parse_note(sign_note(TEXT, [LOG]).render() + "".join(lines).encode())


def test_each_known_witness_is_returned_with_its_moment():
    found = verify_cosignatures(note(TWO.line(TEXT, 17), ONE.line(TEXT, 0)), KEYS)
    assert [(one.witness.name, one.timestamp) for one in found] == [("two.example/w", 17), ("one.example/w", 0)]


def test_others_are_ignored_the_log_itself_among_them():
    signed = note(ONE.line(TEXT), TWO.line(TEXT))
    assert [one.witness for one in verify_cosignatures(signed, KEYS[:1])] == KEYS[:1]
    assert verify_cosignatures(signed, [LOG.verifier]) == ()
    assert verify_cosignatures(note(), KEYS) == ()


def altered(line, place, value):
    name, _, encoded = line.rstrip("\n").rpartition(" ")
    blob = bytearray(base64.b64decode(encoded))
    blob[place] = value
    return f"{name} {base64.b64encode(blob).decode()}\n"


@pytest.mark.parametrize(
    "line",
    [
        ONE.line(TEXT.replace("1\n0", "1\n1")),
        ONE.line(TEXT + "extension\n"),
        altered(ONE.line(TEXT), 11, 1),  # another second
        altered(ONE.line(TEXT), 20, 0),
        ONE.line(TEXT, MAX_TIMESTAMP + 1),
        f"— {ONE.name} {base64.b64encode(ONE.key_id + bytes(8)).decode()}\n",
        f"— {ONE.name} {base64.b64encode(ONE.key_id + b'x').decode()}\n",
        f"— {ONE.name} {base64.b64encode(ONE.key_id + ONE.private.sign(TEXT.encode())).decode()}\n",
    ],
)
def test_a_cosignature_that_is_not_good_spoils_the_rest(line):
    with pytest.raises(VerificationError, match="is not good"):
        verify_cosignatures(note(TWO.line(TEXT), line), KEYS)


def test_the_last_moment_there_is_can_be_named():
    (found,) = verify_cosignatures(note(ONE.line(TEXT, MAX_TIMESTAMP)), KEYS)
    assert found.timestamp == 2**63 - 1


def test_a_line_that_stands_twice_counts_once():
    line = ONE.line(TEXT)
    assert len(verify_cosignatures(Note(TEXT, note(line, line).signatures), KEYS)) == 1
