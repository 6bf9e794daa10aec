"""
What follows from a change of knowledge: cells assessed again at once, told below the change that made them due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.assess import flat
from assessor.cli.meter import Meter
from assessor.cli.output import plain, say_at_length
from assessor.cli.streams import warn
from assessor.errors import EXIT_CODES, AssessorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.context import Context
    from assessor.services.reassess import Failed, Recomputed
    from assessor.services.recompute_at_once import Followed

NoRecompute = Annotated[
    bool, typer.Option("--no-recompute", help="Leave due what it makes due: `assessor recompute` does it later.")
]


class Following:
    """
    Recomputes with changes, unless told not to, and says on standard error how far it is.

    Attributes:
        assessor: The surroundings in which changes are to be made.
    """

    def __init__(self, context: typer.Context, assessor: Context, *, leave: bool) -> None:
        """
        Take up the surroundings.

        Args:
            leave: Leave due what is due.
        """
        from assessor.services.recompute_at_once import AtOnce

        self._context = context
        self._at_once = AtOnce(assessor)
        self.assessor = assessor if leave else self._at_once.context

    def take(self) -> Followed:
        """Return what came of the changes since this was asked last."""
        with Meter(self._context, "recomputing", unit="cell") as meter:
            try:
                return self._at_once.take(meter)
            except AssessorError as error:
                error.add_note("the change is recorded; what is still due is done by `assessor recompute`")
                raise


def flat_followed(followed: Sequence[Followed]) -> dict[str, Any]:
    """Return what came of changes as fields."""
    return {
        "recomputed": [flat_recomputed(one) for some in followed for one in some.recomputed],
        "failed": plain([one for some in followed for one in some.failed]),
    }


def flat_recomputed(one: Recomputed) -> dict[str, Any]:
    """Return a cell that was assessed again as one flat object."""
    told = {
        "before": one.before,
        "entries": one.entries,
        "changes": one.changes,
        "restated": one.restated,
        "restated_by": one.restated_by,
    }
    return {**flat(one.assessment), **plain(told)}


def tell_followed(followed: Followed) -> None:
    """Say what came of a change, a line for each cell."""
    from assessor.report.recomputed import tell_recomputed

    for one in followed.recomputed:
        told = tell_recomputed(one.assessment, one.entries, one.changes, len(one.restated), one.restated_by)
        say_at_length(told)


def end_with(failed: Sequence[Failed]) -> None:
    """Say which cells could not be assessed, and end with the first one's exit code; nothing where all could be."""
    from assessor.report.safe import safe

    for one in failed:
        warn(safe(f"error: cell `{one.cell}` could not be assessed again and stays due: {one.message}"))
    if failed:
        raise typer.Exit(EXIT_CODES[failed[0].code])
