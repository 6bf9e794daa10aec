"""
Two assessments side by side, and their changes by what brought them about.

What rules, knowledge and the world did stands under headings of its own, each change above the
rules and the evidence it came through. What was told above is named and not told again.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from assessor.domain.counted import agreed
from assessor.engine.facets import PARTS
from assessor.report.behind import render_behind
from assessor.report.changes import change_line, render_changes
from assessor.report.headline import TRIAL, issued_headline, shorten_digest, tell_instant
from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment
    from assessor.domain.change import AttributedChange, Because, Change, ItemChange

_SAME: Final = "the same"
_OF_RULES: Final = frozenset({"finding", "unknown"})
_SUBJECTS: Final[dict[Because, str]] = {"rules": "the rules", "knowledge": "knowledge", "world": "the world"}


class Knowledge(Protocol):
    """How much of what was known differs."""

    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...
    @property
    def added(self) -> int: ...
    @property
    def removed(self) -> int: ...
    @property
    def replaced(self) -> int: ...


class Difference(Protocol):
    """Two assessments with the changes from the first to the second."""

    @property
    def before(self) -> Assessment: ...
    @property
    def after(self) -> Assessment: ...
    @property
    def moved(self) -> tuple[Because, ...]: ...
    @property
    def knowledge(self) -> Knowledge: ...
    @property
    def changes(self) -> tuple[AttributedChange, ...]: ...
    @property
    def passing(self) -> tuple[Change, ...]: ...


def render_diff(found: Difference) -> RenderableType:
    """Return a difference as a page: the two ends, then the changes by what brought them about."""
    parts: list[RenderableType] = [_render_ends(found)]
    changes = [change for change in found.changes if change.part in PARTS]
    groups: dict[tuple[tuple[Because, ...], bool], list[AttributedChange]] = {
        ((because,), False): [] for because in found.moved
    }
    for change in changes:
        groups.setdefault((change.because, change.together), []).append(change)
    parts += [
        _render_group(_heading(because, together=together), group) for (because, together), group in groups.items()
    ]
    if not found.moved:
        parts.append(render_section("Nothing moved", [("", "the same rules, the same knowledge, the same day")]))
    passing = [change for change in found.passing if change.part in PARTS]
    if passing:
        parts.append(render_changes(passing, heading="Changed on the way, and changed back"))
    details = len(found.changes) - len(changes)
    if details:
        count = f"{details} detail{'s' if details != 1 else ''}"
        parts.append(Text(f"\n{count} under these changed too; `--json` has all", style="dim"))
    return Group(*parts)


def _render_ends(found: Difference) -> RenderableType:
    before, after = found.before, found.after
    rows = [
        ("as of", str(before.as_of), str(after.as_of)),
        ("known at", tell_instant(before.known_at), tell_instant(after.known_at)),
        ("known", *_known(found.knowledge)),
        ("rules", shorten_digest(before.ruleset), shorten_digest(after.ruleset)),
        ("recorded", _recorded(before), _recorded(after)),
        ("verdict", issued_headline(before), issued_headline(after)),
        ("trend", before.verdict.trend or "none", after.verdict.trend or "none"),
    ]
    title = shown(f"cell {after.cell}: {after.title}", "bold")
    records = [
        (shown(word, "dim"), shown(was), shown(_SAME, "dim") if was == now else shown(now)) for word, was, now in rows
    ]
    return Group(title, Text(""), render_records(("", "from", "to"), records))


def _known(known: Knowledge) -> tuple[str, str]:
    counts = ((known.added, "more"), (known.removed, "fewer"), (known.replaced, "in another version"))
    differ = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{known.before} items", f"{known.after} items" + (f": {differ}" if differ else "")


def _recorded(assessment: Assessment) -> str:
    if assessment.entry_index is None:
        return f"nowhere, a {TRIAL}"
    return f"entry {assessment.entry_index}, log size {assessment.log_size}"


def _heading(because: tuple[Because, ...], *, together: bool) -> str:
    subjects = " and ".join(_SUBJECTS[one] for one in because)
    if together:
        none = "neither" if len(because) == 2 else "none"  # noqa: PLR2004 - the two of them, or all three
        return f"Because {subjects} changed together: {none} alone explains it"
    return f"Because {subjects} changed" + (", one after the other" if len(because) > 1 else "")


def _render_group(heading: str, changes: Sequence[AttributedChange]) -> RenderableType:
    tree = Tree(shown(heading, "bold"), guide_style="dim")
    told: set[ItemChange] = set()
    brief: dict[tuple[str, str], list[AttributedChange]] = {}
    for change in changes:
        items = {item for behind in change.behind for item in behind.items}
        if change.part in _OF_RULES and items <= told:
            brief.setdefault((change.part, change.words), []).append(change)
            continue
        branch = tree.add(change_line(change))
        for behind in change.behind:
            render_behind(branch, behind, many=len(change.behind) > 1, told=bool(items) and items <= told)
        told |= items
    for (part, words), some in brief.items():
        _add_brief(tree, f"{part}s, {words}", some)
    if not changes:
        tree.add(shown("nothing", "dim"))
    return Group(Text(""), tree)


def _add_brief(tree: Tree, heading: str, changes: Sequence[AttributedChange]) -> None:
    """Add changes alike whose evidence was told above: names on a line, conditions under each other."""
    if len(changes) == 1:
        tree.add(change_line(changes[0]))
    elif changes[0].part == "unknown":
        branch = tree.add(shown(heading, "bold"))
        for change in changes:
            branch.add(shown(agreed(change.about)))
    else:
        names = agreed(", ".join(change.about for change in changes))
        tree.add(shown(f"{heading}: ", "bold").append(shown(names, "not bold")))
