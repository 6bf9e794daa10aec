# ruff: noqa: S608 - statements are put together from constants of this file
"""The tables that evaluation reads, changed through the back door: verification finds what the log does not say."""

from __future__ import annotations

import json

import pytest

from assessor.audit import BY_HAND, canonicalize
from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.restatement import Issued, Restated
from assessor.errors import VerificationError
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess, judge
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import accept_signal, record_batch
from assessor.services.restate import record_restated
from assessor.services.verify_log import verify_log
from assessor.store.evidence import digest_version
from assessor.store.projections import PROJECTIONS
from tests.stores import PostgresqlStore, SqliteStore, Store, drop_trigger

BATCH = EvidenceFile.model_validate(
    {
        "batch": "b",
        "backfill": "made up for a test",
        "provenance": "made up for a test",
        "feeds": [{"id": "f", "title": "Desk", "watches": [{"from": "2020-01-01"}]}],
        "sources": [{"id": "s", "title": "Report", "tier": 2, "published": "2026-04-02"}],
        "signals": [{"id": "g", "title": "Raid", "date": "2026-04-01", "sources": ["s"], "impacts": [{"cell": "11"}]}],
        "readings": [
            {"indicator": "swb-encounters", "period": "2026-03", "value": "9", "unit": "encounters", "source": "s"}
        ],
    }
)
PROPOSAL = BATCH.model_copy(
    update={"feeds": (), "readings": (), "signals": (BATCH.signals[0].model_copy(update={"id": "h"}),)}
)
COLUMNS = {projection.table.name: projection.table.c.keys() for projection in PROJECTIONS}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request, tmp_path_factory):
    """Return a database in which every projection has rows."""
    store: Store = SqliteStore(tmp_path_factory.mktemp("made") / "made.db")
    if request.param == "postgresql":
        store = PostgresqlStore.empty(request.getfixturevalue("postgresql"), "projections")
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(store.url, "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        record_batch(assessor, BATCH)
        record_batch(assessor, PROPOSAL, proposed=True)
        accept_signal(assessor, "h")
        for _ in range(2):
            judged = assess(assessor, "11", known_at="2026-04-26").assessment
        said = Issued(confidence="low", standing="insufficient")
        restated = Restated(entry=8, as_of=judged.as_of, verdict=said)
        later = judged.model_copy(update={"log_size": 10})
        with assessor.database.write() as tx:
            record_restated(assessor, tx, later, (restated,), BY_HAND)
    return store


@pytest.fixture
def store(made):
    return made.copy("copy")


@pytest.fixture
def back_door(store):
    """A connection for which neither triggers nor foreign keys hold; what it does, a forger can do."""
    with store.connect() as door:
        if store.kind == "sqlite":
            door.execute("PRAGMA ignore_check_constraints = ON")
            door.execute("PRAGMA synchronous = OFF")
        else:
            door.execute("SET session_replication_role = replica")
            checks = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
            for table, name in door.execute(checks).fetchall():
                door.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name in store.triggers():
            drop_trigger(door, name)
        yield door


def verify(store, back_door):
    """Return the first fault, the triggers put back as a careful forger would."""
    for statement in store.triggers().values():
        back_door.execute(statement)
    return find_fault(store)


def find_fault(store):
    with open_assessor(store.url) as assessor:
        return verify_log(assessor).fault


def test_what_nobody_changed_is_sound(store, back_door):
    assert verify(store, back_door) is None
    rows = {table: len(back_door.rows(table)) for table in COLUMNS}
    assert rows["evidence"] == 6
    assert all(count for table, count in rows.items() if table != "override")  # `test_every_column` sets one


@pytest.mark.parametrize(
    ("statement", "place", "reason"),
    [
        ("DELETE FROM evidence WHERE id = 'g'", "table `evidence`, entry 4", "it lacks the row"),
        ("DELETE FROM ruleset", "table `ruleset`, entry 1", "it lacks the row"),
        ("DELETE FROM assessment", "table `assessment`, entry 8", "it lacks the row"),
        ("UPDATE evidence SET status = 'proposed' WHERE id = 'g'", "table `evidence`, entry 4", "says `proposed`"),
        ("UPDATE ruleset SET effective_from = '2030-01-01'", "table `ruleset`, entry 1", "says `2030-01-01`"),
        ("UPDATE assessment SET standing = 'sufficient'", "table `assessment`, entry 8", "says `sufficient`"),
        (
            f"INSERT INTO evidence SELECT kind, 'x', version, 99, {', '.join(COLUMNS['evidence'][4:])} "  # noqa: ISC004
            "FROM evidence WHERE id = 'g'",
            "table `evidence`, entry 99",
            "it has a row that no entry put there",
        ),
        (
            "DELETE FROM content WHERE media_type LIKE '%signal-text%'",
            "content sha256:",
            "it is missing, and entry 4 names it",
        ),
        ("DELETE FROM content WHERE media_type LIKE '%ruleset%'", "content sha256:", "and entry 1 names it"),
        ("DELETE FROM content WHERE media_type LIKE '%assessment%'", "content sha256:", "and entry 8 names it"),
    ],
)
def test_the_message_names_the_place(store, back_door, statement, place, reason):
    back_door.execute(statement)
    fault = verify(store, back_door)
    assert fault is not None
    assert fault.place.startswith(place)
    assert reason in fault.reason


def test_evidence_forged_together_with_its_digest_is_found(store, back_door):
    (body, text) = back_door.execute("SELECT body, text_digest FROM evidence WHERE id = 'g'").fetchone()
    forged = canonicalize(json.loads(body) | {"date": "2025-04-01"})
    values = (forged, digest_version(forged, text))
    back_door.execute("UPDATE evidence SET body = ?, digest = ? WHERE id = 'g'", values)
    assert "column `digest`" in str(verify(store, back_door))


@pytest.mark.parametrize("kind", ["ruleset", "signal-text"])
def test_content_that_was_changed_is_not_used(store, back_door, kind):
    wanted = "SELECT digest, data FROM content WHERE media_type LIKE ?"
    for address, data in back_door.execute(wanted, (f"%{kind}%",)).fetchall():
        values = (data.replace(b"a", b"e"), address)
        back_door.execute("UPDATE content SET data = ? WHERE digest = ?", values)
    with open_assessor(store.url) as assessor, pytest.raises(VerificationError, match="nothing was made of it"):
        judge(assessor, "11", known_at="2026-04-26")
