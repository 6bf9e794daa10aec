"""The picture of rules: every box in a place of its own, every label there, and nothing in a label acts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest

from assessor.report.charts.bars import Bar, draw_bars
from assessor.report.charts.draw import draw
from assessor.report.charts.layers import Box, crossings, in_order, lay_out
from assessor.report.charts.rule_graph import draw_rule_graph
from assessor.report.graph_text import render_dot, render_mermaid
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.workbench.reading.graph import Edge, Move, Node, RuleGraph, graph_of
from tests.unit.report.test_charts import HOSTILE

EVIL = "".join(HOSTILE.values())
HARMED = RuleGraph(
    "1", EVIL, (EVIL, "Open"), EVIL, (Move(EVIL, EVIL, "Open"),),
    (Node("a", "condition", 0, EVIL), Node("b", "finding", 1, EVIL, EVIL)), (Edge("a", "b", against=True),),
)  # fmt: skip


def parse(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - it is our own


def marks_of(spec: Any, kind: str) -> list[dict[str, Any]]:
    found = [mark["encode"]["enter"] for mark in spec["marks"] if mark["type"] == kind]
    return [{name: channel["value"] for name, channel in one.items()} for one in found]


@pytest.mark.parametrize(("framework", "cell"), [("doctrine", "11"), ("violence-mx", "colima")])
def test_no_box_lies_on_another_and_every_label_is_there(framework: str, cell: str) -> None:
    graph = graph_of(load_ruleset(resource_dir("rules") / framework).require(), cell)
    chart = draw_rule_graph(graph)
    boxes = [(b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in marks_of(chart.spec, "rect")[1:]
             if b["width"] == 236]  # fmt: skip
    assert len(boxes) == len(graph.nodes)
    for one, two in combinations(boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    assert all(x >= 0 and x2 <= chart.width and y >= 0 and y2 <= chart.height for x, y, x2, y2 in boxes)
    shown = " ".join(str(t["text"]) for t in marks_of(chart.spec, "text"))
    assert "…" not in shown
    for node in graph.nodes:
        assert "".join(node.label.split()) in "".join(shown.split())
    for move in graph.moves:
        assert move.rule in shown


def test_labels_act_nowhere() -> None:
    drawn = draw(draw_rule_graph(HARMED))
    tags = {element.tag.rpartition("}")[2] for element in parse(drawn).iter()}
    assert not tags & {"script", "foreignObject", "image", "a"}
    dot = render_dot(HARMED)
    for line in dot.splitlines()[2:]:
        assert re.fullmatch(r'[^"]*("(?:[^"\\]|\\.)*"[^"]*)?', line), line
    mermaid = render_mermaid(HARMED)
    assert "<script>" not in mermaid
    assert mermaid.count("\n") == len(mermaid.splitlines())
    for label in re.findall(r'"([^"]*)"', mermaid):
        assert not set(label) & set("<>`[]{}|\\")


def test_bars_to_one_scale_and_hostile_labels_stand_as_text() -> None:
    groups = [("Rules", [Bar(EVIL, 40, 10), Bar("b", 20, 20)]), ("Evidence", [])]
    chart = draw_bars(EVIL, "lead", groups, 50)
    widths = [r["width"] for r in marks_of(chart.spec, "rect") if r["height"] == 16 and r["width"] > 16]
    assert widths[0] * 3 == pytest.approx(widths[1])  # 10 of 40 days, then the other 30
    assert widths[0] + widths[1] == pytest.approx(2 * widths[3])  # 40 days, and 20
    drawn = draw(chart)
    assert "<script>" not in drawn
    parse(drawn)


@dataclass(frozen=True)
class Case:
    wanted: list[float]
    expected: list[float]


@pytest.mark.parametrize(
    "case",
    [
        Case([1, 2, 3], [1, 2, 3]),
        Case([3, 1], [2, 2]),
        Case([1, 4, 2, 3], [1, 3, 3, 3]),
        Case([3, 2, 1], [2, 2, 2]),
        Case([], []),
    ],
)
def test_the_nearest_numbers_in_order(case: Case) -> None:
    assert in_order(case.wanted) == case.expected


def test_crossings_are_counted_and_taken_away() -> None:
    links = [("a", "d"), ("b", "c")]
    assert crossings([["a", "b"], ["c", "d"]], links) == 1
    assert crossings([["a", "b"], ["d", "c"]], links) == 0
    boxes = [Box("a", 0, 20), Box("b", 0, 20), Box("c", 1, 20), Box("d", 1, 20)]
    middle = lay_out(boxes, links, 10).middle
    assert (middle["a"] < middle["b"]) == (middle["d"] < middle["c"])


def test_a_long_edge_passes_a_column_beside_its_boxes() -> None:
    boxes = [Box("a", 0, 20), Box("b", 1, 60), Box("c", 2, 20)]
    layout = lay_out(boxes, [("a", "b"), ("b", "c"), ("a", "c")], 10)
    ((way,),) = (ways for ways in layout.ways if ways)
    assert abs(way - layout.middle["b"]) >= 30 + 10
