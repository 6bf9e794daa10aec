"""
A recorded assessment, as data.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from assessor.audit import render_instant
from assessor.domain.assessment import Cause, EngineUse, ReadSet, Verdict
from assessor.domain.override import IssuedOverride
from assessor.domain.values import Frozen
from assessor.services.assessment_document import split_document
from assessor.site import names
from assessor.site.data.writing import render_compact

if TYPE_CHECKING:
    from assessor.services.recorded import Stated


class AssessmentData(Frozen):
    """
    A recorded assessment; what it read and rests on, item by item, is in the document that its entry names.

    Attributes:
        issued: The trajectory that is issued: of the override in force, else the computed one.
        rests_on: On how many items the verdict rests, of those that were read.
        read_set: What was read, without its items.
        document: Where the document lies, relative to the root of the site; its name is its digest.
    """

    format: Literal["assessor-assessment-v1"] = "assessor-assessment-v1"
    id: str
    entry: int
    repeats: int | None = None
    cell: str
    title: str
    as_of: date
    known_at: str
    recorded_at: str
    ruleset: str
    log_size: int
    cause: Cause
    actor: str
    engines: EngineUse
    issued: str | None = None
    override: IssuedOverride | None = None
    verdict: Verdict
    rests_on: int
    read_set: ReadSet
    document: str


def render_assessment_data(stated: Stated) -> bytes:
    """Return a recorded assessment; its verdict in the bytes in which it was recorded."""
    assessment, said = stated.assessment, stated.said
    told = AssessmentData(
        id=said.id,
        entry=said.entry_index,
        repeats=said.repeats,
        cell=said.cell,
        title=assessment.title,
        as_of=said.as_of,
        known_at=assessment.known_at,
        recorded_at=render_instant(stated.recorded_at),
        ruleset=said.ruleset,
        log_size=said.log_size,
        cause=assessment.cause,
        actor=assessment.actor,
        engines=assessment.engines,
        issued=assessment.issued,
        override=assessment.override,
        verdict=assessment.verdict,
        rests_on=len(assessment.support),
        read_set=assessment.read_set.model_copy(update={"items": ()}),
        document=names.document_file(said.record),
    )
    head = told.model_dump(mode="json", exclude={"verdict"}, exclude_none=True)
    recorded = msgspec.Raw(split_document(stated.document)["verdict"])
    return render_compact({**head, "verdict": recorded})
