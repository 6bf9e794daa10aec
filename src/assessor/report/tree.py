"""
An explanation as a tree: conclusions, rules, conditions with values against thresholds, evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from assessor.report.safe import shown

if TYPE_CHECKING:
    from assessor.domain.explanation import Cited, Explained

_MARKS = {"met": ("[met]", "green"), "not met": ("[not met]", "red"), "unknown": ("[unknown]", "yellow")}
_MOST_CITED = 6


def render_explanation(parts: tuple[Explained, ...], *, title: str, brief: bool = False) -> Tree:
    """
    Return explanations as one tree.

    Args:
        brief: Show what holds only, and no single pieces of evidence.
    """
    tree = Tree(shown(title, "bold"), guide_style="dim")
    for part in parts:
        _add(tree, part, brief=brief)
    return tree


def _add(tree: Tree, node: Explained, *, brief: bool) -> None:
    if brief and node.outcome != "met":
        return
    mark, style = _MARKS[node.outcome]
    label = Text.assemble((mark, style), " ").append(shown(node.text))
    if node.rule is not None:
        label.append(shown(f"  rule {node.rule}", "dim"))
    if node.because:
        label.append("\n  because ").append(shown(node.because))
    if node.shows:
        label.append("\n  found: ").append(shown(node.shows))
    if node.lacks and not brief:
        label.append("\n  lacks: ", "red").append(shown(node.lacks))
    if node.reason and not brief:
        label.append("\n  threshold: ").append(shown(node.reason, "dim"))
    branch = tree.add(label)
    if not brief:
        for cited in node.evidence[-_MOST_CITED:]:
            branch.add(_cited(cited))
        if len(node.evidence) > _MOST_CITED:
            branch.add(Text(f"and {len(node.evidence) - _MOST_CITED} earlier", style="dim"))
    for part in node.parts:
        _add(branch, part, brief=brief)


def _cited(cited: Cited) -> Text:
    tier = f"tier {cited.tier}" if cited.tier is not None else "no source known"
    value = f" = {cited.value}" if cited.value else ""
    counts = "" if cited.counts in {"surely", "used"} else f", {cited.counts}"
    text = shown(f"{cited.when}  {cited.title}{value} ({cited.id}, {tier}{counts})")
    for source in cited.sources:
        text.append("\n    source: ").append(shown(source, "dim"))
    if cited.marks:
        text.append("\n    ").append(shown(", ".join(cited.marks), "dim"))
    return text
