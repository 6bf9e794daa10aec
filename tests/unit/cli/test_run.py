"""However a command ends, it ends in a message and an exit code."""

from __future__ import annotations

import json

import pytest

from assessor import __version__
from assessor.cli import run as running
from assessor.cli.exit_code import ExitCode
from assessor.errors import EXIT_CODES, EvidenceInvalidError, VerificationError


@pytest.fixture
def ending(monkeypatch, run):
    """Let the program end with an exception."""

    def command(exception, *arguments):
        def fail(*_, **__):
            raise exception

        monkeypatch.setattr(running, "run_program", fail)
        return run(*arguments)

    return command


def test_an_error_is_one_line_on_standard_error(ending):
    ended = ending(VerificationError("entry 3 does not fit"), "log", "verify")
    assert (ended.code, ended.out, ended.err) == (5, "", "error: entry 3 does not fit\n")


def test_with_json_an_error_is_an_object_too(ending):
    ended = ending(VerificationError("entry 3 does not fit"), "log", "verify", "--json")
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.data == {"error": {"code": "log-verification", "message": "entry 3 does not fit"}}
    assert ended.err == "error: entry 3 does not fit\n"


def test_a_list_of_problems_keeps_its_lines_and_hostile_text_does_nothing(ending):
    ended = ending(EvidenceInvalidError("2 problems:\none \x1b[31m\ntwo \u202e"), "import", "x")
    assert ended.err == "error: 2 problems:\none <U+001B>[31m\ntwo <U+202E>\n"


def test_something_unforeseen_is_told_without_a_trace(ending):
    ended = ending(ZeroDivisionError("by\x1b zero"), "demo")
    assert ended.code == EXIT_CODES["error"]
    assert ended.err == (
        "error: something unforeseen, ZeroDivisionError: by<U+001B> zero; run again with --verbose for the trace\n"
    )


def test_verbose_shows_the_trace(monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(running, "run_program", fail)
    with pytest.raises(ZeroDivisionError):
        running._run(["--verbose", "demo"])


@pytest.mark.parametrize("exception", [KeyboardInterrupt()])
def test_an_interruption_says_what_it_leaves(ending, exception):
    ended = ending(exception, "demo")
    assert ended.code == ExitCode.INTERRUPTED
    assert ended.err.startswith("interrupted: what was under way is recorded whole or not at all")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["assess", "11", "--bogus"], "no such option: --bogus; see `assessor assess --help`"),
        (["nonsense"], "no such command 'nonsense'; see `assessor --help`"),
        (["signal", "show"], "missing argument 'ID'; see `assessor signal show --help`"),
        (["log", "show", "--count", "0"], "see `assessor log show --help`"),
        (["assess"], "give one of CELL, --all"),
        (["assess", "11", "--all"], "give one of CELL, --all"),
        (["assess", "11", "--verbose", "--quiet"], "give --verbose or --quiet, not both"),
    ],
)
def test_wrong_usage_is_told_like_any_other_error(run, arguments, told):
    ended = run(*arguments, "--json")
    assert ended.code == ExitCode.USAGE
    assert ended.data["error"]["code"] == "usage"
    assert told in ended.data["error"]["message"].lower().replace("cell", "CELL").replace("'id'", "'ID'")
    assert ended.err == f"error: {ended.data['error']['message']}\n"


@pytest.mark.parametrize("arguments", [[], ["signal"], ["log"]])
def test_without_a_command_the_help_is_shown(run, arguments):
    ended = run(*arguments)
    assert ended.code == ExitCode.USAGE
    assert "Usage: assessor" in ended.out + ended.err
    assert "error:" not in ended.err


def test_the_version_is_told(run):
    assert run("--version").out == f"assessor {__version__}\n"


def test_json_of_an_error_is_ascii(ending):
    ended = ending(VerificationError("México"), "log", "verify", "--json")
    assert ended.out.isascii()
    assert json.loads(ended.out)["error"]["message"] == "México"
