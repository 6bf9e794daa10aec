"""How sentences fill the blanks of a step."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from assessor.domain.edtf import parse_edtf
from assessor.scenarios.pattern import Pattern


def test_a_sentence_is_matched_whole() -> None:
    pattern = Pattern("the trajectory is {trajectory}")
    assert pattern.match('the trajectory is "Advancing"') == {"trajectory": '"Advancing"'}
    assert pattern.match('the trajectory is "Advancing" or so') is None
    assert pattern.match('now the trajectory is "Advancing"') is None
    assert pattern.match("the trajectory is Advancing") is None
    assert pattern.match('the trajectory is "Advancing" "x"') is None


def test_blanks_have_kinds() -> None:
    pattern = Pattern("{names:names} on {day:day} in {span:span}, {count:count} times, {outcome:outcome}")
    filled = pattern.match('"a", "b" and "c" on 2026-04-26 in 2026-04, 3 times, not met')
    assert filled is not None
    assert pattern.read(filled) == {
        "names": ("a", "b", "c"),
        "day": date(2026, 4, 26),
        "span": parse_edtf("2026-04"),
        "count": 3,
        "outcome": "not met",
    }


def test_a_day_that_does_not_exist_is_told() -> None:
    pattern = Pattern("as of {day:day}")
    filled = pattern.match("as of 2026-02-30")
    assert filled is not None
    with pytest.raises(ValueError, match="`2026-02-30` is not a day"):
        pattern.read(filled)


def test_blanks_are_shown_by_their_names() -> None:
    pattern = Pattern("the rule {rule} fires on {evidence:names} since {day:day}")
    assert pattern.plain == 'the rule "{rule}" fires on "{evidence}" since {day}'


def test_names_that_could_end_in_two_places_are_no_pattern() -> None:
    with pytest.raises(ValueError, match="could end in two places"):
        Pattern("the names are {one:names} and {two:names}")


@pytest.mark.parametrize("sentence", ['"' * 40_000, '"a", ' * 10_000 + "x", "the names are " + '"a" and ' * 10_000])
def test_a_hostile_sentence_takes_no_time(sentence: str) -> None:
    begun = perf_counter()
    assert Pattern("the names are {one:names} on {day:day}").match(sentence) is None
    assert perf_counter() - begun < 5  # a pattern that goes back over what it read would take hours
