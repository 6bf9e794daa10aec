"""`assessor rules`: check, publish and show rulesets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.settings import (
    RULESET_INVALID,
    Json,
    console,
    opened,
    parse_as_of,
    print_json,
    shipped_framework,
)

app = typer.Typer(help="Frameworks and their rules.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Argument(help="A framework's folder; the shipped doctrine where absent.")]


@app.command("check")
def check(folder: Folder = None, as_json: Json = False) -> None:
    """Tell every problem of a framework's files, with its place; exit 4 where there are errors."""
    from assessor.report.safe import safe
    from assessor.ruleset.load import load_ruleset

    loaded = load_ruleset(folder or shipped_framework())
    warnings = len(loaded.problems) - len(loaded.errors)
    if as_json:
        print_json({"errors": len(loaded.errors), "warnings": warnings, "problems": loaded.problems})
    else:
        for problem in loaded.problems:
            typer.echo(safe(str(problem)))
        typer.echo(f"{len(loaded.errors)} errors, {warnings} warnings")
    if loaded.errors:
        raise typer.Exit(RULESET_INVALID)


@app.command("publish")
def publish(
    context: typer.Context,
    folder: Folder = None,
    effective_from: Annotated[
        str | None, typer.Option("--effective-from", help="In force from this day on; else from the epoch.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Publish a framework with its rules: from here on it judges."""
    from assessor.ruleset.load import load_ruleset
    from assessor.services.moments import parse_day
    from assessor.services.publish_ruleset import publish_ruleset

    ruleset = load_ruleset(folder or shipped_framework()).require()
    day = ruleset.framework.epoch if effective_from is None else parse_day(effective_from, "effective from")
    with opened(context) as assessor:
        found = publish_ruleset(assessor, ruleset, day)
    if as_json:
        print_json(found)
        return
    done = "was published before" if found.repeated else "published"
    typer.echo(
        f"{found.framework} {found.digest} {done}, in force from {found.effective_from}, entry {found.entry_index}"
    )


@app.command("show")
def show(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The rules in force on this day, in words.")] = None,
    cell: Annotated[str | None, typer.Option(help="Only this cell.")] = None,
    as_json: Json = False,
) -> None:
    """List the published rulesets, or show the rules in force on a day."""
    from assessor.services.publish_ruleset import ruleset_in_force, rulesets

    with opened(context) as assessor:
        day = parse_as_of(as_of)
        found = [ruleset_in_force(assessor, day)] if day is not None else list(rulesets(assessor))
    if as_json:
        print_json({"rulesets": found})
        return
    for published in found:
        typer.echo(
            f"{published.framework} {published.digest} in force from {published.effective_from}, "
            f"entry {published.entry_index}"
        )
        if as_of is not None:
            _words(published.ruleset, cell)


def _words(ruleset: object, cell: str | None) -> None:
    from rich.tree import Tree

    from assessor.engine.describe import describe
    from assessor.report.safe import shown
    from assessor.ruleset.conditions import Condition, children
    from assessor.ruleset.model import Ruleset

    assert isinstance(ruleset, Ruleset)  # noqa: S101 - what the service hands out

    def add(tree: Tree, condition: Condition) -> None:
        branch = tree.add(shown(describe(condition)))
        for child in children(condition):
            add(branch, child)

    for rules in ruleset.rules:
        if cell is None or rules.cell == cell:
            tree = Tree(shown(f"cell {rules.cell}: {ruleset.cell(rules.cell).title}", "bold"))
            for rule in rules.rules:
                then = ", ".join(f"{k}: {v}" for k, v in rule.then.model_dump(mode="json", by_alias=True).items())
                add(tree.add(shown(f"{rule.id}  ->  {then}", "bold")), rule.condition)
            console().print(tree)
