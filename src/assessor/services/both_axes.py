"""
A cell on both axes of time, from the record and from what was known when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from assessor.audit import parse_instant, render_instant
from assessor.audit.bodies import read_body
from assessor.domain.quoting import quote
from assessor.engine.axes import Plane, Reign, Statement, layers_of, overruled
from assessor.errors import UsageError, VerificationError
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.known_evidence import read_versions_of
from assessor.services.moments import check_as_of, end_of_day, parse_known_at
from assessor.services.publish_ruleset import in_force
from assessor.services.restate import said_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from assessor.services.context import Context
    from assessor.store.restatements import RestatedRow
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class Axes:
    """
    What is asked for; each end has its own where it is None.

    Attributes:
        since: The first day judged: else the epoch, or the day from which rules are in force.
        until: The last: else the day of *known at*.
        known_since: The first day of knowledge: else the first day judged.
        known_until: The last: else now.
    """

    since: date | None = None
    until: date | None = None
    known_since: date | None = None
    known_until: date | None = None


def both_axes(context: Context, cell: str, axes: Axes, *, log_size: int | None = None) -> Plane:
    """
    Return what was said of each day of a cell at any later time, and what each knowledge gives.

    Each day is judged by the rules in force on it, and by what was known at the end of a day of knowledge: of
    the present day, by now. What the record says stands at its own *known at*.

    Args:
        log_size: Only entries below it count; all there are, where it is None.

    Raises:
        UsageError: There is no such cell, or nothing on these axes.
        RulesetNotFoundError: No ruleset is in force on the first day.
    """
    now = parse_known_at(None, context.clock())
    today = now.astimezone(UTC).date()
    known_last = axes.known_until or today
    if known_last > today:
        raise UsageError(f"known at {known_last} lies in the future: nobody can know yet what will be known then")
    last = check_as_of(axes.until or known_last, end_of_day(known_last))
    with context.database.read() as tx:
        size = tx.log.size() if log_size is None else log_size
        reigns = _reigns(tx, cell, axes.since, last, size)
        first = reigns[0].first
        known_first = axes.known_since or min(first, known_last)
        if known_first > known_last:
            raise UsageError(f"the axis of what was known ends on {known_last}, before it begins on {known_first}")
        versions = {
            (version.key, version.version): version
            for reign in {r.digest: r for r in reigns}.values()
            for version in read_versions_of(tx, reign.ruleset, cell, size, now)
        }
        overrides = [one for one in tx.overrides.changes(cell) if one.entry_index < size]
        statements = sorted(_statements(tx, cell, size), key=lambda one: (one.known_at, one.entry))

    def moment_of(day: date) -> datetime:
        return min(end_of_day(day), now)

    return Plane(
        cell=cell,
        title=reigns[-1].ruleset.cell(cell).title,
        log_size=size,
        first=first,
        last=last,
        known_first=known_first,
        known_last=known_last,
        reigns=reigns,
        layers=layers_of(reigns, tuple(versions.values()), cell, (known_first, known_last), moment_of),
        statements=tuple(s for s in statements if first <= s.as_of <= last and s.known <= known_last),
        overruled=overruled(overrides, (first, last), (known_first, known_last)),
    )


def _reigns(tx: ReadTransaction, cell: str, since: date | None, last: date, size: int) -> tuple[Reign, ...]:
    """Return which rules judge which days, up to a last one."""
    rows = [row for row in tx.rulesets.all() if row.entry_index < size]
    first = since
    if first is None:
        now = in_force(tx, last, size)
        first = max(now.ruleset.framework.epoch, min(row.effective_from for row in rows))
    if first > last:
        raise UsageError(f"the axis of days judged ends on {last}, before it begins on {first}")
    begins = sorted({first, *(row.effective_from for row in rows if first < row.effective_from <= last)})
    found: list[Reign] = []
    for begin, end in zip(begins, [*(day - timedelta(days=1) for day in begins[1:]), last], strict=True):
        rules = in_force(tx, begin, size)
        epoch = rules.ruleset.framework.epoch
        if begin < epoch:
            raise UsageError(f"the axis of days judged begins on {begin}, before the framework's epoch, {epoch}")
        if not rules.ruleset.has_cell(cell):
            raise UsageError(f"cell {quote(cell)} is not in the ruleset in force on {begin}")
        if found and found[-1].digest == rules.digest:
            found[-1] = Reign(rules.ruleset, rules.digest, found[-1].first, end)
        else:
            found.append(Reign(rules.ruleset, rules.digest, begin, end))
    return tuple(found)


def _statements(tx: ReadTransaction, cell: str, size: int) -> Iterator[Statement]:
    """Yield all that the record says of a cell's days, in no order."""
    for row in tx.assessments.of_cell(cell):
        entry = tx.log.entry(row.entry_index) if row.entry_index < size else None
        if entry is not None:
            recorded = read_assessment_entry(entry, tx.log.entry)
            yield Statement(
                basis="recorded",
                entry=entry.index,
                assessment=entry.index,
                as_of=recorded.as_of,
                known=recorded.known_at.astimezone(UTC).date(),
                known_at=render_instant(recorded.known_at),
                recorded_at=render_instant(entry.recorded_at),
                verdict=said_by(recorded).verdict,
            )
    yield from (_restated(tx, row) for row in tx.restatements.of_cell(cell) if row.entry_index < size)


def _restated(tx: ReadTransaction, row: RestatedRow) -> Statement:
    entry = tx.log.entry(row.entry_index)
    if entry is None:
        raise VerificationError(f"entry {row.entry_index} is missing")
    known_at = parse_instant(read_body(entry)["known_at"])
    return Statement(
        basis="restated",
        entry=entry.index,
        assessment=row.restated.entry,
        as_of=row.restated.as_of,
        known=known_at.astimezone(UTC).date(),
        known_at=render_instant(known_at),
        recorded_at=render_instant(entry.recorded_at),
        verdict=row.verdict,
    )
