"""
Charts of plain marks alone, written as the library of charts writes them, byte for byte, at a fortieth of its cost.

A band or a small line of states is rectangles, lines, words and discs with nothing left to work out; a record has one
for each of its assessments. What knows more than that is drawn by the library.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEAD: Final = (
    '<g fill="none" stroke-miterlimit="10" transform="translate(0,0)"><g class="mark-group role-frame root" '
    'role="graphics-object" aria-roledescription="group mark container"><g transform="translate(0,0)">'
)
_TAIL: Final = '</g><path class="foreground" aria-hidden="true" d="" display="none"/></g></g></g>'
_MOST_TEXTS: Final = 1_024
_TOLD: Final = re.compile(r' (?:class|role|aria-[a-z]+)="[^"]*"')
_OUTLINE: Final = re.compile(r'<path(?: d="[^"]*"| display="none")*/>(?=</g>|<g>)')
"""Of the whole chart, without paint."""

_ROLES: Final = {"rect": "symbol", "rule": "symbol", "symbol": "symbol", "text": "object"}
_PAINTS: Final = {"fill": "fill", "stroke": "stroke", "strokeWidth": "stroke-width"}
_ANCHORS: Final = {"left": "start", "center": "middle", "right": "end"}
_NEEDED: Final = {
    "rect": frozenset({"x", "y", "width", "height", "fill"}),
    "rule": frozenset({"x", "y", "x2", "y2", "stroke"}),
    "symbol": frozenset({"x", "y", "size", "fill"}),
    "text": frozenset({"x", "y", "text", "font", "fontSize", "fontWeight", "fill"}),
}
_KNOWN: Final = {
    kind: needed | _PAINTS.keys() | ({"align"} if kind == "text" else set()) for kind, needed in _NEEDED.items()
}
_HEADS: Final = {
    kind: f'<g class="mark-{kind} role-mark" role="graphics-{role}" aria-roledescription="{kind} mark container">'
    for kind, role in _ROLES.items()
}
_PARTS: Final = {"type", "encode"}
_ENTER: Final = {"enter"}
_FRAME: Final = frozenset({"$schema", "width", "height", "padding", "autosize", "marks"})


def write_plain(spec: Mapping[str, Any], *, bare: bool = False) -> str | None:
    """
    Return what stands inside the SVG of a chart, as the library writes it; None where it is for the library to draw.

    Args:
        spec: As of `assessor.report.charts.draw.Chart`.
        bare: Leave out what is left out by `strip_told`.
    """
    if spec.keys() != _FRAME or (spec["padding"], spec["autosize"]) != (0, "none"):
        return None
    heads = _BARE_HEADS if bare else _HEADS
    marks = [_mark(mark, heads) for mark in spec["marks"]]
    width, height = _number(spec["width"]), _number(spec["height"])
    if not marks or None in marks or width is None or height is None:
        return None
    frame = f'<path class="background" aria-hidden="true" d="M0,0h{width}v{height}h-{width}Z"/><g>'
    head, frame, tail = (_BARE_HEAD, "<g>", _BARE_TAIL) if bare else (_HEAD, frame, _TAIL)
    return "".join((head, frame, *(mark for mark in marks if mark is not None), tail))


def strip_told(drawn: str) -> str:
    """Return a drawing without what is written for scripts and for each mark's reader, and without empty outlines."""
    return _OUTLINE.sub("", _TOLD.sub("", drawn))


def _mark(mark: Mapping[str, Any], heads: Mapping[str, str]) -> str | None:
    kind = mark["type"]
    if kind not in _NEEDED or mark.keys() != _PARTS or mark["encode"].keys() != _ENTER:
        return None
    told = {name: channel["value"] for name, channel in mark["encode"]["enter"].items()}
    drawn = _WRITERS[kind](told) if _NEEDED[kind] <= told.keys() <= _KNOWN[kind] else None
    return None if drawn is None else f"{heads[kind]}{drawn}</g>"


_BARE_HEADS: Final = {kind: strip_told(head) for kind, head in _HEADS.items()}
_BARE_HEAD: Final = strip_told(_HEAD)
_BARE_TAIL: Final = strip_told(_TAIL)


def _rect(told: Mapping[str, Any]) -> str | None:
    places = [_number(told[name]) for name in ("x", "y", "width", "height")]
    back = _number(-told["width"])
    if None in (*places, back) or min(told["width"], told["height"]) < 0:
        return None
    x, y, width, height = places
    return f'<path d="M{x},{y}h{width}v{height}h{back}Z"{_paint(told)}/>'


def _rule(told: Mapping[str, Any]) -> str | None:
    places = [_number(told["x"]), _number(told["y"]), _number(told["x2"] - told["x"]), _number(told["y2"] - told["y"])]
    if None in places:
        return None
    x, y, across, down = places
    return f'<line transform="translate({x},{y})" x2="{across}" y2="{down}"{_paint(told)}/>'


def _symbol(told: Mapping[str, Any]) -> str | None:
    x, y = _number(told["x"]), _number(told["y"])
    radius = _number(round(sqrt(told["size"]) / 2, 3))
    if None in (x, y, radius):
        return None
    half = f"A{radius},{radius},0,1,1"
    return f'<path transform="translate({x},{y})" d="M{radius},0{half},-{radius},0{half},{radius},0"{_paint(told)}/>'


def _text(told: Mapping[str, Any]) -> str | None:
    x, y, size, align = (*(_number(told[name]) for name in ("x", "y", "fontSize")), told.get("align", "left"))
    text = told["text"]
    if None in (x, y, size) or align not in _ANCHORS or text != text.strip() or not text.isprintable():
        return None
    head = (
        f'<text text-anchor="{_ANCHORS[align]}" transform="translate({x},{y})" font-family="{_quoted(told["font"])}" '
        f'font-size="{size}px" font-weight="{told["fontWeight"]}"{_paint(told)}'
    )
    return f"{head}>{_escaped(text)}</text>" if text else f"{head}/>"


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], str | None]]] = {
    "rect": _rect,
    "rule": _rule,
    "symbol": _symbol,
    "text": _text,
}


def _paint(told: Mapping[str, Any]) -> str:
    return "".join(f' {written}="{_quoted(str(told[name]))}"' for name, written in _PAINTS.items() if name in told)


def _number(value: float) -> str | None:
    """Return a number as JavaScript writes it; None where that differs from what is written here."""
    if type(value) is int:
        return str(value)
    whole = value.is_integer()
    written = str(int(value)) if whole else repr(value)
    return written if isfinite(value) and "e" not in written else None


@lru_cache(maxsize=_MOST_TEXTS)
def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=_MOST_TEXTS)
def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
