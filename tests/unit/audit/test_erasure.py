"""The entry that says that a text was erased, and a row without bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, StoredContent, digest, draft_entry, draft_erasure, is_erased, read_erasure
from assessor.errors import EntryInvalidError

MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
TEXT = digest(b"words")


def test_an_erasure_says_which_text_and_why():
    entry = draft_erasure(TEXT, "asked for", actor="analyst:1").seal(7, MOMENT)
    assert entry.type is EntryType.CONTENT_ERASED
    assert read_erasure(entry) == (TEXT, "asked for")


@pytest.mark.parametrize("reason", ["", " asked for", "asked\nfor", "asked\u202efor", "x" * 501])
def test_a_reason_is_a_line_of_text(reason):
    with pytest.raises(EntryInvalidError, match="reason `"):
        draft_erasure(TEXT, reason, actor="a")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EntryType.SIGNAL_RECORDED, {"digest": TEXT, "reason": "x"}),
        (EntryType.CONTENT_ERASED, {"digest": TEXT}),
        (EntryType.CONTENT_ERASED, {"digest": 7, "reason": "x"}),
    ],
)
def test_another_entry_erases_nothing(kind, body):
    with pytest.raises(EntryInvalidError, match="names no text"):
        read_erasure(draft_entry(kind, body, actor="a").seal(0, MOMENT))


def test_a_row_without_bytes_is_erased_unless_it_never_had_any():
    assert is_erased(StoredContent(TEXT, "text/plain", True, b""))
    assert not is_erased(StoredContent(TEXT, "text/plain", True, b"words"))
    assert not is_erased(StoredContent(digest(b""), "text/plain", True, b""))
