"""Commands that are stopped half-way: nothing is half-written, no trace is shown, and the command can be repeated."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.verify_log import verify_log
from tests import forking
from tests.integration.programs import RUN, end, rows_in, run, start

EVIDENCE = shipped_framework() / "evidence"
BATCH = EVIDENCE / "federal-register.yaml"
ASSESS = ("assess", "11", "--as-of", "2026-04-26", "--known-at", "2026-04-26")
INTERRUPTED = "interrupted: what was under way is recorded whole or not at all, as `assessor log show` tells; "
INTERRUPTED += "it can be repeated\n"
STOPS = {
    "SIGINT": (f"os.kill(os.getpid(), {int(signal.SIGINT)})", 130, INTERRUPTED),
    "SIGTERM": (f"os.kill(os.getpid(), {int(signal.SIGTERM)})", 143, INTERRUPTED),
}
# After entries and content were written, and the tables are about to be: inside the transaction.
IN_THE_MIDDLE = """
import os
from assessor.cli import main
from assessor.store.projections import ProjectionWriter
def stop(*args, **options):
    {stop}
ProjectionWriter.add = stop
main()
"""
# While something is thrown away: what a signal raises there goes nowhere.
IN_A_FINALIZER = """
import os, time
from assessor.cli import main
from assessor.store.projections import ProjectionWriter
class Last:
    def __del__(self):
        {stop}
        time.sleep(0.001)
def stop(*args, **options):
    Last()
    time.sleep(60)
ProjectionWriter.add = stop
main()
"""
SAYS_WHEN_LOADED = """
import sys
import assessor.cli
from assessor.__main__ import main
print("loaded", file=sys.stderr, flush=True)
main()
"""
# A command that was stopped while the program loads has nothing to say.
STOPPED_WHILE_LOADING = """
import os, runpy, signal, sys
class Loader:
    def find_spec(self, name, *rest):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Loader())
runpy.run_module("assessor", run_name="__main__")
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a folder with a database of the shipped rules, and one of its evidence too."""
    folder = tmp_path_factory.mktemp("filled")
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(folder / "assessor.db"), "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        assessor.database.close()
        shutil.copy(folder / "assessor.db", folder / "published.db")
        for path in sorted(EVIDENCE.glob("*.yaml")):
            record_batch(assessor, read_evidence(path))
    return folder


@pytest.fixture
def folder(filled, tmp_path, request):
    """Return a folder with a copy: with evidence for `assess`, without for `import`."""
    source = "published.db" if "import" in request.node.name else "assessor.db"
    shutil.copy(filled / source, tmp_path / "assessor.db")
    return tmp_path


def is_sound(folder):
    with open_assessor(str(folder / "assessor.db")) as assessor:
        return verify_log(assessor).is_sound


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("what", ["import", "assess"])
def test_what_is_stopped_in_the_middle_of_recording_leaves_nothing_and_can_be_repeated(folder, what, stop):
    statement, code, told = STOPS[stop]
    command = ("import", BATCH) if what == "import" else ASSESS
    before = rows_in(folder / "assessor.db")
    program = (sys.executable, "-c", IN_THE_MIDDLE.format(stop=statement))
    stopped = run(*command, folder=folder, program=program)
    assert (stopped.code, stopped.out, stopped.err) == (code, "", told)
    assert rows_in(folder / "assessor.db") == before
    assert is_sound(folder)
    again = run(*command, folder=folder, program=forking.program())
    assert (again.code, again.err) == (0, "")
    assert rows_in(folder / "assessor.db") != before
    assert is_sound(folder)


@pytest.mark.parametrize("name", STOPS)
def test_stopped_where_nothing_can_be_raised_it_ends_all_the_same(folder, name):
    statement, code, told = STOPS[name]
    before = rows_in(folder / "assessor.db")
    stopped = run(*ASSESS, folder=folder, program=(sys.executable, "-c", IN_A_FINALIZER.format(stop=statement)))
    assert (stopped.code, stopped.out, stopped.err) == (code, "", told)
    assert rows_in(folder / "assessor.db") == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_at_any_moment_an_assessment_is_there_whole_or_not_at_all(folder, number):
    for delay in (0.1, 0.5, 0.9):
        before = rows_in(folder / "assessor.db")
        process = start(*ASSESS, folder=folder, program=(sys.executable, "-c", SAYS_WHEN_LOADED))
        assert process.stderr is not None
        assert process.stderr.readline() == "loaded\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=delay)
        if process.poll() is None:
            os.killpg(process.pid, number)
        ended = end(process)
        assert (ended.code, ended.err) in {(0, ""), (128 + number, INTERRUPTED)}
        after = rows_in(folder / "assessor.db")
        assert after["log_entry"] - before["log_entry"] == after["assessment"] - before["assessment"] <= 1
    assert is_sound(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_once_all_is_done_it_ends_as_it_would_have(tmp_path, number):
    late = f"import atexit, os; atexit.register(os.kill, os.getpid(), {int(number)})"
    ended = run("--version", folder=tmp_path, program=(sys.executable, "-c", f"{late}\n{SAYS_WHEN_LOADED}"))
    assert (ended.code, ended.err) == (0, "loaded\n")


def test_stopped_while_it_loads_the_program_ends_without_a_word(tmp_path):
    stopped = run("--version", folder=tmp_path, program=(sys.executable, "-c", STOPPED_WHILE_LOADING))
    assert (stopped.code, stopped.out, stopped.err) == (-signal.SIGINT, "", "")


def test_the_second_engine_does_not_outlive_a_command_that_is_stopped(folder):
    told = """
