"""What is held of a cell's evidence is what a process would read that holds nothing, whatever became of the log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assessor.domain.evidence import Signal, Source
from assessor.services.erase_content import erase_content
from assessor.services.known_evidence import read_evidence_of
from tests.harbour_log import found, open_harbour, sound_rules
from tests.versions import append_versions, record_version

MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
CELL = "harbour"
RULES = sound_rules()
SECOND = {"id": "paper", "title": "The Daily Pier", "tier": 5, "published": "2025-03-21"}


class UndoError(Exception):
    """Leaves a transaction, and nothing behind."""


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def read(context):
    with context.database.read() as tx:
        return read_evidence_of(tx, RULES, CELL, tx.log.size(), MOMENT)


def read_elsewhere(context, store):
    """What another process reads now."""
    with open_harbour(store.url) as other:
        return read(replace(context, database=other.database))


def held(context):
    with context.database.read() as tx:
        return list(tx.held)


def test_nothing_is_read_again_while_the_log_stands_still(context):
    pairs = zip(read(context).versions.values(), read(context).versions.values(), strict=True)
    assert all(one is two for one, two in pairs)
    assert len(held(context)) == 1


def test_what_others_record_is_seen(context, store):
    read(context)
    with open_harbour(store.url, hour=9) as other:
        record_version(other, Source.model_validate(SECOND), 2)
    now = read(context)
    assert now.versions["source", "paper"].version == 2
    assert now == read_elsewhere(context, store)


def test_what_was_taken_back_is_not_held(context, store):
    """Another log of the same length comes where one was rolled back, and holds other things."""
    read(context)
    with suppress(UndoError), context.database.write() as tx:
        append_versions(context, tx, [(Source.model_validate(SECOND), 2)])
        seen = read_evidence_of(tx, RULES, CELL, tx.log.size(), MOMENT)
        assert seen.versions["source", "paper"].version == 2
        raise UndoError
    assert read(context).versions["source", "paper"].version == 1
    with suppress(UndoError), context.database.write() as tx:
        append_versions(context, tx, [(Source.model_validate(SECOND), 2)])
        read_evidence_of(tx, RULES, CELL, tx.log.size(), MOMENT)
        raise UndoError
    record_version(context, Source.model_validate(SECOND | {"id": "book"}), 2)
    assert read(context).versions["source", "paper"].version == 1
    assert read(context) == read_elsewhere(context, store)


def test_a_text_that_was_erased_elsewhere_is_shown_to_nobody(context, store):
    item = read(context).versions["signal", "quay-mended"].item
    assert isinstance(item, Signal)
    assert item.title
    with context.database.read() as tx:
        address = tx.evidence.versions("signal", "quay-mended")[0].text_digest
    assert address is not None
    with open_harbour(store.url, hour=9) as other:
        erase_content(other, [address], "asked for by whom it names")
    assert read(context).versions["signal", "quay-mended"].item.title == "(erased)"
    assert read(context) == read_elsewhere(context, store)


def test_only_so_many_cells_are_held(context):
    for _ in range(70):
        ruleset = RULES.model_copy()
        with context.database.read() as tx:
            read_evidence_of(tx, ruleset, CELL, tx.log.size(), MOMENT)
    assert len(held(context)) == 64
