"""
The rules of a cell as a picture: states and the transitions between them, and what leads from evidence to the verdict.

States stand side by side, each transition in a row of its own, in the order in which they are tried. Below, boxes stand
in columns from evidence on the left to the verdict on the right.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from assessor.report.charts.draw import Chart
from assessor.report.charts.layers import Box, lay_out
from assessor.report.charts.lettering import SERIF, width_of, wrap
from assessor.report.charts.marks import mark, rect, rule, text, words
from assessor.report.charts.palette import ACCENT, INK, LINE, PAPER, QUIET, state_colours, style_sheet
from assessor.report.charts.patterns import define_patterns, pattern_of
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.report.charts.layers import Layout
    from assessor.report.charts.marks import Mark


class Node(Protocol):
    """A box."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def layer(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def note(self) -> str: ...


class Edge(Protocol):
    """A line from a box to one further right."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def against(self) -> bool: ...


class Move(Protocol):
    """A transition."""

    @property
    def rule(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...


class RuleGraph(Protocol):
    """A cell's rules."""

    @property
    def cell(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def states(self) -> Sequence[str]: ...
    @property
    def initial(self) -> str: ...
    @property
    def moves(self) -> Sequence[Move]: ...
    @property
    def nodes(self) -> Sequence[Node]: ...
    @property
    def edges(self) -> Sequence[Edge]: ...


_NAME: Final = "rules"
_MARGIN: Final = 20
_BOX: Final = 236
_BETWEEN: Final = 84
_APART: Final = 10
_LANE: Final = 34
_SIZE: Final = 12
_MOST_LINES: Final = 10


def draw_rule_graph(graph: RuleGraph) -> Chart:
    """Return the picture of a cell's rules, as wide and as high as it has to be."""
    layers = 1 + max((node.layer for node in graph.nodes), default=0)
    width = max(2 * _MARGIN + layers * _BOX + (layers - 1) * _BETWEEN, 760)
    room = width - 2 * _MARGIN
    lines = wrap(f"The rules of cell {graph.cell}: {graph.title}", 22, room, 2, bold=True)
    head, top = words(lines, _MARGIN, 14, 22, INK, font=SERIF, weight="bold")
    states, top = _states(graph, top + 10, room)
    told = "From evidence, on the left, to the verdict. A broken line counts against what it leads to."
    lead, top = words(wrap(told, 13, room, 2), _MARGIN, top + 14, 13, QUIET)
    top += 10
    heights = {node.id: _height(node) for node in graph.nodes}
    boxes = [Box(node.id, node.layer, heights[node.id]) for node in graph.nodes]
    layout = lay_out(boxes, [(edge.source, edge.target) for edge in graph.edges], _APART)
    marks = [*head, *states, *lead]
    marks += [_line(graph, number, layout, top) for number in range(len(graph.edges))]
    for node in graph.nodes:
        marks += _box(node, top + layout.middle[node.id] - heights[node.id] / 2, heights[node.id])
    height = top + layout.height + 16
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": [rect(0, 0, width, height, PAPER), *marks],
    }
    title = safe(f"The rules of cell {graph.cell}")
    style = style_sheet(len(graph.states))
    return Chart(_NAME, width, height, spec, style, define_patterns(_NAME), title, _said(graph))


def _said(graph: RuleGraph) -> str:
    """Return what the picture says, for those who do not see it."""
    labels = {node.id: " ".join(node.label.split()) for node in graph.nodes}
    moves = [f"{n}. {move.rule}: from {move.source} to {move.target}" for n, move in enumerate(graph.moves, 1)]
    lines = [
        f"{labels[e.source]} {'counts against' if e.against else 'leads to'} {labels[e.target]}" for e in graph.edges
    ]
    return safe(f"Transitions, in the order in which they are tried: {'; '.join(moves)}. {'; '.join(lines)}.")


