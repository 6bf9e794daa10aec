"""`assessor rules publish`: rules go through the gate, and judge from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.follow import Following, NoRecompute, end_with, flat_followed, tell_followed
from assessor.cli.meter import Meter
from assessor.cli.options import Folder, Json, default_framework, today
from assessor.cli.output import plain, print_json, say, say_at_length
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.workbench.gate import Gated

_ALL = 100


def publish(
    context: typer.Context,
    folder: Folder = None,
    effective_from: Annotated[
        str | None, typer.Option("--effective-from", metavar="DAY", help="In force from then on; else from the epoch.")
    ] = None,
    floor: Annotated[
        int | None,
        typer.Option("--floor", metavar="N", help="Warn where features try less, in percent."),
    ] = None,
    analyse: Annotated[bool, typer.Option("--analyse", help="Ask the solver too; it may take minutes.")] = False,
    reason: Annotated[
        str | None, typer.Option(help="Why it is published although the gate warns; it is recorded.")
    ] = None,
    author: Annotated[str | None, typer.Option(help="Who answers for that; it is recorded.")] = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Check rules, try their features, tell their impact, and publish them; from that day on they judge."""
    from assessor.ruleset.load import load_ruleset
    from assessor.services.moments import parse_day
    from assessor.workbench.gate import Subject, pass_gate

    if (reason is None) != (author is None):
        raise UsageError("--reason and --author belong together: who goes through with a warning, and why")
    if floor is not None and not 0 <= floor <= _ALL:
        raise UsageError(f"--floor {floor}: coverage is 0 to {_ALL} percent")
    path = folder or default_framework()
    ruleset = load_ruleset(path).require()
    day = ruleset.framework.epoch if effective_from is None else parse_day(effective_from, "effective from")
    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        with Meter(context, "judging the past", unit="cell") as meter:
            subject = Subject(
                following.assessor,
                path,
                ruleset,
                day,
                today(),
                meter,
                shipped=folder is None,
                floor=floor,
                analyses=analyse,
            )
            found = pass_gate(subject, reason=reason, author=author)
        followed = following.take()
    if as_json:
        print_json({**plain(found.published), "gate": plain(found.steps), **flat_followed([followed])})
        end_with(followed.failed)
        return
    _tell(found)
    tell_followed(followed)
    end_with(followed.failed)


def _tell(found: Gated) -> None:
    one = found.published
    done = "was published before" if one.repeated else "published"
    say(f"{one.framework} {done}, in force from {one.effective_from}, entry {one.entry_index}")
    say(f"ruleset {one.digest}")
    for step in found.steps:
        say_at_length(str(step))
