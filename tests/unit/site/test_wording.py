"""What the program says tersely, in words."""

from __future__ import annotations

import pytest

from assessor.report.when import tell_when
from assessor.site.pages.wording import in_words, natural, number_of, shorten, tell_entries


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("at least 1 event(s) within P1Y", "at least 1 event within 1 year"),
        ("at least 2 event(s) with 3 independent origin(s)", "at least 2 events with 3 independent origins"),
        ("found 1 or more event(s)", "found 1 or more events"),
        ("no older than P18M", "no older than 18 months"),
        ("on every day of P1Y6M", "on every day of 1 year and 6 months"),
        ("PPP, P and P1Yx are no durations", "PPP, P and P1Yx are no durations"),
        ("stale since 2025-12-01, and later", "stale since 1 Dec 2025, and later"),
        ("due (2026-06-11/2026-07-19)", "due (11 Jun 2026 to 19 Jul 2026)"),
        ("due from 1 July 2026 (2026-07), and", "due from 1 July 2026 (Jul 2026), and"),
        ("-23.7 percent in 2024-12/2025-11", "\N{MINUS SIGN}23.7 percent in Dec 2024 to Nov 2025"),
        ("signal `a`, 2025-08, is stale", "signal `a`, Aug 2025, is stale"),
        ("0 of 10400 step(s), at least 1000 event(s)", "0 of 10,400 steps, at least 1,000 events"),
        ("reading a/2025-01-01, signal b-2025-01-01", "reading a/2025-01-01, signal b-2025-01-01"),
        ("an id 2025-01-01-storm", "an id 2025-01-01-storm"),
        ("no day is 2025-02-30", "no day is 2025-02-30"),
    ],
)  # fmt: skip
def test_texts_of_the_program_are_told_in_words(text, told):
    assert in_words(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-04-05", "5 Apr 2026"),
        ("2026-04", "Apr 2026"),
        ("2026", "2026"),
        ("2026-04~", "about Apr 2026"),
        ("2026?", "2026, perhaps"),
        ("2026-04-05%", "about 5 Apr 2026, perhaps"),
        ("[2026-04-12..2026-05-01]", "one day from 12 Apr 2026 to 1 May 2026"),
        ("2025/2026-04", "2025 to Apr 2026"),
        ("2026-01/..", "from Jan 2026 on"),
        ("2026-01/", "from Jan 2026, nobody knows how long"),
        ("../2026", "until 2026"),
        ("/2026-02", "until Feb 2026"),
        ("whenever", "whenever"),
        ("2026-13", "2026-13"),
    ],
)
def test_dates_are_told_as_precisely_as_they_are_known(text, told):
    assert tell_when(text) == told


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("four words are here", 19, "four words are here"),
        ("four words are here", 15, "four words…"),
        ("unbroken" * 3, 9, "unbroken…"),
    ],
)
def test_a_long_name_is_cut_at_a_word(text, most, told):
    assert shorten(text, most) == told


def test_numbers_agree_with_what_they_count():
    assert [number_of(n, "cell") for n in (0, 1, 10_000)] == ["0 cells", "1 cell", "10,000 cells"]
    assert [tell_entries(n) for n in (1, 18_932)] == ["1 entry", "18,932 entries"]


def test_names_stand_in_the_order_in_which_people_look_for_them():
    some = ["oaxaca", "21", "colima", "2", "baja-california", "11-02", "11-10", "11-9", "11", "aguascalientes"]
    assert sorted(some, key=natural) == [
        "2", "11", "11-02", "11-9", "11-10", "21", "aguascalientes", "baja-california", "colima", "oaxaca",
    ]  # fmt: skip
