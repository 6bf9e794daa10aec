"""
What a verdict would be under other evidence or other rules: a trial, held against what was recorded.

The supposition is laid over the cut of the latest assessment recorded of the cell and day, or where
there is none, over the cut that is asked for. Nothing of it is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import digest
from assessor.domain.assessment import Cause, EngineUse, ReadSet
from assessor.domain.change import KnowledgeChange
from assessor.domain.known import Evidence
from assessor.domain.reach import is_later
from assessor.engine.evaluate import evaluate
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.errors import UsageError
from assessor.services.assessed import Assessed
from assessor.services.baseline import find_baseline
from assessor.services.diff import admitted_of, diff_assessed
from assessor.services.known_evidence import read_named
from assessor.services.publish_ruleset import latest, write_ruleset
from assessor.services.suppose_evidence import add, keys_of, take_away
from assessor.store.knowledge import Admitted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.domain.assessment import Assessment
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.domain.known import ItemKey
    from assessor.engine.evaluate import Evaluation
    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.services.diff import Difference
    from assessor.services.suppose_evidence import Supposed


@dataclass(frozen=True, slots=True)
class Addition:
    """An item supposed to be known; `unread` says why it cannot bear on the verdict, where it cannot."""

    kind: str
    id: str
    unread: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """
    A verdict under a supposition, beside the one without it.

    Attributes:
        difference: From the verdict as it is to the one under the supposition, a trial.
        added: What is supposed to be known.
        removed: What is supposed not to be known, as kind and id.
        rules: Whether other rules are supposed.
        since: How many items are known otherwise now than at the recorded assessment's cut, all of
            them left out of the supposition.
    """

    difference: Difference
    added: tuple[Addition, ...]
    removed: tuple[str, ...]
    rules: bool
    since: int


def what_if(
    context: Context,
    cell: str,
    *,
    files: Sequence[EvidenceFile] = (),
    without: Sequence[str] = (),
    rules: Ruleset | None = None,
    as_of: date | None = None,
    known_at: str | None = None,
) -> WhatIf:
    """
    Evaluate a cell under a supposition, and compare it with its verdict without.

    Args:
        files: Evidence supposed to be known, checked as an import checks it.
        without: Ids of items supposed not to be known.
        rules: Rules supposed to judge.
        known_at: The cut to suppose over, in place of that of the latest recorded assessment.

    Raises:
        UsageError: Nothing is supposed, or the cell or day cannot be judged.
        EvidenceNotFoundError: What is taken away is not known.
        EvidenceInvalidError: What is added would be refused by an import.
        EvidenceConflictError: What is added is known with other content.
        VerificationError: The recorded assessment is not what comes out of its own inputs.
    """
    if not files and not without and rules is None:
        raise UsageError("suppose something: give --add, --without or --rules")
    before = find_baseline(context, cell, as_of, known_at, rules)
    was, cut = before.evaluation, admitted_of(before.assessment)
    with context.database.read() as tx:
        named = read_named(tx, (key for name in without for key in keys_of(name)), cut.log_size, cut.known_at)
        known = Evidence({**named.versions, **was.evidence.versions})
        supposed = take_away(known, without)
        if files:
            supposed = add(tx, supposed, files, rules or latest(tx).ruleset, cut.known_at)
        since = tx.knowledge.compare(cut, Admitted(tx.log.size(), context.clock()))
    engine = CrossChecked(context.engines.first, context.engines.second, context.engines.memo)
    evaluation = evaluate(rules or was.ruleset, supposed.evidence, cell, was.as_of, engine)
    after = Assessed(_trial(context, before.assessment, evaluation, rules, engine), evaluation)
    return WhatIf(
        difference=diff_assessed(context, before, after, _differ(since.before, known, supposed.evidence)),
        added=tuple(_addition(key, supposed, evaluation) for key in supposed.added),
        removed=tuple(f"{kind} {item_id}" for kind, item_id in supposed.removed),
        rules=rules is not None,
        since=0 if known_at or before.assessment.trial else since.moved,
    )


def _differ(number: int, known: Evidence, supposed: Evidence) -> KnowledgeChange:
    """
    Return how much is supposed to be known otherwise.

    Args:
        number: How many items are known.
        known: Those of them that are looked at.
    """
    was, now = ({key: one.digest for key, one in found.versions.items()} for found in (known, supposed))
    added, removed = len(now.keys() - was.keys()), len(was.keys() - now.keys())
    replaced = sum(was[key] != now[key] for key in was.keys() & now.keys())
    return KnowledgeChange(
        before=number, after=number + added - removed, added=added, removed=removed, replaced=replaced
    )


def _addition(key: ItemKey, supposed: Supposed, evaluation: Evaluation) -> Addition:
    item = supposed.evidence.versions[key].item
    unread = ""
    if is_later(item, evaluation.as_of):
        unread = "dated after the day judged"
    elif key not in {(r.kind, r.id) for r in evaluation.read_set}:
        unread = "no rule of the cell reads it"
    return Addition(*key, unread)


def _trial(
    context: Context, before: Assessment, evaluation: Evaluation, rules: Ruleset | None, engine: CrossChecked
) -> Assessment:
    report = engine.check()
    return before.model_copy(
        update={
            "title": evaluation.ruleset.cell(evaluation.cell).title,
            "ruleset": before.ruleset if rules is None else digest(write_ruleset(rules)),
            "verdict": evaluation.verdict,
            "support": evaluation.support,
            "read_set": ReadSet(
                digest=evaluation.read_digest, count=len(evaluation.read_set), items=evaluation.read_set
            ),
            "cause": Cause(),
            "actor": context.actor,
            "engines": EngineUse(
                engines=tuple(f"{name} {version}" for name, version in report.engines),
                steps=report.steps,
                distinct=report.distinct,
                checked=report.checked,
                reason=report.reason or "",
            ),
            "trial": True,
            "id": None,
            "entry_index": None,
            "repeats": None,
        }
    )
