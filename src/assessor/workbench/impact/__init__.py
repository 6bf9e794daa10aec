"""What a draft would make of the past: of every recorded assessment, and of every day of every cell."""

from __future__ import annotations

from assessor.workbench.impact.impact import Impact, measure_impact
from assessor.workbench.impact.moved import CellImpact, MovedAssessment, MovedDays
from assessor.workbench.impact.why import Through

__all__ = ["CellImpact", "Impact", "MovedAssessment", "MovedDays", "Through", "measure_impact"]
