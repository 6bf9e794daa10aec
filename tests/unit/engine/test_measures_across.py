"""Several indicators at once: highest, lowest, mean, how many; a missing value may be decided by the others."""

from __future__ import annotations

from itertools import product

import pytest

from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, outcome, reading

APRIL = "2025-04-30"
NAMES = ("x", "y", "z")


def across(how, bound, **fields):
    return {"readings": list(NAMES), "across": how, "is": bound, "max_age": "P2M", **fields}


def values(*given):
    """Return April's readings of x, y and z; None is one that is missing."""
    return tuple(
        item
        for name, value in zip(NAMES, given, strict=True)
        if value is not None
        for item in reading("2025-04", value, of=name)
    )


@pytest.mark.parametrize(
    ("how", "bound", "given", "expected"),
    [
        ("highest", {"at_least": 5}, ("1", "5", "2"), MET),
        ("highest", {"above": 5}, ("1", "5", "2"), NOT_MET),
        ("highest", {"at_least": 5}, ("1", "5", None), MET),  # whatever the third is
        ("highest", {"at_least": 5}, ("1", "4", None), UNKNOWN),
        ("highest", {"at_most": 5}, ("1", "5", None), UNKNOWN),  # the third may be higher
        ("highest", {"at_most": 5}, ("1", "6", None), NOT_MET),
        ("lowest", {"at_most": 2}, ("1", "5", None), MET),
        ("lowest", {"at_most": 2}, ("3", "5", None), UNKNOWN),
        ("lowest", {"at_least": 2}, ("3", "5", None), UNKNOWN),
        ("lowest", {"at_least": 2}, ("1", "5", None), NOT_MET),
        ("lowest", {"at_least": 2}, ("2", "5", "9"), MET),
        ("mean", {"at_least": 3}, ("1", "5", "3"), MET),
        ("mean", {"above": 3}, ("1", "5", "3"), NOT_MET),
        ("mean", {"at_least": 3}, ("9", "9", None), UNKNOWN),
        ("mean", {"at_least": 3}, (None, None, None), UNKNOWN),
    ],
)
def test_a_missing_value_is_unknown_unless_the_others_decide(how, bound, given, expected):
    assert outcome(across(how, bound), APRIL, *values(*given)) is expected


@pytest.mark.parametrize("how", ["highest", "lowest"])
@pytest.mark.parametrize(
    "bound", [{"at_least": 2}, {"at_most": 2}, {"above": 1, "below": 3}, {"at_least": 2, "at_most": 2}]
)
@pytest.mark.parametrize("known", [("1", "1"), ("1", "3"), ("2", "2"), ("2", "3"), ("3", "3")])
def test_the_outcome_is_what_every_value_of_the_missing_one_agrees_on(how, bound, known):
    every = {outcome(across(how, bound), APRIL, *values(*known, third)) for third in ("0", "1", "2", "3", "4")}
    agreed = every.pop() if len(every) == 1 else UNKNOWN
    open_ended = outcome(across(how, bound), APRIL, *values(*known, None))
    # pointwise and conservative: never another answer, and unknown only where two bounds are asked at once
    assert open_ended is agreed or (open_ended is UNKNOWN and len(bound) > 1)


@pytest.mark.parametrize(("given", "count"), list(product([("9", "1", None), ("9", "9", None)], [1, 2, 3])))
def test_how_many_counts_those_that_surely_and_possibly_keep_the_threshold(given, count):
    keeping = sum(v == "9" for v in given)
    expected = MET if keeping >= count else UNKNOWN if keeping + 1 >= count else NOT_MET
    asked = across("how_many", {"at_least": 5}, how_many={"at_least": count})
    assert outcome(asked, APRIL, *values(*given)) is expected


def test_how_many_counts_streaks():
    asked = across("how_many", {"at_least": 5}, how_many={"at_least": 2}, streak=2)
    before = [item for name in ("x", "y") for item in reading("2025-03", "5", of=name)]
    assert outcome(asked, APRIL, *before, *values("5", "5", "5")) is MET
    assert outcome(asked, APRIL, *before[:1], *values("5", "5", "5")) is UNKNOWN
    assert outcome(asked, APRIL, *before, *values("5", "4", "4")) is NOT_MET


def test_each_is_as_old_as_it_is():
    # y and z ended in January: two months are over on the first of April
    items = (*reading("2025-04", "5", of="x"), *reading("2025-01", "9", of="y"), *reading("2025-01", "9", of="z"))
    assert outcome(across("highest", {"at_least": 9}), APRIL, *items) is UNKNOWN
    assert outcome(across("highest", {"at_least": 5}), APRIL, *items) is MET
