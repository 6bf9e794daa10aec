"""
Recording a trial: the entry that it becomes, or the one that says which assessment it repeats.

A disagreement of the engines is recorded likewise, without a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.audit import Cause as EntryCause
from assessor.audit import EntryType, draft_entry
from assessor.audit.media_types import ASSESSMENT
from assessor.services.assessed import Assessed
from assessor.services.assessment_document import document_of, headline_of, identify
from assessor.store.assessments import name_assessment
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from datetime import date

    from assessor.audit import Request
    from assessor.domain.assessment import Assessment
    from assessor.engine.inference.crosscheck import StepDisagreementError
    from assessor.services.context import Context
    from assessor.store.unit_of_work import WriteTransaction

_log = get_logger(__name__)


def identity_of(trial: Assessment) -> str:
    """Return what is equal of two assessments whose every input is."""
    return identify(_head(trial), trial.read_set, trial.engines.engines, trial.override)


def record_trial(context: Context, tx: WriteTransaction, tried: Assessed, request: Request | None = None) -> Assessed:
    """Record a trial in a transaction, and return the assessment that it is from then on."""
    trial = tried.assessment
    identity = identity_of(trial)
    earlier = tx.assessments.by_identity(identity)
    if earlier is not None:
        body = {**_head(trial), "identity": identity, "repeats": earlier.entry_index}
        kind = EntryType.ASSESSMENT_REPEATED
    else:
        body = {**_head(trial), "identity": identity, **_result(tx, tried)}
        kind = EntryType.ASSESSMENT_RECORDED
    cause = EntryCause(trial.cause.entries)
    draft = draft_entry(kind, body, actor=context.actor, cause=cause, request=request)
    (entry,) = tx.append([draft], clock=context.clock)
    name = name_assessment(trial.cell, str(trial.as_of), entry.index)
    repeats = earlier.entry_index if earlier is not None else None
    found = {"trial": False, "id": name, "entry_index": entry.index, "repeats": repeats}
    _log.info("assessment.recorded", cell=trial.cell, as_of=str(trial.as_of), entry=entry.index)
    return Assessed(trial.model_copy(update=found), tried.evaluation)


def head_of(cell: str, as_of: date, known_at: str, ruleset: str, log_size: int) -> dict[str, Any]:
    """Return what an evaluation is of, and at what it was made, as its entry says it."""
    return {
        "cell": cell,
        "as_of": str(as_of),
        "known_at": known_at,
        "ruleset": ruleset,
        "log_size": log_size,
    }


def _head(trial: Assessment) -> dict[str, Any]:
    return head_of(trial.cell, trial.as_of, trial.known_at, trial.ruleset, trial.log_size)


def _result(tx: WriteTransaction, tried: Assessed) -> dict[str, Any]:
    """Return what an assessment found; the whole of it goes beside the log, its digest and headline in."""
    trial = tried.assessment
    document = document_of(tried.evaluation, trial.override)
    return {
        **headline_of(trial.verdict, len(trial.support), trial.read_set, trial.override),
        "engines": trial.engines.model_dump(mode="json"),
        "record": tx.content.put(document, media_type=ASSESSMENT, erasable=False),
    }


def record_disagreement(
    context: Context, tx: WriteTransaction, head: dict[str, Any], error: StepDisagreementError
) -> None:
    """
    Record that two engines disagreed, with the inputs they disagree on; no verdict is.

    Args:
        head: What they evaluated, as `head_of` says it.
    """
    body = {
        **head,
        "program": error.program,
        "inputs": [int(outcome) for outcome in error.inputs],
        "answers": [
            {
                "engine": f"{name} {version}",
                **({"outcomes": [int(o) for o in outcomes]} if outcomes is not None else {}),
            }
            for name, version, outcomes in error.answers
        ],
    }
    tx.log.append([draft_entry(EntryType.ENGINES_DISAGREED, body, actor=context.actor)], clock=context.clock)
    _log.error("engines.disagreed", cell=head["cell"], as_of=head["as_of"], program=error.program)
