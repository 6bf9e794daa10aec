"""
The outlook of a cell as a page: nothing new first, then how each branch can end, all of it hypothetical.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group
from rich.rule import Rule
from rich.text import Text

from assessor.engine.facets import CORE
from assessor.report.changes import render_changes, tell_changes
from assessor.report.headline import headline, one_line
from assessor.report.safe import shown
from assessor.report.section import render_records, render_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment, Verdict
    from assessor.engine.cover import Term
    from assessor.engine.outlook import BranchOutlook, Subset
    from assessor.report.section import Cell

HYPOTHETICAL: Final = "HYPOTHETICAL"
_TOLD: Final = frozenset({*CORE, "dimension", "tension"})
_NOTHING: Final = "nothing new happens"


class Ending(Protocol):
    """A verdict that a branch can end in, and what leads there."""

    @property
    def verdict(self) -> Verdict: ...
    @property
    def subsets(self) -> Sequence[Subset]: ...
    @property
    def terms(self) -> Sequence[Term]: ...
    @property
    def smallest(self) -> Sequence[tuple[str, ...]]: ...


class JudgedBranch(Protocol):
    """A branch with its endings."""

    @property
    def outlook(self) -> BranchOutlook: ...
    @property
    def endings(self) -> Sequence[Ending]: ...


class Outlook(Protocol):
    """The branches of a cell, laid over one assessment."""

    @property
    def assessment(self) -> Assessment: ...
    @property
    def branches(self) -> Sequence[JudgedBranch]: ...


def render_outlook(found: Outlook) -> RenderableType:
    """Return an outlook as a page."""
    mark = Text(f"{HYPOTHETICAL}, laid over what is known; nothing of it is recorded", style="bold yellow")
    where = found.assessment.entry_index
    over = one_line(found.assessment) + (f" (entry {where})" if where is not None else "")
    branches = [part for one in found.branches for part in _render_branch(one)]
    return Group(Rule(mark, align="left", style="yellow"), shown(over), *branches, Rule(style="yellow"))


def _render_branch(judged: JudgedBranch) -> Iterable[RenderableType]:
    outlook = judged.outlook
    branch, nothing = outlook.branch, outlook.baseline.verdict
    about: list[tuple[Cell, Cell]] = [("horizon", str(outlook.horizon)), ("expects", branch.expects)]
    about += [("assumes", shown(one.id, "bold").append(shown(f": {one.title}", "not bold"))) for one in branch.assumes]
    about += [
        ("overdue", f"{name}: dated no later than the day judged; whether it came true is evidence, or is not")
        for name in outlook.overdue
    ]
    yield render_section(f"Branch {branch.id}: {branch.title}", about)
    passed = [change for change in outlook.passing if change.part in _TOLD]
    yield render_changes(passed, heading=f"If {_NOTHING}, on {outlook.horizon}: {_verdict(nothing)}; by time alone")
    rows = [
        (_verdict(ending.verdict), _terms(ending.terms), _smallest(ending.smallest), str(len(ending.subsets)))
        for ending in judged.endings
    ]
    yield Text(f"\nHow it can end, {HYPOTHETICAL.lower()}", style="bold")
    yield render_records(("verdict", "comes about", "smallest sets", "subsets"), rows, right=("subsets",))
    yield Text(f"\nEvery subset, {HYPOTHETICAL.lower()}, against nothing new", style="bold")
    records = [
        (
            " + ".join(subset.holds) or _NOTHING,
            headline(subset.verdict),
            tell_changes(change for change in subset.changes if change.part in _TOLD),
        )
        for subset in outlook.subsets
    ]
    yield render_records(("comes true", "verdict", "changes"), records)


def _verdict(verdict: Verdict) -> str:
    others = f", or {' or '.join(verdict.alternatives)}" if verdict.alternatives else ""
    return headline(verdict) + others + (f"; {verdict.trend}" if verdict.trend else "")


def _terms(terms: Sequence[Term]) -> str:
    return "; or ".join(map(_term, terms))


def _term(term: Term) -> str:
    parts = [f"with {' and '.join(term.having)}"] if term.having else []
    parts += [f"without {' and '.join(term.lacking)}"] if term.lacking else []
    return f"{' '.join(parts)}, whatever else" if parts else "whatever comes true"


def _smallest(sets: Sequence[tuple[str, ...]]) -> str:
    return "; or ".join(" + ".join(one) or _NOTHING for one in sets)
