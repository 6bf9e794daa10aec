"""`assessor flip`: the smallest changes that would move a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.diff import flat_end
from assessor.cli.options import AsOf, CellName, Json, KnownAt, parse_as_of
from assessor.cli.output import print_json, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.flip import FlipList


def flip(
    context: typer.Context,
    cell: CellName,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    budget: Annotated[int, typer.Option(min=1, metavar="N", help="Evaluations of each kind of change, at most.")] = 100,
    as_json: Json = False,
) -> None:
    """Show what would move a verdict up, down or to other qualifiers: what to watch for, and what holds it."""
    from assessor.report.flip import render_flips
    from assessor.services.flip import list_flips

    with opened(context) as assessor:
        found = list_flips(assessor, cell, as_of=parse_as_of(as_of), known_at=known_at, budget=budget)
    if as_json:
        print_json(_flat(found))
    else:
        show_page(render_flips(found))


def _flat(found: FlipList) -> dict[str, Any]:
    flips = found.flips
    return {
        "trial": True,
        "cell": found.assessment.cell,
        "over": flat_end(found.assessment),
        "flips": [
            {
                "kind": one.flip.kind,
                "ways": one.ways,
                "change": one.flip.change,
                "items": [f"{kind} {item_id}" for kind, item_id in one.flip.items],
                "day": one.flip.day,
                "instead": one.flip.instead,
                "said": one.flip.said,
            }
            for one in found.moved
        ],
        "unturned": [{"rule": rule, "what": text} for rule, text in flips.unturned],
        "evaluated": flips.evaluated,
        "budget": flips.budget,
        "exhausted": flips.exhausted,
    }
