"""The history as a line: to scale, whatever the width and the number of states."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assessor.report.line import HistoryLine, Stretch, render_stretches
from tests.unit.report.made import STRETCHES, draw

FIRST = date(2025, 1, 20)


def bar(text):
    return next(line for line in text.splitlines() if line.startswith(("┣", "|")))


@st.composite
def stretches(draw_from):
    """States without gaps from the first day on, each of one day or more."""
    lengths = draw_from(st.lists(st.integers(1, 400), min_size=1, max_size=12))
    starts = [FIRST + timedelta(days=sum(lengths[:n])) for n in range(len(lengths) + 1)]
    return tuple(
        Stretch(f"State {n}", start, after - timedelta(days=1)) for n, (start, after) in enumerate(pairwise(starts))
    )


def test_names_stand_over_their_beginning_and_days_under_it():
    names, line, days = draw(HistoryLine(STRETCHES[1:]), 80).splitlines()
    for name, day in (("Contested", "2025-02-20"), ("Advancing", "2025-10-31")):
        assert names.index(name) == days.index(day)
        assert line[names.index(name)] == "┣"
    assert line.endswith("┫")
    assert days.endswith("2026-04-26")


def test_the_line_is_to_scale():
    line = bar(draw(HistoryLine(STRETCHES), 101))
    begins = [n for n, c in enumerate(line) if c == "┣"]
    whole = (date(2026, 4, 26) - FIRST).days
    assert begins == [0, 31 * 100 // whole, (date(2025, 10, 31) - FIRST).days * 100 // whole]


def test_a_label_without_room_moves_one_row_away():
    text = draw(HistoryLine(STRETCHES), 80).splitlines()
    assert [line.split() for line in text[:2]] == [["Contested"], ["Pre-execution", "Advancing"]]


def test_days_in_doubt_are_drawn_as_such_and_explained():
    text = draw(HistoryLine(STRETCHES, [(date(2025, 5, 1), date(2025, 7, 1))]), 80)
    assert "╍" in bar(text)
    assert "╍ in doubt: a transition could have been taken" in text


def test_doubt_too_short_to_see_beside_a_beginning_is_not_explained():
    assert "in doubt" not in draw(HistoryLine(STRETCHES, [(date(2025, 2, 20), date(2025, 2, 20))]), 80)


def test_a_terminal_without_unicode_gets_ascii():
    text = draw(HistoryLine(STRETCHES, [(date(2025, 5, 1), date(2025, 7, 1))]), 80, encoding="ascii")
    assert text.isascii()
    assert bar(text).startswith("|====|===========???")


@given(stretches(), st.integers(20, 200))
def test_it_fits_any_width_and_never_drops_the_line(history, width):
    text = draw(HistoryLine(history), width)
    assert all(len(line) <= width for line in text.splitlines())
    assert len(bar(text)) == width
    assert 3 <= len(text.splitlines()) <= 7


def test_one_state_of_one_day_is_drawn():
    assert bar(draw(HistoryLine((Stretch("Contested", FIRST, FIRST),)), 40)).endswith("┫")


def test_states_are_told_with_days_rationale_and_rule():
    _, first, second, _ = draw(render_stretches(STRETCHES)).splitlines()
    assert first.split("  ")[0] == "Pre-execution"
    assert first.endswith("the framework's initial state")
    assert second == "Contested      2025-02-20  2025-10-30  measures bind (rule turns)"
