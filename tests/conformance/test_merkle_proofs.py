"""Our proofs against the vectors of transparency-dev/merkle; their origin stands in `merkle_proofs.json`."""

from __future__ import annotations

import json
from base64 import b64decode
from contextlib import nullcontext
from pathlib import Path

import pytest

from assessor.audit import verify_consistency, verify_inclusion
from assessor.errors import VerificationError

VECTORS = json.loads(Path(__file__).with_name("merkle_proofs.json").read_text(encoding="utf-8"))


def decoded(vector, *names):
    return [b64decode(vector[name] or "", validate=True) for name in names]


def as_published(vector):
    return pytest.raises(VerificationError) if vector["wantErr"] else nullcontext()


def proof_of(vector):
    return [b64decode(item, validate=True) for item in vector["proof"] or ()]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda v: v["file"])
def test_inclusion(vector):
    leaf, root = decoded(vector, "leafHash", "root")
    with as_published(vector):
        verify_inclusion(leaf, vector["leafIdx"], vector["treeSize"], proof_of(vector), root)


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda v: v["file"])
def test_consistency(vector):
    first, second = decoded(vector, "root1", "root2")
    with as_published(vector):
        verify_consistency(vector["size1"], vector["size2"], first, second, proof_of(vector))


def test_every_published_vector_is_here_or_listed_with_the_reason():
    assert (len(VECTORS["inclusion"]), len(VECTORS["consistency"])) == (98, 98)
    assert set(VECTORS["not_applied"]) == {"subtreeinclusion", "subtreeconsistency"}
