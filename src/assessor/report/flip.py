"""
What would move a verdict, as signposts: what to watch for, what time brings, and what holds it up.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from assessor.domain.counted import agreed
from assessor.report.headline import TRIAL, one_line
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment
    from assessor.engine.flip import Flip, Flips, Kind
    from assessor.report.section import Cell

_MOST: Final = 12
_HEADINGS: Final[dict[Kind, str]] = {
    "with": "Signposts: if this comes next, and nothing else new",
    "time": "If nothing new comes",
    "without": "What holds it: were this not known",
}


class Moved(Protocol):
    """A change that moves the verdict, and which ways."""

    @property
    def flip(self) -> Flip: ...
    @property
    def ways(self) -> Sequence[str]: ...


class FlipList(Protocol):
    """What would move a verdict."""

    @property
    def assessment(self) -> Assessment: ...
    @property
    def flips(self) -> Flips: ...
    @property
    def moved(self) -> Sequence[Moved]: ...


def render_flips(found: FlipList) -> RenderableType:
    """Return a list of flips as a page."""
    mark = Text(f"{TRIAL}, every verdict below was evaluated and none recorded", style="bold yellow")
    parts: list[RenderableType] = [Rule(mark, align="left", style="yellow"), shown(one_line(found.assessment))]
    parts += [_render_kind(kind, heading, found) for kind, heading in _HEADINGS.items()]
    rules: dict[str, list[str]] = {}
    for rule, text in found.flips.unturned:
        rules.setdefault(text, []).append(rule)
    if rules:
        rows: list[tuple[Cell, Cell]] = [
            ("-", f"{agreed(text)} (rule {', '.join(names)})") for text, names in rules.items()
        ]
        parts.append(render_section("Not turned by what comes next", rows))
    parts.append(Text(f"\n{_tell_effort(found.flips)}", style="dim"))
    return Group(*parts, Rule(style="yellow"))


def _render_kind(kind: Kind, heading: str, found: FlipList) -> RenderableType:
    moved = [one for one in found.moved if one.flip.kind == kind]
    rows: list[tuple[Cell, Cell]] = []
    for one in moved[:_MOST]:
        flip = one.flip
        day = f" on {flip.day}" if kind != "without" else ""
        rows.append((", ".join(one.ways), shown(f"{flip.said}{day}", "bold")))
        lead = f"until {flip.day}: " if kind == "time" else ""
        rows += [("", f"- {lead}{agreed(text)}") for text in _counted(flip.change)]
    if len(moved) > _MOST:
        rows.append(("", shown(f"and {len(moved) - _MOST} more; `--json` has all", "dim")))
    return render_section(heading, rows or [("", "nothing found that moves it")])


def _counted(change: Sequence[str]) -> list[str]:
    """Return equal texts once, each with how often it stands there."""
    return [f"{change.count(text)} times: {text}" if change.count(text) > 1 else text for text in dict.fromkeys(change)]


def _tell_effort(flips: Flips) -> str:
    effort = f"{flips.evaluated} sets of at most three were evaluated"
    if not flips.exhausted:
        return f"{effort}: all there are"
    return f"{effort}; larger ones may move it too: `--budget` was {flips.budget}"
