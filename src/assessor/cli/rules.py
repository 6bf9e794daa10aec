"""`assessor rules`: check, publish and show rulesets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli import (
    rules_check,
    rules_coverage,
    rules_diff,
    rules_impact,
    rules_mutate,
    rules_schema,
    rules_sensitivity,
    rules_test,
)
from assessor.cli.follow import Following, NoRecompute, end_with, flat_followed, tell_followed
from assessor.cli.options import Folder, Json, parse_as_of, shipped_framework
from assessor.cli.output import plain, print_json, say, show_page
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
app.command("schema")(rules_schema.schema)
app.command("steps")(rules_test.list_steps)


@app.command("publish")
def publish(
    context: typer.Context,
    folder: Folder = None,
    effective_from: Annotated[
        str | None, typer.Option("--effective-from", metavar="DAY", help="In force from then on; else from the epoch.")
    ] = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Publish a framework with its rules; from that day on they judge."""
    from assessor.ruleset.load import load_ruleset
    from assessor.services.moments import parse_day
    from assessor.services.publish_ruleset import publish_ruleset

    ruleset = load_ruleset(folder or shipped_framework()).require()
    day = ruleset.framework.epoch if effective_from is None else parse_day(effective_from, "effective from")
    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = publish_ruleset(following.assessor, ruleset, day)
        followed = following.take()
    if as_json:
        print_json({**plain(found), **flat_followed([followed])})
        end_with(followed.failed)
        return
    done = "was published before" if found.repeated else "published"
    say(f"{found.framework} {done}, in force from {found.effective_from}, entry {found.entry_index}")
    say(f"ruleset {found.digest}")
    tell_followed(followed)
    end_with(followed.failed)


@app.command("show")
def show(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="The rules in force on this day, in words.")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="With --as-of: only the rules of this cell.")] = None,
    as_json: Json = False,
) -> None:
    """List the published rulesets, or show the rules in force on a day."""
    from assessor.report.rules import render_rules
    from assessor.services.publish_ruleset import ruleset_in_force, rulesets

    day = parse_as_of(as_of)
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
        told = ("framework", "digest", "effective_from", "entry_index", "published_at")
        print_json({"rulesets": [{key: getattr(one, key) for key in told} for one in found]})
        return
    if not found:
        say("no ruleset is published")
        return
    records = [(str(p.entry_index), p.framework, str(p.effective_from), shorten_digest(p.digest)) for p in found]
    show_page(render_records(("entry", "framework", "in force from", "digest"), records, whole=("in force from",)))
    say("the one published last of those in force on a day judges it; `--as-of DAY` shows its rules")
