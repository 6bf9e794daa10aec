"""Which content an entry names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessor.audit import EntryType, digest, draft_entry
from assessor.audit.named_content import NAMES, list_content
from assessor.errors import EntryInvalidError

DIGEST = digest(b"")


def named(kind, body):
    return list_content(draft_entry(kind, body, actor="a").seal(7, datetime(2026, 4, 26, tzinfo=UTC)))


@pytest.mark.parametrize(("kind", "keys"), NAMES.items())
def test_every_key_is_read_where_it_is(kind, keys):
    found = named(kind, dict.fromkeys(keys, DIGEST) | {"identity": digest(b"of nothing stored")})
    assert found == [(DIGEST, is_erasable, 7) for is_erasable in keys.values()]
    assert named(kind, {}) == []


def test_entries_of_other_types_name_nothing():
    for kind in set(EntryType) - set(NAMES):
        assert named(kind, {"digest": DIGEST, "text": DIGEST, "record": DIGEST, "ruleset": DIGEST}) == []


@pytest.mark.parametrize("value", ["", "sha256:", DIGEST.upper(), DIGEST + "0", 7, ["x"], True])
def test_what_is_no_digest_is_told(value):
    with pytest.raises(EntryInvalidError, match=r"entry 7: .* is no digest of content"):
        named(EntryType.RULESET_PUBLISHED, {"digest": value})
