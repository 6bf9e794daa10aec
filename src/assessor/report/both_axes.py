"""
Both axes of time as a table: of each day judged, what was said of it and what each later knowledge gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from assessor.report.safe import safe
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import RenderableType

    from assessor.domain.known import EvidenceVersion
    from assessor.engine.axes import Layer, Overruled, Plane, Row, Saying

_MOST_NAMED = 3


def render_axes(plane: Plane, rows: Sequence[Row]) -> RenderableType:
    """Return the table, and below it what became known that answers an earlier day differently."""
    table = render_records(
        ("as of", "known", "verdict", "which was"),
        (record for row in rows for record in _records(row)),
        whole=("as of", "known"),
    )
    rewritten = [(f"{layer.since}", tell_cause(layer)) for layer in plane.layers[1:]]
    parts: list[RenderableType] = [_heading(plane), Text(""), table]
    if rewritten:
        parts.append(render_section("What became known of days before", rewritten))
    if plane.overruled:
        parts.append(
            render_section(
                "Issued instead, by override", [(_place(one), tell_override(one)) for one in plane.overruled]
            )
        )
    return Group(*parts)


def _place(one: Overruled) -> str:
    return tell_days(one.since, one.until)


def tell_override(one: Overruled) -> str:
    """Return what an override says, who set it, and with which knowledge it stands."""
    said = one.override
    known = tell_days(one.known_since, one.known_until)
    return safe(f"{said.trajectory}, by {said.author} (entry {said.entry}), known {known}: {said.reason}")


def _heading(plane: Plane) -> Text:
    told = (
        f"cell {plane.cell}: days judged {plane.first} to {plane.last}, known at {plane.known_first} to "
        f"{plane.known_last}; what is computed now is a trial"
    )
    return Text(safe(told))


def _records(row: Row) -> Iterator[tuple[str, str, str, str]]:
    days = tell_days(row.since, row.until)
    for number, saying in enumerate(row.sayings):
        known = "that day" if saying.known_from is None else f"{saying.known_from}"
        told = tell_basis(saying)
        if saying.computed is not None:
            told += f"; what was known gives {saying.computed}"
        yield ("" if number else days, known, str(saying.verdict), told)


def tell_days(since: date, until: date) -> str:
    """Return a stretch of days."""
    return f"{since}" if since == until else f"{since} to {until}"


def tell_basis(saying: Saying) -> str:
    """Return how something came to be said: by which entries, or computed now."""
    if saying.basis == "computed":
        return "computed now"
    entries = sorted(set(saying.entries))
    named = f"entry {entries[0]}" if len(entries) == 1 else f"{len(entries)} entries, {entries[0]} to {entries[-1]}"
    return f"{saying.basis}, {named}"


def tell_cause(layer: Layer) -> str:
    """Return what became known that began a layer, in a line."""
    named = [tell_version(version) for version in layer.by[:_MOST_NAMED]]
    more = len(layer.by) - len(named)
    return ", ".join([*named, *([f"and {more} more"] if more > 0 else [])])


def tell_version(version: EvidenceVersion) -> str:
    """Return a version in a few words."""
    kind, name = version.key
    return safe(f"{kind} {name}" + (f", version {version.version}" if version.version > 1 else ""))
