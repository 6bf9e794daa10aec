"""`assessor explain`: why a verdict is as it is, or is not another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.assess import flat, tell_newer
from assessor.cli.options import AsOf, Json, KnownAt, one_of, parse_as_of
from assessor.cli.output import plain, print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.assessment_name import Reference
    from assessor.services.explain import Explanation


def explain(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="CELL|ID", help="A cell of the framework, or a recorded assessment: 11@2026-04-26#357."),
    ] = None,
    entry: Annotated[
        int | None, typer.Option(min=0, metavar="INDEX", help="The assessment that this entry recorded.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    why_not: Annotated[
        str | None, typer.Option("--why-not", metavar="TRAJECTORY", help="A trajectory that the cell is not in.")
    ] = None,
    when: Annotated[bool, typer.Option("--when", help="Since when each condition has been as it is.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="The rules that hold, without conditions.")] = False,
    as_json: Json = False,
) -> None:
    """Show the tree from verdict to evidence; with --why-not, what each missing condition lacks."""
    one_of(**{"CELL|ID": name, "--entry": entry is not None})
    if when:
        if why_not is not None or brief:
            raise UsageError("--when tells of the rules behind the verdict: leave --why-not and --brief out")
        _show_when(context, name or "", entry, as_of, known_at, as_json=as_json)
        return
    found, newer = _find(context, name or "", entry, as_of, known_at, why_not)
    if why_not is not None:
        _show_why_not(found, newer, why_not, as_json=as_json)
    elif as_json:
        _print(found, newer)
    else:
        _show(found, newer, brief=brief)


def _refer(name: str, entry: int | None, as_of: str | None, known_at: str | None) -> Reference | None:
    """Return the recorded assessment that is meant, or None where it is a cell."""
    from assessor.services.assessment_name import Reference, parse_id

    reference: Reference | None = Reference(entry) if entry is not None else parse_id(name)
    if reference is not None and (as_of, known_at) != (None, None):
        raise UsageError("a recorded assessment has times of its own: leave --as-of and --known-at out")
    return reference


def _show_when(
    context: typer.Context, name: str, entry: int | None, as_of: str | None, known_at: str | None, *, as_json: bool
) -> None:
    from assessor.report.headline import one_line
    from assessor.report.since import render_since
    from assessor.services.explain import explain_when
    from assessor.services.out_of_date import find_newer

    meant = _refer(name, entry, as_of, known_at) or name
    with opened(context) as assessor:
        assessment, rules = explain_when(assessor, meant, as_of=parse_as_of(as_of), known_at=known_at)
        newer = find_newer(assessor, assessment)
    if as_json:
        print_json({**flat(assessment), "out_of_date": newer, "when": plain(rules)})
        return
    say(one_line(assessment))
    tell_newer(assessment, newer)
    show_page(render_since(rules)) if rules else say("no rule decided anything")


def _find(
    context: typer.Context, name: str, entry: int | None, as_of: str | None, known_at: str | None, why_not: str | None
) -> tuple[Explanation, Sequence[int]]:
    """Return the explanation, and what its assessment is out of date by."""
    from assessor.services.explain import explain_cell, explain_recorded, explain_recorded_why_not, explain_why_not
    from assessor.services.out_of_date import find_newer

    reference = _refer(name, entry, as_of, known_at)
    day = parse_as_of(as_of)
    with opened(context) as assessor:
        if reference is None and why_not is None:
            found = explain_cell(assessor, name, as_of=day, known_at=known_at)
        elif reference is None:
            found = explain_why_not(assessor, name, why_not or "", as_of=day, known_at=known_at)
        elif why_not is None:
            found = explain_recorded(assessor, reference)
        else:
            found = explain_recorded_why_not(assessor, reference, why_not)
        return found, find_newer(assessor, found.assessment)


def _show(found: Explanation, newer: Sequence[int], *, brief: bool) -> None:
    from assessor.report.headline import headline
    from assessor.report.section import render_section
    from assessor.report.tree import render_explanation, render_reasons

    _say_which(found, newer)
    render = render_reasons if brief else render_explanation
    if found.parts:
        show_page(render(found.parts, title=f"why {headline(found.assessment.verdict)}"))
    else:
        say("no rule decided anything")
    decisive = ", ".join(found.assessment.decisive or ()) or "none: any one item could go, and the verdict would stay"
    show_page(render_section("Decisive: what alone would change the verdict if it were missing", [("", decisive)]))


def _show_why_not(found: Explanation, newer: Sequence[int], trajectory: str, *, as_json: bool) -> None:
    from assessor.domain.counted import agreed
    from assessor.engine.explain import missing_of
    from assessor.report.section import render_section
    from assessor.report.tree import render_explanation

    missing = {part.rule or part.text: missing_of(part) for part in found.parts}
    if as_json:
        _print(found, newer, missing)
        return
    _say_which(found, newer)
    if not found.parts:
        say(f"no rule leads to {trajectory}")
        return
    show_page(render_explanation(found.parts, title=f"why not {trajectory}"))
    for part in found.parts:
        rows = [("-", agreed(text)) for text in missing[part.rule or part.text]]
        show_page(render_section(f"Missing for {part.text}", rows or [("", "nothing: its conditions hold")]))


def _say_which(found: Explanation, newer: Sequence[int]) -> None:
    from assessor.report.headline import one_line, tell_instant
    from assessor.report.recomputed import tell_entries

    assessment = found.assessment
    say(one_line(assessment))
    if found.from_record:
        known = tell_instant(assessment.known_at)
        say(f"recorded as entry {assessment.entry_index}, as known at {known}, log size {assessment.log_size}")
        say("evaluated again from the record alone: the same bytes")
    tell_newer(assessment, newer)
    for one in found.restated:
        because = tell_entries(one.cause) if one.cause else "no entry"
        say(f"restated by entry {one.entry_index}, because of {because}: for this day it now says {one.verdict}")


def _print(found: Explanation, newer: Sequence[int], missing: dict[str, tuple[str, ...]] | None = None) -> None:
    lacking = {"missing": missing} if missing is not None else {}
    told = {"from_record": found.from_record, "restated": found.restated, "explanation": found.parts}
    print_json({**flat(found.assessment), "out_of_date": newer, **plain(told), **lacking})
