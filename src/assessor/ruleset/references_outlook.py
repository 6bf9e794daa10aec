"""
Whether a branch of the outlook speaks of its own cell, in the framework's words, within its horizon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.duplicates import Declaration, check_declarations
from assessor.ruleset.scope import Remark
from assessor.ruleset.vocabulary import check_measured, check_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.authored import AuthoredFile
    from assessor.ruleset.model import AssumedSignal, Branch, OutlookFile
    from assessor.ruleset.problems import Problem
    from assessor.ruleset.scope import Scope, Steps


def check_outlook(file: AuthoredFile[OutlookFile], scope: Scope) -> Iterator[Problem]:
    """Yield what is wrong with the branches of a file."""
    for place, branch in enumerate(file.value.branches if file.value is not None else ()):
        at = ("branches", place, "assumes")
        assumptions = (Declaration(a.id, file.document, (*at, n, "id")) for n, a in enumerate(branch.assumes))
        yield from check_declarations(f"branch {quote(branch.id)}: assumption", assumptions)
        for remark in _check_branch(branch, scope):
            yield remark.place(file.document, ("branches", place), f"branch {quote(branch.id)}")


def _check_branch(branch: Branch, scope: Scope) -> Iterator[Remark]:
    span = branch.horizon.span
    if span.lo != span.hi:
        yield Remark(("horizon",), f"the horizon is one day, not {quote(str(branch.horizon))}", "horizon")
    elif scope.framework is not None and span.lo <= scope.framework.epoch:
        message = f"the horizon {span.lo} is not after the epoch {scope.framework.epoch}; choose a later day"
        yield Remark(("horizon",), message, "horizon")
    for number, assumption in enumerate(branch.assumes):
        for place, signal in enumerate(assumption.signals):
            for remark in _check_signal(signal, branch, scope):
                yield remark.inside(("assumes", number, "signals", place))
        for place, reading in enumerate(assumption.readings):
            at = ("assumes", number, "readings", place)
            if reading.period.span.hi > span.hi:
                yield _beyond((*at, "period"), branch)
            for key, message in check_measured(reading, scope.names, scope.framework):
                yield Remark((*at, key), message, "unknown-name" if key == "indicator" else "reading")


def _check_signal(signal: AssumedSignal, branch: Branch, scope: Scope) -> Iterator[Remark]:
    if signal.date.span.lo > branch.horizon.span.hi:
        yield _beyond(("date",), branch)
    for remark in scope.unknown("tier", (signal.tier,), ()):
        yield remark._replace(path=("tier",))
    if scope.cell is not None and signal.impact.cell != scope.cell.cell:
        message = f"the impact is on cell {quote(signal.impact.cell)}; a branch assumes of its own cell alone"
        yield Remark(("impact", "cell"), message, "branch-cell")
        return
    for key, message in check_tags(signal.impact, scope.names):
        yield Remark(("impact", key), message)


def _beyond(path: Steps, branch: Branch) -> Remark:
    message = f"lies beyond the horizon {branch.horizon}, the day on which the branch is judged; bring it forward"
    return Remark(path, message, "horizon")
