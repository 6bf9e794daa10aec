"""
Overriding the verdict of a cell: set with reason, author and expiry, lifted, listed.

The last change of a cell is what counts, so a second override takes the place of the first. The
computed verdict stays beside it, and is what other cells read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal

from assessor.audit import EntryType, check_reason, draft_entry
from assessor.audit.names import check_name
from assessor.domain.quoting import quote
from assessor.errors import UsageError
from assessor.ruleset.problems import did_you_mean
from assessor.services.assess import judge
from assessor.services.requests import find_answer, request_of
from assessor.store.overrides import read_override_change
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from datetime import date

    from assessor.audit import Entry
    from assessor.domain.override import Override, OverrideChange
    from assessor.services.context import Context

_log = get_logger(__name__)

State = Literal["in force", "expired", "replaced", "lifted"]


@dataclass(frozen=True, slots=True)
class ChangedOverride:
    """
    That an override was set or lifted.

    Attributes:
        override: The one that was set; None where one was lifted.
    """

    cell: str
    entry_index: int
    override: Override | None


@dataclass(frozen=True, slots=True)
class ListedOverride:
    """
    An override, and what became of it.

    Attributes:
        ended_by: The entry that replaced or lifted it; None where none did.
    """

    cell: str
    override: Override
    state: State
    ended_by: int | None


def set_override(
    context: Context,
    cell: str,
    trajectory: str,
    *,
    reason: str,
    author: str,
    until: date,
    key: str | None = None,
) -> ChangedOverride:
    """
    Record what an analyst says that a cell is, from today to a day, beside what is computed today.

    Args:
        author: The pseudonymous id of whose judgement it is.
        until: The last day that it is about.
        key: Stands for this request: asked again, it is answered by what was recorded first.

    Raises:
        UsageError: There is no such cell or trajectory, or the last day lies before today.
        EntryInvalidError: Reason or author is none.
        KeyConflictError: The key stands for another request.
        RulesetNotFoundError: No ruleset is in force.
    """
    check_reason(reason)
    check_name("author", author)
    asked = {"override": cell, "trajectory": trajectory, "reason": reason, "author": author, "until": str(until)}
    request = request_of(context, key, **asked)
    with context.database.read() as tx:
        before = find_answer(tx, request)
    if before is not None:
        return _changed(before)
    judged = judge(context, cell)
    known = [term.id for term in judged.evaluation.ruleset.framework.trajectories]
    if trajectory not in known:
        near = did_you_mean(trajectory, known)
        raise UsageError(f"trajectory {quote(trajectory)} is none of the framework{near}; it has {', '.join(known)}")
    since = judged.assessment.as_of
    if until < since:
        raise UsageError(f"until {until} lies before today, {since}: an override is about the days to come")
    computed = judged.assessment.verdict.trajectory
    body = {
        "cell": cell,
        "trajectory": trajectory,
        "author": author,
        "reason": reason,
        "since": str(since),
        "until": str(until),
        **({"computed": computed} if computed is not None else {}),
    }
    with context.database.write() as tx:
        before = find_answer(tx, request)
        if before is not None:
            return _changed(before)
        draft = draft_entry(EntryType.OVERRIDE_SET, body, actor=context.actor, request=request)
        (entry,) = tx.append([draft], clock=context.clock)
    _log.info("override.set", cell=cell, entry=entry.index)
    return _changed(entry)


def lift_override(context: Context, cell: str, *, reason: str, key: str | None = None) -> ChangedOverride:
    """
    Record that the override of a cell is taken back; from now on the computed verdict is issued.

    Args:
        key: See `set_override`.

    Raises:
        UsageError: The cell has none.
        EntryInvalidError: The reason is none.
        KeyConflictError: The key stands for another request.
    """
    check_reason(reason)
    request = request_of(context, key, lift=cell, reason=reason)
    with context.database.write() as tx:
        before = find_answer(tx, request)
        if before is not None:
            return _changed(before)
        changes = tx.overrides.changes(cell)
        if not changes or changes[-1].override is None:
            overridden = {change.cell for change in tx.overrides.changes()}
            raise UsageError(f"cell {quote(cell)} has no override{did_you_mean(cell, overridden - {cell})}")
        body = {"cell": cell, "lifts": changes[-1].entry_index, "reason": reason}
        draft = draft_entry(EntryType.OVERRIDE_LIFTED, body, actor=context.actor, request=request)
        (entry,) = tx.append([draft], clock=context.clock)
    _log.info("override.lifted", cell=cell, entry=entry.index)
    return _changed(entry)


def list_overrides(context: Context, cell: str | None = None) -> tuple[ListedOverride, ...]:
    """Return every override that was set, first to last, with what became of it by today; of one cell where named."""
    today = context.clock().astimezone(UTC).date()
    with context.database.read() as tx:
        changes = tx.overrides.changes(cell)
    return tuple(
        _listed(change, change.override, changes[place + 1 :], today)
        for place, change in enumerate(changes)
        if change.override is not None
    )


def _listed(change: OverrideChange, override: Override, later: list[OverrideChange], today: date) -> ListedOverride:
    ended = next((other for other in later if other.cell == change.cell), None)
    if ended is not None:
        return ListedOverride(
            change.cell, override, "lifted" if ended.override is None else "replaced", ended.entry_index
        )
    return ListedOverride(change.cell, override, "in force" if today <= override.until else "expired", None)


def _changed(entry: Entry) -> ChangedOverride:
    change = read_override_change(entry, entry.parse_body())
    return ChangedOverride(change.cell, change.entry_index, change.override)
