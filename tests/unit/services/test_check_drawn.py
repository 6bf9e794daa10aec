"""Which tiles a signature looks at again."""

from __future__ import annotations

import pytest

from assessor.services.check_drawn import draw

ROOT = b"".join(number.to_bytes(4, "big") for number in (5, 1_000, 1_007, 2**32 - 1, 12, 3_012, 0, 999))


@pytest.mark.parametrize("tiles", [0, 1, 8])
def test_of_few_tiles_all_are_looked_at(tiles):
    assert list(draw(ROOT, tiles)) == list(range(tiles))


def test_of_many_the_root_draws_eight_and_none_twice():
    """By hand: 4,294,967,295 leaves 295, two leave 12, and 1,000 leaves 0."""
    assert list(draw(ROOT, 1_000)) == [0, 5, 7, 12, 295, 999]


def test_every_part_of_a_root_draws():
    drawn = [draw(bytes(at) + b"\xff" + bytes(31 - at), 2**32) for at in range(32)]
    assert [sum(numbers) for numbers in drawn] == [0xFF << 8 * (3 - at % 4) for at in range(32)]
