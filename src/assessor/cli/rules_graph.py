"""`assessor rules graph`: the rules of a cell as a picture, or as text for other programs that draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import CellName, Json, default_framework
from assessor.cli.output import print_json, say
from assessor.cli.rules_read import RulesFolder, known_cell

_ENDINGS = (".svg", ".dot", ".mmd")


def show_graph(
    cell: CellName,
    rules: RulesFolder = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write it: .svg a picture, .dot or .mmd text.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show conditions, findings, states and transitions of a cell as a graph; as Mermaid without a file."""
    from assessor.report.charts.draw import draw
    from assessor.report.charts.rule_graph import draw_rule_graph
    from assessor.report.graph_text import render_dot, render_mermaid
    from assessor.report.whole_file import check_file, replacing
    from assessor.ruleset.load import load_ruleset
    from assessor.workbench.reading.graph import graph_of

    if to is not None:
        check_file(to, _ENDINGS, "a graph")
    ruleset = load_ruleset(rules or default_framework()).require()
    graph = graph_of(ruleset, known_cell(ruleset, cell))
    if to is not None:
        render = {".svg": lambda: draw(draw_rule_graph(graph)), ".dot": lambda: render_dot(graph)}
        told = render.get(to.suffix, lambda: render_mermaid(graph))()
        with replacing(to) as beside:
            beside.write_text(told, encoding="utf-8")
    if as_json:
        print_json(graph)
    elif to is None:
        for line in render_mermaid(graph).splitlines():
            say(line)
    else:
        say(f"graph written to {to}")
