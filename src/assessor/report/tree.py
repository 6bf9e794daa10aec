"""
An explanation as a tree: conclusions, rules, conditions with values against thresholds, evidence.

A rule that was explained on the same day before is named and not unfolded again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from assessor.domain.counted import agreed
from assessor.report.cited import render_cited
from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import RenderableType

    from assessor.domain.explanation import Explained

_STYLES = {"met": "green", "not met": "red", "unknown": "yellow"}
_GUIDES = "dim"


def render_explanation(parts: tuple[Explained, ...], *, title: str) -> RenderableType:
    """Return explanations as one tree, whole."""
    tree = Tree(shown(title, "bold"), guide_style=_GUIDES)
    told: set[tuple[str | None, date | None]] = set()
    for part in parts:
        _add(tree, part, told)
    return tree


def render_reasons(parts: tuple[Explained, ...], *, title: str) -> RenderableType:
    """Return the rules that hold, conclusion above reason, without conditions and evidence."""
    tree = Tree(shown(title, "bold"), guide_style=_GUIDES)
    told: set[tuple[str | None, date | None]] = set()
    for part in parts:
        _add_reason(tree, part, told)
    return tree


def _add(tree: Tree, node: Explained, told: set[tuple[str | None, date | None]]) -> None:
    node = _without_echo(node)
    head = Text.assemble((f"[{node.outcome}] ", _STYLES[node.outcome])).append(shown(agreed(node.text)))
    if node.rule is not None:
        head.append(shown(f" (rule {node.rule})" if not node.text.endswith(f" {node.rule}") else "", "dim"))
        if (node.rule, node.day) in told:
            tree.add(head.append(Text("  see above", style="dim italic")))
            return
        told.add((node.rule, node.day))
    asked = _asked_by(node)
    if asked is not None:
        head.append(shown(f": {agreed(asked.text)}"))
    branch = tree.add(Group(head, _details(node, asked)))
    for cited in render_cited(node.evidence):
        branch.add(cited)
    for part in asked.parts if asked is not None else node.parts:
        _add(branch, part, told)


def _add_reason(tree: Tree, node: Explained, told: set[tuple[str | None, date | None]]) -> None:
    head = shown(node.text.removeprefix("finding "), "bold")
    if (node.rule, node.day) in told:
        tree.add(head.append(Text("  see above", style="dim italic")))
        return
    told.add((node.rule, node.day))
    if node.because:
        head = head.append(": ", "bold").append(shown(node.because, "not bold"))
    branch = tree.add(head)
    for rule in _rules_under(node):
        _add_reason(branch, rule, told)


def _rules_under(node: Explained) -> Iterator[Explained]:
    """Yield the nearest rules below a node that hold."""
    for part in node.parts:
        if part.outcome != "met":
            continue
        if part.rule is not None:
            yield part
        else:
            yield from _rules_under(part)


def _without_echo(node: Explained) -> Explained:
    """Return the one rule behind a finding in place of the condition that asks for the finding."""
    if node.rule is None and len(node.parts) == 1 and node.parts[0].text == node.text:
        return node.parts[0]
    return node


def _asked_by(node: Explained) -> Explained | None:
    """Return the condition of a rule where it only joins others, so that it can be told in the rule's own line."""
    if node.rule is None or len(node.parts) != 1:
        return None
    part = node.parts[0]
    is_leaf_or_rule = bool(part.evidence or part.shows) or _without_echo(part).rule is not None
    return None if is_leaf_or_rule else part


def _details(node: Explained, asked: Explained | None) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for word, text, style in (
        ("because", node.because, ""),
        ("found", agreed(node.shows), ""),
        ("lacks" if node.needed == "met" else "to cease", agreed(node.lacks), "bold"),
        ("bound", node.reason or (asked.reason if asked is not None else ""), "dim"),
    ):
        if text:
            table.add_row("", word, shown(text, style))
    return table
