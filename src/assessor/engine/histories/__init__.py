"""
The timeline evaluator: whole histories of cells in one columnar pass.

What a rule concludes is a column over days; the trajectory is stepped only where something can change.
Holds no rule of its own: a single day is said by `assessor.engine.reference`, and the whole is held
against it, and against the fold behind recorded assessments, by property tests.
"""

from assessor.engine.histories.day_verdict import DayVerdict, DimensionState
from assessor.engine.histories.evaluate import Histories, histories_behind, histories_of
from assessor.engine.histories.history import History, Stretch, spans_within
from assessor.engine.histories.when import ConditionSince, RuleSince, since_when

__all__ = [
    "ConditionSince",
    "DayVerdict",
    "DimensionState",
    "Histories",
    "History",
    "RuleSince",
    "Stretch",
    "histories_behind",
    "histories_of",
    "since_when",
    "spans_within",
]
