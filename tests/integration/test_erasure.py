"""A text that was erased is in no file of the database, and nothing else changes by it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assessor.audit.key_chain import draft_witness
from assessor.audit.note_key import parse_verifier_key
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EntryInvalidError, ErasureRefusedError, StoreLockedError, VerificationError
from assessor.services.erase_content import erase_content
from assessor.services.list_evidence import list_evidence, show_evidence
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.verify_log import verify_log
from assessor.store import backend
from assessor.store.database import Database
from tests.every_type import WITNESS
from tests.harbour_log import FASTER, MENDED, PROPOSAL, found, live_through, open_harbour
from tests.stores import drop_trigger

REASON = "asked for by whom it names"


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        live_through(context)
        yield context


def text_of(context, signal):
    with context.database.read() as tx:
        address = tx.evidence.versions("signal", signal)[0].text_digest
    assert address is not None
    return address


def change(store, address, data):
    """Change a text through the back door, and put back what refuses that."""
    with store.connect() as door:
        drop_trigger(door, "content_refuses_update")
        door.execute("UPDATE content SET data = ? WHERE digest = ?", (data, address))
        door.execute(store.triggers()["content_refuses_update"])


def test_its_bytes_leave_every_file(store, context):
    assert store.holds(MENDED.encode())
    (erased,) = erase_content(context, [text_of(context, "quay-mended")], REASON)
    assert not store.holds(MENDED.encode())
    assert not store.holds(b"It took a week.")
    assert store.holds(FASTER.encode())  # the others stay
    assert (erased.entry_index, erased.already) == (22, False)
    assert erased.items == ("signal quay-mended, version 1",)
    report = verify_log(context)
    assert (report.fault, report.erased) == (None, 1)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # a server keeps long texts compressed
def test_long_texts_among_many_others_leave_every_file(store, context):
    """Texts of one page and of many, erased in another order than they came, while others are added."""
    sizes = (40, 900, 3000, 4990)
    batches = []
    for number in range(40):
        signal = {
            **PROPOSAL["signals"][0],
            "id": f"s{number}",
            "summary": f"mark{number:03}!" * (sizes[number % 4] // 8),
        }
        batches.append(EvidenceFile.model_validate({**PROPOSAL, "batch": f"b{number}", "signals": [signal]}))
    for batch in batches[:30]:
        record_batch(context, batch)
    for number in range(29, -1, -3):
        erase_content(context, [text_of(context, f"s{number}")], REASON)
        record_batch(context, batches[30 + number // 3])
    gone = set(range(29, -1, -3))
    context.database.scrub()
    for number in range(40):
        assert store.holds(f"mark{number:03}!".encode()) is (number not in gone), number


def test_rows_made_again_show_it_as_erased_and_are_equal(context):
    erase_content(context, [text_of(context, "quay-mended")], REASON)
    before = show_evidence(context, "signal", "quay-mended")
    assert compare(context).difference is None
    rebuild(context)
    assert show_evidence(context, "signal", "quay-mended") == before
    (version,) = before
    assert (getattr(version.item, "title", ""), getattr(version.item, "summary", "")) == ("(erased)", "")
    titles = {getattr(v.item, "title", "") for v in list_evidence(context, "signal")}
    assert titles == {"(erased)", "Nobody worked", FASTER}


def test_erasing_twice_is_told_and_records_nothing(context):
    address = text_of(context, "quay-mended")
    erase_content(context, [address, address], REASON)
    with context.database.read() as tx:
        before = tx.log.size(), tx.log.root()
    (again,) = erase_content(context, [address], "another reason")
    assert (again.entry_index, again.already) == (22, True)
    with context.database.read() as tx:
        assert (tx.log.size(), tx.log.root()) == before


def test_all_that_are_named_go_or_none(store, context):
    with context.database.read() as tx:
        record = tx.log.entry(12).parse_body()["record"]
        rules = tx.rulesets.all()[0].digest
    text = text_of(context, "quay-mended")
    for other, why in ((record, "part of the record"), (rules, "part of the record"), ("sha256:none", "is not there")):
        with pytest.raises(ErasureRefusedError, match=why):
            erase_content(context, [text, other], REASON)
    with pytest.raises(EntryInvalidError, match="reason"):
        erase_content(context, [text], "two\nlines")
    assert store.holds(MENDED.encode())
    with context.database.read() as tx:
        assert tx.log.size() == 22


def test_a_proposal_whose_words_were_erased_can_be_accepted(store):
    with open_harbour(store.url) as context:
        found(context)
        record_batch(context, EvidenceFile.model_validate(PROPOSAL), proposed=True)
        address = text_of(context, "ferry-faster")
        erase_content(context, [address], REASON)
        accept_signal(context, "ferry-faster")
        proposed, accepted = show_evidence(context, "signal", "ferry-faster")
        assert (accepted.digest, accepted.text_digest) == (proposed.digest, address)
        assert getattr(accepted.item, "title", "") == "(erased)"
        assert verify_log(context).fault is None


def test_the_same_words_again_do_not_come_back(store, context):
    address = text_of(context, "ferry-faster")
    erase_content(context, [address], REASON)
    assert record_batch(context, EvidenceFile.model_validate(PROPOSAL)).already  # it is recorded, words or not
    twin = {**PROPOSAL["signals"][0], "id": "twin"}
    record_batch(context, EvidenceFile.model_validate({**PROPOSAL, "batch": "twins", "signals": [twin]}))
    assert not store.holds(FASTER.encode())
    assert text_of(context, "twin") == address
    assert verify_log(context).fault is None


def test_what_was_removed_behind_the_logs_back_is_not_covered_up(store, context):
    change(store, text_of(context, "quay-mended"), b"")
    with pytest.raises(VerificationError, match="no entry says"):
        erase_content(context, [text_of(context, "quay-mended")], REASON)
    assert "no entry says that they were erased" in str(verify_log(context).fault)


def test_a_text_put_back_from_a_copy_is_found_and_goes_again(store, context):
    address = text_of(context, "quay-mended")
    with context.database.read() as tx:
        words = tx.content.get(address).data
    erase_content(context, [address], REASON)
    change(store, address, words)
    assert "entry 22 says that they were erased" in str(verify_log(context).fault)
    (again,) = erase_content(context, [address], REASON)
    assert again.already
    assert not store.holds(MENDED.encode())
    assert verify_log(context).fault is None


def test_somebody_who_still_reads_is_told_of_and_it_is_done_when_they_have_ended(store, context, monkeypatch):
    monkeypatch.setattr(backend, "BUSY_SECONDS", 0.2)
    address = text_of(context, "quay-mended")
    reader = Database(store.url)
    with reader.read() as tx:
        assert tx.content.get(address).data
        with pytest.raises(StoreLockedError, match="repeat the command"):
            erase_content(context, [address], REASON)
        assert tx.content.get(address).data  # of the moment that it reads
    with context.database.read() as tx:
        assert (tx.log.size(), tx.content.get(address).data) == (23, b"")
    (again,) = erase_content(context, [address], REASON)
    assert again.already
    assert not store.holds(MENDED.encode())
    reader.close()


def test_writers_and_erasers_at_once_leave_a_sound_log(store, context):
    texts = [text_of(context, signal) for signal in ("quay-mended", "strike", "ferry-faster")]

    def erase():
        own = replace(context, database=Database(store.url))
        for text in texts:
            erase_content(own, [text], REASON)
        own.database.close()

    def write():
        with context.database.write() as tx:
            tx.log.append([draft_witness(parse_verifier_key(WITNESS.vkey), actor="a")], clock=context.clock)

    threads = [threading.Thread(target=work) for work in (erase, erase, *[write] * 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_log(context)
    assert (report.fault, report.erased, report.size) == (None, 3, 22 + 3 + 5)
