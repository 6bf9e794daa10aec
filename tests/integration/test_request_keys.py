"""A request under a key is done once, however often it is made and by however many at once, on each database."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Impact, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.engine.inference import NativeEngine, StepMemo
from assessor.errors import EntryInvalidError, EvidenceConflictError, KeyConflictError, StoreUncertainError, UsageError
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.context import Engines
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.show_log import show_log
from assessor.services.verify_log import verify_log
from tests.cut_wire import CutWire
from tests.stores import PostgresqlStore

RULESET = load_ruleset(Path(__file__).parents[1] / "fixtures" / "rulesets" / "sound").require()


@contextmanager
def opened(url, actor="tester"):
    """Open the program with the native engine alone, which starts no process."""
    with open_assessor(url, actor) as context:
        yield replace(context, engines=Engines(NativeEngine(), None, StepMemo()))


@pytest.fixture
def context(store):
    with opened(store.url) as context:
        yield begin(context)


def begin(context):
    initialise(context, "log.example/keys")
    publish_ruleset(context, RULESET, RULESET.framework.epoch)
    return context


def batch(*ids, title="A source", name="batch"):
    sources = tuple(Source(id=item, title=title, tier=2, published=date(2026, 3, 2)) for item in ids)
    return EvidenceFile(batch=name, provenance="made up for a test", sources=sources)


def proposal():
    impact = Impact(cell="ferry", direction="better")
    signal = Signal.model_validate(
        {"id": "g", "title": "t", "date": "2026-03-01", "sources": ["s"], "impacts": [impact]}
    )
    return batch("s").model_copy(update={"signals": (signal,)})


def size(context):
    report = verify_log(context)
    assert report.is_sound
    return report.size


def test_a_batch_recorded_again_under_its_key_is_answered_by_what_was_recorded(context):
    first = record_batch(context, batch("a", "b"), key="k")
    assert [item.entry_index for item in first.recorded] == [2, 3]
    record_batch(context, batch("c"))
    assert record_batch(context, batch("a", "b"), key="k") == first
    assert size(context) == 5


def test_without_a_key_it_is_told_as_there_before(context):
    record_batch(context, batch("a", "b"))
    again = record_batch(context, batch("a", "b"))
    assert (again.recorded, again.already) == ((), ("source a", "source b"))


def test_what_was_there_before_the_first_time_is_told_the_second_time_too(context):
    record_batch(context, batch("a"))
    first = record_batch(context, batch("a", "b"), key="k")
    assert (first.already, [item.id for item in first.recorded]) == (("source a",), ["b"])
    assert record_batch(context, batch("a", "b"), key="k") == first


def test_a_batch_of_which_nothing_was_new_left_its_key_free(context):
    record_batch(context, batch("a"))
    nothing = record_batch(context, batch("a"), key="k")
    assert nothing.recorded == ()
    assert len(record_batch(context, batch("b"), key="k").recorded) == 1


def test_the_answer_is_the_same_when_what_was_recorded_could_not_be_recorded_now(context):
    first = record_batch(context, proposal(), proposed=True, key="k")
    accept_signal(context, "g")
    assert record_batch(context, proposal(), proposed=True, key="k") == first


@pytest.mark.parametrize(
    "other",
    [
        lambda context: record_batch(context, batch("a", "c"), key="k"),
        lambda context: record_batch(context, batch("a", title="Another title"), key="k"),
        lambda context: record_batch(context, batch("a", name="other"), key="k"),
        lambda context: record_batch(context, batch("a"), key="k", proposed=True),
        lambda context: record_batch(context, batch("a").model_copy(update={"backfill": "a story told"}), key="k"),
        lambda context: record_batch(replace(context, actor="somebody else"), batch("a"), key="k"),
        lambda context: accept_signal(context, "a", key="k"),
        lambda context: assess(context, "ferry", key="k"),
    ],
    ids=["items", "content", "batch", "proposals", "backfill", "actor", "acceptance", "assessment"],
)
def test_a_key_stands_for_one_request_and_no_other(context, other):
    record_batch(context, batch("a"), key="k")
    with pytest.raises(KeyConflictError, match=r"key `k` stands for another request \(entry 2\)"):
        other(context)
    assert size(context) == 3


def test_a_signal_is_accepted_once_under_a_key(context):
    record_batch(context, proposal(), proposed=True)
    first = accept_signal(context, "g", key="k")
    assert accept_signal(context, "g", key="k") == first
    with pytest.raises(EvidenceConflictError, match="accepted already"):
        accept_signal(context, "g")
    with pytest.raises(EvidenceConflictError, match="accepted already"):
        accept_signal(context, "g", key="other")


def test_an_assessment_asked_again_under_its_key_is_the_one_that_was_recorded(context):
    first = assess(context, "ferry", as_of=date(2026, 3, 31), key="k").assessment
    record_batch(context, batch("new"))
    again = assess(context, "ferry", as_of=date(2026, 3, 31), key="k").assessment
    assert again == first
    assert again.entry_index == 2
    assert size(context) == 4
    with pytest.raises(KeyConflictError):
        assess(context, "ferry", as_of=date(2026, 3, 30), key="k")


def test_a_repetition_under_a_key_is_the_one_that_was_recorded_too(context):
    moment = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    first = assess(context, "ferry", known_at=moment).assessment
    repeated = assess(context, "ferry", known_at=moment, key="k").assessment
    assert (repeated.entry_index, repeated.repeats) == (3, first.entry_index)
    assert assess(context, "ferry", known_at=moment, key="k").assessment == repeated
    assert size(context) == 4


def test_a_trial_has_no_key(context):
    with pytest.raises(UsageError, match="a trial is not recorded"):
        assess(context, "ferry", dry_run=True, key="k")


@pytest.mark.parametrize("key", ["", " k", "k\n", "k" * 121, "\ud800"])
def test_a_key_is_a_name(context, key):
    with pytest.raises(EntryInvalidError, match="key"):
        record_batch(context, batch("a"), key=key)


def test_the_entry_says_which_request_it_answers(context):
    record_batch(context, batch("a", "b"), key="k")
    first, second = show_log(context, 2, 2)
    assert first.request is not None
    assert first.request["key"] == "k"
    assert second.request is None


@pytest.mark.parametrize(
    ("act", "entries"),
    [
        (lambda context: record_batch(context, batch("a", "b", "c"), key="k"), 3),
        (lambda context: assess(context, "ferry", key="k").assessment, 1),
    ],
    ids=["batch", "assessment"],
)
def test_of_many_equal_requests_at_once_one_is_done_and_all_are_answered_alike(store, context, act, entries):
    before = size(context)
    answers: list[object] = []
    barrier = threading.Barrier(5)

    def asking():
        with opened(store.url) as other:
            barrier.wait()
            answers.append(act(other))

    threads = [threading.Thread(target=asking) for _ in range(barrier.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == barrier.parties
    assert all(answer == answers[0] for answer in answers)
    assert size(context) == before + entries


@pytest.mark.parametrize(
    "act",
    [
        lambda context: record_batch(context, batch("a", "b"), key="k"),
        lambda context: assess(context, "ferry", as_of=date(2026, 3, 31), key="k").assessment,
    ],
    ids=["batch", "assessment"],
)
def test_an_acknowledgement_that_is_lost_is_had_by_asking_again(postgresql, tmp_path, act):
    """The server commits, and the wire is cut before it can say so."""
    store = PostgresqlStore.empty(postgresql, "scratch")
    with opened(store.url) as context, CutWire(tmp_path, postgresql.socket) as wire:
        before = size(begin(context))
        with opened(f"postgresql://postgres@/scratch?host={tmp_path}") as other:
            assert size(other) == before
            wire.cuts = True
            with pytest.raises(StoreUncertainError, match="repeat the request under its key"):
                act(other)
            recorded = size(context)
            assert recorded > before
            wire.cuts = False
            answer = act(other)
        assert act(context) == answer
        assert size(context) == recorded
