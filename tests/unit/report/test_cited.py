"""Evidence under an explanation."""

from __future__ import annotations

from assessor.report.cited import render_cited
from tests.unit.report.made import RUMOUR, STRIKE, draw, month


def told(*evidence):
    return [draw(page, 120).rstrip("\n") for page in render_cited(evidence)]


def test_a_signal_shows_date_tier_id_sources_and_marks():
    assert told(STRIKE) == [
        "2026-02-22  A strike on the leader (tier 2, strike)\n  from Press report (tier 2, 2026-02-22)\n  backfill"
    ]


def test_what_only_possibly_counts_and_has_no_source_says_so():
    assert told(RUMOUR) == ["2026  Talk of a strike (possibly, no source known, rumour)"]


def test_of_many_signals_the_latest_are_shown_and_the_others_counted():
    many = [STRIKE.model_copy(update={"id": f"s{n}"}) for n in range(9)]
    first, *rest = told(*many)
    assert first == "3 earlier, then"
    assert len(rest) == 6
    assert "s8" in rest[-1]


def test_readings_of_one_series_stand_together_unless_their_marks_differ():
    march, february, january = (
        month("2026-03", "9"),
        month("2026-02", "8"),
        month("2026-01", "7", marks=("look-ahead",)),
    )
    assert told(march, february, january) == [
        "Crossings (persons, tier 5)\n  2026-03: 9, 2026-02: 8\n  from Border office (tier 5)",
        "Crossings (persons, tier 5)\n  2026-01: 7\n  from Border office (tier 5)\n  look-ahead",
    ]


def test_a_source_too_long_for_its_line_goes_on_under_itself():
    cited = STRIKE.model_copy(update={"sources": ("Report on a strike (tier 2, 2026-02-22)",), "marks": ()})
    (page,) = render_cited([cited])
    assert draw(page, 40).splitlines()[-2:] == ["  from Report on a strike (tier 2,", "  2026-02-22)"]


def test_a_reading_without_a_value_shows_its_status():
    suppressed = month("2026-03", "9").model_copy(update={"value": "suppressed"})
    assert told(suppressed)[0].startswith("Crossings (tier 5)\n  2026-03: suppressed")
