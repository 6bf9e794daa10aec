"""
What two rulesets mean otherwise, by what it is about: what can move a verdict first, wording after it.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.console import Group

from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

_WORDING = "wording"
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "order": "~", _WORDING: "·"}


class Change(Protocol):
    """One thing that is other."""

    @property
    def about(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def kind(self) -> str: ...


def render_changes(changes: Sequence[Change]) -> RenderableType:
    """Return the changes under what they are about, and how many there are."""
    parts: list[RenderableType] = []
    for about, some in groupby(changes, key=lambda change: change.about):
        parts.append(render_section(about, [(_SIGNS[change.kind], change.words) for change in some]))
    worded = sum(change.kind == _WORDING for change in changes)
    count = len(changes) - worded
    told = f"{count} difference{'s' if count != 1 else ''} of meaning, {worded} of wording alone"
    return Group(*parts, shown(""), shown(told))
