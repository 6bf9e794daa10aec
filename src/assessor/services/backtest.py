"""
What every cell's verdict would have been over a period, under any ruleset, as far as was known then.

Each verdict is a trial; the run as a whole is one entry, with the digest of all it said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, canonicalize, digest, draft_entry, render_instant
from assessor.audit.media_types import RULESET
from assessor.engine.backtest import INSUFFICIENT, Said, compare_with, days_of, summarise
from assessor.errors import UsageError
from assessor.intake.reference_file import check_words
from assessor.services.backtest_rules import choose_ruleset
from assessor.services.known_evidence import read_evidence_at
from assessor.services.many_cells import Cells, verdicts_of
from assessor.services.moments import end_of_day, parse_known_at
from assessor.services.progress import tell_nobody
from assessor.services.publish_ruleset import write_ruleset
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.duration import Duration
    from assessor.domain.known import Evidence
    from assessor.engine.backtest import Agreement, Summary
    from assessor.engine.histories import DayVerdict
    from assessor.ruleset.model import Ruleset
    from assessor.services.backtest_rules import ChosenRuleset
    from assessor.services.context import Context
    from assessor.services.progress import Progress
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Period:
    """
    The days that are judged: every so often from the first to the last.

    Attributes:
        known_at: What judges all of them; None where each day is judged by what was known at its end.
    """

    first: date
    last: date
    every: Duration
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BacktestRow:
    """A trial verdict: of a cell, on a day, by what was known at a moment."""

    cell: str
    as_of: date
    known_at: datetime
    verdict: DayVerdict

    @property
    def said(self) -> Said:
        """What it says of the cell."""
        return Said(self.as_of, self.verdict.trajectory or INSUFFICIENT)

    def to_document(self) -> dict[str, Any]:
        """Return it as an object of text and lists; what is absent is left out."""
        verdict = self.verdict
        told = {"trajectory": verdict.trajectory, "trend": verdict.trend}
        return {
            "cell": self.cell,
            "as_of": str(self.as_of),
            "known_at": render_instant(self.known_at),
            "standing": verdict.standing,
            "qualifiers": list(verdict.qualifiers),
            "confidence": verdict.confidence,
            "alternatives": list(verdict.alternatives),
            **{key: value for key, value in told.items() if value is not None},
        }


@dataclass(frozen=True, slots=True)
class Backtest:
    """
    A run and what it amounts to.

    Attributes:
        states: What can be said of a cell, in the framework's order, `INSUFFICIENT` last.
        rows: By cell in the ruleset's order, then by day.
        digest: Of `render_rows(rows)`.
        rules: The ruleset itself.
        entry_index: The entry that recorded the run; None for a run that was not recorded.
        agreement: With the reference, where one was given.
    """

    ruleset: str
    published: bool
    period: Period
    log_size: int
    states: tuple[str, ...]
    rows: tuple[BacktestRow, ...]
    digest: str
    rules: Ruleset
    summaries: Mapping[str, Summary]
    agreement: Agreement | None = None
    entry_index: int | None = None


def render_rows(rows: Sequence[BacktestRow]) -> bytes:
    """Return rows as JSON Lines, each line in canonical form (RFC 8785): the bytes whose digest is recorded."""
    return b"".join(canonicalize(row.to_document()) + b"\n" for row in rows)


def backtest(
    context: Context,
    rules: str | None,
    period: Period,
    *,
    cells: Sequence[str] = (),
    reference: Mapping[str, Sequence[Said]] | None = None,
    dry_run: bool = False,
    told: Progress = tell_nobody,
) -> Backtest:
    """
    Judge cells over a period, and record that it was done.

    Where *known at* follows the clock, nothing that counts as known only after a day has a part in its
    verdict: each day is judged by what a cut at its end admits.

    Args:
        rules: As `choose_ruleset` takes it.
        cells: Which; all of the ruleset where empty.
        reference: What somebody else said, to compare with, by cell and day.
        dry_run: Record nothing.
        told: Called with the verdicts made, and all there will be.

    Raises:
        UsageError: The period makes no sense, or a cell is not in the ruleset.
        RulesetNotFoundError: There is no such ruleset.
        RulesetInvalidError: A draft has faults.
    """
    with context.database.read() as tx:
        size, now = tx.log.size(), context.clock()
        chosen = choose_ruleset(tx, rules, period.last, size)
        _check(period, chosen.ruleset, now)
        names = _choose_cells(chosen.ruleset, cells)
        if reference is not None:
            check_words(chosen.ruleset, reference)
        rows = _judge(context, tx, Cells(chosen.ruleset, names, size, now), period, told)
    series = {cell: [row.said for row in group] for cell, group in groupby(rows, key=lambda row: row.cell)}
    found = Backtest(
        ruleset=chosen.digest,
        published=chosen.published,
        period=period,
        log_size=size,
        states=(*(t.id for t in chosen.ruleset.framework.trajectories), INSUFFICIENT),
        rows=rows,
        digest=digest(render_rows(rows)),
        rules=chosen.ruleset,
        summaries={cell: summarise(said) for cell, said in series.items()},
        agreement=None if reference is None else compare_with(reference, series),
    )
    return found if dry_run else _record(context, found, chosen, cells)


def read_backtested(context: Context, found: Backtest) -> Evidence:
    """Return what was known when the last day of a run was judged."""
    with context.database.read() as tx:
        return read_evidence_at(tx, found.log_size, found.rows[-1].known_at)


def _check(period: Period, ruleset: Ruleset, now: datetime) -> None:
    epoch = ruleset.framework.epoch
    if period.first > period.last:
        raise UsageError(f"the period ends on {period.last}, before it begins on {period.first}")
    if period.first < epoch:
        raise UsageError(f"the period begins on {period.first}, before the framework's epoch, {epoch}")
    known = period.known_at or now
    if period.last > known.astimezone(UTC).date():
        raise UsageError(f"the period ends on {period.last}, after what is known at {render_instant(known)}")


def _choose_cells(ruleset: Ruleset, cells: Sequence[str]) -> tuple[str, ...]:
    there = [cell.cell for cell in ruleset.cells]
    for cell in cells:
        if cell not in there:
            raise UsageError(f"cell `{cell}` is not in framework `{ruleset.framework.framework}`")
    return tuple(cell for cell in there if not cells or cell in cells)


def _judge(
    context: Context, tx: ReadTransaction, asked: Cells, period: Period, told: Progress
) -> tuple[BacktestRow, ...]:
    fixed, now = period.known_at, asked.moment
    days = days_of(period.first, period.last, period.every)
    dated = tuple((day, fixed if fixed is not None else min(end_of_day(day), now)) for day in days)
    found: list[BacktestRow] = []
    for cell, verdicts in zip(asked.cells, verdicts_of(context, tx, asked, dated), strict=True):
        found += [BacktestRow(cell, *one, verdict) for one, verdict in zip(dated, verdicts, strict=True)]
        told(len(found), len(dated) * len(asked.cells))
    return tuple(found)


def _record(context: Context, found: Backtest, chosen: ChosenRuleset, cells: Sequence[str]) -> Backtest:
    period = found.period
    body: dict[str, Any] = {
        "ruleset": found.ruleset,
        "first": str(period.first),
        "last": str(period.last),
        "every": str(period.every),
        "log_size": found.log_size,
        "cells": list(cells),
        "verdicts": len(found.rows),
        "result": found.digest,
    }
    if period.known_at is not None:
        body["known_at"] = render_instant(period.known_at)
    with context.database.write() as tx:
        tx.content.put(write_ruleset(chosen.ruleset), media_type=RULESET, erasable=False)
        draft = draft_entry(EntryType.BACKTEST_RUN, body, actor=context.actor)
        (entry,) = tx.append([draft], clock=context.clock)
    _log.info("backtest.recorded", entry=entry.index, verdicts=len(found.rows))
    return replace(found, entry_index=entry.index)


def parse_period(first: date, last: date | None, every: Duration, known: str | None, now: datetime) -> Period:
    """
    Return a period from what was typed.

    Args:
        last: Today (UTC) where absent.
        known: A day or an instant that judges all days; absent, each is judged by its own end.

    Raises:
        UsageError: *Known at* is no moment, or lies in the future.
    """
    moment = parse_known_at(known, now) if known is not None else None
    return Period(first, last or now.astimezone(UTC).date(), every, moment)
