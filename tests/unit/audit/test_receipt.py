"""Receipts as C2SP tlog-proof has them: their form, and each step of verifying one."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from assessor.audit import EntryType, compute_root, draft_entry, hash_node
from assessor.audit.checkpoint import Checkpoint
from assessor.audit.note_key import SigningKey, parse_verifier_key
from assessor.audit.receipt import MAX_RECEIPT, Receipt, parse_receipt, verify_receipt
from assessor.audit.signed_note import sign_note
from assessor.errors import ReceiptInvalidError, UsageError, VerificationError
from tests.signing import Witness

ORIGIN = "log.example/1"
KEY, OTHER = SigningKey(ORIGIN, bytes([1]) * 32), SigningKey("log.example/2", bytes([2]) * 32)
NOON = datetime(2026, 4, 26, 12, tzinfo=UTC)
ENTRIES = [draft_entry(EntryType.SIGNAL_RECORDED, {"n": n}, actor="a").seal(n, NOON) for n in range(3)]
LEAVES = [entry.leaf_hash() for entry in ENTRIES]
NOTE = sign_note(Checkpoint(ORIGIN, 3, compute_root(LEAVES)).render(), [KEY])
PROOF = (LEAVES[0], LEAVES[2])  # of entry 1, by hand: its sibling, then the third leaf
WITNESS, STRANGER = Witness("witness.example/1"), Witness("witness.example/2")
WITNESSES = [parse_verifier_key(witness.vkey) for witness in (WITNESS, STRANGER)]


def receipt(**changes):
    values: dict[str, Any] = {"index": 1, "proof": PROOF, "checkpoint": NOTE.render(), "extra": ENTRIES[1].data}
    return Receipt(**(values | changes))


def verify(given, *, keys=(KEY.verifier,), **more):
    return verify_receipt(given, keys, **more)


def b64(data):
    return b64encode(data).decode()


def test_the_form_is_that_of_the_specification():
    assert receipt().render().decode() == (
        "c2sp.org/tlog-proof@v1\n"
        f"extra {b64(ENTRIES[1].data)}\n"
        "index 1\n"
        f"{b64(LEAVES[0])}\n"
        f"{b64(LEAVES[2])}\n"
        "\n"
        f"{NOTE.render().decode()}"
    )
    assert receipt(extra=None).render().decode().startswith("c2sp.org/tlog-proof@v1\nindex 1\n")


@pytest.mark.parametrize("given", [receipt(), receipt(extra=None), receipt(extra=b""), receipt(index=0, proof=())])
def test_what_was_written_is_read(given):
    assert parse_receipt(given.render()) == given


def test_a_sound_receipt_shows_its_entry():
    assert compute_root(LEAVES) == hash_node(hash_node(LEAVES[0], LEAVES[1]), LEAVES[2])
    found = verify(parse_receipt(receipt().render()))
    assert found.entry == ENTRIES[1]
    assert (found.checkpoint.origin, found.checkpoint.size) == (ORIGIN, 3)
    assert found.signers == (KEY.verifier,)


def test_a_receipt_of_the_only_entry_has_no_hash():
    note = sign_note(Checkpoint(ORIGIN, 1, LEAVES[0]).render(), [KEY]).render()
    only = Receipt(0, (), note, ENTRIES[0].data)
    assert verify(parse_receipt(only.render())).entry == ENTRIES[0]


def test_the_entry_can_come_from_elsewhere():
    assert verify(receipt(extra=None), entry=ENTRIES[1].data).entry == ENTRIES[1]
    with pytest.raises(UsageError, match="does not carry its entry"):
        verify(receipt(extra=None))
    with pytest.raises(VerificationError, match="does not lead"):
        verify(receipt(), entry=ENTRIES[0].data)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (receipt(extra=ENTRIES[0].data), "does not lead from entry 1"),
        (receipt(index=0), "does not lead from entry 0"),
        (receipt(index=2), "it has 2 hashes, 1 are needed"),
        (receipt(index=3), "entry 3 is not among the first 3"),
        (receipt(proof=PROOF[::-1]), "does not lead"),
        (receipt(proof=PROOF[:1]), "it has 1 hashes, 2 are needed"),
        (receipt(checkpoint=sign_note(Checkpoint(ORIGIN, 3, bytes(32)).render(), [KEY]).render()), "does not lead"),
        (receipt(checkpoint=NOTE.render().replace(b"\n3\n", b"\n4\n")), "is not good"),
        (receipt(checkpoint=b"none"), "a note is text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_receipt_does_not_show(given, told):
    with pytest.raises(VerificationError, match=told):
        verify(given)


def test_a_key_is_good_for_the_log_of_its_name_alone():
    other = sign_note(Checkpoint(ORIGIN, 3, compute_root(LEAVES)).render(), [OTHER]).render()
    with pytest.raises(VerificationError, match="signed by no known key"):
        verify(receipt(checkpoint=other), keys=[OTHER.verifier])
    with pytest.raises(VerificationError, match="signed by no known key"):
        verify(receipt(), keys=[OTHER.verifier])
    assert verify(receipt(), keys=[OTHER.verifier, KEY.verifier]).signers == (KEY.verifier,)


def test_witnesses_that_are_asked_for_must_have_cosigned():
    cosigned = receipt(checkpoint=NOTE.render() + WITNESS.line(NOTE.text).encode())
    assert verify(cosigned, witnesses=WITNESSES[:1]).witnesses == (WITNESSES[0],)
    assert verify(cosigned).witnesses == ()
    with pytest.raises(VerificationError, match=r"lacks the cosignature of witness\.example/2"):
        verify(cosigned, witnesses=WITNESSES)
    with pytest.raises(VerificationError, match=r"lacks the cosignature of witness\.example/1"):
        verify(receipt(), witnesses=WITNESSES[:1])


HEAD = b"c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HEAD,
        HEAD + b"index 1\n",
        b"c2sp.org/tlog-proof@v2\nindex 1\n\n",
        HEAD + b"\n",
        HEAD + b"extra \n\n",
        HEAD + b"extra !\nindex 1\n\n",
        HEAD + b"extra QQ\nindex 1\n\n",
        HEAD + b"extra QQ==\nextra QQ==\nindex 1\n\n",
        HEAD + b"index 01\n\n",
        HEAD + b"index -1\n\n",
        HEAD + b"index 9007199254740992\n\n",
        HEAD + b"index 99999999999999999999\n\n",
        HEAD + b"index 1 \n\n",
        HEAD + b"Index 1\n\n",
        HEAD + b"index 1\nQQ==\n\n",
        HEAD + b"index 1\n" + b64encode(bytes(33)) + b"\n\n",
        HEAD + b"index 1\r\n\n",
        HEAD + b"index \xd9\xa1\n\n",
        HEAD + b"index 1\n" + (b64encode(bytes(32)) + b"\n") * 65 + b"\n",
        b"x" * (MAX_RECEIPT + 1),
    ],
    ids=lambda data: repr(data[23:50]),
)
def test_what_is_no_receipt_is_told(data):
    with pytest.raises(ReceiptInvalidError):
        parse_receipt(data)


def test_an_empty_extra_line_is_an_empty_extra():
    assert parse_receipt(HEAD + b"extra \nindex 1\n\nx").extra == b""
