"""
Two versions of a cell's rules compared by what they conclude, part by part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError
from assessor.workbench.solver.observables import observables_of
from assessor.workbench.solver.telling_apart import Pair, first_difference

if TYPE_CHECKING:
    from assessor.workbench.solver.asking import Reply
    from assessor.workbench.solver.observables import Observable
    from assessor.workbench.solver.subject import Subject


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    How two versions of rules relate.

    Attributes:
        differences: What can come out differently, each with what shows it.
        same: What comes out the same within the bound.
        open: What was not found out.
        only: What one of them alone concludes.
    """

    differences: tuple[tuple[str, Reply], ...]
    same: tuple[tuple[str, str], ...]
    open: tuple[tuple[str, Reply], ...]
    only: tuple[str, ...]

    @property
    def is_equivalent(self) -> bool:
        """Whether both conclude the same, whatever the evidence within the bound."""
        return not (self.differences or self.open or self.only)


def compare(these: Subject, others: Subject) -> Comparison:
    """
    Compare two versions of the rules of a cell.

    Raises:
        ConfigurationError: They are not written in the same words.
    """
    if these.framework != others.framework or these.cell != others.cell:
        name = quote(these.framework.framework)
        raise ConfigurationError(
            f"the two are not rules of one vocabulary: framework {name} or the cell differs in them"
        )
    theirs = {one.what for one in observables_of(others)}
    ours = {one.what: one for one in observables_of(these)}
    differences, same, left = [], [], []
    for what, observable in ours.items():
        if what not in theirs:
            continue
        if _is_written_alike(these, others, observable):
            same.append((what, "it is written alike"))
            continue
        reply = first_difference(Pair(these, others), [observable], tuple(these.distances), f"Different: {what}")
        if reply.kind == "found":
            differences.append((what, reply))
        elif reply.kind == "never" and not reply.left_open:
            same.append((what, reply.bound))
        else:
            left.append((what, reply))
    return Comparison(tuple(differences), tuple(same), tuple(left), tuple(sorted(theirs ^ set(ours))))


def _is_written_alike(these: Subject, others: Subject, observable: Observable) -> bool:
    """Return whether all that a part rests on says the same in both, in the same order."""
    told = [
        [[(r.when, r.then) for r in cone.rules] for cone in observable.cone(subject).all] for subject in (these, others)
    ]
    return told[0] == told[1]
