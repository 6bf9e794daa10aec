"""
Ways of the trajectory from the initial state, and the days on which it goes them.

A question that turns on the trajectory is asked along one way after the other: which transitions were taken, and when,
is then given, and what is left open is the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import Duration, add, exit_day
from assessor.ruleset.conclusions import ConcludeTransition
from assessor.ruleset.conditions import Held, State, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.model import Rule
    from assessor.workbench.solver.subject import Subject

_DAY: Final = timedelta(days=1)
MONTH: Final = Duration(months=1)
_MOST_PATHS: Final = 4
"""So many ways to one state are tried, the shortest first."""


@dataclass(frozen=True, slots=True)
class Path:
    """
    Transitions taken one after the other, through different states.

    Attributes:
        states: The initial state, and the one that each transition leads to.
    """

    rules: tuple[Rule, ...]
    states: tuple[str, ...]

    @property
    def words(self) -> str:
        """The states in words."""
        return " → ".join(self.states)


@dataclass(frozen=True)
class Timeline:
    """
    The days on which the trajectory may move.

    Attributes:
        judged_on: The last of them, or of a question that does not turn on the trajectory, the only one.
        days: Days on which transitions are looked at, ascending; none where the question does not turn on it.
        moves: The transitions that are taken to happen, by their days; on other days before `open_from`, none is.
        open_from: The first day on which any transition may be taken.
        words: By way of which states.
        edges: Whether signals lie on either side of where windows begin too, and not on these days alone.
        wide: Whether they lie on any day, and there are as many as conditions ask for together: what is then not found
            takes a solver long, and is the more surely never to be.
    """

    judged_on: date
    days: tuple[date, ...] = ()
    moves: dict[date, str] = field(default_factory=dict)
    open_from: date = date.max
    words: str = ""
    edges: bool = False
    wide: bool = False

    def widened(self) -> Timeline:
        """Return the same days, with signals on any day, and more of them."""
        return replace(self, wide=True)

    def freed(self) -> Timeline:
        """Return the same days, on each of which any transition may be taken."""
        return replace(self, moves={}, open_from=date.min)

    def looking_at(self, day: date) -> Timeline:
        """Return the same, with another day looked at."""
        return replace(self, days=tuple(sorted({*self.days, day})))


def paths_to(subject: Subject, states: Iterable[str]) -> tuple[Path, ...]:
    """Return ways to some states, the shortest first."""
    wanted, found = frozenset(states), dict.fromkeys(states, 0)
    paths = []
    for path in _paths(subject):
        if path.states[-1] in wanted and found[path.states[-1]] < _MOST_PATHS:
            found[path.states[-1]] += 1
            paths.append(path)
    return tuple(paths)


def _paths(subject: Subject) -> Iterator[Path]:
    """Yield ways that come by no state twice, shorter before longer."""
    waiting = [Path((), (subject.framework.initial,))]
    arrows = subject.concluding(ConcludeTransition)
    for path in waiting:
        yield path
        for rule, then in arrows:
            if path.states[-1] in then.source and then.transition not in path.states:
                waiting.append(Path((*path.rules, rule), (*path.states, then.transition)))


def single_day(epoch: date, stays: Iterable[Duration] = ()) -> Timeline:
    """
    Return the one day on which questions are judged that do not turn on the trajectory.

    Args:
        stays: What has to have held by then, from the epoch on.
    """
    return Timeline(max((add(epoch, Duration(years=1)), *(first_held(epoch, stay) for stay in stays))))


def timeline_of(
    subject: Subject,
    rules: Iterable[Rule],
    path: Path,
    *,
    apart: Duration = MONTH,
    edges: bool = False,
    judged_on: date | None = None,
    lead: tuple[date, ...] = (),
) -> Timeline:
    """
    Return the days on which a way is gone, and a last one on which the trajectory may move as it does.

    Args:
        rules: Those that ask for how long a state has held.
        apart: How long a state is kept at least.
        edges: See `Timeline`.
        judged_on: The last day; else one on which the state arrived at has held for as long as any rule asks.
        lead: Days that are looked at before, ascending: until they are over, nothing moves.
    """
    rules = tuple(rules)
    since = subject.framework.epoch - _DAY
    days: set[date] = {*lead}
    moves: dict[date, str] = {}
    for state, rule in zip(path.states, path.rules, strict=False):
        days |= _borders(since, stays_of(rules, state)) if edges else set()
        since = max((_after(since, (apart, *stays_of(rules, state))), *(_after(day, (apart,)) for day in lead[-1:])))
        lead = ()
        days |= {since - _DAY, since}
        moves[since] = rule.id
    days |= _borders(since, stays_of(rules, path.states[-1])) if edges else set()
    last = judged_on or max((_after(since, (apart, *stays_of(rules, path.states[-1]))), *lead))
    days |= {last - _DAY, last} if last - _DAY > since else {last}
    days = {day for day in days if subject.framework.epoch <= day <= last}
    return Timeline(last, tuple(sorted(days)), moves, last, path.words, edges)


def arrival(subject: Subject, rules: Iterable[Rule], path: Path) -> date:
    """Return the day on which a way has been gone."""
    moves = timeline_of(subject, rules, path).moves
    return max(moves, default=subject.framework.epoch - _DAY)


def stays_of(rules: Iterable[Rule], state: str) -> tuple[Duration, ...]:
    """Return for how long rules ask a state, or a condition, to have held."""
    parts = [part for rule in rules for part in walk(rule.condition)]
    states = (p.duration for p in parts if isinstance(p, State) and p.duration is not None and state in p.state)
    return tuple(dict.fromkeys((*states, *(p.held for p in parts if isinstance(p, Held)))))


def _borders(since: date, stays: Iterable[Duration]) -> set[date]:
    """Return the days on which something has held for so long that began on a day, and the days before them."""
    return {day for stay in stays for day in (first_held(since, stay) - _DAY, first_held(since, stay))}


def first_held(since: date, stay: Duration) -> date:
    """Return the first day on which a state that began on a day has held for so long."""
    return exit_day(since - _DAY, stay)


def _after(since: date, stays: Iterable[Duration]) -> date:
    """Return the end of a month a while later, on which all that had to be held has been."""
    least = max(first_held(since, stay) for stay in stays)
    return add(least.replace(day=1), Duration(months=1)) - _DAY
