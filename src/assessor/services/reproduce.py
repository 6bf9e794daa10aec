"""
A recorded assessment evaluated again from what its entry names, and compared with what was recorded.

Holds the comparison of bytes, and how a difference is told. Evaluates by the first engine alone:
the record says how far two engines agreed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.audit import canonicalize
from assessor.domain.quoting import quote
from assessor.engine.compare import compare, compare_items
from assessor.engine.evaluate import evaluate
from assessor.engine.facets import PARTS
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.errors import VerificationError
from assessor.services.assessment_document import (
    AssessmentDocument,
    headline_of,
    issue_override_of,
    read_set_of,
    write_document,
)

if TYPE_CHECKING:
    from assessor.domain.change import Change
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.memory import Memory
    from assessor.services.context import Context
    from assessor.services.recorded import Cut, Recorded

_MOST_TOLD: Final = 12


def reproduce(context: Context, recorded: Recorded, memory: Memory | None = None) -> Evaluation:
    """
    Evaluate a recorded assessment again; what is returned gave the bytes that were recorded.

    Args:
        memory: What was evaluated before, to go on from.

    Raises:
        VerificationError: What comes out is not what was recorded; the message tells the difference.
    """
    found = evaluate_at(context, recorded.cut, recorded.assessment.cell, memory)
    override = issue_override_of(recorded.cut.override, found)
    read_set = read_set_of(found, marked=recorded.assessment.read_set.known is not None)
    headline = canonicalize(headline_of(found.verdict, len(found.support), read_set, override))
    document = write_document(found.verdict, found.support, found.read_set, override)
    if (document, headline) != (recorded.document, recorded.headline):
        raise VerificationError(_tell_difference(recorded, found))
    return found


def evaluate_at(context: Context, cut: Cut, cell: str, memory: Memory | None = None) -> Evaluation:
    """
    Evaluate a cell at a cut; a trial.

    Args:
        memory: What was evaluated before, to go on from.
    """
    engine = CrossChecked(context.engines.first, None, context.engines.memo)
    return evaluate(cut.ruleset, cut.evidence, cell, cut.as_of, engine, memory)


def compare_found(was: AssessmentDocument, found: Evaluation) -> tuple[Change, ...]:
    """Return the differences between what was recorded and what comes out now; details alone where there is no more."""
    changes = compare(was.verdict, found.verdict)
    items = (
        *compare_items("support", was.support, found.support),
        *compare_items("read set", was.read_set, found.read_set),
    )
    return (*(change for change in changes if change.part in PARTS), *items) or changes


def _tell_difference(recorded: Recorded, found: Evaluation) -> str:
    was = recorded.assessment
    told = compare_found(AssessmentDocument(was.verdict, was.support, was.read_set.items), found)
    lines = [str(change) for change in told[:_MOST_TOLD]] or ["what its entry repeats is not what its document holds"]
    if len(told) > _MOST_TOLD:
        lines.append(f"and {len(told) - _MOST_TOLD} more")
    difference = "\n".join(f"  {line}" for line in lines)
    return (
        f"assessment {quote(was.id or '')} is not what comes out of its own inputs; from the record to now:\n"
        f"{difference}\n"
        "either a table beside the log was changed, or this program judges otherwise than the one that recorded it; "
        "nothing is made of it. `assessor log verify` tells whether the log itself is sound"
    )
