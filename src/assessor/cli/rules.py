"""`assessor rules`: what is done with rules before they judge, and which judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli import (
    rules_analyse,
    rules_check,
    rules_compare,
    rules_coverage,
    rules_diff,
    rules_example,
    rules_graph,
    rules_impact,
    rules_mutate,
    rules_publish,
    rules_read,
    rules_schema,
    rules_sensitivity,
    rules_test,
    rules_watch,
)
from assessor.cli.options import Json, parse_as_of
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.publish_ruleset import PublishedRuleset

app = typer.Typer(help="Frameworks and their rules.", no_args_is_help=True)

app.command("check")(rules_check.check)
app.command("test")(rules_test.run_features)
app.command("diff")(rules_diff.diff)
app.command("impact")(rules_impact.impact)
app.command("mutate")(rules_mutate.mutate)
app.command("coverage")(rules_coverage.cover)
app.command("sensitivity")(rules_sensitivity.try_changes)
app.command("publish")(rules_publish.publish)
app.command("graph")(rules_graph.show_graph)
app.command("table")(rules_read.show_tables)
app.command("watch")(rules_watch.watch)
app.command("schema")(rules_schema.schema)
app.command("example")(rules_example.show_example)
app.command("analyse")(rules_analyse.analyse_rules)
app.command("compare")(rules_compare.compare_rules)
app.command("steps")(rules_test.list_steps)


@app.command("show")
def show(
    context: typer.Context,
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="A rule, told in plain sentences.")] = None,
    rules: rules_read.RulesFolder = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="The rules in force on this day, in words.")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="Only the rules of this cell.")] = None,
    as_json: Json = False,
) -> None:
    """Tell a rule in plain sentences; else list the published rulesets, or show the rules in force on a day."""
    from assessor.report.rules import render_rules
    from assessor.services.publish_ruleset import ruleset_in_force, rulesets

    day = parse_as_of(as_of)
    if rule is not None:
        rules_read.show_rule(rules_read.find_rules(context, rules, day), rule, cell, as_json=as_json)
        return
    with opened(context) as assessor:
        if day is None:
            _list(rulesets(assessor), as_json=as_json)
            return
        found = ruleset_in_force(assessor, day)
    if as_json:
        print_json(found)
        return
    say(f"{found.framework} {found.digest}, in force from {found.effective_from}, entry {found.entry_index}")
    show_page(render_rules(found.ruleset, cell))


def _list(found: tuple[PublishedRuleset, ...], *, as_json: bool) -> None:
    from assessor.report.headline import shorten_digest
    from assessor.report.section import render_records

    if as_json:
        told = ("framework", "version", "digest", "effective_from", "entry_index", "published_at", "gate")
        print_json({"rulesets": [{key: getattr(one, key) for key in told} for one in found]})
        return
    if not found:
        say("no ruleset is published")
        return
    columns = ("entry", "framework", "version", "in force from", "digest", "gate")
    records = [
        (
            str(one.entry_index),
            one.framework,
            one.version or "",
            str(one.effective_from),
            shorten_digest(one.digest),
            one.gate.told if one.gate is not None else "not asked",
        )
        for one in found
    ]
    show_page(render_records(columns, records, whole=("in force from",)))
    say("the one published last of those in force on a day judges it; `--as-of DAY` shows its rules")
