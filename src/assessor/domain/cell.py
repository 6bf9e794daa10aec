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
    """A family of measurable variables of a cell; `indicators` are declared by the framework."""

    id: Id
    title: str
    about: str = ""
    indicators: tuple[Id, ...] = ()
    unobserved: tuple[str, ...] = ()
    """What the dimension names but nothing here measures; told, so that silence is not read as calm."""


class Tension(Frozen):
    """Two findings that pull against each other; a rule names the findings."""

    id: Id
    title: str
    about: str = ""


class Milestone(Frozen):
    """A scheduled date that is not evidence; what depends on it is *not due* before it ends."""

    id: Id
    title: str
    date: EdtfDate
    dimensions: tuple[Id, ...] = ()


class Reference(Frozen):
    """A source that a cell's analysts draw on."""

    tier: Whole
    title: str


class Place(Frozen):
    """Where a cell stands on a page that lays cells out as a map of tiles; decides nothing."""

    column: Annotated[Whole, Field(ge=1, le=40)]
    row: Annotated[Whole, Field(ge=1, le=40)]


class Cell(Frozen):
    """One assessed subject of a framework."""

    cell: Id
    title: str
    grouping: str = ""
    """The framework's own heading for the cell, such as a tier of its dashboard."""
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
