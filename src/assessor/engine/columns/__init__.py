"""
The columnar half of the timeline evaluator: the outcome of a leaf on every day at once.

For a given window, whatever a signals condition counts is certainly inside on a few contiguous ranges of
as-of days and possibly inside on others, vague dates included; so each adds to a difference array, and a
running sum gives the count of every day. What a leaf means on a single day is said by `SignalsLeaf` and
`ReadingsLeaf`; columns are held against them by a property test.
"""

from assessor.engine.columns.ahead import columns_ahead
from assessor.engine.columns.calendar import Calendar
from assessor.engine.columns.column import Column
from assessor.engine.columns.leaves import column, columns_of

__all__ = ["Calendar", "Column", "column", "columns_ahead", "columns_of"]
