"""Whether an item could reach an evaluation, and in which words it is told that it could not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Feed, Reading, Signal, Source, Watched
from assessor.domain.reach import VersionKnown, is_later, why_out_of_reach

DAY = date(2026, 4, 26)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
SOURCE = Source(id="s", title="s", tier=1, published=date(2027, 1, 1))
FEED = Feed(id="f", title="f", watches=(Watched(since=date(2027, 1, 1)),))


def signal(when):
    return Signal(id="s", title="s", date=parse_edtf(when), sources=("x",))


def reading(period):
    return Reading(indicator="i", period=parse_edtf(period), status="missing", unit="u", source="x")


def version(number=1, *, entry=5, known=MAY, status="accepted", item=None):
    return VersionKnown(number, item or signal("2026-04-20"), entry, known, status)


def why(*versions, as_of=DAY, known_at=JUNE, log_size=10):
    return why_out_of_reach(versions, as_of=as_of, known_at=known_at, log_size=log_size)


def test_what_was_recorded_known_and_happened_in_time_was_in_reach():
    assert why(version()) == ""


def test_the_cut_takes_what_is_known_at_the_very_moment_and_not_its_own_entry():
    assert why(version(known=JUNE)) == ""
    assert why(version(entry=10)) == "recorded later, by entry 10; the log had 10 entries"


def test_what_was_recorded_and_not_yet_known_says_from_when():
    assert why(version(known=JUNE), known_at=MAY) == "known only from 2026-06-01 12:30 (UTC)"


def test_recorded_later_goes_before_known_later():
    assert why(version(entry=12, known=JUNE), known_at=MAY).startswith("recorded later")


def test_of_several_versions_the_one_that_was_first_in_reach_counts():
    assert why(version(), version(2, entry=12)) == ""
    assert why(version(entry=12), version(2, entry=11)) == "recorded later, by entry 11; the log had 10 entries"
    late = datetime(2026, 7, 1, tzinfo=UTC)
    assert why(version(known=late), version(2, entry=6, known=JUNE), known_at=MAY).startswith("known only from 2026-06")


def test_a_proposal_is_no_evidence_until_accepted():
    proposed = version(status="proposed")
    assert why(proposed) == "proposed then, and not accepted as evidence"
    assert why(proposed, version(2, entry=6)) == ""
    assert why(proposed, version(2, entry=12)) == "proposed then, and not accepted as evidence"


def test_what_was_retracted_is_out_of_reach_until_it_is_brought_back():
    retracted = version(2, entry=6, status="retracted")
    assert why(version(), retracted) == "retracted by then"
    assert why(version(), retracted, log_size=6) == ""
    assert why(version(), retracted, version(3, entry=7)) == ""


@pytest.mark.parametrize(
    ("item", "later"),
    [
        (signal("2026-04-26"), False),
        (signal("2026-04-27"), True),
        (signal("2026-04"), False),
        (signal("2026-05"), True),
        (signal("2026-04-27/.."), True),
        (reading("2026-03"), False),
        (reading("2026-04"), True),
        (SOURCE, False),
        (FEED, False),
    ],
)
def test_a_signal_is_later_if_it_surely_is_and_a_reading_until_its_period_is_over(item, later):
    assert is_later(item, DAY) is later


def test_what_happened_later_is_told_before_what_was_known_later():
    assert why(version(item=signal("2026-05"), entry=12)) == "dated 2026-05, after the day judged"
    assert why(version(item=reading("2026-04"))) == "of a period that ends after the day judged"


def test_a_date_corrected_later_is_judged_by_the_version_seen_then():
    assert why(version(item=signal("2026-05")), version(2, entry=12)) == "dated 2026-05, after the day judged"
    assert why(version(), version(2, entry=12, item=signal("2026-05"))) == ""
