"""Texts of the program for readers: conditions as sentences, and nothing by its id that has a title."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assessor.domain.evidence import Signal, Source, kind_of
from assessor.domain.known import Evidence, EvidenceVersion
from assessor.engine.describe import describe
from assessor.ruleset.conditions import walk
from assessor.site.pages.telling import Telling, evidence_titles
from tests.harbour_log import sound_rules

KNOWN = datetime(2025, 4, 2, tzinfo=UTC)
READS = "arrivals: latest at least 10, no older than P3M"
SAID = "the latest reading of Ships that came is at least 10 (unknown once the reading is older than 3 months)"


@pytest.fixture
def telling() -> Telling:
    return Telling(sound_rules(), "harbour", {"wire-1": "A wire", "book-watch": "The book is read"})


def test_the_harbour_has_the_condition_that_is_told_here() -> None:
    rule = sound_rules().rules_of("harbour").rules[0]
    assert [describe(one) for one in walk(rule.condition)] == [READS]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (READS, SAID),
        (f"{READS}: a value at least 10", f"{SAID}: a value at least 10"),
        (f"{READS} must cease: a value not at least 10", f"{SAID} must cease: a value not at least 10"),
        (f"{READS}: not met then, nothing new having come", f"{SAID}: not met then, nothing new having come"),
        ("finding ships-come", "the finding ships-come holds"),
        ("quay", "The quay"),
        ("quay: open", "The quay: open"),
        ("trend: rising", "trend: rising"),
        ("tension: calm-and-storm", "tension: calm-and-storm"),
        ("a text of another kind, P3M", "a text of another kind, 3 months"),
    ],
)
def test_what_is_asked_is_told_in_a_sentence(telling: Telling, text: str, told: str) -> None:
    assert telling(text) == told


def test_what_a_condition_lacks_is_not_told_twice(telling: Telling) -> None:
    assert telling(f"{READS}: {READS[:20]}") == SAID


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a reading of `arrivals` for June", "a reading of “Ships that came” for June"),
        ("feed `book-watch` has a gap", "feed “The book is read” has a gap"),
        ("evidence on `quay` is asked for", "evidence on “The quay” is asked for"),
        ("`arrivals-of-others` is not declared", "`arrivals-of-others` is not declared"),
        ("arrivals 12 ships; arrivals 9 ships", "Ships that came 12 ships; Ships that came 9 ships"),
        ("arrivals 9740 ships", "Ships that came 9,740 ships"),
        ("arrivals 2025 ships", "Ships that came 2,025 ships"),
        ("reading arrivals/2025-04 is not known", "“Ships that came, Apr 2025” is not known"),
        ("feed book-watch is not known", "“The book is read” is not known"),
        ("signal late-1 is not known", "“late-1” is not known"),
        ("one more event, on quay or lights, tier 1", "one more event, on “The quay” or “The lights”, tier 1"),
        ("one more event, on quayside", "one more event, on quayside"),
        ("`wire-1`, dated `2025`, may count or not", "“A wire”, dated 2025, may count or not"),
        ("`wire-1`, dated `2025-04`, may count or not", "“A wire”, dated Apr 2025, may count or not"),
        ("`wire-1`, dated `2025-04-01/2025-04-30`, may", "“A wire”, dated 1 Apr 2025 to 30 Apr 2025, may"),
        (f"counted 0 where the rule asks {READS}; why", f"counted 0 where the rule asks for {SAID}; why"),
        ("arrivals of ships are counted", "arrivals of ships are counted"),
        (
            "stale: arrivals (latest 2025-04), cargo (latest 2024)",
            "stale: Ships that came (latest Apr 2025), Goods landed (latest 2024)",
        ),
        ("a single origin, wire-1, under the transition", "a single origin, “A wire”, under the transition"),
        ("later vintage (look-ahead): cargo, arrivals", "later vintage (look-ahead): Goods landed, Ships that came"),
        ("undetermined: lights, quay", "undetermined: The lights, The quay"),
        ("1 event(s) asked; what counts now: wire-1, wire-2", "1 event asked; what counts now: A wire; wire-2"),
        ("more than 3 event(s); what counts now: a, b, c, d", "more than 3 events; what counts now: 4 events"),
        ("a sum not at least 2; what counts now: a, a, quay, wire-1", "another sum; what counts now: 4 events"),
        ("at most 1 asked; what counts now: quay, wire-1", "at most 1 asked; what counts now: The quay; A wire"),
        ("a sum not at least 25; what counts now: a", "another sum; what counts now: a"),
    ],
)  # fmt: skip
def test_things_are_told_by_what_people_call_them(telling: Telling, text: str, told: str) -> None:
    assert telling.plain(text) == told


def test_a_framework_without_indicators_reads_none() -> None:
    rules = sound_rules()
    bare = rules.model_copy(update={"framework": rules.framework.model_copy(update={"indicators": ()})})
    assert Telling(bare, "lighthouse", {}).plain("arrivals 12 ships") == "arrivals 12 ships"


def test_a_signal_is_called_by_its_own_title_where_a_source_has_its_name() -> None:
    source = Source(id="late-1", title="Wire 1", tier=2, published=date(2025, 4, 1))
    told = {"id": "late-1", "title": "Two ships collide", "date": "2025-03-31", "sources": "late-1"}
    signal = Signal.model_validate(told)
    for items in ((source, signal), (signal, source)):
        versions = [EvidenceVersion(kind_of(one), one.id, 1, one, "", KNOWN) for one in items]
        assert evidence_titles(Evidence({one.key: one for one in versions})) == {"late-1": "Two ships collide"}
