"""
Whether what one condition names exists, and whether its threshold has a reason.

Holds checks of a condition alone; the conditions inside it are checked by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.framework import UNSTATED
from assessor.domain.quoting import quote
from assessor.ruleset.conditions import AtLeast, Finding, Findings, Held, Score, State, TrajectoryOf
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.ruleset.scope import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Selector
    from assessor.ruleset.scope import Scope

_MAY_BE_UNSTATED = {"dimension", "direction", "aspect", "severity"}


def check_names(condition: Condition, scope: Scope) -> Iterator[Remark]:
    """Yield every name in a condition that is not declared."""
    match condition:
        case Signals():
            for key, selector in (("signals", condition.signals), ("after", condition.after)):
                if selector is not None:
                    for remark in _check_selector(selector, scope):
                        yield remark.inside((key,))
            if condition.sum is not None:
                for remark in scope.unknown("amount", (condition.sum.of,), ()):
                    yield remark._replace(path=("sum", "of"))
        case Reading():
            yield from scope.unknown("indicator", (condition.reading,), ("reading",))
        case Readings():
            yield from scope.unknown("indicator", condition.readings, ("readings",))
        case Finding():
            yield from scope.unknown("finding", (condition.finding,), ("finding",))
        case Findings():
            yield from scope.unknown("finding", condition.findings, ("findings",))
        case Score():
            for finding in condition.score:
                for remark in scope.unknown("finding", (finding,), ()):
                    yield remark._replace(path=("score", finding))
        case State():
            yield from scope.unknown("trajectory", condition.state, ("state",))
        case TrajectoryOf():
            yield from _check_trajectory_of(condition, scope)
        case _:
            return


def _check_selector(selector: Selector, scope: Scope) -> Iterator[Remark]:
    for key in ("dimension", "direction", "aspect", "severity", "stage", "tier", "tags", "without_tags"):
        kind = "tag" if key.endswith("tags") else key
        for place, word in enumerate(getattr(selector, key) or ()):
            if word == UNSTATED and key in _MAY_BE_UNSTATED:
                matched = "what is unstated matches every filter possibly"
                message = f"`{UNSTATED}` cannot be asked for: {matched}; leave it out"
                yield Remark((key, place), message, "reserved-id")
            else:
                for remark in scope.unknown(kind, (word,), ()):
                    yield remark._replace(path=(key, place))


def _check_trajectory_of(condition: TrajectoryOf, scope: Scope) -> Iterator[Remark]:
    yield from scope.unknown("trajectory", condition.values, ("is",))
    if scope.cell is not None and condition.trajectory_of == scope.cell.cell:
        message = f"cell {quote(condition.trajectory_of)} reads its own trajectory; write `state` for that"
        yield Remark(("trajectory_of",), message, "own-trajectory")
    else:
        yield from scope.unknown("cell", (condition.trajectory_of,), ("trajectory_of",))


def check_reason(condition: Condition, _scope: Scope) -> Iterator[Remark]:
    """Yield that a number stands without the reason why it is this one."""
    match condition:
        case Signals() | Reading() | Readings() | Findings() | Score() | AtLeast() | Held():
            has_number = True
        case State():
            has_number = condition.duration is not None
        case _:
            return
    if has_number and not condition.reason:
        yield Remark((), "a number without a `reason` beside it: say why this one", "no-reason", "warning")
