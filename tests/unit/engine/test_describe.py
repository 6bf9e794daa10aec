"""What a condition asks, in words, on one line."""

from __future__ import annotations

import pytest

from assessor.engine.describe import describe
from tests.unit.engine.made import CONDITION, on, reads, seen

EVENTS = "at least 1 event(s) of any kind within P1Y"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (seen(), EVENTS),
        (
            seen(direction="up", dimension=["d", "e"], stage="act", tier=[1, 2], tags="t", without_tags="u"),
            "at least 1 event(s) up, on d or e, stage act, tier 1 or 2, tagged t, not tagged u within P1Y",
        ),
        (
            seen(bounds={"origins": {"at_least": 2}, "spread": {"at_most": 1}}),
            "at least 2 independent origin(s) with at most 1 dimension(s) of any kind within P1Y",
        ),
        (
            seen(bounds={"weight": {"at_least": "2.5", "half_life": 30}}),
            "weight at least 2.5 with half-life 30 days of any kind within P1Y",
        ),
        ({**seen(), "after": {"direction": "down"}}, f"{EVENTS}, after the last down"),
        (reads({"at_least": 2, "below": 9}), "x: latest at least 2 and below 9, no older than P3M"),
        (
            reads({"at_most": -10}, take="sum", periods=3, change={"from": "P1Y", "as": "percent"}, streak=2),
            "x: percent change of the sum of 3 from P1Y earlier at most -10 for 2 periods in a row, no older than P3M",
        ),
        (
            {"readings": ["x", "y"], "across": "highest", "is": {"above": 1}, "max_age": "P3M"},
            "highest of x, y: latest above 1, no older than P3M",
        ),
        (
            {"readings": ["x", "y"], "across": "how_many", "is": {"above": 1}, "max_age": "P3M"}
            | {"how_many": {"at_least": 1}},
            "at least 1 of x, y: latest above 1, no older than P3M",
        ),
        ({"finding": "f"}, "finding f"),
        ({"findings": ["f", "g"], "at_least": 1}, "at least 1 of the findings f, g"),
        ({"score": {"f": 2, "g": -1}, "at_least": 1}, "score at least 1 of f +2, g -1"),
        ({"state": ["A", "B"]}, "own trajectory A or B"),
        ({"state": "A", "for": "P1M"}, "own trajectory A held for P1M"),
        ({"trajectory_of": "2", "is": "B"}, "trajectory of cell 2 is B"),
        ({"trajectory_of": "2", "is": "B", "previous_day": True}, "trajectory of cell 2 the day before is B"),
        ({"held": "P1M", "condition": on("one")}, "on every day of P1M"),
        ({"all": [on("one")]}, "all of"),
        ({"any": [on("one")]}, "any of"),
        ({"not": on("one")}, "not"),
        ({"at_least": 1, "of": [on("one"), on("two")]}, "at least 1 of"),
    ],
)
def test_a_condition_in_words(fields, words):
    assert describe(CONDITION.validate_python(fields)) == words
