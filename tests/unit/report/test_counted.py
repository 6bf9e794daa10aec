"""Counted things agree with their number, and nothing else is touched."""

from __future__ import annotations

import pytest

from assessor.report.counted import agreed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("found 1 event(s), at least 2 asked", "found 1 event, at least 2 asked"),
        ("2 event(s) with at least 1 independent origin(s)", "2 events with at least 1 independent origin"),
        ("1 or more event(s)", "1 or more events"),
        ("0 certain event(s) within P1Y", "0 certain events within P1Y"),
        ("21 event(s)", "21 events"),
        ("f(s) of event(s)", "f(s) of event(s)"),
    ],
)  # fmt: skip
def test_what_is_counted_agrees(text: str, told: str) -> None:
    assert agreed(text) == told
