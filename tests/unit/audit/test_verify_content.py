"""Content that is gone may be gone only where an entry says so; what entries name is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessor.audit import (
    EntryType,
    Frontier,
    StoredContent,
    StoredEntry,
    StoredHead,
    digest,
    draft_entry,
    draft_erasure,
    draft_genesis,
    hash_leaf,
    render_instant,
    verify_content,
    verify_log,
)

MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
TEXT, OTHER, RULES, RECORD = (
    StoredContent(digest(data), "x", is_erasable, data)
    for data, is_erasable in ((b"words", True), (b"other words", True), (b"rules", False), (b"record", False))
)
ALL = [TEXT, OTHER, RULES, RECORD]
GONE = TEXT._replace(data=b"")


def log_of(*drafts):
    """A log of a genesis, a ruleset, two signals and an assessment, then what is given."""
    begun = [
        draft_genesis("log.example/1", actor="a"),
        draft_entry(EntryType.RULESET_PUBLISHED, {"digest": RULES.digest}, actor="a"),
        draft_entry(EntryType.SIGNAL_PROPOSED, {"id": "s1", "text": TEXT.digest}, actor="a"),
        draft_entry(EntryType.SIGNAL_RECORDED, {"id": "s2", "text": OTHER.digest}, actor="a"),
        draft_entry(EntryType.ASSESSMENT_RECORDED, {"record": RECORD.digest, "ruleset": RULES.digest}, actor="a"),
        draft_entry(EntryType.ASSESSMENT_REPEATED, {"repeats": 4, "ruleset": RULES.digest}, actor="a"),
        draft_entry(EntryType.READING_RECORDED, {"id": "r", "item": {}}, actor="a"),
    ]
    frontier, rows = Frontier(), []
    for index, draft in enumerate((*begun, *drafts)):
        entry = draft.seal(index, MOMENT + timedelta(seconds=index))
        instant = render_instant(entry.recorded_at)
        rows.append(StoredEntry(index, entry.data, hash_leaf(entry.data), entry.type.value, instant, None))
        frontier.append(rows[-1].leaf_hash)
    return rows, StoredHead("log.example/1", len(rows), frontier.root(), frontier.hashes, rows[-1].recorded_at)


def verify(contents, *drafts):
    rows, head = log_of(*drafts)
    kept = {content.digest: content.erasable for content in contents}
    return verify_log(rows, contents, head, find_erasable=lambda wanted: {d: kept[d] for d in wanted if d in kept})


def test_content_that_is_all_there_is_sound():
    assert verify(ALL).is_sound


def test_a_text_that_an_entry_says_was_erased_may_be_empty_and_nothing_else_may():
    erasure = draft_erasure(TEXT.digest, "asked for", actor="a")
    report = verify([GONE, OTHER, RULES, RECORD], erasure)
    assert (report.is_sound, report.erased) == (True, 1)
    assert str(verify([GONE, OTHER, RULES, RECORD]).fault) == (
        f"content {TEXT.digest}: its bytes are gone, and no entry says that they were erased"
    )
    other = verify([GONE, OTHER._replace(data=b""), RULES, RECORD], erasure)
    assert str(other.fault).startswith(f"content {OTHER.digest}: its bytes are gone")


def test_saying_it_twice_is_saying_it():
    erasure = draft_erasure(TEXT.digest, "asked for", actor="a")
    report = verify([GONE, OTHER, RULES, RECORD], erasure, erasure)
    assert (report.is_sound, report.erased) == (True, 1)


def test_a_text_that_came_back_after_it_was_erased_is_told():
    report = verify(ALL, draft_erasure(TEXT.digest, "asked for", actor="a"))
    assert str(report.fault) == f"content {TEXT.digest}: its bytes are there, and entry 7 says that they were erased"


@pytest.mark.parametrize("content", [RULES, RECORD])
def test_what_is_no_text_cannot_be_said_to_be_erased(content):
    contents = [c._replace(data=b"") if c is content else c for c in ALL]
    report = verify(contents, draft_erasure(content.digest, "in the way", actor="a"))
    assert str(report.fault) == (
        f"content {content.digest}: it is kept as what must stay, and entry 7 names it as the opposite"
    )


@pytest.mark.parametrize(("content", "index"), [(TEXT, 2), (OTHER, 3), (RULES, 1), (RECORD, 4)])
def test_content_that_is_missing_altogether_is_found_by_the_entry_that_names_it(content, index):
    report = verify([c for c in ALL if c is not content])
    assert str(report.fault) == f"content {content.digest}: it is missing, and entry {index} names it"


def test_a_row_that_was_erased_and_then_removed_is_missing():
    report = verify([OTHER, RULES, RECORD], draft_erasure(TEXT.digest, "asked for", actor="a"))
    assert str(report.fault) == f"content {TEXT.digest}: it is missing, and entry 2 names it"


@pytest.mark.parametrize("content", ALL)
def test_content_kept_as_another_kind_than_it_is_named_as_is_told(content):
    report = verify([c._replace(erasable=not c.erasable) if c is content else c for c in ALL])
    assert report.fault is not None
    assert report.fault.place == f"content {content.digest}"
    assert "names it as the opposite" in report.fault.reason


def test_an_erasure_without_its_words_is_no_entry_of_its_kind():
    report = verify(ALL, draft_entry(EntryType.CONTENT_ERASED, {"digest": TEXT.digest}, actor="a"))
    assert (report.fault and report.fault.index) == 7


def test_nothing_is_left_uncompared_however_many_are_named(monkeypatch):
    monkeypatch.setattr(verify_content, "_AT_ONCE", 20)
    texts = [StoredContent(digest(data), "x", True, data) for data in (f"text {n}".encode() for n in range(90))]
    drafts = [draft_entry(EntryType.SIGNAL_RECORDED, {"text": text.digest}, actor="a") for text in texts]
    assert verify([*ALL, *texts], *drafts).is_sound
    for place in (0, 15, 16, 20, 88, 89):
        report = verify([*ALL, *texts[:place], *texts[place + 1 :]], *drafts)
        assert str(report.fault) == f"content {texts[place].digest}: it is missing, and entry {7 + place} names it"
