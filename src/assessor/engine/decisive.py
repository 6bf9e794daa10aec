"""
Decisive items: those whose single removal changes a verdict.

Found by evaluating again without each, by the timeline evaluator, all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.evaluate import core
from assessor.engine.histories import histories_behind
from assessor.engine.removals import Removals

if TYPE_CHECKING:
    from assessor.domain.known import ItemKey
    from assessor.engine.evaluate import Evaluation


def decisive_items(evaluation: Evaluation) -> tuple[ItemKey, ...]:
    """
    Return the items whose single removal changes the verdict.

    Only items of the support can be decisive. With redundant evidence there may be none.
    """
    expected, known = core(evaluation.verdict), histories_behind(evaluation).folded
    keys = [(item.kind, item.id) for item in evaluation.support if item.kind not in {"source", "cell"}]
    without = Removals(evaluation.ruleset, known, evaluation.cell).final_verdicts([frozenset((key,)) for key in keys])
    return tuple(key for key, verdict in zip(keys, without, strict=True) if verdict.core != expected)
