"""
One assessed subject: what it is about, its dimensions, tensions and milestones.

Holds what a cell file declares. Rules about a cell live in `assessor.ruleset`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assessor.domain.edtf import EdtfDate
from assessor.domain.values import Frozen, Id, Whole


class Dimension(Frozen):
    """
    A family of measurable variables of a cell; `indicators` are declared by the framework.

    Attributes:
        id: What evidence and rules call it.
        title: What people call it.
        about: What it takes in.
        indicators: Indicators that measure it, as the framework declares them.
        unobserved: What the dimension names but nothing here measures; told, so that silence is not read as calm.
    """

    id: Id
    title: str
    about: str = ""
    indicators: tuple[Id, ...] = ()
    unobserved: tuple[str, ...] = ()


class Tension(Frozen):
    """
    Two findings that pull against each other; a rule names the findings.

    Attributes:
        id: What the rule that concludes it calls it.
        title: What people call it.
        about: Why the two sides pull against each other.
    """

    id: Id
    title: str
    about: str = ""


class Milestone(Frozen):
    """
    A scheduled date that is not evidence; what depends on it is *not due* before it ends.

    Attributes:
        id: Its name.
        title: What people call it.
        date: When it is due.
        dimensions: What is not due as long as it lies ahead.
    """

    id: Id
    title: str
    date: EdtfDate
    dimensions: tuple[Id, ...] = ()


class Reference(Frozen):
    """
    A source that a cell's analysts draw on.

    Attributes:
        tier: The kind of source it is.
        title: What people call it.
    """

    tier: Whole
    title: str


class Place(Frozen):
    """
    Where a cell stands on a page that lays cells out as a map of tiles; decides nothing.

    Attributes:
        column: From the left, from 1.
        row: From the top, from 1.
    """

    column: Annotated[Whole, Field(ge=1, le=40)]
    row: Annotated[Whole, Field(ge=1, le=40)]


class Cell(Frozen):
    """
    One assessed subject of a framework.

    Attributes:
        cell: Its id, by which evidence, rules and commands name it.
        title: What people call it.
        grouping: The framework's own heading for the cell, such as a tier of its dashboard.
        place: Its tile on pages that lay cells out as a map; absent, tiles stand in the order of the cells.
        problem: What is wrong.
        goal: What would be right.
        commitments: Who has bound themselves to what.
        dimensions: What there is to look at.
        tensions: What can pull against each other.
        milestones: What is scheduled.
        references: What its analysts draw on.
        related: Cells that readers of this one should know of.
    """

    cell: Id
    title: str
    grouping: str = ""
    place: Place | None = None
    problem: str = ""
    goal: str = ""
    commitments: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    tensions: tuple[Tension, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    references: tuple[Reference, ...] = Field(default=())
    related: tuple[Id, ...] = ()

    def dimension(self, dimension_id: str) -> Dimension:
        """Return a declared dimension; raises KeyError where there is none."""
        return {d.id: d for d in self.dimensions}[dimension_id]
