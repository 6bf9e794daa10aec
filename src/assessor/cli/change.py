"""
What the commands that change knowledge share: their options, and how they tell what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.follow import end_with, flat_followed, tell_followed
from assessor.cli.output import plain, print_json, say

if TYPE_CHECKING:
    from assessor.services.change_knowledge import ChangedItem, ChangedKnowledge
    from assessor.services.recompute_at_once import Followed

Why = Annotated[str, typer.Option("--reason", help="Why, in a line that stays for ever: no name belongs in it.")]
Expects = Annotated[
    int | None,
    typer.Option("--expects", metavar="VERSION", help="The version that is meant; refused where another one stands."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="A trial: check everything and record nothing.")]

_MOST_NAMED = 20


def tell_changes(found: ChangedKnowledge, followed: Followed, *, as_json: bool, unchanged: str = "not changed") -> None:
    """
    Print what a change made, and what came of it.

    Args:
        unchanged: What is said of items that were asked for and did not change.
    """
    if as_json:
        print_json({**plain(found), **flat_followed([followed])})
    else:
        _say(found, unchanged)
        tell_followed(followed)
    end_with(followed.failed)


def _say(found: ChangedKnowledge, unchanged: str) -> None:
    if found.trial:
        say("TRIAL, nothing was recorded")
    if found.batch is not None:
        say(f"batch {found.batch}: {len(found.changes)} changed")
    for change in found.changes[:_MOST_NAMED]:
        say(_tell(change))
    for name in found.unchanged[:_MOST_NAMED]:
        say(f"{name}: {unchanged}")
    more = max(len(found.changes) - _MOST_NAMED, 0) + max(len(found.unchanged) - _MOST_NAMED, 0)
    if more:
        say(f"and {more} more; `--json` has all")


def _tell(change: ChangedItem) -> str:
    where = f", entry {change.entry_index}" if change.entry_index is not None else ""
    return f"{change.kind} {change.id} {change.action}, version {change.version}{where}"
