"""Two evaluations that differ in what a verdict says are never one, whatever their digests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from assessor.domain.evidence import Reading, Source
from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.services.assessment_document import identify, read_set_of, write_document
from tests.harbour_log import sound_rules

NOW = datetime(2026, 1, 31, tzinfo=UTC)
DAY = date(2025, 4, 20)
HEAD = {"cell": "harbour", "as_of": str(DAY), "known_at": "2026-01-31T00:00:00.000000Z", "ruleset": "r", "log_size": 9}


def versions(**marks):
    fields = {"indicator": "arrivals", "period": "2025-03", "value": "12", "unit": "ships", "source": "book"}
    source = Source(id="book", title="The book", tier=1, published=date(2025, 3, 20))
    read = EvidenceVersion("reading", "arrivals/2025-03", 1, Reading.model_validate(fields), "sha256:r", NOW)
    return [EvidenceVersion("source", "book", 1, source, "sha256:s", NOW), replace(read, **marks)]


def judged(**marks):
    evidence = known_at(versions(**marks), NOW)
    return evaluate(sound_rules(), evidence, "harbour", DAY, CrossChecked(NativeEngine()))


CASES = [{}, {"version": 2}, {"backfill": True}, {"estimated": True}, {"look_ahead": True}]


@pytest.mark.parametrize(("one", "other"), list(combinations(CASES, 2)), ids=str)
def test_versions_and_marks_tell_evaluations_apart_that_read_the_same_content(one, other):
    found = [judged(**one), judged(**other)]
    assert found[0].read_digest == found[1].read_digest
    written = {write_document(f.verdict, f.support, f.read_set) for f in found}
    assert len(written) == 2
    assert len({identify(HEAD, read_set_of(f), ["native 1"]) for f in found}) == 2


def test_an_evaluation_recorded_before_keeps_its_identity():
    # by hand, from the form told in docs/log-format.md: nothing of versions
    found = judged()
    old = read_set_of(found, marked=False)
    assert identify(HEAD, old, ["native 1"]) == identify(HEAD, old.model_copy(update={"count": 99}), ["native 1"])
    assert identify(HEAD, old, ["native 1"]) != identify(HEAD, read_set_of(found), ["native 1"])