import os, signal
from assessor.cli import main
from assessor.engine.inference.durable.process import WorkerProcess
started = WorkerProcess.ask
def ask(self, request):
    print(self.pid, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
    return started(self, request)
WorkerProcess.ask = ask
main()
"""
    stopped = run(*ASSESS, folder=folder, program=(sys.executable, "-c", told))
    assert stopped.code == 143
    with pytest.raises(ProcessLookupError):
        os.kill(int(stopped.out), 0)


class TestReaders:
    """Whoever reads may stop early; the exit code is the command's own."""

    def test_have_read_enough(self, filled):
        process = start("log", "show", "--from", "0", "--count", "400", "--json", folder=filled)
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
        process.stderr.close()

    @pytest.mark.parametrize("rest", ["--json", "--verbose 2>&1"])
    def test_do_not_hide_that_verification_failed(self, filled, tmp_path, rest):
        shutil.copy(filled / "assessor.db", tmp_path / "assessor.db")
        lines = (
            "import sqlite3; c = sqlite3.connect('assessor.db'); c.execute('DROP TRIGGER log_entry_refuses_update'); "
            "c.execute('UPDATE log_entry SET type = 1 WHERE entry_index = 3'); c.commit()"
        )
        assert run(folder=tmp_path, program=(sys.executable, "-c", lines)).code == 0
        command = f"set -o pipefail; '{RUN[0]}' -m assessor log verify {rest} | true"
        assert run(folder=tmp_path, program=("bash", "-c", command)).code == 5

    def test_of_an_error_may_be_gone(self, tmp_path):
        command = f"set -o pipefail; '{RUN[0]}' -m assessor log verify --json 2>&1 | true"
        assert run(folder=tmp_path, program=("bash", "-c", command)).code == 1

    def test_of_help_may_be_gone(self, tmp_path):
        command = f"set -o pipefail; '{RUN[0]}' -m assessor --help | true"
        assert run(folder=tmp_path, program=("bash", "-c", command)) == (0, "", "")

    def test_may_never_have_been_there(self, filled):
        command = f"'{RUN[0]}' -m assessor log verify --verbose >&- 2>&-"
        assert run(folder=filled, program=("bash", "-c", command)).code == 0

    def test_that_cannot_take_an_answer_are_told_that_it_was_recorded(self, folder):
        before = rows_in(folder / "assessor.db")["assessment"]
        command = f"'{RUN[0]}' -m assessor {' '.join(ASSESS)} > /dev/full"
        ended = run(folder=folder, program=("bash", "-c", command))
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == (
            "error: standard output: No space left on device; what was recorded stays recorded, "
            "`assessor log show` tells\n"
        )
        assert rows_in(folder / "assessor.db")["assessment"] == before + 1

    def test_that_cannot_take_an_error_get_its_line(self, tmp_path):
        command = f"'{RUN[0]}' -m assessor log verify --json > /dev/full"
        ended = run(folder=tmp_path, program=("bash", "-c", command))
        assert (ended.code, ended.err) == (1, "error: no database at `assessor.db`: run `assessor init`\n")
