"""
Both axes of time: for every day judged, what was said of it and what each later knowledge makes of it.

The days judged run along one axis, what was known along the other. Reads no record and no clock: what was
said is handed in, and what was known is cut from evidence versions.
"""

from assessor.engine.axes.layers import Layer, Reign, Span, layers_of
from assessor.engine.axes.overruled import Overruled, overruled
from assessor.engine.axes.plane import Plane, Point, Statement
from assessor.engine.axes.rows import Row, Saying, rows_of

__all__ = [
    "Layer",
    "Overruled",
    "Plane",
    "Point",
    "Reign",
    "Row",
    "Saying",
    "Span",
    "Statement",
    "layers_of",
    "overruled",
    "rows_of",
]
