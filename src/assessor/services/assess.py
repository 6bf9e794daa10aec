"""
Assessing a cell: evaluate at a snapshot, record, then show.

An assessment is recorded before it is shown; anything else is a trial. Evaluation happens at
a snapshot and the append at any later index: `log_size` keeps that honest.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.audit import BY_HAND, render_instant
from assessor.audit import Cause as EntryCause
from assessor.domain.assessment import Assessment, Cause, EngineUse
from assessor.domain.quoting import quote
from assessor.engine.evaluate import evaluate
from assessor.engine.inference.crosscheck import CrossChecked, StepDisagreementError
from assessor.errors import AssessorError, UsageError, VerificationError
from assessor.services.assessed import Assessed
from assessor.services.assessment_document import issue_override_of, read_set_of
from assessor.services.backtest_rules import choose_ruleset
from assessor.services.known_evidence import read_evidence_of
from assessor.services.moments import check_as_of, parse_known_at
from assessor.services.publish_ruleset import in_force
from assessor.services.record_trial import head_of, identity_of, record_disagreement, record_trial
from assessor.services.requests import find_answer, request_of
from assessor.store.unit_of_work import WriteTransaction
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit import Entry
    from assessor.domain.override import Override
    from assessor.engine.evaluate import Evaluation
    from assessor.ruleset.model import Ruleset
    from assessor.services.backtest_rules import ChosenRuleset
    from assessor.services.context import Context
    from assessor.services.publish_ruleset import PublishedRuleset
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)


@dataclass(frozen=True)
class _Cut:
    """What an evaluation is made at: the times, the rules, the size of the log; and the override beside it."""

    as_of: date
    known_at: datetime
    ruleset: PublishedRuleset | ChosenRuleset
    log_size: int
    override: Override | None


def assess(
    context: Context,
    cell: str,
    *,
    as_of: date | None = None,
    known_at: str | None = None,
    dry_run: bool = False,
    cause: EntryCause = BY_HAND,
    key: str | None = None,
    rules: str | None = None,
) -> Assessed:
    """
    Assess a cell and record it; with `dry_run`, a trial.

    An evaluation that repeats a recorded one in every input is recorded as a short entry that
    points at it.

    Args:
        as_of: The day judged; the day of *known at* where absent.
        known_at: A day, an instant, or nothing for now.
        cause: What made us evaluate.
        key: Stands for this request: asked again, it is answered by what was recorded first,
            evaluated again at its own cut.
        rules: What judges in place of the ruleset in force on the day, as `choose_ruleset` takes it; what is recorded
            is judged by what is published.

    Raises:
        UsageError: The times make no sense, there is no such cell, or a trial was given a key; or it is to be recorded
            what an unpublished draft says.
        KeyConflictError: The key stands for another request.
        RulesetNotFoundError: No ruleset is in force on the day, or none is published under that name.
        EnginesDisagreeError: The engines gave different results; that is recorded, the verdict is not.
    """
    if dry_run and key is not None:
        raise UsageError("a trial is not recorded, so there is nothing for a key to stand for")
    day, moment = str(as_of or ""), known_at or ""
    asked = {"as_of": day, "known_at": moment, "cause": cause.to_document()}
    request = request_of(context, key, assess=cell, **asked, **({"rules": rules} if rules is not None else {}))
    if request is not None:
        with context.database.read() as tx:
            before = find_answer(tx, request)
        if before is not None:
            return _assess_again(context, before)
    tried = try_cell(context, cell, as_of=as_of, known_at=known_at, cause=cause, rules=rules)
    if dry_run:
        return tried
    if rules is not None and Path(rules).is_dir():
        _check_published(context, tried.assessment.ruleset, rules)
    with context.database.write() as tx:
        before = find_answer(tx, request)
        recorded = record_trial(context, tx, tried, request) if before is None else tried
    return recorded if before is None else _assess_again(context, before)  # the same was asked meanwhile


def try_cell(
    context: Context,
    cell: str,
    *,
    as_of: date | None = None,
    known_at: str | None = None,
    cause: EntryCause = BY_HAND,
    tx: ReadTransaction | None = None,
    rules: str | None = None,
) -> Assessed:
    """
    Evaluate a cell as `assess` does, and record nothing.

    Args:
        tx: A transaction to read in; one of its own where absent. A disagreement of the engines is recorded in it,
            where it writes, and stays if that does.

    Raises:
        As `assess`.
    """
    cut, evaluation, use = _evaluate(context, cell, as_of, known_at, tx=tx, rules=rules)
    _log.info("assessment.tried", cell=cell, as_of=str(cut.as_of))
    return Assessed(_assessment(context, cut, evaluation, use, cause), evaluation)


def _assess_again(context: Context, entry: Entry) -> Assessed:
    """Return a recorded assessment, evaluated again at its own cut."""
    with context.database.read() as tx:
        row = tx.assessments.at(entry.index)
    if row is None:
        raise VerificationError(f"entry {entry.index}: the assessment that it recorded is missing from its table")
    moment = render_instant(row.known_at)
    cut, evaluation, use = _evaluate(context, row.cell, row.as_of, moment, row.log_size, rules=row.ruleset_digest)
    trial = _assessment(context, cut, evaluation, use, entry.cause)
    found = {"trial": False, "id": row.id, "entry_index": row.entry_index, "repeats": row.repeats}
    return Assessed(trial.model_copy(update=found), evaluation)


def _check_published(context: Context, address: str, named: str) -> None:
    with context.database.read() as tx:
        if address not in {row.digest for row in tx.rulesets.all()}:
            raise UsageError(f"{quote(named)} is an unpublished draft: try it with --dry-run, or publish it first")


def assess_all(
    context: Context, *, as_of: date | None = None, known_at: str | None = None, dry_run: bool = False
) -> tuple[Assessed, ...]:
    """Assess every cell of the ruleset in force, in its order; see `assess`."""
    moment = parse_known_at(known_at, context.clock())
    day = as_of if as_of is not None else moment.astimezone(UTC).date()
    with context.database.read() as tx:
        cells = [c.cell for c in in_force(tx, day, tx.log.size()).ruleset.cells]
    found: list[Assessed] = []
    for cell in cells:
        try:
            found.append(assess(context, cell, as_of=day, known_at=render_instant(moment), dry_run=dry_run))
        except AssessorError as error:
            error.add_note(f"judging cell {cell}")
            if found and not dry_run:
                error.add_note(f"recorded before that: cell {', '.join(one.assessment.cell for one in found)}")
            raise
    return tuple(found)


def judge(
    context: Context,
    cell: str,
    *,
    as_of: date | None = None,
    known_at: str | None = None,
    beside: Ruleset | None = None,
) -> Assessed:
    """
    Evaluate without recording: a trial, or the assessment that recorded the same inputs.

    Args:
        beside: Other rules by which the cell is judged at the same cut: the evaluation is given what they read
            too; the verdict is the same.

    Raises:
        As `assess`.
    """
    cut, evaluation, use = _evaluate(context, cell, as_of, known_at, beside=beside)
    trial = _assessment(context, cut, evaluation, use, BY_HAND)
    with context.database.read() as tx:
        row = tx.assessments.by_identity(identity_of(trial))
    if row is None:
        return Assessed(trial, evaluation)
    found = {"trial": False, "id": row.id, "entry_index": row.entry_index, "log_size": row.log_size}
    return Assessed(trial.model_copy(update=found), evaluation)


def _evaluate(
    context: Context,
    cell: str,
    as_of: date | None,
    known_at: str | None,
    log_size: int | None = None,
    *,
    beside: Ruleset | None = None,
    tx: ReadTransaction | None = None,
    rules: str | None = None,
) -> tuple[_Cut, Evaluation, EngineUse]:
    moment = parse_known_at(known_at, context.clock())
    day = check_as_of(as_of if as_of is not None else moment.astimezone(UTC).date(), moment)
    with context.database.read() if tx is None else nullcontext(tx) as snapshot:
        size = snapshot.log.size() if log_size is None else log_size
        judging = in_force(snapshot, day, size) if rules is None else choose_ruleset(snapshot, rules, day, size)
        cut = _Cut(day, moment, judging, size, snapshot.overrides.at(cell, size, moment))
        ruleset = cut.ruleset.ruleset
        evidence = read_evidence_of(snapshot, ruleset, cell, size, moment, beside)
    checked = CrossChecked(context.engines.first, context.engines.second, context.engines.memo)
    try:
        evaluation = evaluate(ruleset, evidence, cell, day, checked, context.engines.memory)
        report = checked.check()
    except StepDisagreementError as error:
        with nullcontext(tx) if isinstance(tx, WriteTransaction) else context.database.write() as writing:
            head = head_of(cell, day, render_instant(moment), cut.ruleset.digest, size)
            record_disagreement(context, writing, head, error)
        raise
    engines = tuple(f"{name} {version}" for name, version in report.engines)
    reason = report.reason or ""
    use = EngineUse(
        engines=engines, steps=report.steps, distinct=report.distinct, checked=report.checked, reason=reason
    )
    return cut, evaluation, use


def _assessment(context: Context, cut: _Cut, evaluation: Evaluation, use: EngineUse, cause: EntryCause) -> Assessment:
    return Assessment(
        cell=evaluation.cell,
        title=evaluation.ruleset.cell(evaluation.cell).title,
        as_of=cut.as_of,
        known_at=render_instant(cut.known_at),
        ruleset=cut.ruleset.digest,
        log_size=cut.log_size,
        verdict=evaluation.verdict,
        support=evaluation.support,
        read_set=read_set_of(evaluation).model_copy(update={"items": evaluation.read_set}),
        cause=Cause(by="entries", entries=cause.entries) if cause.entries else Cause(),
        actor=context.actor,
        engines=use,
        trial=True,
        override=issue_override_of(cut.override, evaluation),
    )
