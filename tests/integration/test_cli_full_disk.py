"""A full disk while a command records: a clear error, nothing half-written, and the command can be repeated."""

from __future__ import annotations

import shutil

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.verify_log import verify_log
from tests.forking import program
from tests.integration.programs import rows_in, run

EVIDENCE = shipped_framework() / "evidence"
ASSESS = ("assess", "11", "--as-of", "2026-04-26", "--known-at", "2026-04-26")
NO_ROOM = "error: database `assessor.db`: there is no room left; nothing was recorded"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a folder with a database that holds the shipped rules, and readings and signals of the border."""
    folder = tmp_path_factory.mktemp("filled")
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(folder / "assessor.db"), "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        for name in ("dossier.yaml", "border.yaml"):
            record_batch(assessor, read_evidence(EVIDENCE / name))
    return folder


@pytest.fixture
def folder(filled, tmp_path):
    shutil.copy(filled / "assessor.db", tmp_path / "assessor.db")
    return tmp_path


# What is written first is the file beside the database, which begins empty: a few of its pages fit, then no more.
@pytest.mark.parametrize("room", [0, 20_000])
@pytest.mark.parametrize(
    "command", [("import", EVIDENCE / "federal-register.yaml"), ASSESS], ids=lambda command: command[0]
)
def test_what_finds_no_room_is_told_and_can_be_repeated(folder, command, room):
    database = folder / "assessor.db"
    before, bytes_before = rows_in(database), database.read_bytes()
    full = run(*command, folder=folder, largest_file=room)
    assert (full.code, full.out) == (1, "")
    assert full.err.startswith(NO_ROOM)
    assert "Traceback" not in full.err
    assert rows_in(database) == before
    assert database.read_bytes() == bytes_before
    again = run(*command, folder=folder, program=program())
    assert again.err == ""
    assert again.code in {0, 6}
    assert rows_in(database) != before
    with open_assessor(str(database)) as assessor:
        assert verify_log(assessor).is_sound


def test_a_log_that_finds_no_room_can_be_founded_later(tmp_path):
    full = run("init", folder=tmp_path, largest_file=4096)
    assert (full.code, full.out) == (1, "")
    assert full.err.startswith(NO_ROOM)
    assert run("init", folder=tmp_path, program=program()).code == 0
