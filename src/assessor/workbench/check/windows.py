"""
Windows longer than the timeline: what must have held for longer than there have been days to hold on.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.ruleset.conditions import Held, State
from assessor.ruleset.evidential import Signals
from assessor.ruleset.references_rule import walk_with_paths
from assessor.workbench.check.subject import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.domain.duration import Duration
    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Subject

_CODE: Final = "window-longer-than-timeline"


def check_windows(subject: Subject) -> Iterator[Problem]:
    """
    Yield where a time is asked for that the timeline does not hold yet.

    What is to have held so long cannot be met on any day so far, since days before the epoch are not met: a warning.
    A window of signals reaches back before the epoch on every day so far, to where feeds must watch: a note.
    """
    epoch, last = subject.framework.epoch, subject.last
    if last < epoch:
        return
    for placed in subject.rules:
        for path, condition in walk_with_paths(placed.rule.condition, ("when",)):
            match condition:
                case Held() if _is_before(condition.held, last, epoch):
                    yield tell(placed, (*path, "held"), _told(condition.held, epoch, last), _CODE)
                case State() if condition.duration is not None and _is_before(condition.duration, last, epoch):
                    yield tell(placed, (*path, "for"), _told(condition.duration, epoch, last), _CODE)
                case Signals() if _is_before(condition.within, last, epoch):
                    message = (
                        f"{condition.within} is longer than the timeline, which began on {epoch}: on each of its days "
                        f"up to {last} this asks what happened before it; feeds must watch from "
                        f"{_first_day(condition.within, epoch)} on"
                    )
                    yield tell(placed, (*path, "within"), message, _CODE, severity="note")
                case _:
                    pass


def _is_before(duration: Duration, day: date, epoch: date) -> bool:
    """Return whether a window that ends on a day begins before the epoch."""
    return _first_day(duration, day) < epoch


def _first_day(duration: Duration, day: date) -> date:
    return window_start(day, duration) + timedelta(days=1)


def _told(duration: Duration, epoch: date, last: date) -> str:
    return (
        f"{duration} is longer than the timeline, which began on {epoch}: it is met on no day up to {last}; ask for a "
        "shorter time, or begin the timeline earlier"
    )
