"""What one cell's evaluation reads of all that is recorded, on each database."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from alembic.script import ScriptDirectory

from assessor.domain.evidence import Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.resources import resource_dir
from assessor.services import due
from assessor.services.due import entries_since
from assessor.services.known_evidence import read_evidence_at, read_evidence_of
from assessor.services.rebuild import compare, rebuild
from assessor.services.record_evidence import record_batch
from assessor.store.migrate import upgrade
from tests.harbour_log import PROPOSAL, found, live_through, open_harbour, sound_rules
from tests.versions import record_version

MOMENT = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def context(store):
    with open_harbour(store.url) as context:
        found(context)
        yield context


def read(context, cell):
    with context.database.read() as tx:
        return set(read_evidence_of(tx, sound_rules(), cell, tx.log.size(), MOMENT).versions)


def signal(context, item_id):
    with context.database.read() as tx:
        item = read_evidence_at(tx, tx.log.size(), MOMENT).versions["signal", item_id].item
    assert isinstance(item, Signal)
    return item


def test_a_cell_reads_what_touches_it_its_sources_and_every_feed(context):
    feeds = {("feed", "book-watch"), ("feed", "paper-watch")}
    assert read(context, "ferry") == {*feeds, ("signal", "strike"), ("source", "paper")}
    assert read(context, "harbour") == {
        *feeds,
        ("reading", "arrivals/2025-03"),
        ("reading", "arrivals/2025-04"),  # departures are asked for by no rule
        ("signal", "quay-mended"),
        ("source", "book"),
        ("source", "copy"),
        ("source", "paper"),  # of which the copy is one
    }
    assert read(context, "lighthouse") == feeds
    assert read(context, "nowhere") == feeds


def test_a_signal_that_moves_between_cells_leaves_no_ghost(context):
    strike = signal(context, "strike")
    there = strike.impacts[0].model_copy(update={"cell": "lighthouse"})
    record_version(context, strike.model_copy(update={"impacts": (there,)}), 2)
    with context.database.read() as tx:
        of_ferry = read_evidence_of(tx, sound_rules(), "ferry", tx.log.size(), MOMENT)
        before = read_evidence_of(tx, sound_rules(), "ferry", tx.log.size() - 1, MOMENT)
    moved = of_ferry.versions["signal", "strike"]
    assert (moved.version, moved.item) == (2, signal(context, "strike"))  # and so it touches the ferry no longer
    assert before.versions["signal", "strike"].version == 1
    assert ("signal", "strike") in read(context, "lighthouse")


def test_a_source_told_to_be_made_from_others_brings_them_along(context):
    made = {"id": "paper", "title": "The Daily Pier", "tier": 2, "published": "2025-03-21", "derived_from": ["letter"]}
    letter = {"id": "letter", "title": "A letter", "tier": 1, "published": "2025-03-01", "origin": "rumour"}
    rumour = {"id": "rumour", "title": "A rumour", "tier": 2, "published": "2025-03-01", "derived_from": ["paper"]}
    record_version(context, Source.model_validate(made), 2)
    for source in (letter, rumour):
        record_version(context, Source.model_validate(source), 1)
    assert {name for kind, name in read(context, "ferry") if kind == "source"} == {"paper", "letter", "rumour"}


def test_what_came_since_is_the_same_looked_at_one_by_one_and_found_by_what_cells_read(context, monkeypatch):
    """Derived sources, a proposal and what it cites, and a source that is cited no longer are among it."""
    letter = {"id": "letter", "title": "A letter", "tier": 1, "published": "2025-03-01", "origin": "rumour"}
    rumour = {"id": "rumour", "title": "A rumour", "tier": 2, "published": "2025-03-01", "derived_from": ["paper"]}
    for made in (letter, rumour):
        record_version(context, Source.model_validate(made), 1)
    record_batch(context, EvidenceFile.model_validate(PROPOSAL), proposed=True)
    record_version(context, signal(context, "strike").model_copy(update={"sources": ("letter",)}), 2)
    for source in ("letter", "wire", "rumour", "book", "paper"):
        with context.database.read() as tx:
            row = tx.evidence.latest("source", source)
        item = Source.model_validate_json(row.body)
        record_version(context, item.model_copy(update={"tier": 3 - item.tier}), row.version + 1)
    entries: dict[int, list[list[int]]] = {}
    with context.database.read() as tx:
        for most in (-1, tx.log.size()):
            monkeypatch.setattr(due, "_MOST_LOOKED_AT", most)
            asked = product(("ferry", "harbour", "lighthouse", "nowhere"), range(tx.log.size() + 1))
            entries[most] = [entries_since(tx, sound_rules(), cell, first) for cell, first in asked]
    by_what_is_read, one_by_one = entries.values()
    assert one_by_one == by_what_is_read
    assert len({tuple(some) for some in one_by_one}) > 10


def test_a_log_of_before_the_table_is_given_its_rows(store):
    scripts = ScriptDirectory(str(resource_dir("migrations")))
    with open_harbour(store.url) as context:
        live_through(context)
        told = {
            "id": "told",
            "title": "t",
            "date": "2025-03-10",
            "sources": ["paper"],
            "event": "storm",
            "feed": "desk",
        }
        record_version(context, Signal.model_validate(told), 1)
    with store.connect() as door:
        rows = sorted(door.execute("SELECT * FROM evidence_touch").fetchall())
        for table in ("evidence_touch", "restatement"):
            door.execute(f"DROP TABLE {table}")
        door.execute("DROP INDEX ix_log_entry_about_the_log")
        for index in ("ix_log_entry_keys", "ix_log_entry_erasures"):
            door.execute(f"CREATE INDEX {index} ON log_entry (type)")
        door.execute("CREATE TABLE assessment_evidence (entry_index BIGINT)")
        assert {("event", "storm"), ("feed", "desk")} <= {row[:2] for row in rows}
        before = scripts.get_revision("0006").down_revision
        door.execute(f"UPDATE alembic_version SET version_num = '{before}'")  # noqa: S608 - of ours
    with open_harbour(store.url, hour=9) as context:
        upgrade(context.database)
        assert compare(context).difference is None
        with store.connect() as door:
            assert sorted(door.execute("SELECT * FROM evidence_touch").fetchall()) == rows
        assert rebuild(context).rows["evidence_touch"] == len(rows) > 10
