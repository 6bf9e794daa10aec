"""What moved since the assessment before, in a line."""

from __future__ import annotations

import pytest

from assessor.domain.restatement import Issued
from assessor.site.pages.moved import tell_moved

CALM = Issued(trajectory="Advancing", trend="Improving", confidence="low", standing="sufficient")
NOTHING = Issued(confidence="low", standing="insufficient")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (None, CALM, "Its first assessment"),
        (CALM, CALM, "As in the assessment before"),
        (CALM, {"qualifiers": ("with friction",)}, "Since the assessment before: now with friction"),
        (
            {"qualifiers": ("in fog", "in ice")},
            {"qualifiers": ("in ice",), "confidence": "high"},
            "Since the assessment before: no longer in fog; confidence was low",
        ),
        (
            CALM,
            {"trajectory": "Contested", "trend": None},
            "Since the assessment before: was Advancing; trend was Improving",
        ),
        ({"trend": None}, CALM, "Since the assessment before: trend was none"),
        (NOTHING, CALM, "Since the assessment before: was insufficient evidence"),
        (CALM, NOTHING, "Since the assessment before: was Advancing"),
    ],
)  # fmt: skip
def test_what_moved_is_told_in_a_line(before, now, told):
    before, now = (CALM.model_copy(update=one) if isinstance(one, dict) else one for one in (before, now))
    assert tell_moved(before, now) == told
