"""Telemetry: who hears what, in which form."""

from __future__ import annotations

import io
import json

import pytest
import structlog

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


def test_nobody_has_to_configure_anything():
    assert structlog.is_configured()
