"""Entries of the log as people look at them."""

from __future__ import annotations

import pytest

from assessor.report.entries import render_entries, render_entry, tell_body
from tests.unit.report.made import MadeLine, draw


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"id": "strike", "item": {}}, "strike"),
        ({"cell": "11", "as_of": "2026-04-26", "trajectory": "Advancing"}, "cell 11 as of 2026-04-26: Advancing"),
        ({"cell": "11", "as_of": "2026-04-26", "repeats": 5}, "cell 11 as of 2026-04-26, repeats entry 5"),
        ({"framework": "doctrine", "digest": "sha256:00"}, "framework doctrine"),
        ({"origin": "example/log"}, "log example/log"),
        ({"format": 1}, ""),
    ],
)
def test_a_list_says_what_each_entry_is_about(body, about):
    _, line, done = draw(render_entries([MadeLine(body)])).splitlines()
    assert line == f"    7  2026-05-01 12:00:00  {about}".rstrip()
    assert done.strip() == "signal:recorded by analyst"


def test_the_id_of_a_reading_is_not_cut_at_80_columns():
    name = "synthetic-opioid-deaths/2024-11/2025-10"
    assert name in draw(render_entries([MadeLine({"id": name})]), 80)


def test_an_entry_that_was_changed_says_so():
    line = MadeLine({"id": "strike"}, fault="its bytes do not hash to the leaf hash stored beside them")
    assert "NOT as recorded: strike" in draw(render_entries([line]))
    assert "NOT as recorded  its bytes do not hash" in draw(render_entry(line))


def test_one_entry_shows_its_envelope_and_leaf_hash():
    text = draw(render_entry(MadeLine({"id": "strike"})))
    for part in ("Entry 7", "2026-05-01T12:00:00.000000Z", "analyst", '{"by": "hand"}', "desk@6", "ab" * 32):
        assert part in text


def test_the_body_is_indented_json():
    assert tell_body(MadeLine({"id": "México"})) == ["{", '  "id": "M\\u00e9xico"', "}"]
