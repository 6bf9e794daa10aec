"""What counted as known at a moment, and what a signal's sources make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assessor.domain.evidence import Kind, Signal, Source
from assessor.domain.known import EvidenceVersion, known_at, roots_of, tell

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def source(name, published="2025-05-01", tier=1, **fields):
    return Source(id=name, title=name, tier=tier, published=published, **fields)


def signal(*sources):
    fields = {"id": "s", "title": "s", "date": "2025-04-01", "sources": sources, "impacts": [{"cell": "1"}]}
    return Signal.model_validate(fields)


def version(item, number=1, known_from=NOON, *, accepted=True):
    kind: Kind = "signal" if isinstance(item, Signal) else "source"
    return EvidenceVersion(kind, item.id, number, item, f"sha256:{number}", known_from, accepted=accepted)


def of(*items):
    return known_at([version(item) for item in items], NOON)


def tier_of(name, known):
    found = known.source(name)
    assert found is not None
    return found.tier


def told(known, *sources):
    """Return what the sources known make of a signal that they tell."""
    found = tell(version(signal(*sources)), known)
    assert found is not None
    return found


# Visibility: known from is not after known at.


def test_what_is_known_from_the_moment_itself_is_known():
    assert known_at([version(source("a"))], NOON).source("a") is not None


def test_what_is_known_from_a_second_later_is_not():
    assert known_at([version(source("a"))], NOON - SECOND).versions == {}


def test_of_an_item_the_highest_version_known_by_then_counts():
    versions = [version(source("a", tier=n), n, NOON + n * SECOND) for n in (1, 2, 3)]
    assert tier_of("a", known_at(versions, NOON + 2 * SECOND)) == 2


def test_a_lower_version_that_became_known_later_does_not_come_back():
    # a backfill of the old text after the correction: the correction still is the later version
    old, new = version(source("a", tier=1), 1, NOON), version(source("a", tier=2), 2, NOON - SECOND)
    assert tier_of("a", known_at([old, new], NOON)) == 2


def test_the_order_of_arrival_does_not_matter():
    versions = [version(source(name), n, NOON - n * SECOND) for name in "ab" for n in (1, 2)]
    assert known_at(versions, NOON) == known_at(reversed(versions), NOON)


def test_a_proposed_signal_is_no_evidence():
    assert known_at([version(signal("a"), accepted=False)], NOON).signals == []


def test_a_correction_that_is_only_proposed_takes_the_item_back_until_it_is_accepted():
    versions = [version(signal("a"), 1), version(signal("b"), 2, accepted=False)]
    assert known_at(versions, NOON).signals == []


# Reported: the earliest publication among the sources known.


def test_reported_is_the_earliest_publication_among_the_sources():
    known = of(source("late", "2025-05-09"), source("early", "2025-05-02"))
    assert told(known, "late", "early").reported == date(2025, 5, 2)


def test_a_source_not_known_yet_dates_nothing():
    known = of(source("late", "2025-05-09"))
    assert told(known, "late", "early").reported == date(2025, 5, 9)


def test_a_signal_none_of_whose_sources_is_known_tells_nothing():
    assert tell(version(signal("early")), of()) is None


# Origins: the roots of the derivation of sources.


def test_a_source_of_its_own_is_its_own_origin():
    assert roots_of("a", of(source("a"))) == {"a"}


def test_copies_of_one_report_share_its_origin():
    known = of(source("a"), source("b", origin="a"), source("c", origin="b"))
    assert [roots_of(name, known) for name in "abc"] == [{"a"}] * 3


def test_an_origin_nobody_recorded_stands_for_itself():
    known = of(source("b", origin="wire"), source("c", origin="wire"))
    assert roots_of("b", known) == roots_of("c", known) == {"wire"}


def test_a_source_made_from_others_has_the_origins_of_all_of_them():
    known = of(source("a"), source("b"), source("c", derived_from=("a", "b")), source("d", derived_from=("c",)))
    assert roots_of("d", known) == {"a", "b"}


def test_sources_that_derive_from_each_other_end_somewhere():
    known = of(source("a", derived_from=("b",)), source("b", derived_from=("a",)))
    assert roots_of("a", known)
    assert roots_of("a", known) <= {"a", "b"}


@pytest.mark.parametrize(("tiers", "roots"), [(None, {"a", "b"}), ({1}, {"a"}), ({2}, {"b"}), ({3}, set())])
def test_origins_are_those_of_the_sources_of_the_tiers_asked_for(tiers, roots):
    both = of(source("a", tier=1), source("b", tier=2))
    assert told(both, "a", "b").roots(None if tiers is None else frozenset(tiers)) == roots


def test_via_changes_neither_tier_nor_origin():
    # a dossier citation keeps the cited source's own
    cited = told(of(source("a", tier=1, via="dossier")), "a")
    assert (cited.sources[0].tier, cited.roots()) == (1, {"a"})


# What is left when something is taken away.


def test_without_takes_away_and_only_keeps():
    known = of(source("a"), source("b"))
    assert [v.id for v in known.without([("source", "a")]).versions.values()] == ["b"]
    assert [v.id for v in known.only([("source", "a")]).versions.values()] == ["a"]
