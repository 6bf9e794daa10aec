# ruff: noqa: S608 - statements are put together from the tables' names
"""One log, kept in either database: what comes out of the two is the same, byte for byte."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import Boolean

from assessor.audit import render_root
from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess, judge
from assessor.services.checkpoints import make_checkpoint
from assessor.services.export_log import export_log
from assessor.services.initialise import initialise
from assessor.services.list_evidence import list_evidence
from assessor.services.log_keys import init_key
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.verify_log import verify_log
from assessor.store.tables import metadata
from tests.filed_log import files_of
from tests.stores import PostgresqlStore, SqliteStore, drop_trigger

DAY = "2026-04-26"


@contextmanager
def opened(store, folder):
    """Open the program on a database with key and pins in a folder."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("ASSESSOR_SIGNING_KEY_FILE", str(folder / "log.key"))
        settings.setenv("ASSESSOR_PINS", str(folder / "log.pins"))
        with open_assessor(store.url, "tester") as assessor:
            yield assessor


@pytest.fixture(scope="module")
def stores(tmp_path_factory, postgresql):
    """The doctrine's evidence, assessed, in a file; and every row of it on a server."""
    folder = tmp_path_factory.mktemp("alike")
    first = SqliteStore(folder / "log.db")
    second = PostgresqlStore.empty(postgresql, "alike")
    ruleset = load_ruleset(shipped_framework()).require()
    with opened(first, folder) as assessor:
        initialise(assessor, "log.example/alike")
        init_key(assessor)
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        for path in sorted((shipped_framework() / "evidence").glob("*.yaml")):
            record_batch(assessor, read_evidence(path))
        assess(assessor, "11", known_at=DAY, key="k")
        make_checkpoint(assessor)
    with opened(second, folder) as assessor:
        initialise(assessor, "log.example/other")
    copy_rows(first, second)
    return first, second, folder


def copy_rows(first, second):
    with first.connect() as here, second.connect() as there:
        for name in second.triggers():
            drop_trigger(there, name)
        there.execute(f"TRUNCATE {', '.join(metadata.tables)}")
        for table in metadata.sorted_tables:
            columns = ", ".join(table.c.keys())
            values = ", ".join("?" for _ in table.c)
            for row in here.execute(f"SELECT {columns} FROM {table.name}").fetchall():
                typed = [bool(v) if isinstance(c.type, Boolean) else v for c, v in zip(table.c, row, strict=True)]
                there.execute(f"INSERT INTO {table.name} ({columns}) VALUES ({values})", typed)
        for statement in second.triggers().values():
            there.execute(statement)


def on_both(stores, look):
    *both, folder = stores
    found = []
    for store in both:
        with opened(store, folder) as assessor:
            found.append(look(assessor))
    return found


def test_it_verifies_to_the_same_root(stores):
    first, second = on_both(stores, verify_log)
    assert first.is_sound
    assert (second.fault, second.size, render_root(second.root)) == (None, first.size, render_root(first.root))


def test_it_is_exported_as_the_same_files(stores, tmp_path):
    folders = iter((tmp_path / "first", tmp_path / "second"))
    on_both(stores, lambda assessor: export_log(assessor, next(folders)))
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")
    assert len(files_of(tmp_path / "first")) > 5


def test_the_same_is_concluded_from_it(stores):
    first, second = on_both(stores, lambda assessor: judge(assessor, "11", known_at=DAY).assessment)
    assert first == second
    assert (first.trial, first.verdict.trajectory) == (False, "Advancing")


@pytest.mark.parametrize("kind", ["signal", "reading"])
def test_evidence_is_listed_in_the_same_order(stores, kind):
    first, second = on_both(stores, lambda assessor: list_evidence(assessor, kind))
    assert first == second
    assert first
