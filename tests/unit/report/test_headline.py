"""A verdict in one line, and instants in words."""

from __future__ import annotations

import pytest

from assessor.report.headline import one_line, tell_instant
from tests.unit.report.made import ASSESSMENT, INSUFFICIENT, TRIAL

LINE = "cell 11 as of 2026-04-26: Advancing (with bilateral friction), Improving with episodic shocks"


def test_one_line_tells_cell_day_trajectory_qualifiers_and_trend():
    assert one_line(ASSESSMENT) == LINE


def test_one_line_marks_a_trial():
    assert one_line(TRIAL) == f"TRIAL, not recorded: {LINE}"


def test_one_line_says_why_evidence_is_insufficient():
    assert one_line(INSUFFICIENT) == "cell 11 as of 2026-04-26: insufficient evidence: 1 event where 3 are asked"


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        ("2026-04-26T23:59:59.999999Z", "the end of 2026-04-26 (UTC)"),
        ("2026-04-26T12:30:05.123456Z", "2026-04-26 12:30:05 (UTC)"),
    ],
)
def test_an_instant_is_told_in_words(instant, told):
    assert tell_instant(instant) == told
