"""What an item is to a recorded assessment is told by its record, without reading the references in it."""

from __future__ import annotations

import pytest

from assessor.domain.assessment import ItemReference, Verdict
from assessor.services.assessment_document import find_role, write_document

ADDRESS = f"sha256:{'0' * 64}"


def refer(kind, name, version=1):
    return ItemReference(kind=kind, id=name, version=version, digest=ADDRESS)


def verdict(**parts):
    return Verdict.model_construct(
        trajectory="busy", standing="sufficient", confidence="high", **{"standing_reason": "", **parts}
    )


@pytest.fixture
def document():
    held, cited, seen = refer("signal", "strike", 12), refer("source", "book"), refer("signal", "strike-again")
    said = verdict(standing_reason='{"id":"quoted","kind":"signal","version":1}')
    return write_document(said, [held, cited], [held, cited, seen, refer("feed", 'of "all"')])


@pytest.mark.parametrize(
    ("kind", "name", "role"),
    [
        ("signal", "strike", "support"),
        ("source", "book", "support"),
        ("signal", "strike-again", "read"),
        ("feed", 'of "all"', "read"),
        ("signal", "book", None),
        ("signal", "again", None),
        ("signal", "strike-", None),
        ("signal", "quoted", None),
    ],
)
def test_an_item_is_found_by_kind_and_whole_id_in_any_version(document, kind, name, role):
    assert find_role(document, kind, name) == role


def test_what_is_no_record_is_refused():
    with pytest.raises(ValueError, match="no assessment's document"):
        find_role(b"{}", "signal", "strike")
