"""
What our Ed25519 accepts: published vectors, and every edge that the curve has.

Vectors of Project Wycheproof are a file beside this one. The edges are those that the CCTV project
set out (C2SP/CCTV, ed25519): points of low order, points with a part of low order, and encodings
that are not canonical, as key and as first half of a signature. They are computed here from the
curve of RFC 8032, with what each verification formula must say of them.

The library below ours follows the oldest verifier, ref10: it recomputes R without the cofactor
and compares bytes. So it accepts what differs in nothing but the key's point, and refuses every
second encoding of R and every residue of low order. RFC 8032, section 5.1.7 allows that formula;
it is also what Go's sumdb/note and the witnesses of the world do, so that nobody sees another
verdict elsewhere. Keys are pinned by people: one whose point is of low order is refused when read.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from itertools import count, product
from pathlib import Path

import pytest

from assessor.audit.note_key import Algorithm, VerifierKey, parse_verifier_key
from assessor.errors import NoteInvalidError
from tests.edwards25519 import BASE, IDENTITY, L, P, add, decode, encode, hash_to_scalar, multiply

WYCHEPROOF = json.loads(Path(__file__).with_name("wycheproof_ed25519.json").read_text(encoding="utf-8"))["vectors"]

ACCEPTED_WITH_REASON = {
    "MixedOrderPublicKey": "the key is pinned by a person, and only its holder can sign for it",
}
REFUSED_WITH_REASON = {
    "SmallOrderPublicKey": "anybody can sign for such a key: it is refused when it is read",
}


def verifier_key(public):
    """The key as its text, so that it comes in as any other does."""
    material = b"\x01" + public
    key_id = sha256(b"example.org/edge\n" + material).digest()[:4].hex()
    return parse_verifier_key(f"example.org/edge+{key_id}+{base64.b64encode(material).decode()}")


def accepts(public, message, signature):
    try:
        return verifier_key(public).verify(message, signature)
    except NoteInvalidError:
        return False


@pytest.mark.parametrize("vector", WYCHEPROOF, ids=lambda vector: str(vector["id"]))
def test_wycheproof(vector):
    public, message, signature = (bytes.fromhex(vector[name]) for name in ("key", "message", "signature"))
    expected = {
        "valid": True,
        "invalid": False,
        "acceptable": any(flag in ACCEPTED_WITH_REASON for flag in vector["flags"]),
    }[vector["result"]]
    assert accepts(public, message, signature) is expected
    assert vector["result"] != "acceptable" or vector["flags"][0] in ACCEPTED_WITH_REASON | REFUSED_WITH_REASON


# --- the edges of the curve ---


def order_8():
    """A point of order 8: what is left of any point after its prime-order part is gone."""
    for y in count(2):
        try:
            point = multiply(L, decode(y.to_bytes(32, "little")))
        except AssertionError:  # no point has this y
            continue
        if multiply(4, point) != IDENTITY:
            return point
    raise AssertionError


TORSION = [multiply(n, order_8()) for n in range(8)]
SECRET, NONCE = 0x42 << 200 | 0x1337, 0x1337 << 180 | 0x42
KEY, COMMITMENT = multiply(SECRET, BASE), multiply(NONCE, BASE)


def encodings(n):
    """Every way to write the n-th point of low order, the canonical one first."""
    x, y = TORSION[n]
    signs = (0, 1) if x == 0 else (x & 1,)
    numbers = [number | sign << 255 for number in (y, y + P) if number < 2**255 for sign in signs]
    return [number.to_bytes(32, "little") for number in numbers]


def test_there_are_fourteen_encodings_of_eight_points_of_low_order():
    assert [len(encodings(n)) for n in range(8)].count(1) == 4
    assert sum(len(encodings(n)) for n in range(8)) == 14


def test_every_key_of_low_order_is_refused_however_it_is_written():
    for way in (way for n in range(8) for way in encodings(n)):
        with pytest.raises(NoteInvalidError, match="anybody can sign for it"):
            verifier_key(way)


def halves(whole):
    """Every edge of one half: its bytes, its part of low order, whether it is more than that, whether canonical."""
    for n in range(8):
        for place, way in enumerate(encodings(n)):
            yield way, n, False, place == 0
        yield encode(add(whole, TORSION[n])), n, True, True


def edges():
    """Both halves in every combination, each with a message that leaves a residue and one that leaves none."""
    for (a, low_a, has_secret, _), (r, low_r, has_nonce, canonical) in product(halves(KEY), halves(COMMITMENT)):
        wanted = {(low_r + k * low_a) % 8 != 0 for k in range(8)}
        for n in count():
            message = b"edge %d" % n
            k = hash_to_scalar(r, a, message)
            residue = (low_r + k * low_a) % 8 != 0
            if residue in wanted:
                s = (k * SECRET * has_secret + NONCE * has_nonce) % L
                yield a, message, r + s.to_bytes(32, "little"), residue, canonical
                wanted.remove(residue)
            if not wanted:
                break


def test_every_edge_is_judged_as_the_formula_without_cofactor_judges_it():
    """A signature holds iff its parts of low order cancel and R is written canonically; the equation is ref10's."""
    seen = {True: 0, False: 0}  # as many as CCTV has where k is computed as RFC 8032 says
    for public, message, signature, residue, canonical in edges():
        expected = canonical and not residue
        assert VerifierKey("edge", Algorithm.ED25519, public).verify(message, signature) is expected
        seen[expected] += 1
    assert seen == {True: 198, False: 570}
