"""
Entries of the log: many as a list, one as a page.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from rich.text import Text

from assessor.report.headline import shorten_digest, tell_instant
from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

_ALTERED = "NOT as recorded"
_SUBJECTS = {
    "id": "",
    "cell": "cell ",
    "framework": "framework ",
    "origin": "log ",
    "key": "witness ",
    "digest": "content ",
}


class Line(Protocol):
    """One entry, read from its stored bytes."""

    @property
    def index(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def cause(self) -> dict[str, Any]: ...
    @property
    def batch(self) -> str | None: ...
    @property
    def request(self) -> dict[str, str] | None: ...
    @property
    def body(self) -> dict[str, Any]: ...
    @property
    def leaf_hash(self) -> str: ...
    @property
    def fault(self) -> str | None: ...


def render_entries(lines: Iterable[Line]) -> RenderableType:
    """Return entries as a list, each with what it is about, and under that what was done and by whom."""
    records = [(str(e.index), tell_instant(e.recorded_at)[:19], _about(e)) for e in lines]
    columns = ("entry", "recorded at (UTC)", "about")
    return render_records(columns, records, right=("entry",), whole=("entry", "recorded at (UTC)"))


def _about(line: Line) -> Text:
    text = Text(f"{_ALTERED}: " if line.fault else "", style="bold")
    return (
        text.append(shown(_subject(line.body) + _change(line.body), "not bold"))
        .append("\n")
        .append(shown(f"{line.type} by {line.actor}", "dim"))
    )


def _subject(body: dict[str, Any]) -> str:
    name = next((f"{word}{_name(key, body)}" for key, word in _SUBJECTS.items() if key in body), "")
    name = name or next((line for line in body.get("statement", "").split("\n") if line.startswith("key ")), "")
    name = name or (f"{body['first']} to {body['last']}, every {body['every']}" if "every" in body else "")
    day = f" as of {body['as_of']}" if "as_of" in body else ""
    found = f": {body['trajectory']}" if "trajectory" in body else ""
    repeats = f", repeats entry {body['repeats']}" if "repeats" in body else ""
    return f"{name}{day}{found}{repeats}"


def _change(body: dict[str, Any]) -> str:
    """Return which version of an item a change made, or whose override it is, and why."""
    if "author" in body:
        return f", by {body['author']} until {body['until']}: {body['reason']}"
    if "lifts" in body:
        return f", lifts entry {body['lifts']}: {body['reason']}"
    if "version" not in body or "reason" not in body:
        return ""
    restored = f", which says what version {body['restores']} said" if "restores" in body else ""
    return f", version {body['version']}{restored}: {body['reason']}"


def _name(key: str, body: dict[str, Any]) -> str:
    return shorten_digest(str(body[key])) if key == "digest" else str(body[key])


def render_entry(line: Line) -> RenderableType:
    """Return the envelope and the leaf hash of one entry; its body is told apart, line by line."""
    rows = [
        ("type", line.type),
        ("recorded at", line.recorded_at),
        ("actor", line.actor),
        ("cause", json.dumps(line.cause)),
        ("batch", line.batch or ""),
        ("request", line.request["key"] if line.request is not None else ""),
        ("leaf hash", line.leaf_hash),
        (_ALTERED, line.fault or ""),
    ]
    return render_section(f"Entry {line.index}", ((Text(word, style="dim"), text) for word, text in rows if text))


def tell_body(line: Line) -> list[str]:
    """Return the body of an entry as indented lines, in ASCII."""
    return json.dumps(line.body, indent=2).split("\n")
