"""The data beside the pages of every site that is looked at: fits its schemas, and says what the pages say."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from assessor.bootstrap import open_assessor
from assessor.services.both_axes import Axes, both_axes
from assessor.site.names import anchor
from tests.integration.programs import run
from tests.site_links import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SITES = ("plain", "odd", "long")
DOCUMENTS = {
    "record": "record.json",
    "cell": "cells/*/cell.json",
    "history": "cells/*/history.json",
    "assessment": "assessments/*/assessment.json",
}


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def assessed(site: Path) -> list[Path]:
    """Return the folders of cells of which something was said."""
    return sorted(path.parent for path in site.glob("cells/*/history.json"))


def named(value: object, key: str) -> Iterator[str]:
    """Yield every text under a key, however deep."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name == key and isinstance(one, str):
                yield one
            yield from named(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from named(one, key)


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("name", SITES)
def test_documents_fit_the_schema_that_lies_beside_them(sites, name, kind):
    schema = read(sites[name] / f"schemas/{kind}.schema.json")
    Draft202012Validator.check_schema(schema)
    found = sorted(sites[name].glob(DOCUMENTS[kind]))
    assert found
    for path in found:
        Draft202012Validator(schema).validate(read(path))


def test_every_cell_has_its_data_whether_assessed_or_not(sites):
    for site in sites.values():
        pages = {path.parent for path in site.glob("cells/*/index.html")}
        assert {path.parent for path in site.glob("cells/*/cell.json")} == pages
    untouched = read(sites["odd"] / "cells/pier/cell.json")
    assert untouched["assessment"] is None
    assert untouched["declared"]["title"] == "Nobody looked at the pier"


@pytest.mark.parametrize("name", SITES)
def test_whatever_a_page_names_is_in_the_data(sites, name):
    for folder in assessed(sites[name]):
        page = Page((folder / "index.html").read_text(encoding="utf-8"))
        data = read(folder / "cell.json")
        rules = {link.partition("#")[2] for link in page.links if "#rule-" in link}
        told = {
            *named(data, "rule"),
            *(rule for one in data["assessment"]["verdict"]["unknowns"] for rule in one["rules"]),
        }
        assert rules <= {anchor("rule", rule) for rule in told}
        signals = {one for one in page.ids if one.startswith("signal-")}
        assert signals <= {anchor("signal", one["signal"]["id"]) for one in data["signals"]}
        indicators = {one for one in page.ids if one.startswith("indicator-")}
        of_dimensions = (one for some in data["dimensions"] for one in some["indicators"])
        assert indicators == {anchor("indicator", one["indicator"]["id"]) for one in of_dimensions}


@pytest.mark.parametrize("name", SITES)
def test_documents_and_tables_say_the_same(sites, name):
    for folder in assessed(sites[name]):
        data, history = read(folder / "cell.json"), read(folder / "history.json")

        def column(table: str, *names: str, folder: Path = folder) -> list[tuple[str, ...]]:
            with (folder / table).open(newline="", encoding="utf-8") as file:
                return [tuple(row[name] for name in names) for row in csv.DictReader(file)]

        assert {one["id"] for one in data["sources"]} == {one for (one,) in column("sources.csv", "id")}
        signals = dict.fromkeys(one for (one,) in column("signals.csv", "id"))
        assert [one["signal"]["id"] for one in data["signals"]] == list(signals)
        readings = {
            (one["indicator"], one["period"], one["value"] or "")
            for some in data["dimensions"]
            for series in some["indicators"]
            for one in series["readings"]
        }
        assert readings == set(column("readings.csv", "indicator", "period", "value"))
        assessments = [(str(one["entry"]), one["as_of"], one["trajectory"] or "") for one in history["assessments"]]
        assert assessments == column("history.csv", "entry", "as_of", "trajectory")
        versions = [
            (some["kind"], some["id"], str(one["version"])) for some in data["corrected"] for one in some["versions"]
        ]
        of_signals = [
            ("signal", one["signal"]["id"], str(v["version"])) for one in data["signals"] for v in one["versions"]
        ]
        assert sorted([*versions, *of_signals]) == sorted(column("versions.csv", "kind", "id", "version"))


@pytest.mark.parametrize("name", SITES)
def test_the_states_and_what_was_issued_fill_every_day(sites, name):
    for folder in assessed(sites[name]):
        data = read(folder / "cell.json")
        last = date.fromisoformat(data["assessment"]["as_of"])
        for spans in (data["states"], data["issued"]):
            days = [(date.fromisoformat(one["since"]), date.fromisoformat(one["until"])) for one in spans]
            assert all(before + timedelta(1) == since for (_, before), (since, _) in pairwise(days))
            assert days[-1][1] == last
        verdict = data["assessment"]["verdict"]
        assert data["issued"][-1]["verdict"]["trajectory"] == verdict["trajectory"]
        assert [one["day"] for one in verdict["history"]] == [one["since"] for one in data["states"]]
        moves = [(one["moved_by"]["day"], one["moved_by"]["rule"]) for one in data["states"] if one["moved_by"]]
        assert moves == [(one["since"], one["rule"]) for one in data["states"][1:]]


def said(axes: Mapping[str, Any], as_of: date, known: date) -> tuple[Any, Any]:
    """Return what a document says of a day as known on another: what was said last by then, else what is computed."""
    day, by = as_of.isoformat(), known.isoformat()
    layer = next(one for one in axes["layers"] if one["since"] <= by <= one["until"])
    computed = next(one["verdict"] for one in layer["spans"] if one["since"] <= day <= one["until"])
    spoken = [one for one in axes["statements"] if one["as_of"] == day and one["known"] <= by]
    return (spoken[-1]["verdict"] if spoken else computed), computed


@pytest.mark.parametrize(("name", "cell"), [("plain", "11"), ("odd", "dredger"), ("long", "harbour")])
def test_both_axes_say_of_each_day_what_they_say_to_the_program(sites, name, cell):
    site = sites[name]
    axes = read(site / f"cells/{cell}/history.json")["axes"]
    ends = [date.fromisoformat(axes[axis][end]) for axis in ("as_of", "known") for end in ("since", "until")]
    with open_assessor(str(site.parent / f"{site.name}.db"), "tester") as context:
        size = read(site / "record.json")["size"]
        plane = both_axes(context, cell, Axes(until=ends[1], known_until=ends[3]), log_size=size)
    asked = 0
    known = ends[2]
    while known <= ends[3]:
        for as_of in {ends[0], min(known, ends[1]), *plane.said_of}:
            if ends[0] <= as_of <= min(known, ends[1]):
                point = plane.at(as_of, known)
                found = said(axes, as_of, known)
                assert found == tuple(one.model_dump(mode="json") for one in (point.verdict, point.computed))
                asked += 1
        known += timedelta(7)
    assert asked > 50


def test_what_changed_and_why_are_what_the_commands_say(sites):
    data = read(sites["plain"] / "cells/11/cell.json")
    changed, entry = data["changed"], data["assessment"]["entry_index"]

    def asked(*command: object) -> dict[str, Any]:
        ended = run(*command, "--json", "--db", "published.db", folder=sites["plain"].parent)
        assert ended.code == 0, ended.err
        return dict(json.loads(ended.out))

    again = asked("diff", changed["since"]["entry"], entry)
    for part in ("moved", "knowledge", "order", "orders", "changes", "passing"):
        assert changed[part] == again[part]
    assert changed["changes"]
    assert data["reasons"] == asked("explain", "--entry", entry)["explanation"]
    assert len(data["against"]) > 1
    for other in data["against"]:
        answer = asked("explain", "--entry", entry, "--why-not", other["state"])
        assert other["parts"] == answer["explanation"]


def test_what_is_ahead_is_what_the_commands_say(sites):
    data = read(sites["plain"] / "cells/11/cell.json")
    judged, signposts = data["assessment"], data["signposts"]
    cut = ("--as-of", judged["as_of"], "--known-at", judged["known_at"], "--json", "--db", "published.db")

    def asked(*command: object) -> dict[str, Any]:
        ended = run(*command, *cut, folder=sites["plain"].parent)
        assert ended.code == 0, ended.err
        return dict(json.loads(ended.out))

    flips = asked("flip", "11", "--budget", signposts["budget"])
    assert [(one["kind"], one["day"], one["change"], one["said"]) for one in signposts["found"]] == [
        (one["kind"], one["day"], one["change"], one["said"]) for one in flips["flips"]
    ]
    assert signposts["found"]
    assert signposts["unturned"] == flips["unturned"]
    branches = asked("outlook", "11")["branches"]
    assert [(one["branch"], one["passing"], one["assumes"]) for one in data["outlook"]] == [
        (one["branch"], one["passing"], [{"id": k, "title": v} for k, v in one["assumes"].items()]) for one in branches
    ]
    for mine, theirs in zip(data["outlook"], branches, strict=True):
        assert [(end["verdict"]["trajectory"], end["terms"], end["sets"]) for end in mine["endings"]] == [
            (end["trajectory"], end["terms"], end["subsets"]) for end in theirs["endings"]
        ]
