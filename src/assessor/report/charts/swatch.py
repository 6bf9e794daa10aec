"""
The paint of a state as a small square, for a key or beside a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.report.charts.palette import LINE

if TYPE_CHECKING:
    from assessor.report.charts.band import Paints

_SIDE: Final = 16


def draw_swatch(state: str | None, paints: Paints) -> str:
    """Return a square in the paint of a state, or of none; whoever does not see it has the word beside it."""
    boxes = "".join(f'<rect width="{_SIDE}" height="{_SIDE}" fill="{paint}"/>' for paint in paints.of(state))
    frame = f'<rect x=".5" y=".5" width="{_SIDE - 1}" height="{_SIDE - 1}" fill="none" stroke="{LINE}"/>'
    size = f'width="{_SIDE}" height="{_SIDE}" viewBox="0 0 {_SIDE} {_SIDE}"'
    return f'<svg class="swatch" {size} aria-hidden="true">{boxes}{frame}</svg>'
