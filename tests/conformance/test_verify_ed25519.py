"""The Ed25519 of `export/verify.py` against RFC 8032 and CCTV; origins stand in `ed25519.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filed_log import load_verifier

VECTORS = json.loads(Path(__file__).with_name("ed25519.json").read_text(encoding="utf-8"))

# What CCTV says of the rules: RFC 8032 requires to refuse the first two, and leaves the last to the formula, of which
# ours is the one without the cofactor. Points of low order are refused by nobody that follows the RFC.
REFUSED = {"non_canonical_A", "non_canonical_R", "low_order_residue"}


is_signature = load_verifier().is_signature


@pytest.mark.parametrize("vector", VECTORS["rfc8032"], ids=lambda v: v["test"])
def test_the_vectors_of_the_rfc(vector):
    key, message, signature = (bytes.fromhex(vector[name]) for name in ("key", "msg", "sig"))
    assert is_signature(key, message, signature)
    assert not is_signature(key, message + b"!", signature)
    for at in range(0, 64, 7):
        changed = bytes([*signature[:at], signature[at] ^ 1, *signature[at + 1 :]])
        assert not is_signature(key, message, changed)


def test_every_edge_case_of_cctv_is_judged_as_the_rfc_says():
    wrong = [
        vector["number"]
        for vector in VECTORS["cctv"]
        if is_signature(bytes.fromhex(vector["key"]), vector["msg"].encode(), bytes.fromhex(vector["sig"]))
        == bool(REFUSED & set(vector["flags"] or ()))
    ]
    assert wrong == []
    assert len(VECTORS["cctv"]) == 914


def test_a_scalar_beyond_the_order_is_refused():
    vector = VECTORS["rfc8032"][1]
    key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
    order = 2**252 + 27742317777372353535851937790883648493
    beyond = int.from_bytes(signature[32:], "little") + order
    assert not is_signature(key, b"\x72", signature[:32] + beyond.to_bytes(32, "little"))


@settings(max_examples=20)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_of_another_implementation(seed, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signature(public, message, signature)
    changed = (int.from_bytes(signature, "little") ^ 1 << bit).to_bytes(64, "little")
    assert not is_signature(public, message, changed)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_and_signatures_of_another_length_are_refused(length):
    vector = VECTORS["rfc8032"][0]
    key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
    assert not is_signature((key * 2)[:length], b"", signature)
    assert not is_signature(key, b"", (signature * 2)[: length * 2])
