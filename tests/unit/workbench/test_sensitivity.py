"""What a history hangs on: the harbours of the guide, whose few items can be followed by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assessor.engine.histories import histories_of
from assessor.ruleset.load import load_ruleset
from assessor.scenarios.library import Library
from assessor.scenarios.supplies import Supplies
from assessor.workbench.mutants import with_rules
from assessor.workbench.sensitivity import Sensitivity, Subject, measure_sensitivity
from assessor.workbench.sensitivity.bench import Bench
from assessor.workbench.sensitivity.breaks import Break, find_break
from assessor.workbench.sensitivity.dials import Dial, dials_of
from assessor.workbench.sensitivity.moved import Said

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.workbench.sensitivity import Effect

FIRST, LAST = date(2025, 1, 1), date(2025, 7, 31)


@pytest.fixture
def subject(harbours: Path) -> Subject:
    library = Library(harbours.parent)
    evidence = Supplies(library.supplies("harbours", feeds_only=False)).at(None)
    return Subject(library.ruleset("harbours"), evidence, "north", FIRST, LAST)


@pytest.fixture
def found(subject: Subject) -> Sensitivity:
    return measure_sensitivity(subject, jobs=1)


def effect(found: Sensitivity, subject: str, change: str) -> Effect:
    (one,) = (e for e in found.effects if (e.subject, e.change) == (subject, change))
    return one


def test_every_number_of_the_rules_is_a_dial_and_no_tier_is(harbours: Path) -> None:
    dials = dials_of(load_ruleset(harbours).require().rules_of("north"))
    assert [(d.rule, d.kind, d.what, str(d.now)) for d in dials] == [
        ("channel-cleared", "window", "window", "P1Y"),
        ("channel-cleared", "count", "number of events", "2"),
        ("channel-cleared", "count", "number of origins", "2"),
        ("ships-return", "count", "number of periods in a row", "1"),
        ("ships-return", "window", "maximum age", "P3M"),
        ("ships-return", "threshold", "threshold", "40"),
        ("work-stopped", "window", "window", "P1M"),
    ]


def test_a_threshold_breaks_at_the_readings(found: Sensitivity) -> None:
    """Ships are 31 in April and 44 in June: 31 and fewer asked for opens the harbour earlier, more than 44 never."""
    (calls,) = (one for one in found.turned if one.dial.what == "threshold")
    assert [number for number, _ in calls.tried] == [30, 36, 44, 50]
    assert [moved.days > 0 for _, moved in calls.tried] == [True, False, False, True]
    down, up = calls.breaks
    assert (down.holds, down.breaks) == (Decimal("31.01"), Decimal("31.00"))
    assert (up.holds, up.breaks) == (Decimal("44.00"), Decimal("44.01"))
    fewer = effect(found, "ships-return", "threshold 30 instead of 40").moved
    # Open from the day after the strike ended to matter, instead of the end of June
    assert fewer.states[0][:2] == ("Limited", "Open")
    assert fewer.trajectory == sum(days for _, _, days in fewer.states)


def test_a_window_breaks_on_a_day(found: Sensitivity) -> None:
    """The strike ended on 20 May; the window of a month reaches to 19 June, one of 30 days to the 18th."""
    (strike,) = (one for one in found.turned if one.dial.rule == "work-stopped")
    down, up = strike.breaks
    assert (down.breaks, up.breaks) == (Decimal(30), Decimal(32))


def test_without_a_stretch_the_harbour_stays_closed(found: Sensitivity) -> None:
    """
    It was Limited from 20 April, on which a paper tells of the second stretch, and Open from 6 July, on which the month
    behind no longer reaches into the days that nobody watched. The stretch may have been cleared from 1 April on.
    """
    gone = effect(found, "inner-stretch", "it is not known").moved
    states = {(was, now): days for was, now, days in gone.states}
    assert states[("Limited", "Closed")] == (date(2025, 7, 6) - date(2025, 4, 20)).days
    assert states[("Open", "Closed")] == (LAST - date(2025, 7, 6)).days + 1
    assert gone.first == date(2025, 4, 1)
    assert gone.last == LAST


def test_a_tag_that_another_would_not_have_given(found: Sensitivity) -> None:
    """Without its tag the strike is none: no qualifier in May and June; the state is what it was, and less certain."""
    untagged = effect(found, "crane-strike", "without the tag strike").moved
    assert set(untagged.parts) == {"qualifiers", "alternatives", "confidence"}
    assert untagged.trajectory == 0
    assert effect(found, "outer-stretch", "without the tag dredging").moved.days == 0  # no rule asks for it
    assert effect(found, "inner-stretch", "stage incident instead of outcome").moved.trajectory > 0


def test_a_count_by_one(found: Sensitivity) -> None:
    three = effect(found, "channel-cleared", "number of events 3 instead of 2").moved
    assert three.states[0][1] == "Closed"
    assert "number of events 0 instead of 1" not in {e.change for e in found.effects}


def test_longest_first(found: Sensitivity) -> None:
    days = [e.moved.days for e in found.effects]
    assert days == sorted(days, reverse=True)
    assert 0 < sum(d > 0 for d in days) < len(days)


def test_days_outside_the_range_do_not_count(subject: Subject) -> None:
    whole = measure_sensitivity(subject, jobs=1)
    may = measure_sensitivity(Subject(subject.ruleset, subject.evidence, "north", date(2025, 5, 1), LAST), jobs=1)
    assert may.days == 92
    gone = [effect(one, "inner-stretch", "it is not known").moved for one in (whole, may)]
    assert gone[0].days - gone[1].days == 30  # those of April


def test_two_processes_find_the_same(subject: Subject, found: Sensitivity) -> None:
    assert measure_sensitivity(subject, jobs=2).effects == found.effects


def test_what_is_reused_changes_nothing(subject: Subject) -> None:
    """Each number turned, against rules altered and judged from the start."""
    bench, moving = Bench(subject), 0
    for dial in bench.dials:
        for number in (dial.size - 1, dial.size + 1, dial.by(-50), dial.by(100)):
            rules = dial.turned(bench.rules, number)
            if rules is not None:
                altered = with_rules(subject.ruleset, rules)
                fresh = histories_of(altered, subject.evidence, ("north",), LAST)
                expected = bench.said.moved(Said(fresh.folded["north"], FIRST, LAST))
                assert bench.at(dial, number) == expected
                moving += expected.days > 0
    assert moving > 5


def test_a_break_is_found_by_halving_and_bracketed_first() -> None:
    dial = Dial("r", 0, "threshold", (), "", "threshold", Decimal(100))
    asked: list[Decimal] = []

    def moves(number: Decimal) -> bool:
        asked.append(number)
        return number >= Decimal("137.42")

    assert find_break(dial, 1, moves) == Break(Decimal("137.41"), Decimal("137.42"))
    assert len(asked) < 20
    assert find_break(dial, -1, moves) == Break(Decimal(0), None)


def test_a_dial_that_cannot_be_turned_so_far_holds_as_far_as_it_can() -> None:
    dial = Dial("r", 0, "window", (), "", "window", Decimal(10))
    assert find_break(dial, -1, lambda number: None if number < 3 else False) == Break(Decimal(5), None)
