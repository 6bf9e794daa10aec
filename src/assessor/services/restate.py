"""
Restatements: past assessments of a cell that what is known now answers differently.

Each is judged by the rules that judged it, in one history for all their days, and compared with what
was said of it last. What was said stays; one entry lists what is said now.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import EntryType, canonicalize, draft_entry, parse_instant
from assessor.audit.media_types import RESTATEMENT
from assessor.domain.restatement import Issued, Restated
from assessor.engine.histories import histories_behind, histories_of
from assessor.services.assessment_entry import AssessmentEntry, read_assessment_entry
from assessor.services.known_evidence import read_evidence_of
from assessor.services.publish_ruleset import load_published
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from assessor.audit import Cause, Entry, EntryDraft
    from assessor.domain.assessment import Assessment
    from assessor.domain.known import Evidence
    from assessor.engine.histories import History
    from assessor.ruleset.model import Ruleset
    from assessor.services.assessed import Assessed
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

_ISSUED: Final = tuple(Issued.model_fields)
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said last of a day that an assessment judged, and the digest of the rules that judged it."""

    entry: int
    as_of: date
    ruleset: str
    verdict: Issued


def said_by(recorded: AssessmentEntry) -> Said:
    """Return what an assessment said."""
    answer = recorded.answer
    issued = Issued.model_validate({key: answer[key] for key in _ISSUED if key in answer})
    return Said(recorded.entry_index, recorded.as_of, recorded.ruleset, issued)


def find_restated(
    said: Iterable[Said], judge: Callable[[str, frozenset[date]], Mapping[date, Issued]]
) -> tuple[Restated, ...]:
    """
    Return which of some assessments are answered differently now, by entry.

    Args:
        judge: Returns what is issued for each of some days, by the rules of a digest.
    """
    days: dict[str, set[date]] = {}
    kept = sorted(said, key=lambda one: one.entry)
    for one in kept:
        days.setdefault(one.ruleset, set()).add(one.as_of)
    now = {ruleset: judge(ruleset, frozenset(some)) for ruleset, some in days.items()}
    return tuple(
        Restated(entry=one.entry, as_of=one.as_of, verdict=now[one.ruleset][one.as_of])
        for one in kept
        if now[one.ruleset][one.as_of] != one.verdict
    )


def judge_days(ruleset: Ruleset, evidence: Evidence, cell: str, days: frozenset[date]) -> Mapping[date, Issued]:
    """Return what is issued for a cell on each of some days, from one history up to the last."""
    return _issued(histories_of(ruleset, evidence, (cell,), max(days)).of(cell), days)


def _issued(history: History, days: frozenset[date]) -> Mapping[date, Issued]:
    return {day: Issued.of(history.at(day)) for day in days}


def restate(tx: ReadTransaction, assessed: Assessed) -> tuple[Restated, ...]:
    """
    Return the earlier assessments of a cell that the knowledge behind a new one answers differently.

    Those by the same rules, of its day or earlier ones, are read off its own evaluation.
    """
    assessment, evaluation = assessed.assessment, assessed.evaluation
    cell, size, moment = assessment.cell, assessment.log_size, parse_instant(assessment.known_at)

    def judge(address: str, days: frozenset[date]) -> Mapping[date, Issued]:
        if address == assessment.ruleset and max(days) <= evaluation.as_of:
            return _issued(histories_behind(evaluation).of(cell), days)
        ruleset = load_published(tx, address)
        return judge_days(ruleset, read_evidence_of(tx, ruleset, cell, size, moment), cell, days)

    return find_restated(_read_said(tx, cell, size), judge)


def _read_said(tx: ReadTransaction, cell: str, size: int) -> Iterable[Said]:
    """Yield what was said last of each day that was judged below a size of the log."""
    later = tx.restatements.latest(cell, size)
    for row in tx.assessments.of_cell(cell):
        entry = tx.log.entry(row.entry_index) if row.entry_index < size else None
        if entry is not None:
            said = said_by(read_assessment_entry(entry, tx.log.entry))
            restated = later.get(row.entry_index)
            yield said if restated is None else Said(said.entry, said.as_of, said.ruleset, restated.verdict)


def record_restated(
    context: Context, tx: WriteTransaction, assessment: Assessment, restated: tuple[Restated, ...], cause: Cause
) -> Entry | None:
    """Record restatements beside the assessment that they came with; nothing where there are none."""
    if not restated:
        return None
    document = write_restated(restated)
    body = restated_body(assessment.cell, assessment.known_at, assessment.log_size, restated)
    body["record"] = tx.content.put(document, media_type=RESTATEMENT, erasable=False)
    (entry,) = tx.append([_draft(context, body, cause)], clock=context.clock)
    _log.info("assessment.restated", cell=assessment.cell, entry=entry.index, restated=len(restated))
    return entry


def _draft(context: Context, body: Mapping[str, Any], cause: Cause) -> EntryDraft:
    return draft_entry(EntryType.ASSESSMENT_RESTATED, body, actor=context.actor, cause=cause)


def restated_body(cell: str, known_at: str, log_size: int, restated: tuple[Restated, ...]) -> dict[str, Any]:
    """Return what an entry repeats of its restatements; of none, no days."""
    days = sorted(one.as_of for one in restated)
    ends = {"first": str(days[0]), "last": str(days[-1])} if days else {}
    return {"cell": cell, "known_at": known_at, "log_size": log_size, "restated": len(restated), **ends}


def write_restated(restated: Iterable[Restated]) -> bytes:
    """Return the canonical bytes of restatements."""
    return canonicalize({"restated": [json.loads(one.model_dump_json(exclude_none=True)) for one in restated]})
