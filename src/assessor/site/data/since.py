"""
What changed since the assessment before, and what is said since of the latest, as data.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assessor.domain.change import AttributedChange, Because, Change, KnowledgeChange
from assessor.domain.restatement import Issued
from assessor.domain.values import Frozen
from assessor.site import names

if TYPE_CHECKING:
    from assessor.services.diff import Difference
    from assessor.services.restated_by import RestatementOf


class Before(Frozen):
    """The assessment that another one is compared with; `page` is relative to the root of the site."""

    id: str | None
    entry: int
    as_of: date
    known_at: str
    page: str


class DifferenceData(Frozen):
    """
    What changed since the assessment before, as `assessor diff` has it.

    Attributes:
        moved: What differs between the two: rules, knowledge, the day judged.
        order: The moves in the order in which changes are told.
        orders: How many orders of them were tried.
        changes: Every change, most important first.
        passing: What changes on the way and changes back.
    """

    since: Before
    moved: tuple[Because, ...]
    knowledge: KnowledgeChange
    order: tuple[Because, ...]
    orders: int
    changes: tuple[AttributedChange, ...]
    passing: tuple[Change, ...]


class RestatedData(Frozen):
    """What an entry says of the assessment now; `because` are the entries of the evidence that made it."""

    entry: int
    recorded_at: str
    known_at: str
    verdict: Issued
    because: tuple[int, ...]


def tell_difference(found: Difference) -> DifferenceData:
    """Return what changed between two assessments."""
    before = found.before
    assert before.entry_index is not None  # noqa: S101 - it is recorded
    return DifferenceData(
        since=Before(
            id=before.id,
            entry=before.entry_index,
            as_of=before.as_of,
            known_at=before.known_at,
            page=names.assessment_page(before.entry_index),
        ),
        moved=found.moved,
        knowledge=found.knowledge,
        order=found.order,
        orders=found.orders,
        changes=found.changes,
        passing=found.passing,
    )


def tell_restatement(one: RestatementOf) -> RestatedData:
    """Return a restatement."""
    return RestatedData(
        entry=one.entry_index,
        recorded_at=one.recorded_at,
        known_at=one.known_at,
        verdict=one.verdict,
        because=tuple(version.entry_index for version in one.because),
    )
