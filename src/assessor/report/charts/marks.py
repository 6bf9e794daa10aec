"""
The marks that charts are made of, each with its channels as plain values, in pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.report.charts.lettering import SANS
from assessor.report.charts.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

Mark = dict[str, Any]


def words(lines: Sequence[str], x: float, top: int, size: int, fill: str, **more: object) -> tuple[list[Mark], int]:
    """Return lines of text below each other, and where the next one begins."""
    step = size * 13 // 10
    return [text(line, x, top + size + step * n, size, fill, **more) for n, line in enumerate(lines)], (
        top + step * len(lines) + 2
    )


def text(told: str, x: float, y: float, size: int, fill: str, **more: object) -> Mark:
    """Return a line of text, its baseline at `y`."""
    channels = {"font": SANS, "weight": "normal"} | more
    names = {"weight": "fontWeight", "style": "fontStyle"}
    return mark(
        "text", text=told, x=x, y=y, fontSize=size, fill=fill, **{names.get(k, k): v for k, v in channels.items()}
    )


def rect(x: float, y: float, width: float, height: float, fill: str, **more: object) -> Mark:
    """Return a rectangle by its upper left corner."""
    return mark("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def rule(x: float, y: float, x2: float, y2: float, stroke: str, **more: object) -> Mark:
    """Return a straight line."""
    return mark("rule", x=x, y=y, x2=x2, y2=y2, stroke=stroke, **more)


def symbol(x: float, y: float, shape: str, fill: str, **more: object) -> Mark:
    """Return a small shape around its middle."""
    return mark("symbol", x=x, y=y, shape=shape, size=72, fill=fill, stroke=INK, strokeWidth=1.4, **more)


def mark(kind: str, **encoded: object) -> Mark:
    """Return a mark with each of its channels as a plain value."""
    return {"type": kind, "encode": {"enter": {name: {"value": value} for name, value in encoded.items()}}}
