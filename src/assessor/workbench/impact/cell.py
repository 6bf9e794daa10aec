"""
One cell under a draft: its daily history as it is known now, and its recorded assessments at their own cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.restatement import Issued
from assessor.engine.histories import histories_of, spans_within
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.known_evidence import read_evidence_of
from assessor.services.publish_ruleset import load_published
from assessor.services.restate import said_by
from assessor.workbench.impact.moved import CellImpact, MovedAssessment, MovedDays
from assessor.workbench.impact.why import Reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from assessor.domain.known import ItemKey
    from assessor.engine.histories import History, Stretch
    from assessor.ruleset.model import Ruleset
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class Reign:
    """Days in a row, both included, that one published ruleset judges."""

    ruleset: Ruleset
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a draft is held against, and the cut.

    Attributes:
        cells: Those that the draft judges and some ruleset in force did.
        reigns: The days that are compared, by what judges them.
        log_size: Only entries below it count.
        moment: What was known by then.
    """

    draft: Ruleset
    cells: tuple[str, ...]
    reigns: tuple[Reign, ...]
    log_size: int
    moment: datetime


def judge_cell(asked: Asked, tx: ReadTransaction, place: int) -> CellImpact:
    """Return what the draft makes of one cell; the work of one part."""
    cell, draft = asked.cells[place], asked.draft
    last = asked.reigns[-1].last
    under = histories_of(draft, read_evidence_of(tx, draft, cell, asked.log_size, asked.moment), (cell,), last).of(cell)
    moved: list[MovedDays] = []
    was_stretches: list[Stretch] = []
    days = 0
    for reign in asked.reigns:
        if not reign.ruleset.has_cell(cell):
            continue
        evidence = read_evidence_of(tx, reign.ruleset, cell, asked.log_size, asked.moment)
        was = histories_of(reign.ruleset, evidence, (cell,), reign.last).of(cell)
        first = max(reign.first, was.first, under.first)
        days += (reign.last - first).days + 1
        was_stretches += spans_within(was.stretches, first, reign.last)
        moved += _moved(was, under, (first, reign.last), Reasons(reign.ruleset, draft, cell))
    rows = [r for r in tx.assessments.of_cell(cell) if r.entry_index < asked.log_size and _is_asked(r, asked)]
    begin = was_stretches[0].since if was_stretches else last
    return CellImpact(
        cell=cell,
        title=draft.cell(cell).title,
        days=days,
        recorded=len(rows),
        moved=tuple(moved),
        assessments=tuple(_assessments(tx, asked, cell, rows)),
        was=tuple(was_stretches),
        now=tuple(spans_within(under.stretches, begin, last)),
    )


def _is_asked(row: AssessmentRow, asked: Asked) -> bool:
    return max(asked.reigns[0].first, asked.draft.framework.epoch) <= row.as_of <= asked.reigns[-1].last


def _moved(was: History, now: History, days: tuple[date, date], reasons: Reasons) -> Iterator[MovedDays]:
    """Yield the stretches of days on which both issue something else."""
    first, last = days
    spans = [list(spans_within(history.stretches, first, last)) for history in (was, now)]
    borders = sorted({one.since for some in spans for one in some})
    ends = [*(day - timedelta(days=1) for day in borders[1:]), last]
    open_one: MovedDays | None = None
    for since, until in zip(borders, ends, strict=True):
        one, other = Issued.of(was.at(since)), Issued.of(now.at(since))
        if open_one is not None and (one, other) == (open_one.was, open_one.now):
            open_one = MovedDays(open_one.since, until, one, other, open_one.why)
            continue
        if open_one is not None:
            yield open_one
        open_one = None
        if one != other:
            open_one = MovedDays(since, until, one, other, reasons.why(was, now, since))
    if open_one is not None:
        yield open_one


def _assessments(
    tx: ReadTransaction, asked: Asked, cell: str, rows: Sequence[AssessmentRow]
) -> Iterator[MovedAssessment]:
    """Yield the recorded assessments that come out otherwise at their own cuts; alike cuts share a history."""
    histories: dict[tuple[str, frozenset[tuple[ItemKey, int]]], History] = {}
    last = max((row.as_of for row in rows), default=date.min)

    def history(ruleset: Ruleset, address: str, row: AssessmentRow) -> History:
        evidence = read_evidence_of(tx, ruleset, cell, row.log_size, row.known_at)
        key = (address, frozenset((item, version.version) for item, version in evidence.versions.items()))
        if key not in histories:
            histories[key] = histories_of(ruleset, evidence, (cell,), last).of(cell)
        return histories[key]

    for row in rows:
        entry = tx.log.entry(row.entry_index)
        assert entry is not None  # noqa: S101 - the row was made from it
        now = history(asked.draft, "", row)
        said, found = said_by(read_assessment_entry(entry, tx.log.entry)).verdict, Issued.of(now.at(row.as_of))
        if said != found:
            ruleset = load_published(tx, row.ruleset_digest)
            was = history(ruleset, row.ruleset_digest, row)
            why = Reasons(ruleset, asked.draft, cell).why(was, now, row.as_of)
            yield MovedAssessment(row.entry_index, row.id, row.as_of, said, found, why)
