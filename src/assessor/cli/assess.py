"""`assessor assess`: judge cells and record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.log_checkpoint import opened_for, tell_checkpoint
from assessor.cli.options import AndCheckpoint, AsOf, Json, Key, KnownAt, one_of, parse_as_of
from assessor.cli.output import plain, print_json, say, show_page
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.domain.assessment import Assessment
    from assessor.services.assessed import Assessed
    from assessor.services.checkpoints import KeptCheckpoint


def assess(
    context: typer.Context,
    cell: Annotated[str | None, typer.Argument(help="A cell of the framework.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every cell of the ruleset in force.")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="A trial: nothing is recorded.")] = False,
    checkpoint: AndCheckpoint = False,
    key: Key = None,
    rules: Annotated[
        str | None,
        typer.Option("--rules", metavar="RULESET", help="A published ruleset, in place of the one in force."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge a cell on a day by what was known, record it, and show it; exit 6 where evidence is insufficient."""
    one_of(CELL=cell, **{"--all": every})
    if checkpoint and dry_run:
        raise UsageError("a trial records nothing to sign: give --dry-run or --checkpoint, not both")
    if cell is None:
        if rules is not None:
            raise UsageError("other rules than those in force judge one cell at a time: give --rules with one cell")
        if key is not None:
            raise UsageError("a key stands for one request: give it with one cell")
        _assess_all(context, as_of, known_at, dry_run=dry_run, checkpoint=checkpoint, as_json=as_json)
        return
    from assessor.report.verdict import render_assessment
    from assessor.services.assess import assess as assess_cell
    from assessor.services.out_of_date import find_newer

    with opened_for(context, checkpoint=checkpoint) as (assessor, sign):
        day = parse_as_of(as_of)
        found = assess_cell(assessor, cell, as_of=day, known_at=known_at, dry_run=dry_run, key=key, rules=rules)
        newer = find_newer(assessor, found.assessment) if key is not None else ()
        signed = sign()
    if as_json:
        print_json(flat(found.assessment) | {"out_of_date": newer} | _flat_checkpoint(signed))
    else:
        show_page(render_assessment(found.assessment, rationales(found)))
        tell_newer(found.assessment, newer)
        _tell_checkpoint(signed)
    if found.assessment.verdict.standing == "insufficient":
        raise typer.Exit(ExitCode.INSUFFICIENT)


def _assess_all(
    context: typer.Context, as_of: str | None, known_at: str | None, *, dry_run: bool, checkpoint: bool, as_json: bool
) -> None:
    from assessor.report.verdict import render_assessments
    from assessor.services.assess import assess_all

    with opened_for(context, checkpoint=checkpoint) as (assessor, sign):
        found = assess_all(assessor, as_of=parse_as_of(as_of), known_at=known_at, dry_run=dry_run)
        signed = sign()
    if as_json:
        print_json({"assessments": [flat(a.assessment) for a in found], **_flat_checkpoint(signed)})
    else:
        show_page(render_assessments(a.assessment for a in found))
        _tell_checkpoint(signed)


def _flat_checkpoint(signed: KeptCheckpoint | None) -> dict[str, Any]:
    return {"checkpoint": plain(signed)} if signed is not None else {}


def _tell_checkpoint(signed: KeptCheckpoint | None) -> None:
    if signed is not None:
        say("")
        say(tell_checkpoint(signed))


def flat(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as one flat object, the parts of its verdict beside its times."""
    data: dict[str, Any] = plain(assessment)
    verdict = data.pop("verdict")
    times = {key: data.pop(key) for key in ("cell", "title", "as_of", "known_at", "ruleset")}
    return {**times, **verdict, **data}


def tell_newer(assessment: Assessment, newer: Sequence[int]) -> None:
    """
    Say that an assessment is out of date, where it is.

    Args:
        newer: The entries that it does not know and that touch its cell.
    """
    from assessor.report.recomputed import tell_out_of_date

    if newer:
        say(tell_out_of_date(assessment.cell, newer))


def rationales(assessed: Assessed) -> dict[str, str]:
    """Return what each deciding rule says, with what matched filled in, by the rule's id."""
    from assessor.engine.explain import rationale_on

    reasons = assessed.assessment.verdict.reasons
    return {reason.rule: rationale_on(assessed.evaluation, reason.rule, reason.day) for reason in reasons}
