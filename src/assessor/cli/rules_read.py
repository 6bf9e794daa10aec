"""`assessor rules show RULE` and `rules table`: rules as people read them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.options import CellName, Json, default_framework
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.domain.quoting import quote
from assessor.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from assessor.report.sentences import Line
    from assessor.ruleset.model import Ruleset

RulesFolder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="A framework's folder; else the doctrine that ships with it."),
]


def find_rules(context: typer.Context, folder: Path | None, day: date | None) -> Ruleset:
    """
    Return the rules of a folder, or those in force on a day; with neither, those that ship with the program.

    Raises:
        UsageError: Both are given.
    """
    from assessor.ruleset.load import load_ruleset
    from assessor.services.publish_ruleset import ruleset_in_force

    if day is None:
        return load_ruleset(folder or default_framework()).require()
    if folder is not None:
        raise UsageError("--rules names files and --as-of the rules in force on a day; give one of them")
    with opened(context) as assessor:
        return ruleset_in_force(assessor, day).ruleset


def show_rule(ruleset: Ruleset, name: str, cell: str | None, *, as_json: bool) -> None:
    """
    Show a rule in sentences, for each cell that has one of that name; one for all cells, once.

    Raises:
        UsageError: There is no such rule, or no such cell; the message names the nearest.
    """
    from assessor.report.rule_text import render_sentences
    from assessor.report.sentences import sentences_of
    from assessor.ruleset.problems import did_you_mean

    cells = [known_cell(ruleset, cell)] if cell is not None else [one.cell for one in ruleset.cells]
    found: dict[int, tuple[list[str], tuple[Line, ...]]] = {}  # one for all cells is one object
    for one in cells:
        rules = ruleset.rules_of(one)
        for rule in rules.rules:
            if rule.id == name:
                found.setdefault(id(rule), ([], sentences_of(rule, rules, ruleset.framework)))[0].append(one)
    if not found:
        near = did_you_mean(name, {rule.id for one in cells for rule in ruleset.rules_of(one).rules})
        raise UsageError(f"there is no rule {quote(name)}{near}")
    if as_json:
        print_json({"rules": [{"rule": name, "cell": one, "sentences": lines} for (one, *_), lines in found.values()]})
        return
    for judged, lines in found.values():
        whom = "every cell" if len(judged) == len(ruleset.cells) > 1 else f"cell {judged[0]}"
        show_page(render_sentences(f"rule {name}, as it judges {whom}", lines))


def known_cell(ruleset: Ruleset, cell: str) -> str:
    """
    Return a cell of a framework.

    Raises:
        UsageError: There is none of that name; the message names the nearest.
    """
    from assessor.ruleset.problems import did_you_mean

    if not ruleset.has_cell(cell):
        raise UsageError(f"there is no cell {quote(cell)}{did_you_mean(cell, (one.cell for one in ruleset.cells))}")
    return cell


def show_tables(cell: CellName, rules: RulesFolder = None, as_json: Json = False) -> None:
    """Show what decides each part of a cell's verdict, as decision tables."""
    from assessor.report.rule_text import render_tables
    from assessor.ruleset.load import load_ruleset
    from assessor.workbench.reading.tables import tables_of

    ruleset = load_ruleset(rules or default_framework()).require()
    tables = tables_of(ruleset.rules_of(known_cell(ruleset, cell)), ruleset.framework)
    if as_json:
        print_json({"cell": cell, "tables": tables})
    elif tables:
        show_page(render_tables(tables))
    else:
        say(f"no rule judges cell {cell}")
