"""The program among other processes: pipes, terminals, encodings; how it is stopped is told in its own file."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assessor.cli.options import shipped_framework
from tests.forking import program
from tests.integration.programs import RUN, run

if TYPE_CHECKING:
    from pathlib import Path

TIMES = ("--as-of", "2026-04-26", "--known-at", "2026-04-26")

COMMAND_THEN_MODULES = """
import sys
from assessor.cli import main
try:
    main()
except SystemExit:
    print(*sys.modules)
"""
HEAVY = {
    "sqlalchemy",
    "alembic",
    "yaml",
    "numpy",
    "structlog",
    "assessor.bootstrap",
    "assessor.engine",
    "assessor.store",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with a database of the default name that holds the shipped rules and evidence."""
    found = tmp_path_factory.mktemp("process")
    evidence = sorted((shipped_framework() / "evidence").glob("*.yaml"))
    for command in (("init",), ("rules", "publish"), ("import", *evidence)):
        code, _, err = run(*command, folder=found)
        assert (code, err) == (0, "")
    return found


def test_a_page_can_be_cut_by_its_reader(folder):
    command = f"{' '.join(RUN)} signal list | head -n 1"
    found = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["date", "known", "from", "signal"]
    assert found.stderr == ""


def in_terminal(*arguments, folder, **environment) -> str:
    """Return what a terminal of 100 columns would receive."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*RUN, *arguments], cwd=folder, env={**os.environ, "COLUMNS": "100", "TERM": "xterm-256color", **environment},
        stdout=theirs, stderr=theirs, stdin=theirs,
    )  # fmt: skip
    os.close(theirs)
    found = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not chunk:
            break
        found += chunk
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return found.decode().replace("\r\n", "\n")


def test_on_a_terminal_there_is_colour_unless_unwanted(folder):
    assert "\x1b[1m" in in_terminal("history", "11", *TIMES, folder=folder)
    plain = in_terminal("history", "11", *TIMES, folder=folder, NO_COLOR="1")
    assert "┣" in plain
    assert "\x1b[3" not in plain


def test_on_a_terminal_telemetry_is_for_people(folder):
    told = in_terminal("--verbose", "log", "verify", folder=folder)
    assert "log.verified" in told
    assert '{"' not in told


def test_elsewhere_telemetry_is_json_on_standard_error_with_a_request_id(folder):
    code, out, err = run("log", "verify", "--verbose", folder=folder)
    assert code == 0
    assert "log.verified" not in out
    event = json.loads(err)
    assert event["event"] == "log.verified"
    assert event["request"]


def test_telemetry_holds_no_text_of_a_signal(tmp_path):
    run("init", folder=tmp_path, program=program())
    run("rules", "publish", folder=tmp_path, program=program())
    signal = ("--id", "g", "--title", "A secret title", "--summary", "a secret summary", "--date", "2026-05-01")
    source = ("--new-source", "s|A secret source|2|2026-05-02")
    code, _, err = run("--verbose", "signal", "add", *signal, *source, folder=tmp_path)
    assert code == 0
    assert "evidence.recorded" in err
    assert "secret" not in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_where_letters_are_lacking_the_page_stays_whole(folder, encoding):
    code, text, err = run("assess", "11", *TIMES, "--dry-run", folder=folder, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (code, err) == (0, "")
    assert "─" not in text
    assert "Advancing (with bilateral friction)" in text


def test_a_letter_that_the_terminal_lacks_is_told_by_number(tmp_path):
    run("init", folder=tmp_path, program=program())
    run("rules", "publish", folder=tmp_path, program=program())
    signal = ("--id", "g", "--title", "Operación en México", "--date", "2026-05-01")
    run("signal", "add", *signal, "--new-source", "s|Report|2|2026-05-02", folder=tmp_path, program=program())
    code, out, err = run("signal", "list", folder=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (code, err) == (0, "")
    assert r"Operaci\xf3n en M\xe9xico" in out


def test_json_is_ascii_and_one_line(folder):
    _, out, _ = run("--json", "signal", "list", folder=folder)
    assert out.isascii()
    assert out.count("\n") == 1
    assert json.loads(out)["signals"]


@pytest.mark.parametrize(
    ("command", "never"),
    [
        ("--version", HEAVY | {"pydantic", "rich.console"}),
        ("--help", HEAVY | {"pydantic", "importlib.metadata"}),
        ("log verify --help", HEAVY),
        ("log show", {"structlog", "numpy", "yaml", "rich.traceback"}),
    ],
)
def test_a_command_is_quick_because_it_loads_no_more_than_it_needs(command, never, folder):
    program = [sys.executable, "-c", COMMAND_THEN_MODULES, *command.split()]
    found = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert "assessor.cli.program" in loaded
    assert not loaded & never
