"""Hostile bundles: whatever the bytes are, the answer is one of our own errors, or steps that passed."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assessor.errors import VerificationError
from assessor.intake.bundle_file import parse_bundle
from assessor.services.verify_bundle import verify_bundle
from tests.property.examples import examples

NOTE = f"log.example/1\n3\n{'A' * 43}=\n\n\u2014 log.example/1 {'A' * 91}=\n"
SOUND = {
    "format": "assessor-bundle-v1",
    "cannot_show": "x",
    "assessment": 1,
    "checkpoint": NOTE,
    "entries": [{"index": 1, "data": "e30=", "proof": ["A" * 43 + "="]}],
    "content": [{"digest": "sha256:0", "data": ""}],
    "earlier": [{"size": 1, "proof": []}],
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(NOTE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def verify(data):
    try:
        list(verify_bundle(parse_bundle(data)))
    except VerificationError:
        return
    raise AssertionError("nothing here is a bundle that verifies")


@given(st.binary(max_size=300))
def test_bytes_from_nothing(data):
    verify(data)


@examples(200)
@given(st.sampled_from(sorted(SOUND)), values)
def test_a_bundle_with_one_part_replaced(key, value):
    verify(json.dumps(SOUND | {key: value}).encode())


@given(st.integers(0, 400), st.binary(max_size=4))
def test_a_bundle_with_some_bytes_replaced(place, data):
    whole = json.dumps(SOUND).encode()
    verify(whole[:place] + data + whole[place + len(data) :])
