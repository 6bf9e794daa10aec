"""Knowledge changes by new versions alone: what was known before stays known before, on each database."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.known import known_at
from assessor.errors import (
    EntryInvalidError,
    EvidenceConflictError,
    EvidenceInvalidError,
    EvidenceNotFoundError,
    KeyConflictError,
    UsageError,
)
from assessor.services.assess import assess
from assessor.services.correct_signal import correct_signal, retract_signal
from assessor.services.erase_content import erase_content
from assessor.services.known_evidence import read_evidence_at, read_versions
from assessor.services.list_evidence import show_evidence
from assessor.services.merge_event import merge_event
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.replay import replay
from assessor.services.revise_reading import revise_reading
from assessor.services.verify_log import verify_log
from assessor.services.withdraw_batch import withdraw_batch
from tests.harbour_log import HISTORY, PROPOSAL, PROVENANCE, found, open_harbour

WHY = "found out"
LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def size(context):
    with context.database.read() as tx:
        return tx.log.size()


def known(context, *, log_size=None, moment=LATER):
    with context.database.read() as tx:
        return read_evidence_at(tx, tx.log.size() if log_size is None else log_size, moment)


def item(context, kind, name, **cut):
    version = known(context, **cut).versions.get((kind, name))
    return version.item if version is not None else None


def file(name="more", **items):
    return EvidenceFile.model_validate({"batch": name, "provenance": PROVENANCE, **items})


def reading(value, edition, **fields):
    told = {"indicator": "arrivals", "period": "2025-05", "unit": "ships", "source": "book", "published": "2025-06-05"}
    return told | {"value": value, "vintage": edition} | fields


# --- a correction ---


def test_a_correction_is_a_new_version_known_from_now_on_and_the_old_one_before(context):
    before = size(context)
    (change,) = correct_signal(context, "strike", {"date": "2025-03-20"}, reason=WHY).changes
    assert (change.action, change.version, change.entry_index) == ("corrected", 2, before)
    assert str(item(context, "signal", "strike").date) == "2025-03-20"
    assert str(item(context, "signal", "strike", log_size=before).date) == "2025-03-18~"
    corrected = show_evidence(context, "signal", "strike")[-1]
    assert corrected.known_from == corrected.recorded_at
    instant = known(context).versions["signal", "strike"].known_from
    assert str(item(context, "signal", "strike", moment=instant.replace(second=59, minute=0)).date) == "2025-03-18~"
    assert (corrected.action, corrected.actor, corrected.reason) == ("corrected", "harbour:1", WHY)
    assert corrected.backfill is False


def test_a_signal_moved_to_another_cell_leaves_no_ghost(context):
    before = size(context)
    moved = [{"cell": "harbour", "direction": "worse", "dimensions": ["quay"]}]
    correct_signal(context, "strike", {"impacts": moved}, reason=WHY)
    now, then = (known(context), known(context, log_size=before))
    cells = [[i.cell for s in evidence.signals for i in s.item.impacts if s.id == "strike"] for evidence in (now, then)]
    assert cells == [["harbour"], ["ferry"]]
    read = assess(context, "ferry", as_of=date(2025, 4, 20)).assessment.read_set.items
    assert ("signal", "strike") not in {(i.kind, i.id) for i in read}
    read = assess(context, "harbour", as_of=date(2025, 4, 20)).assessment.read_set.items
    assert ("signal", "strike") in {(i.kind, i.id) for i in read}


def test_a_correction_of_a_correction_takes_the_place_of_both(context):
    correct_signal(context, "strike", {"date": "2025-03-20", "event": None}, reason="the day")
    correct_signal(context, "strike", {"date": "2025-03-19"}, reason="the day again", expects=2)
    now = item(context, "signal", "strike")
    assert (str(now.date), now.event) == ("2025-03-19", None)
    assert [v.reason for v in show_evidence(context, "signal", "strike")] == [None, "the day", "the day again"]


def test_a_correction_from_a_file_is_the_whole_signal_and_brings_its_new_source(context):
    whole = {"id": "strike", "title": "Few worked", "date": "2025-03-18", "sources": ["radio"], "impacts": []}
    radio = {"id": "radio", "title": "Radio Pier", "tier": 2, "published": "2025-03-19"}
    done = correct_signal(context, "strike", file(sources=[radio], signals=[whole]), reason=WHY)
    assert [(c.kind, c.action) for c in done.changes] == [("source", "recorded"), ("signal", "corrected")]
    now = item(context, "signal", "strike")
    assert (now.title, now.event, now.impacts, now.sources) == ("Few worked", None, (), ("radio",))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2025-13"}, "`date`: "),
        ({"dat": "2025"}, "no field `dat`, did you mean `date`"),
        ({"sources": ["nobody"]}, "source `nobody` is not known"),
        ({"impacts": [{"cell": "habour"}]}, "did you mean `harbour`"),
        ({"date": "2025-03-25"}, "first published 2025-03-21, before it happened"),
    ],
)
def test_a_correction_is_checked_as_at_first_and_nothing_is_recorded(context, fields, told):
    before = size(context)
    with pytest.raises(EvidenceInvalidError, match=told):
        correct_signal(context, "strike", fields, reason=WHY)
    assert size(context) == before


def test_what_is_said_already_is_no_correction_and_an_id_stays(context):
    with pytest.raises(EvidenceConflictError, match="says that already"):
        correct_signal(context, "strike", {"date": "2025-03-18~"}, reason=WHY)
    with pytest.raises(UsageError, match="id of a signal cannot be corrected"):
        correct_signal(context, "strike", {"id": "other"}, reason=WHY)
    with pytest.raises(EntryInvalidError, match="1 to 500"):
        correct_signal(context, "strike", {"event": None}, reason="two\nlines")
    with pytest.raises(EvidenceNotFoundError, match="did you mean `strike`"):
        correct_signal(context, "stike", {"event": None}, reason=WHY)
    with pytest.raises(EvidenceConflictError, match=r"version 1 .* not 2"):
        correct_signal(context, "strike", {"event": None}, reason=WHY, expects=2)


def test_a_corrected_proposal_stays_one_until_it_is_accepted(context):
    record_batch(context, EvidenceFile.model_validate(PROPOSAL), proposed=True)
    correct_signal(context, "ferry-faster", {"date": "2026-01-21"}, reason=WHY)
    assert item(context, "signal", "ferry-faster") is None
    assert accept_signal(context, "ferry-faster").version == 3
    assert str(item(context, "signal", "ferry-faster").date) == "2026-01-21"


def test_words_that_were_erased_are_not_written_into_the_next_version(context):
    address = show_evidence(context, "signal", "strike")[0].text_digest
    erase_content(context, [str(address)], WHY)
    with pytest.raises(EvidenceConflictError, match="words were erased"):
        correct_signal(context, "strike", {"event": None}, reason=WHY)
    correct_signal(context, "strike", {"event": None, "title": "A strike"}, reason=WHY)
    assert item(context, "signal", "strike").title == "A strike"


# --- a retraction ---


def test_what_is_retracted_is_no_evidence_from_then_on_and_can_be_brought_back(context):
    before = size(context)
    retract_signal(context, "strike", reason="it never happened")
    assert item(context, "signal", "strike") is None
    assert item(context, "signal", "strike", log_size=before) is not None
    with pytest.raises(EvidenceConflictError, match=f"retracted already .entry {before}"):
        retract_signal(context, "strike", reason=WHY)
    correct_signal(context, "strike", {"date": "2025-03-18~"}, reason="it did happen")
    assert str(item(context, "signal", "strike").date) == "2025-03-18~"
    assert [v.status for v in show_evidence(context, "signal", "strike")] == ["accepted", "retracted", "accepted"]


def test_what_is_retracted_cannot_be_imported_again(context):
    retract_signal(context, "strike", reason=WHY)
    with pytest.raises(EvidenceConflictError, match=r"was retracted .* bring it back"):
        record_batch(context, EvidenceFile.model_validate(HISTORY))


# --- sources ---


def test_a_source_that_is_a_copy_shares_its_origin_with_all_that_cites_it_from_then_on(context):
    before = size(context)
    regrade_source(context, "book", Grade(copy_of="paper"), reason=WHY)
    assert item(context, "source", "book").origin == "paper"
    assert item(context, "source", "book", log_size=before).origin is None
    with pytest.raises(EvidenceInvalidError, match="cannot be a copy of `copy`"):
        regrade_source(context, "paper", Grade(copy_of="copy"), reason=WHY)
    regrade_source(context, "book", Grade(origin="book", tier=2), reason="it is none after all")
    assert (item(context, "source", "book").origin, item(context, "source", "book").tier) == (None, 2)


def test_a_grade_that_makes_no_sense_is_refused(context):
    for grade in (Grade(), Grade(origin="a", copy_of="paper")):
        with pytest.raises(UsageError):
            regrade_source(context, "book", grade, reason=WHY)
    with pytest.raises(EvidenceInvalidError, match="tier"):
        regrade_source(context, "book", Grade(tier=7), reason=WHY)
    with pytest.raises(EvidenceNotFoundError, match="did you mean `paper`"):
        regrade_source(context, "book", Grade(copy_of="papr"), reason=WHY)


# --- events ---


def test_records_of_one_event_are_merged_in_one_batch(context):
    before = size(context)
    done = merge_event(context, ["strike", "quay-mended"], "the-strike", reason=WHY)
    assert [(c.id, c.entry_index) for c in done.changes] == [("quay-mended", before)]
    assert (done.batch, done.unchanged) == (f"merge@{before}", ("signal strike",))
    assert item(context, "signal", "quay-mended").event == "the-strike"
    with pytest.raises(EvidenceConflictError, match="already"):
        merge_event(context, ["strike", "quay-mended"], "the-strike", reason=WHY)


def test_records_that_share_no_day_are_not_one_event(context):
    correct_signal(context, "quay-mended", {"date": "2025-03-05"}, reason=WHY)
    before = size(context)
    with pytest.raises(EvidenceInvalidError, match="share no day"):
        merge_event(context, ["quay-mended", "strike"], "new", reason=WHY)
    with pytest.raises(UsageError, match="two signals"):
        merge_event(context, ["strike", "strike"], "new", reason=WHY)
    assert size(context) == before


# --- readings ---


def test_a_reading_is_revised_by_hand(context):
    before = size(context)
    revise_reading(context, "arrivals/2025-03", {"value": "14"}, reason="two came at night")
    revise_reading(context, "arrivals/2025-04", {"value": "9"}, reason="released")
    revise_reading(context, "departures/2025-03", {"status": "missing"}, reason="the sheet was lost")
    found = [item(context, "reading", name) for name in ("arrivals/2025-03", "arrivals/2025-04", "departures/2025-03")]
    assert [(r.status, r.value and int(r.value)) for r in found] == [
        ("observed", 14),
        ("observed", 9),
        ("missing", None),
    ]
    assert int(item(context, "reading", "arrivals/2025-03", log_size=before).value) == 12
    with pytest.raises(EvidenceConflictError, match="says that already"):
        revise_reading(context, "arrivals/2025-03", {"value": "14"}, reason=WHY)


def test_editions_of_a_backfill_are_known_from_their_own_days_in_whatever_order_they_stand(context):
    rows = [
        reading("12", "2025-08-05"),
        reading("10", "2025-06-05"),
        reading("11", "2025-07-05"),
        reading("12", "2025-09-05"),
    ]
    done = record_batch(context, file(backfill="editions that were published then", readings=rows))
    assert [r.version for r in done.recorded] == [1, 2, 3]
    assert done.already == ("reading arrivals/2025-05",)
    days = {
        date(2025, 6, 4): None,
        date(2025, 6, 6): 10,
        date(2025, 7, 6): 11,
        date(2025, 8, 6): 12,
        date(2025, 9, 6): 12,
    }
    for day, value in days.items():
        seen = item(context, "reading", "arrivals/2025-05", moment=datetime(day.year, day.month, day.day, tzinfo=UTC))
        assert (seen and int(seen.value)) == value
    assert [v.look_ahead for v in show_evidence(context, "reading", "arrivals/2025-05")] == [False] * 3
    again = record_batch(context, file(backfill="editions that were published then", readings=rows))
    assert again.recorded == ()


def test_a_later_edition_outside_a_backfill_is_known_from_now_on(context):
    record_batch(context, file(readings=[reading("10", "2025-06-05")]))
    before = size(context)
    done = record_batch(context, file(readings=[reading("11", "2025-07-05", status="provisional")]))
    assert [(r.version, r.entry_index) for r in done.recorded] == [(2, before)]
    version = show_evidence(context, "reading", "arrivals/2025-05")[-1]
    assert version.known_from == version.recorded_at
    assert (version.action, version.reason) == ("revised", "the edition of 2025-07-05")


@pytest.mark.parametrize("edition", ["2025-06-05", "2025-06-01", None])
def test_other_content_of_no_later_edition_is_refused(context, edition):
    record_batch(context, file(readings=[reading("10", "2025-06-05")]))
    row = {key: value for key, value in reading("11", edition).items() if value is not None}
    if edition is None:
        del row["published"]
    with pytest.raises(EvidenceConflictError, match="a revision needs a later edition"):
        record_batch(context, file(readings=[row]))


# --- a batch ---


def test_a_bad_import_is_withdrawn_whole_and_can_come_again_corrected(context):
    before = size(context)
    bad = {"sources": [{"id": "tv", "title": "TV", "tier": 2, "published": "2025-04-01"}]}
    bad["signals"] = [{"id": "fire", "title": "Fire", "date": "2025-03-30", "sources": ["tv"]}]
    record_batch(context, file("bad", **bad))
    done = withdraw_batch(context, f"bad@{before}", reason="another harbour")
    assert [(c.kind, c.id, c.action) for c in done.changes] == [
        ("source", "tv", "withdrawn"),
        ("signal", "fire", "withdrawn"),
    ]
    assert item(context, "signal", "fire") is None
    assert item(context, "signal", "fire", log_size=before + 2) is not None
    with pytest.raises(EvidenceInvalidError, match="source `tv` is not known"):
        correct_signal(context, "strike", {"sources": ["tv"]}, reason=WHY)
    bad["signals"][0]["date"] = "2025-03-29"
    again = record_batch(context, file("good", **bad))
    assert [r.version for r in again.recorded] == [3, 3]
    assert str(item(context, "signal", "fire").date) == "2025-03-29"


def test_a_withdrawal_puts_back_what_stood_before_and_can_be_withdrawn_itself(context):
    merged = str(merge_event(context, ["strike", "quay-mended"], "both", reason=WHY).batch)
    undone = withdraw_batch(context, merged, reason="they were two")
    assert [item(context, "signal", name).event for name in ("strike", "quay-mended")] == ["the-strike", None]
    withdraw_batch(context, str(undone.batch), reason="they were one")
    assert [item(context, "signal", name).event for name in ("strike", "quay-mended")] == ["both", "both"]
    withdraw_batch(context, merged, reason="they were two after all")
    assert [item(context, "signal", name).event for name in ("strike", "quay-mended")] == ["the-strike", None]
    with pytest.raises(EvidenceConflictError, match="was withdrawn since"):
        withdraw_batch(context, merged, reason=WHY)


def test_editions_that_a_batch_brought_are_withdrawn_together(context):
    record_batch(context, file(readings=[reading("10", "2025-06-05")]))
    before = size(context)
    record_batch(context, file("bad", readings=[reading("99", "2025-07-05"), reading("98", "2025-08-05")]))
    (change,) = withdraw_batch(context, f"bad@{before}", reason=WHY).changes
    assert change.version == 4
    assert int(item(context, "reading", "arrivals/2025-05").value) == 10


def test_what_was_changed_since_or_is_cited_from_outside_is_not_taken_away(context):
    before = size(context)
    papers = [{"id": n, "title": n, "tier": 2, "published": "2025-03-22"} for n in ("one", "two", "three")]
    told = [{"id": f"told-{n}", "title": n, "date": "2025-03-20", "sources": [n]} for n in ("one", "two")]
    record_batch(context, file("bad", sources=papers, signals=told))
    retract_signal(context, "told-one", reason=WHY)
    correct_signal(context, "strike", {"sources": ["paper", "two"]}, reason=WHY)
    with pytest.raises(EvidenceConflictError) as refused:
        withdraw_batch(context, f"bad@{before}", reason=WHY)
    assert "2 of 5 items" in str(refused.value)
    assert "signal `told-one` was retracted since" in str(refused.value)
    assert "source `two` is cited by signal `strike`" in str(refused.value)
    done = withdraw_batch(context, f"bad@{before}", reason=WHY, partly=True)
    assert [c.id for c in done.changes] == ["one", "three", "told-two"]
    assert done.unchanged == ("source two", "signal told-one")


def test_a_batch_that_is_none_is_told_with_the_nearest(context):
    for name in ("histry@2", "history@3", "history@", "@", "nothing", "history@99999999999999999999999"):
        with pytest.raises(EvidenceNotFoundError):
            withdraw_batch(context, name, reason=WHY)
    with pytest.raises(EvidenceNotFoundError, match="did you mean `history@2`"):
        withdraw_batch(context, "histry@2", reason=WHY)


# --- all of them ---

CHANGES = {
    "correct": lambda c, **o: correct_signal(c, "strike", {"event": None}, reason=WHY, **o),
    "retract": lambda c, **o: retract_signal(c, "strike", reason=WHY, **o),
    "regrade": lambda c, **o: regrade_source(c, "book", Grade(tier=2), reason=WHY, **o),
    "revise": lambda c, **o: revise_reading(c, "arrivals/2025-03", {"value": "1"}, reason=WHY, **o),
    "merge": lambda c, **o: merge_event(c, ["strike", "quay-mended"], "both", reason=WHY, **o),
    "withdraw": lambda c, **o: withdraw_batch(c, "history@2", reason=WHY, **o),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_trial_records_nothing_and_tells_what_would_be(context, change):
    before = size(context)
    tried = change(context, dry_run=True)
    assert size(context) == before
    done = change(context)
    assert tried.trial
    assert [c.version for c in tried.changes] == [c.version for c in done.changes]
    assert {c.entry_index for c in tried.changes} == {None}
    with pytest.raises(UsageError, match="key"):
        change(context, dry_run=True, key="k")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_under_its_key_a_change_is_done_once_and_answered_again(context, change):
    done = change(context, key="k")
    after = size(context)
    assert change(context, key="k") == done
    assert size(context) == after
    with pytest.raises(KeyConflictError):
        retract_signal(context, "quay-mended", reason=WHY, key="k")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_tables_replay_and_verification_understand_a_change(context, change):
    assess(context, "ferry", as_of=date(2025, 4, 20))
    change(context)
    assess(context, "ferry", as_of=date(2025, 4, 20))
    assert compare(context).difference is None
    rows = rebuild(context).rows
    assert compare(context).rows == rows
    assert [one.differences for one in replay(context)] == [(), ()]
    assert verify_log(context).is_sound


def test_of_two_who_correct_one_version_at_once_the_second_is_told(store):
    with open_harbour(store.url) as context:
        found(context)
    ended = []

    def correct(day):
        with open_harbour(store.url) as own:
            try:
                correct_signal(own, "strike", {"date": day}, reason=WHY, expects=1)
            except EvidenceConflictError as error:
                ended.append(str(error))

    writers = [threading.Thread(target=correct, args=(f"2025-03-1{n}",)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_harbour(store.url) as context:
        assert len(show_evidence(context, "signal", "strike")) == 2
    assert len(ended) == 3
    assert all("not 1: somebody changed it meanwhile" in text for text in ended)


def test_versions_are_the_same_whatever_order_they_are_read_in(context):
    for change in list(CHANGES.values())[:4]:
        change(context)
    with context.database.read() as tx:
        versions = read_versions(tx, list(tx.evidence.visible(tx.log.size(), LATER)))
    assert known_at(versions, LATER) == known_at(reversed(versions), LATER)
