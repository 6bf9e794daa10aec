"""
Days on which cells that are read may move, before the cell that is asked about does, or with it from day to day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.workbench.solver.paths import Timeline, paths_to, single_day, timeline_of
from assessor.workbench.solver.subject import Subject

if TYPE_CHECKING:
    from datetime import date

    from assessor.workbench.solver.cone import Cone
    from assessor.workbench.solver.paths import Path

_DAY: Final = timedelta(days=1)
_MOST_DAYS: Final = 12


def lead_of(subject: Subject, cone: Cone) -> tuple[date, ...]:
    """Return days on which each cell that is read can come to each of its states, ascending; the first so many."""
    days: set[date] = set()
    for other in cone.elsewhere:
        there = Subject(subject.ruleset, other.cell.cell)
        reached: set[str] = set()
        for path in paths_to(there, there.distances):
            if path.states[-1] not in reached:
                reached.add(path.states[-1])
                days |= {*timeline_of(there, other.cone.rules, path).days}
    return tuple(sorted(days)[:_MOST_DAYS])


def day_by_day(subject: Subject, cone: Cone, path: Path) -> Timeline:
    """Return days in a row on which a way is gone: cells that read each other can push each other on at once."""
    lead = lead_of(subject, cone)
    first = (lead[-1] if lead else subject.framework.epoch) + _DAY
    days = tuple(first + n * _DAY for n in range(len(path.rules) + 1))
    moves = {day: rule.id for day, rule in zip(days, path.rules, strict=False)}
    return Timeline(days[-1], (*lead, *days), moves, days[-1], path.words, edges=True)


def unmoved_days(subject: Subject, cone: Cone, *, edges: bool = False) -> Timeline:
    """Return the days on which a question is judged that does not turn on the cell's own trajectory."""
    alone = single_day(subject.framework.epoch, [stay for one in cone.all for stay in one.stays])
    lead = lead_of(subject, cone)
    if not lead:
        return alone
    last = max(alone.judged_on, lead[-1])
    return Timeline(last, tuple(sorted({*lead, last})), open_from=last, edges=edges)
