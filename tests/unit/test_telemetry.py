"""Telemetry: who hears what, in which form."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from assessor.telemetry import bind, configure, get_logger


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def restored():
    yield
    configure()


def log_all():
    log = get_logger("assessor.here")
    log.debug("seen")
    log.info("recorded", entry=3)
    log.warning("unwatched")
    log.error("failed")


@pytest.mark.parametrize(
    ("verbosity", "heard"),
    [
        ("quiet", ["failed"]),
        ("normal", ["unwatched", "failed"]),
        ("verbose", ["seen", "recorded", "unwatched", "failed"]),
    ],
)
def test_verbosity_says_what_is_heard(verbosity, heard):
    stream = io.StringIO()
    configure(verbosity, stream)
    log_all()
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == heard


def test_elsewhere_an_event_is_a_json_line_with_what_was_bound():
    stream = io.StringIO()
    configure("verbose", stream)
    bind(request="r1", assessment="11@2026-04-26#3")
    get_logger("assessor.here").info("recorded", entry=3, actor="México")
    event = json.loads(stream.getvalue())
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "event": "recorded",
        "level": "info",
        "module": "assessor.here",
        "request": "r1",
        "assessment": "11@2026-04-26#3",
        "entry": 3,
        "actor": "México",
    }
    assert stream.getvalue().isascii()


@pytest.mark.parametrize("plain", [True, False])
def test_on_a_terminal_an_event_is_a_line_for_people_coloured_unless_unwanted(monkeypatch, plain):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    configure("verbose", stream)
    get_logger("assessor.here").info("recorded", entry=3)
    assert "recorded" in stream.getvalue()
    assert ("\x1b[" in stream.getvalue()) is not plain


def test_configuring_again_forgets_what_was_bound():
    bind(request="old")
    stream = io.StringIO()
    configure("verbose", stream)
    get_logger("assessor.here").info("recorded")
    assert "request" not in json.loads(stream.getvalue())


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_an_exception_is_told_with_its_trace_and_without_the_texts_at_hand(stream):
    configure("quiet", stream)
    title = "a signal's text".upper()
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        get_logger("assessor.here").exception("failed")
    assert "ZeroDivisionError" in stream.getvalue()
    assert title not in stream.getvalue()


def test_standard_error_is_looked_up_when_something_is_told(capsys):
    configure("verbose")
    get_logger("assessor.here").info("recorded")
    told = capsys.readouterr()
    assert (told.out, json.loads(told.err)["event"]) == ("", "recorded")


def tell(*statements):
    """Return what a process says on standard error that takes steps, and whether it loaded structlog."""
    code = "\n".join(
        ["import sys", "from assessor.telemetry import *", *statements, "print('structlog' in sys.modules)"]
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in found.stderr.splitlines()], found.stdout == "True\n"


WARN = "get_logger('assessor.here').warning('unwatched')"
NOTE = "get_logger('assessor.here').info('recorded')"


def test_nobody_has_to_configure_anything():
    (event,), _ = tell(NOTE, WARN)
    assert (event["event"], event["level"]) == ("unwatched", "warning")


def test_structlog_is_loaded_when_something_is_heard():
    assert tell("configure()", "bind(request='r1')", NOTE) == ([], False)
    (event,), loaded = tell("configure('verbose')", "bind(request='r1')", NOTE)
    assert (event["request"], loaded) == ("r1", True)
    assert tell("configure('quiet')", WARN) == ([], False)


OWN = """
import structlog
structlog.configure(
    wrapper_class=structlog.make_filtering_bound_logger(0),
    processors=[lambda _logger, _method, _event: '{"own": 1}'],
    logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
)
"""


def test_what_an_application_set_up_stands_until_somebody_configures_ours():
    assert tell(OWN, NOTE) == ([{"own": 1}], True)
    assert tell(OWN, "configure()", NOTE) == ([], True)
    assert tell("configure()", OWN, NOTE) == ([{"own": 1}], True)
