"""Objects as JSON, lines and pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from rich.text import Text

from assessor.cli.output import plain, print_json, say, show_page


@dataclass(frozen=True)
class Pair:
    one: object
    two: object


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Pair(None, (1, True)), {"one": None, "two": [1, True]}),
        ({"day": date(2026, 4, 26)}, {"day": "2026-04-26"}),
        (datetime(2026, 4, 26, 12, tzinfo=UTC), "2026-04-26T12:00:00+00:00"),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_a_value_becomes_what_json_can_hold(value, told):
    assert plain(value) == told


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="no JSON for set"):
        plain({"a": {1}})


def test_json_is_one_ascii_line_that_cannot_act_on_a_terminal(capsys):
    text = "México \x1b[31m \u202e \x9b"
    print_json({"title": text})
    out = capsys.readouterr().out
    assert out.isascii()
    assert out.isprintable() is False  # the line end
    assert out.rstrip("\n").isprintable()
    assert json.loads(out) == {"title": text}


def test_a_line_is_made_harmless_and_never_wrapped(capsys):
    say("\x1b" + "a" * 300)
    assert capsys.readouterr().out == "<U+001B>" + "a" * 300 + "\n"


def test_no_line_of_a_page_ends_in_spaces(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    show_page(Text("one   \ntwo", justify="full"))
    assert capsys.readouterr().out == "one\ntwo\n"
