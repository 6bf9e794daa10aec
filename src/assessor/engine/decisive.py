"""
Decisive items: those whose single removal changes a verdict.

Found by evaluating again without each, by the timeline evaluator, from the first day on that it touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.evaluate import core
from assessor.engine.histories import histories_behind

if TYPE_CHECKING:
    from assessor.domain.known import ItemKey
    from assessor.engine.evaluate import Evaluation


def decisive_items(evaluation: Evaluation) -> tuple[ItemKey, ...]:
    """
    Return the items whose single removal changes the verdict.

    Only items of the support can be decisive. With redundant evidence there may be none.
    """
    expected, known = core(evaluation.verdict), histories_behind(evaluation)
    keys = ((item.kind, item.id) for item in evaluation.support if item.kind not in {"source", "cell"})
    return tuple(key for key in keys if known.varied(gone=(key,)).of(evaluation.cell).final.core != expected)
