"""
The graph of a cell's rules as text that other programs draw: Graphviz' DOT, and Mermaid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.report.safe import safe

if TYPE_CHECKING:
    from assessor.report.charts.rule_graph import Node, RuleGraph

_SHAPES: Final = {"condition": "box", "finding": "ellipse"}


def render_dot(graph: RuleGraph) -> str:
    """Return the graph in the DOT language; nothing in a label is obeyed."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["digraph rules {", "  rankdir=LR;", f"  label={_dot(f'cell {graph.cell}: {graph.title}')};"]
    for node in graph.nodes:
        shape = _SHAPES.get(node.kind, "box, style=bold")
        lines.append(f"  {names[node.id]} [label={_dot(_label(node))}, shape={shape}];")
    lines += [
        f"  {names[edge.source]} -> {names[edge.target]}{' [style=dashed]' if edge.against else ''};"
        for edge in graph.edges
    ]
    states = {state: f"s{number}" for number, state in enumerate(graph.states)}
    lines.append("  subgraph cluster_states {")
    lines += [f"    {name} [label={_dot(state)}, shape=box, style=rounded];" for state, name in states.items()]
    lines += [
        f"    {states[move.source]} -> {states[move.target]} [label={_dot(f'{number}. {move.rule}')}];"
        for number, move in enumerate(graph.moves, 1)
    ]
    return "\n".join([*lines, "  }", "}", ""])


def render_mermaid(graph: RuleGraph) -> str:
    """Return the graph as a Mermaid flowchart; nothing in a label is obeyed."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        left, right = ("([", "])") if node.kind == "finding" else ("[", "]")
        lines.append(f'  {names[node.id]}{left}"{_mermaid(_label(node))}"{right}')
    lines += [
        f"  {names[edge.source]} {'-.->' if edge.against else '-->'} {names[edge.target]}" for edge in graph.edges
    ]
    states = {state: f"s{number}" for number, state in enumerate(graph.states)}
    lines.append("  subgraph states")
    lines += [f'    {name}("{_mermaid(state)}")' for state, name in states.items()]
    lines += [
        f'    {states[move.source]} -- "{_mermaid(f"{number}. {move.rule}")}" --> {states[move.target]}'
        for number, move in enumerate(graph.moves, 1)
    ]
    return "\n".join([*lines, "  end", ""])


def _label(node: Node) -> str:
    note = f" ({node.note})" if node.note else ""
    return safe(f"{node.label}{note}")


def _dot(text: str) -> str:
    """Return a quoted string: a backslash begins escapes there, a quote ends it."""
    return '"' + safe(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mermaid(text: str) -> str:
    """Return a label in which whatever is neither letter, digit nor harmless is written as its number."""
    return "".join(c if c.isalnum() or c in " .,:-+/()→" else f"#{ord(c)};" for c in safe(text))
