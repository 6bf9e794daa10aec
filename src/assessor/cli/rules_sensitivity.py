"""`assessor rules sensitivity`: what the history of a cell hangs on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from assessor.cli.meter import Meter
from assessor.cli.options import CellName, Json, KnownAt
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from assessor.workbench.sensitivity import Effect, Sensitivity
    from assessor.workbench.sensitivity.breaks import Break

_MOST_BARS: Final = 12
_GROUPS: Final = {
    "Numbers of the rules": ("threshold", "window", "count"),
    "Tags and items of the evidence": ("tag", "item"),
}


def try_changes(
    context: typer.Context,
    cell: CellName,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day of the history.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day of the history.")] = None,
    known_at: KnownAt = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw it: the longest bars first.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; else one for each core.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Tell of every change that moves a verdict.")] = False,
    as_json: Json = False,
) -> None:
    """Change each number of the rules, each tag and each item, one at a time, and tell what moves in the history."""
    from assessor.report.charts.draw import check_charts
    from assessor.report.sensitivity import render_sensitivity
    from assessor.report.whole_file import check_file
    from assessor.services.assess import judge
    from assessor.services.moments import parse_day
    from assessor.workbench.sensitivity import Subject, measure_sensitivity

    if plot is not None:
        check_file(plot, (".svg",), "a picture")
        check_charts()
    last = parse_day(until, "to") if until is not None else None
    with opened(context) as assessor:
        judged = judge(assessor, cell, as_of=last, known_at=known_at).evaluation
    epoch = judged.ruleset.framework.epoch
    first = max(parse_day(since, "from"), epoch) if since is not None else epoch
    if first > judged.as_of:
        raise UsageError(f"no history from {first} to {judged.as_of}")
    subject = Subject(judged.ruleset, judged.evidence, cell, first, judged.as_of)
    with Meter(context, "trying changes", unit="change") as meter:
        found = measure_sensitivity(subject, jobs=jobs, progress=meter)
    if plot is not None:
        _draw(plot, found)
    if as_json:
        print_json(_document(found))
        return
    show_page(render_sensitivity(found.effects, list(_limits(found)), found.days, every=every))
    if plot is not None:
        say(f"picture written to {plot}")


def _draw(plot: Path, found: Sensitivity) -> None:
    from assessor.report.charts.bars import Bar, draw_bars
    from assessor.report.charts.draw import draw
    from assessor.report.whole_file import replacing

    subject = found.subject
    groups = [
        (head, [
            Bar(f"{e.subject}: {e.change}", e.moved.days, e.moved.trajectory)
            for e in _longest(found.effects, kinds)[:_MOST_BARS]
        ])
        for head, kinds in _GROUPS.items()
    ]  # fmt: skip
    title = f"What the history of cell {subject.cell} hangs on"
    lead = (
        f"{subject.first} to {subject.last}, {found.days} days. One thing is changed at a time; of each rule and item "
        f"the change of a kind that moves most, the longest {_MOST_BARS} of each group."
    )
    with replacing(plot) as beside:
        beside.write_text(draw(draw_bars(title, lead, groups, found.days)), encoding="utf-8")


def _longest(effects: Sequence[Effect], kinds: Collection[str]) -> list[Effect]:
    """Return of each rule or item the change of a kind that moves most; none of what moves nothing."""
    found: dict[tuple[str, str], Effect] = {}
    for effect in effects:
        if effect.moved.days and effect.kind in kinds:
            found.setdefault((effect.kind, effect.subject), effect)
    return list(found.values())


def _limits(found: Sensitivity) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield where each number breaks, as far as one does, those that break soonest first."""
    ranked = []
    for one in found.turned:
        ends = [limit.breaks for limit in one.breaks]
        size = abs(one.dial.size) or Decimal(1)
        near = [abs(end - one.dial.size) / size for end in ends if end is not None]
        if near:
            down, up = (
                one.dial.tell(limit.breaks) if limit.breaks is not None else f"holds to {one.dial.tell(limit.holds)}"
                for limit in one.breaks
            )
            ranked.append((min(near), (one.dial.rule, one.dial.what, str(one.dial.now), down, up)))
    yield from (told for _, told in sorted(ranked, key=lambda pair: pair[0]))


def _document(found: Sensitivity) -> dict[str, Any]:
    return {
        "cell": found.subject.cell,
        "from": found.subject.first,
        "to": found.subject.last,
        "days": found.days,
        "changes": len(found.effects),
        "moving": [
            {
                "kind": e.kind,
                "of": e.subject,
                "about": e.about or None,
                "if": e.change,
                "days": e.moved.days,
                "first": e.moved.first,
                "last": e.moved.last,
                "parts": e.moved.parts,
                "states": [{"was": was, "is": now, "days": days} for was, now, days in e.moved.states],
            }
            for e in found.effects
            if e.moved.days
        ],
        "numbers": [
            {
                "rule": one.dial.rule,
                "number": one.dial.what,
                "about": one.dial.about,
                "stands_at": str(one.dial.now),
                "down": _end(one.dial.tell, one.breaks[0]),
                "up": _end(one.dial.tell, one.breaks[1]),
            }
            for one in found.turned
            if one.breaks
        ],
    }


def _end(tell: Callable[[Decimal], str], limit: Break) -> dict[str, str | None]:
    breaks = tell(limit.breaks) if limit.breaks is not None else None
    return {"holds": tell(limit.holds), "breaks": breaks}
