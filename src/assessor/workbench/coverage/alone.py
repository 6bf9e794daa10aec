"""
On which days a part of a condition decides its rule alone, over three values.

A part is an innermost condition, or one of several findings that are read together. It decides where the rule fires
with the part met and does not with it not met, or the other way round, all else as it is: masking MC/DC (J. J.
Chilenski, *An Investigation of Three Forms of the Modified Condition Decision Coverage (MCDC) Criterion*,
DOT/FAA/AR-01/18, 2001), where a decision is whether the rule fires: an unknown rule fires as little as one that is not
met. No third value needs to be tried: what fires with a part unknown fires with it met and with it not met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import MET
from assessor.report.sentences import say_briefly
from assessor.ruleset.conclusions import ConcludeTension
from assessor.ruleset.conditions import Findings, Score, children, findings_read
from assessor.workbench.coverage.combine import combine, finding_column
from assessor.workbench.coverage.places import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from assessor.domain.framework import Framework
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.workbench.coverage.places import Steps


@dataclass(frozen=True, eq=False)
class Part:
    """An innermost condition, the very object; `finding` is one of those that it reads together, else None."""

    condition: Condition
    finding: str | None = None

    def words(self, framework: Framework) -> str:
        """Return what it asks."""
        return say_briefly(self.condition, framework) if self.finding is None else f"finding {self.finding}"


def parts_alone(rule: Rule) -> Iterator[tuple[Steps, Part]]:
    """Yield each part of a rule's condition, with the keys that lead to it."""
    if isinstance(rule.then, ConcludeTension):
        yield from ((("then", "between"), Part(part)) for part in children(rule.condition))
        return
    for steps, condition in placed(rule.condition, ("when",)):
        if isinstance(condition, Findings):
            for place, finding in enumerate(condition.findings):
                yield (*steps, "findings", place), Part(condition, finding)
        elif isinstance(condition, Score):
            for finding in condition.score:
                yield (*steps, "score", finding), Part(condition, finding)
        elif not children(condition):
            yield steps, Part(condition)


def decides(rule: Rule, part: Part, folded: Folded) -> npt.NDArray[np.bool_]:
    """Return the days on which a part decides alone whether its rule fires."""
    met, unmet = (_with(rule.condition, part, outcome, folded) for outcome in (Kleene.MET, Kleene.NOT_MET))
    found: npt.NDArray[np.bool_] = (met == MET) != (unmet == MET)
    return found


def _with(condition: Condition, part: Part, outcome: Kleene, folded: Folded) -> Outcomes:
    """Return what a condition would be on each day if a part were of one outcome on all of them."""
    forced: Outcomes = np.full(folded.prepared.calendar.length, outcome, np.int8)
    if condition is part.condition:
        if part.finding is None:
            return forced
        read = findings_read(condition)
        columns = [forced if f == part.finding else finding_column(folded, f) for f in read]
        return combine(condition, columns, folded)
    inside = children(condition)
    if not inside:
        return folded.outcomes_of(condition)
    return combine(condition, [_with(one, part, outcome, folded) for one in inside], folded)
