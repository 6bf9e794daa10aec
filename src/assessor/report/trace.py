"""
What one evidence item was to the recorded assessments, and since when it was known.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group
from rich.text import Text

from assessor.domain.evidence import Reading
from assessor.engine.facets import CORE
from assessor.report.changes import tell_changes
from assessor.report.evidence import marks_of, tell_change
from assessor.report.headline import tell_instant
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.domain.change import Change
    from assessor.domain.evidence import Item
    from assessor.domain.restatement import Restated
    from assessor.report.evidence import Version
    from assessor.report.section import Cell

_MOST: Final = 10
_ROLES: Final = {
    "decided": "Decided: without it the verdict would be another",
    "supported": "Supported: the verdict rests on it, among others",
    "read": "Read, and not rested on",
    "out of reach": "Out of reach",
    "not asked for": "Known, and selected by no rule",
}


class Traced(Protocol):
    """One recorded assessment, and what the item was to it."""

    @property
    def id(self) -> str: ...
    @property
    def trajectory(self) -> str | None: ...
    @property
    def role(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def without(self) -> tuple[Change, ...]: ...
    @property
    def tried(self) -> bool: ...


class Restatement(Protocol):
    """An entry that restated assessments, with versions of the item among what made it."""

    @property
    def entry_index(self) -> int: ...
    @property
    def cell(self) -> str: ...
    @property
    def versions(self) -> tuple[int, ...]: ...
    @property
    def assessments(self) -> tuple[Restated, ...]: ...


def render_trace(
    kind: str, versions: Sequence[Version], assessments: Sequence[Traced], restated: Sequence[Restatement] = ()
) -> RenderableType:
    """
    Return an item, since when it was known, the assessments by what it was to them, and what it restated.

    Args:
        versions: First to last, at least one.
        assessments: In the order in which they are to be shown.
        restated: Likewise.
    """
    parts = [_render_item(kind, versions)]
    for role, heading in _ROLES.items():
        found = [one for one in assessments if one.role == role]
        if found:
            parts.append(render_section(f"{heading} ({len(found)})", _rows(found)))
    if restated:
        heading = f"Restated because of it, or of it and what was recorded with it ({len(restated)})"
        parts.append(render_section(heading, _restated(restated)))
    if not assessments:
        parts.append(render_section("Assessments", [("", "none that is recorded read it, or would have")]))
    return Group(*parts)


def _render_item(kind: str, versions: Sequence[Version]) -> RenderableType:
    rows: list[tuple[Cell, Cell]] = []
    for version in versions:
        status = [] if version.status == "accepted" else [version.status]
        known = ", ".join([f"known from {tell_instant(version.known_from)}", *marks_of(version), *status])
        rows.append((Text(f"version {version.version}", style="dim"), known))
        if change := tell_change(version):
            rows.append(("", change))
        rows.append(("", shown(f"recorded {tell_instant(version.recorded_at)}, entry {version.entry_index}", "dim")))
    return render_section(f"{kind} {versions[-1].id}: {_title(versions[-1].item)}", rows)


def _title(item: Item) -> str:
    if isinstance(item, Reading):
        return f"{item.value:f} {item.unit}" if item.value is not None else item.status
    return item.title


def _rows(found: Sequence[Traced]) -> list[tuple[Cell, Cell]]:
    rows: list[tuple[Cell, Cell]] = [(one.id, _tell(one)) for one in found[:_MOST]]
    untried = sum(not one.tried for one in found) if found[0].role == "supported" else 0
    if len(found) > _MOST:
        rows.append(("", shown(f"and {len(found) - _MOST} more; `--json` has all", "dim")))
    if untried:
        rows.append(("", shown(f"{untried} of these were not tried without it; `--most` tries more", "yellow")))
    return rows


def _restated(found: Sequence[Restatement]) -> list[tuple[Cell, Cell]]:
    rows: list[tuple[Cell, Cell]] = []
    for one in found[:_MOST]:
        versions = ", ".join(str(version) for version in one.versions)
        rows.append((f"entry {one.entry_index}", shown(f"cell {one.cell}, by version {versions}", "dim")))
        told = one.assessments[:_MOST]
        rows += [("", f"{_name(one.cell, old)}: now {old.verdict}") for old in told]
        if len(one.assessments) > _MOST:
            rows.append(("", shown(f"and {len(one.assessments) - _MOST} more; `--json` has all", "dim")))
    return rows


def _name(cell: str, restated: Restated) -> str:
    return f"{cell}@{restated.as_of}#{restated.entry}"


def _tell(one: Traced) -> str:
    match one.role:
        case "decided":
            return f"without it, {tell_changes(change for change in one.without if change.part in CORE)}"
        case "out of reach":
            return one.why
        case _:
            stays = ", and stays so without it" if one.tried else ""
            return f"{one.trajectory or 'no trajectory issued'}{stays}"
