"""
An assessment or a trial, with the evaluation that explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.decisive import decisive_items

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.engine.evaluate import Evaluation


@dataclass(frozen=True)
class Assessed:
    """An assessment or trial, with the evaluation that explains it."""

    assessment: Assessment
    evaluation: Evaluation


def find_decisive(assessed: Assessed) -> Assessment:
    """Return the assessment with the items whose single removal would change its verdict."""
    keys = decisive_items(assessed.evaluation)
    return assessed.assessment.model_copy(update={"decisive": tuple(f"{kind} {item}" for kind, item in keys)})
