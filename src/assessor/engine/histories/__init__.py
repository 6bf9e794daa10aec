"""
The timeline evaluator: whole histories of cells in one columnar pass.

What a rule concludes is a column over days; the trajectory is stepped only where something can change.
Holds no rule of its own: a single day is said by `assessor.engine.reference`, and the whole is held
against it, and against the fold behind recorded assessments, by property tests.
"""

from assessor.engine.histories.evaluate import Histories, histories_of
from assessor.engine.histories.history import DayVerdict, DimensionState, History, Stretch

__all__ = ["DayVerdict", "DimensionState", "Histories", "History", "Stretch", "histories_of"]