def _states(graph: RuleGraph, top: int, room: int) -> tuple[list[Mark], int]:
    """Return the states side by side, and below them each transition in a row of its own."""
    step = room / len(graph.states)
    middles = {state: _MARGIN + step * (place + 0.5) for place, state in enumerate(graph.states)}
    wide = min(step - 16, 200)
    bottom = top + 48 + _LANE * len(graph.moves)
    marks: list[Mark] = []
    for place, (state, colour) in enumerate(zip(graph.states, state_colours(len(graph.states)), strict=True)):
        x = middles[state]
        marks.append(rule(x, top + 36, x, bottom, LINE))
        marks += [rect(x - wide / 2, top, wide, 36, paint, stroke=INK, cornerRadius=4, strokeWidth=1)
                  for paint in (colour, pattern_of(_NAME, place))]  # fmt: skip
        label = f"{state} (initial)" if state == graph.initial else state
        lines = wrap(label, 13, int(wide) - 8, 2, bold=True)
        first = top + (23 if len(lines) == 1 else 15)
        marks += [text(line, x, first + 15 * n, 13, INK, align="center", weight="bold") for n, line in enumerate(lines)]
    for number, move in enumerate(graph.moves):
        marks += _move(move, number, top + 48 + _LANE * number, middles, room)
    return marks, bottom


def _move(move: Move, number: int, top: int, middles: dict[str, float], room: int) -> list[Mark]:
    source, target = middles[move.source], middles[move.target]
    y, way = top + 24, 1 if target > source else -1
    (label, *_) = wrap(f"{number + 1}. {move.rule}", _SIZE, room, 1)
    wide = width_of(label, _SIZE)
    middle = min(max((source + target) / 2, _MARGIN + wide / 2), _MARGIN + room - wide / 2)
    head = f"M{target},{y}l{-8 * way},-4v8Z"
    return [
        rect(middle - wide / 2 - 3, top + 4, wide + 6, 15, PAPER),
        text(label, middle, top + 16, _SIZE, INK, align="center"),
        rule(source, y, target - 6 * way, y, INK, strokeWidth=1.4),
        mark("symbol", x=source, y=y, size=30, fill=INK),
        mark("path", path=head, fill=INK),
    ]


def _lines(node: Node) -> tuple[list[str], list[str]]:
    label = wrap(node.label, _SIZE, _BOX - 16, _MOST_LINES, bold=_is_bold(node))
    return label, wrap(node.note, 11, _BOX - 16, 2) if node.note else []


def _is_bold(node: Node) -> bool:
    return node.kind != "condition"


def _height(node: Node) -> int:
    label, note = _lines(node)
    return 12 + 15 * len(label) + 14 * len(note)


def _box(node: Node, top: float, height: int) -> list[Mark]:
    left = _x(node.layer)
    label, note = _lines(node)
    look: dict[str, object] = {"stroke": QUIET, "strokeWidth": 1}
    if node.kind == "finding":
        look = {"stroke": INK, "strokeWidth": 1.4, "cornerRadius": 9}
    elif node.kind != "condition":
        look = {"stroke": ACCENT, "strokeWidth": 2}
    marks = [rect(left, top, _BOX, height, PAPER, **look)]
    weight = "bold" if _is_bold(node) else "normal"
    y = top + 18
    for line in label:
        marks.append(text(line, left + 8, y, _SIZE, INK, weight=weight))
        y += 15
    told = note if node.kind in {"condition", "finding"} else wrap(f"{node.kind}: {node.note}", 11, _BOX - 16, 2)
    for line in told:
        marks.append(text(line, left + 8, y, 11, QUIET))
        y += 14
    return marks


def _x(layer: int) -> int:
    return _MARGIN + layer * (_BOX + _BETWEEN)


def _line(graph: RuleGraph, number: int, layout: Layout, top: int) -> Mark:
    """Return the line of an edge: between columns a curve, past a column straight on."""
    edge = graph.edges[number]
    layers = {node.id: node.layer for node in graph.nodes}
    x, y = _x(layers[edge.source]) + _BOX, top + layout.middle[edge.source]
    path = f"M{x},{y}"
    for place, way in enumerate(layout.ways[number], layers[edge.source] + 1):
        path += _curve(x, y, _x(place), top + way) + f"H{_x(place) + _BOX}"
        x, y = _x(place) + _BOX, top + way
    path += _curve(x, y, _x(layers[edge.target]), top + layout.middle[edge.target])
    broken = {"strokeDash": [5, 4]} if edge.against else {}
    stroke = ACCENT if edge.against else QUIET
    return mark("path", path=path, stroke=stroke, strokeWidth=1.1, strokeOpacity=0.8, **broken)


def _curve(x: float, y: float, x2: float, y2: float) -> str:
    bend = round((x2 - x) / 2, 2)
    return f"C{x + bend},{y} {x2 - bend},{y2} {x2},{y2}"
