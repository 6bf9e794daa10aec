"""Conditions altered in one place: which alterations there are, in words."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from assessor.ruleset.conditions import Condition
from assessor.workbench.alterations import alter_condition

READ: TypeAdapter[Condition] = TypeAdapter(Condition)


def words_of(document: dict[str, object]) -> list[str]:
    return [words for _, words in alter_condition(READ.validate_python(document), (1, 2, 3, 4, 5))]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {"signals": {"stage": "incident"}, "within": "P180D"},
            [
                "the window were P162D instead of P180D",
                "the window were P198D instead of P180D",
                "`stage: incident` were not asked for",
                "the number of events were at least 2 instead of at least 1",
            ],
        ),
        (
            {"signals": {"tier": [1, 2]}, "within": "P1Y", "count": {"at_least": 2}},
            [
                "the window were P11M instead of P1Y",
                "the window were P13M instead of P1Y",
                "`tier: 1 or 2` were not asked for",
                "tier `1` did not count",
                "tier `2` did not count",
                "sources of tier 3 counted too",
                "sources of tier 4 counted too",
                "sources of tier 5 counted too",
                "the number of events were at least 1 instead of 2",
                "the number of events were at least 3 instead of 2",
            ],
        ),
        (
            {"reading": "calls", "is": {"at_least": 40}, "max_age": "P3M"},
            [
                "the threshold of calls were at least 36 instead of 40",
                "the threshold of calls were at least 44 instead of 40",
                "the threshold of calls were above 40 instead of at least 40",
                "the maximum age were P2M instead of P3M",
                "the maximum age were P4M instead of P3M",
                "the number of periods (streak) were 2 instead of 1",
            ],
        ),
        ({"finding": "a"}, []),
        ({"not": {"finding": "a"}}, ["`not` were left out"]),
        (
            {"all": [{"finding": "a"}, {"finding": "b"}]},
            [
                "`finding a` were left out of `all`",
                "`finding b` were left out of `all`",
                "`any` stood in the place of `all`",
            ],
        ),
        (
            {"findings": ["a", "b", "c"], "at_least": 2},
            ["how many findings were 1 instead of 2", "how many findings were 3 instead of 2"],
        ),
        (
            {"state": "Open", "for": "P2W"},
            [
                "how long the state has held were P1W instead of P2W",
                "how long the state has held were P3W instead of P2W",
                "the state need not have held for a time",
            ],
        ),
        (
            {"held": "P1M", "condition": {"finding": "a"}},
            ["how long it is held were P2M instead of P1M", "it need not be held"],
        ),
    ],
)
def test_each_place_is_altered_once_for_each_slip(document: dict[str, object], expected: list[str]) -> None:
    assert words_of(document) == expected


def test_no_alteration_is_the_condition_itself() -> None:
    condition = READ.validate_python(
        {
            "any": [
                {"not": {"signals": {"tags": ["a", "b"]}, "within": "P1Y"}},
                {"score": {"x": 2, "y": -1}, "at_least": 1},
            ]
        }
    )
    altered = [other for other, _ in alter_condition(condition, (1, 2))]
    assert len(altered) > 10
    assert condition not in altered
