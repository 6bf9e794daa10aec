"""
What is ahead of a cell as data: signposts, and the branches of its outlook.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from assessor.domain.change import Change
from assessor.domain.restatement import Issued
from assessor.domain.values import Frozen
from assessor.site.data.told import Told

if TYPE_CHECKING:
    from assessor.services.flip import FlipList, Moved
    from assessor.services.outlook import Ending, JudgedBranch


class Headline(Told):
    """What a verdict says first: the trajectory, absent where none is issued, and the qualifiers."""

    trajectory: str | None
    qualifiers: tuple[str, ...]


class ItemName(Frozen):
    """An evidence item by kind and id."""

    kind: str
    id: str


class Signpost(Frozen):
    """
    A change that would move the verdict; a trial, never recorded.

    Attributes:
        kind: Something comes, time passes and nothing does, or something on hand is not known.
        change: What changes, in words, one thing each.
        items: What comes, or is taken away.
        day: On which the verdict is another.
        said: What it then says; `instead`, what it would say that day without the change.
    """

    kind: Literal["with", "time", "without"]
    ways: tuple[str, ...]
    change: tuple[str, ...]
    items: tuple[ItemName, ...]
    day: date
    said: Headline
    instead: Headline


class Unturned(Frozen):
    """A condition of a rule that would move the verdict, which nothing that comes can turn, and why."""

    rule: str
    what: str


class Signposts(Frozen):
    """
    What would move the verdict, and how far that was looked for.

    Attributes:
        evaluated: How many changes were; `budget`, at most how many of each kind.
        exhausted: The kinds of which not all were tried.
    """

    found: tuple[Signpost, ...]
    unturned: tuple[Unturned, ...]
    evaluated: int
    budget: int
    exhausted: tuple[str, ...]


class Terms(Told):
    """Every set of assumptions with all of `having` and none of `lacking`."""

    having: tuple[str, ...]
    lacking: tuple[str, ...]


class EndingData(Frozen):
    """
    A verdict that a branch can end in.

    Attributes:
        terms: The sets of assumptions that lead there, in few words; `sets`, each by itself.
        smallest: Those of which no proper part leads there.
    """

    verdict: Issued
    alternatives: tuple[str, ...]
    terms: tuple[Terms, ...]
    smallest: tuple[tuple[str, ...], ...]
    sets: tuple[tuple[str, ...], ...]


class Assumption(Frozen):
    """An assumption of a branch."""

    id: str
    title: str


class BranchData(Frozen):
    """
    A branch of the outlook, judged at its horizon; hypothetical, never recorded.

    Attributes:
        overdue: Assumptions that are dated no later than the day judged.
        passing: What the passing of time alone changes up to the horizon.
    """

    branch: str
    title: str
    horizon: date
    expects: str
    assumes: tuple[Assumption, ...]
    overdue: tuple[str, ...]
    passing: tuple[Change, ...]
    endings: tuple[EndingData, ...]


def tell_signposts(found: FlipList) -> Signposts:
    """Return what would move a verdict."""
    flips = found.flips
    return Signposts(
        found=tuple(map(_signpost, found.moved)),
        unturned=tuple(Unturned(rule=rule, what=what) for rule, what in flips.unturned),
        evaluated=flips.evaluated,
        budget=flips.budget,
        exhausted=flips.exhausted,
    )


def _signpost(moved: Moved) -> Signpost:
    flip = moved.flip
    return Signpost(
        kind=flip.kind,
        ways=moved.ways,
        change=flip.change,
        items=tuple(ItemName(kind=kind, id=name) for kind, name in flip.items),
        day=flip.day,
        said=Headline.model_validate(flip.said),
        instead=Headline.model_validate(flip.instead),
    )


def tell_branch(judged: JudgedBranch) -> BranchData:
    """Return a branch of an outlook."""
    outlook, branch = judged.outlook, judged.outlook.branch
    return BranchData(
        branch=branch.id,
        title=branch.title,
        horizon=outlook.horizon,
        expects=branch.expects,
        assumes=tuple(Assumption(id=one.id, title=one.title) for one in branch.assumes),
        overdue=outlook.overdue,
        passing=outlook.passing,
        endings=tuple(map(_ending, judged.endings)),
    )


def _ending(ending: Ending) -> EndingData:
    return EndingData(
        verdict=Issued.of(ending.verdict),
        alternatives=ending.verdict.alternatives,
        terms=tuple(map(Terms.model_validate, ending.terms)),
        smallest=ending.smallest,
        sets=tuple(subset.holds for subset in ending.subsets),
    )
