"""
The curve of Ed25519 as RFC 8032, section 5.1 states it: slow, obvious, and nobody's but these tests'.

Points are affine pairs. Enough to make signatures that no honest signer makes.
"""

from __future__ import annotations

from hashlib import sha512

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
IDENTITY = (0, 1)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P)
    return x % P, y % P


def multiply(scalar, point):
    total = IDENTITY
    while scalar:
        total = add(total, point) if scalar & 1 else total
        point = add(point, point)
        scalar >>= 1
    return total


def recover_x(y, sign):
    """Section 5.1.3, steps 2 to 4; a sign bit over x = 0 is let pass, as many decoders do."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0
    return P - x if x and x & 1 != sign else x


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y)


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    number = int.from_bytes(data, "little")
    y = (number & (1 << 255) - 1) % P
    return recover_x(y, number >> 255), y


def hash_to_scalar(*parts):
    """Return k of section 5.1.7, step 2."""
    return int.from_bytes(sha512(b"".join(parts)).digest(), "little") % L
