"""
The bitemporal triangle: days judged along, days of knowledge upwards, and what each says of the other.

A day's column tells upwards what was said of it later; the diagonal is what was said on the day itself. A step in
colour is hindsight: something became known that answers an earlier day differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.lettering import SERIF, width_of, wrap
from assessor.report.charts.marks import mark, rect, rule, symbol, text, words
from assessor.report.charts.palette import ACCENT, INK, LINE, PAPER, QUIET, state_colours, style_sheet
from assessor.report.charts.patterns import INSUFFICIENT, QUALIFIED, define_patterns, named_pattern, pattern_of
from assessor.report.charts.thin import thin
from assessor.report.charts.ticks import ticks_of
from assessor.report.charts.triangle_frame import Frame
from assessor.report.charts.triangle_labels import label_looks, name_diagonal
from assessor.report.charts.triangle_pieces import look_of, overruled_pieces, pieces_of, rewritten, states_of
from assessor.report.charts.triangle_words import note_of, say_triangle, tell_overruled, tell_stretch
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.engine.axes import Plane
    from assessor.report.charts.marks import Mark
    from assessor.report.charts.triangle_pieces import Piece

NARROWEST: Final = 320
WIDEST: Final = 2000
_BROAD: Final = 560
_MARGIN: Final = 16
_LEFT: Final = 70
_MOST_NOTES: Final = 6
_APART: Final = 20
_MOST_STEMS: Final = 60
_MOST_SAID: Final = 250
_FRAMED: Final = {"stroke": INK, "strokeWidth": 2.2, "strokeDash": [7, 3], "strokeJoin": "miter"}
"""How a frame around what an override is about is drawn."""


def draw_triangle(plane: Plane, *, width: int = 720, name: str = "axes") -> Chart:
    """
    Return the triangle of a plane, laid out for a width.

    Args:
        width: In pixels, at least `NARROWEST`.
        name: What its ids begin with.
    """
    states = states_of(plane)
    head, top = _head(plane, width)
    keys, top = _keys(plane, states, name, width, top)
    axis, top = words(wrap("what was known by the end of a day (UTC) ↑", 12, width, 1), _MARGIN, top + 8, 12, QUIET)
    frame = Frame(plane, _LEFT, top + 2, width - _LEFT - _MARGIN)
    noted = _noted(plane, frame)
    foot, height = _foot(plane, frame, noted, width)
    marks = [
        *head, *keys, *axis,
        *_areas(plane, frame, states, name),
        *_overruled(plane, frame),
        *_ticks(frame),
        *_stems(plane, frame),
        *label_looks(frame, states, noted),
        *name_diagonal(frame, noted),
        *_said(plane, frame, states),
        *_changes(plane, frame, noted),
        *foot,
    ]  # fmt: skip
    paper = rect(0, 0, width, height, PAPER)
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": [paper, *marks],
    }
    title = safe(f"What was said of each day, and when: {' '.join(plane.title.split())}")
    return Chart(name, width, height, spec, style_sheet(len(states)), define_patterns(name), title, say_triangle(plane))


def _head(plane: Plane, width: int) -> tuple[list[Mark], int]:
    room = width - 2 * _MARGIN
    size = 24 if width >= _BROAD else 20
    title, top = words(wrap(plane.title, size, room, 3, bold=True), _MARGIN, 14, size, INK, font=SERIF, weight="bold")
    told = "Read upwards: what was said of a day as more became known. A step in colour is hindsight."
    lead, top = words(wrap(told, 14, room, 3), _MARGIN, top + 2, 14, QUIET)
    return [*title, *lead], top + 8


def _keys(plane: Plane, states: Sequence[str], name: str, width: int, top: int) -> tuple[list[Mark], int]:
    """Return the key: each state that stands anywhere, qualifiers, and how marks look."""
    looks = {piece.look for piece in pieces_of(plane)} | {look_of(one.verdict) for one in plane.statements}
    shown: list[tuple[str, list[str]]] = [
        (state, [colour, pattern_of(name, number)])
        for number, (state, colour) in enumerate(zip(states, state_colours(len(states)), strict=True))
        if any(look.trajectory == state for look in looks)
    ]
    if any(look.trajectory is None for look in looks):
        shown.append(("insufficient evidence", [named_pattern(name, INSUFFICIENT)]))
    qualifiers = sorted({qualifier for look in looks for qualifier in look.qualifiers})
    if qualifiers:
        shown.append((", ".join(qualifiers), [PAPER, named_pattern(name, QUALIFIED)]))
    bases = {one.basis for one in plane.statements}
    signs = [(basis, shape) for basis, shape in (("recorded", "circle"), ("restated", "diamond")) if basis in bases]
    marks: list[Mark] = []
    left, room = _MARGIN, width - 2 * _MARGIN
    for said, paints in [*shown, *((basis, [shape]) for basis, shape in signs)]:
        (label,) = wrap(said, 13, room - 24, 1)
        if left > _MARGIN and left + 24 + width_of(label, 13) > _MARGIN + room:
            left, top = _MARGIN, top + 21
        if paints[0] in {"circle", "diamond"}:
            marks.append(symbol(left + 8, top + 8, paints[0], PAPER))
        else:
            marks += [rect(left, top, 16, 16, paint, stroke=LINE) for paint in paints]
        marks.append(text(label, left + 22, top + 13, 13, INK))
        left += 24 + width_of(label, 13) + 12
    return marks, top + 24


def _areas(plane: Plane, frame: Frame, states: Sequence[str], name: str) -> Iterator[Mark]:
    """Yield each piece in its colour, then its patterns."""
    colours = dict(zip(states, state_colours(len(states)), strict=True))
    for piece in pieces_of(plane):
        state = piece.look.trajectory
        said = f"{piece.look}, as of {piece.since} to {piece.until}, known {piece.known_since} to {piece.known_until}"
        paints = [named_pattern(name, INSUFFICIENT)]
        if state is not None:
            paints = [colours[state], pattern_of(name, states.index(state))]
        if piece.look.qualifiers:
            paints.append(named_pattern(name, QUALIFIED))
        path = _outline(piece, frame)
        for paint in paints:
            seam = {"stroke": paint, "strokeWidth": 0.6} if paint.startswith("#") else {}
            yield mark("path", path=path, fill=paint, description=said, **seam)


def _outline(piece: Piece, frame: Frame) -> str:
    """Return the path around a piece."""
    upper = [(x, high) for x, _, high in piece.corners()]
    lower = [(x, low) for x, low, _ in reversed(piece.corners())]
    return "M" + "L".join(f"{frame.x(x)},{frame.y(y)}" for x, y in [*upper, *lower]) + "Z"


def _overruled(plane: Plane, frame: Frame) -> Iterator[Mark]:
    """Yield a frame around the points at which an override is issued; what is computed shows through."""
    for piece, one in zip(overruled_pieces(plane), plane.overruled, strict=True):
        said = f"issued instead, as of {tell_stretch(one.since, one.until)}: {tell_overruled(one)}"
        yield mark("path", path=_outline(piece, frame), description=said, **_FRAMED)


def _ticks(frame: Frame) -> Iterator[Mark]:
    plane, end = frame.plane, frame.left + frame.side
    bottom = frame.top + frame.side
    for tick in ticks_of(plane.first, plane.last, max(2, frame.side // 62)):
        x = frame.x(tick.day.toordinal())
        yield rule(x, bottom, x, bottom + 5, QUIET)
        align = "center" if x < end - 20 else "right"
        yield text(tick.label, x, bottom + 18, 12, QUIET, align=align)
        yield text(tick.year, x, bottom + 32, 12, QUIET, align=align, weight="bold")
    for tick in ticks_of(plane.known_first, plane.known_last, max(2, frame.side // 62)):
        y = frame.y(tick.day.toordinal())
        yield rule(frame.left - 5, y, frame.left, y, QUIET)
        yield text(f"{tick.label} {tick.year}".strip(), frame.left - 8, y + 4, 12, QUIET, align="right")
    yield rule(frame.left, bottom, end, bottom, QUIET)
    yield rule(frame.left, frame.top, frame.left, bottom, QUIET)


def _stems(plane: Plane, frame: Frame) -> Iterator[Mark]:
    """Yield for how long what was said stands, from what was known then upwards; nothing where lines would fill all."""
    if len(plane.said_of) <= _MOST_STEMS:
        for day, said in plane.said_of.items():
            x = frame.x(day.toordinal() + 0.5)
            first = frame.y(max(said[0].known, plane.known_first).toordinal() + 0.5)
            yield rule(x, first, x, frame.top, INK, strokeWidth=0.8, strokeOpacity=0.45)


def _said(plane: Plane, frame: Frame, states: Sequence[str]) -> Iterator[Mark]:
    """Yield a mark for what the record says, where it was said, in its colour; of very many over each other, one."""
    colours = dict(zip(states, state_colours(len(states)), strict=True))
    points = [
        (
            frame.x(one.as_of.toordinal() + 0.5),
            frame.y(max(one.known, plane.known_first).toordinal() + 0.5),
            ("circle" if one.basis == "recorded" else "diamond", colours.get(one.verdict.trajectory or "", PAPER)),
        )
        for one in plane.statements
    ]
    for place in thin(points, _MOST_SAID):
        one, (x, y, (shape, colour)) = plane.statements[place], points[place]
        told = f"{one.basis} by entry {one.entry}, as of {one.as_of}, known at {one.known}: {one.verdict}"
        yield symbol(x, y, shape, colour, description=told)


def _noted(plane: Plane, frame: Frame) -> list[int]:
    """Return the layers that rewrote most, as many as there is room to name, in order."""
    ranked = sorted(range(1, len(plane.layers)), key=lambda n: (-rewritten(plane, n), n))
    chosen: list[int] = []
    for number in ranked:
        y = frame.y(plane.layers[number].since.toordinal())
        apart = all(abs(y - frame.y(plane.layers[n].since.toordinal())) >= _APART for n in chosen)
        if rewritten(plane, number) and apart and len(chosen) < _MOST_NOTES:
            chosen.append(number)
    return sorted(chosen)


def _changes(plane: Plane, frame: Frame, noted: Sequence[int]) -> Iterator[Mark]:
    """Yield the moments at which earlier days were rewritten, by number."""
    end = frame.left + frame.side
    for place, number in enumerate(noted, start=1):
        since = plane.layers[number].since.toordinal()
        y, x = frame.y(since), min(frame.x(since), end)
        at = x + 10 if x < end - 10 else end
        yield rule(frame.left, y, x, y, ACCENT, strokeWidth=1, strokeDash=[4, 3])
        yield from _number(place, at, y)


def _number(place: int, x: float, y: float) -> tuple[Mark, Mark]:
    """Return the number of a note in its disc."""
    return (
        mark("symbol", x=x, y=y, size=260, fill=ACCENT),
        text(str(place), x, y + 4, 12, PAPER, align="center", weight="bold"),
    )


def _foot(plane: Plane, frame: Frame, noted: Sequence[int], width: int) -> tuple[list[Mark], int]:
    room = width - 2 * _MARGIN
    top = frame.top + frame.side + 36
    marks, top = words(["the day judged (as of) →"], _LEFT, top, 12, QUIET)
    top += 6
    for place, number in enumerate(noted, start=1):
        marks += _number(place, _MARGIN + 8, top + 10)
        told, top = words(wrap(note_of(plane, number), 13, room - 24, 3), _MARGIN + 24, top, 13, INK)
        marks += told
        top += 4
    for one in plane.overruled[:_MOST_NOTES]:
        marks.append(rect(_MARGIN + 1, top + 2, 14, 14, "transparent", **_FRAMED))
        line = f"As of {tell_stretch(one.since, one.until)}, issued instead: {tell_overruled(one)}"
        told, top = words(wrap(line, 13, room - 24, 3), _MARGIN + 24, top, 13, INK)
        marks += told
        top += 4
    source = (
        f"Cell {plane.cell}, log of {plane.log_size:,} entries. Each point without a mark is a trial: computed now, by "
        "what counted as known then."
    )
    told, top = words(wrap(source, 12, room, 4), _MARGIN, top + 4, 12, QUIET)
    return [*marks, *told], top + 12
