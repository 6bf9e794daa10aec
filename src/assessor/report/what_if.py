"""
A supposition and what it would change, marked as a trial from its first line on.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from assessor.report.diff import render_diff
from assessor.report.headline import TRIAL
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.report.diff import Difference
    from assessor.report.section import Cell


class Addition(Protocol):
    """An item supposed to be known."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def unread(self) -> str: ...


class WhatIf(Protocol):
    """A verdict under a supposition, beside the one without it."""

    @property
    def difference(self) -> Difference: ...
    @property
    def added(self) -> Sequence[Addition]: ...
    @property
    def removed(self) -> Sequence[str]: ...
    @property
    def rules(self) -> bool: ...
    @property
    def since(self) -> int: ...


def render_what_if(found: WhatIf) -> RenderableType:
    """Return a supposition as a page: what is supposed, then the difference it makes."""
    mark = Rule(Text(f"{TRIAL}, supposed and not recorded", style="bold yellow"), align="left", style="yellow")
    rows: list[tuple[Cell, Cell]] = []
    for one in found.added:
        text = shown(f"{one.kind} {one.id}")
        rows.append(("with", text.append(f": {one.unread}", style="yellow") if one.unread else text))
    rows += [("without", name) for name in found.removed]
    rows += [("judged by", "the draft rules")] if found.rules else []
    parts: list[RenderableType] = [mark, render_section("What if", rows or [("", "nothing that is not so already")])]
    if found.since:
        many = "items are" if found.since != 1 else "item is"
        note = (
            f"\n{found.since} {many} known otherwise today than at the recorded cut; `--known-at` supposes over another"
        )
        parts.append(Text(note, style="dim"))
    return Group(*parts, Text(""), render_diff(found.difference), Rule(style="yellow"))
