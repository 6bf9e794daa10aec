"""
Patterns over colours, so that colour is never the only sign of a state.
"""

from __future__ import annotations

from typing import Final

from assessor.report.charts.palette import INK, QUIET

_DRAWN: Final = (
    ("M-2,2L2,-2M0,8L8,0M6,10L10,6", 8),  # rising lines
    ("M-2,6L2,10M0,0L8,8M6,-2L10,2", 8),  # falling lines
    ("", 8),  # none
    ("M0,3H8", 8),  # level lines
    ("M3,0V8", 8),  # upright lines
    ("M0,3H8M3,0V8", 8),  # a grid
    ("M0,4L4,0L8,4L4,8Z", 8),  # diamonds
)
QUALIFIED: Final = "qualified"
INSUFFICIENT: Final = "insufficient"


def pattern_of(name: str, number: int) -> str:
    """Return the paint of the pattern of a state by its place, within the chart of some name."""
    return f"url(#{name}-{number % len(_DRAWN)})"


def named_pattern(name: str, pattern: str) -> str:
    """Return the paint of `QUALIFIED` or `INSUFFICIENT`, within the chart of some name."""
    return f"url(#{name}-{pattern})"


def define_patterns(name: str) -> str:
    """Return the definitions of all patterns, for the chart of some name: it makes ids one page can hold many of."""
    lines = (
        _pattern(f"{name}-{number}", size, f'<path d="{path}" fill="none" stroke="{INK}" stroke-opacity="0.13"/>')
        for number, (path, size) in enumerate(_DRAWN)
    )
    dots = f'<circle cx="4" cy="4" r="1.4" fill="{INK}" fill-opacity="0.5"/>'
    cross = f'<path d="M0,0L6,6M6,0L0,6" fill="none" stroke="{QUIET}" stroke-opacity="0.3"/>'
    extra = _pattern(f"{name}-{QUALIFIED}", 8, dots) + _pattern(f"{name}-{INSUFFICIENT}", 6, cross)
    return f"<defs>{''.join(lines)}{extra}</defs>"


def _pattern(name: str, size: int, drawn: str) -> str:
    return f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{drawn}</pattern>'
