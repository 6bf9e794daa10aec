"""`assessor demo`: cell 11 from the shipped evidence to a verified log, step by step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import typer

from assessor.cli.settings import Settings, console, opened, shipped_framework

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.services.context import Context

CELL: Final = "11"
KNOWN_AT: Final = "2026-04-26"
DAYS: Final = ("2025-02-15", "2025-07-01", "2025-12-15", "2026-03-31", "2026-04-26")
DATABASE: Final = "assessor-demo.db"


def demo(context: typer.Context) -> None:
    """Assess cell 11 of the doctrine dashboard from its shipped evidence; repeatable, in assessor-demo.db."""
    settings = context.obj
    context.obj = Settings(settings.db or DATABASE, settings.actor or "demo")
    with opened(context) as assessor:
        for number, (text, step) in enumerate(_STEPS, 1):
            console().rule(f"{number}. {text}", align="left", style="dim")
            step(assessor)
    typer.echo(f"\nThe record is in {context.obj.db}. Look further:")
    for command in (
        f"explain {CELL} --as-of {KNOWN_AT} --known-at {KNOWN_AT}",
        f"explain {CELL} --as-of {KNOWN_AT} --known-at {KNOWN_AT} --why-not Contested",
        "log show --from -5",
    ):
        typer.echo(f"  assessor --db {context.obj.db} {command}")


def _publish(assessor: Context) -> None:
    from assessor.ruleset.load import load_ruleset
    from assessor.services.initialise import initialise
    from assessor.services.publish_ruleset import publish_ruleset

    founded = initialise(assessor, "assessor.example/demo")
    ruleset = load_ruleset(shipped_framework()).require()
    published = publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
    typer.echo(f"log {founded.origin}; ruleset {published.digest[:19]} in force from {published.effective_from}")


def _import(assessor: Context) -> None:
    from assessor.intake.read import read_evidence
    from assessor.services.record_evidence import record_batch

    for path in sorted((shipped_framework() / "evidence").glob("*.yaml")):
        batch = record_batch(assessor, read_evidence(path))
        already = f", {len(batch.already)} there before" if batch.already else ""
        typer.echo(f"{path.stem}: {len(batch.recorded)} items{already}")


def _assess(assessor: Context) -> None:
    from assessor.report.verdict import one_line
    from assessor.services.assess import assess

    for day in DAYS:
        found = assess(assessor, CELL, as_of=date.fromisoformat(day), known_at=KNOWN_AT)
        typer.echo(one_line(found.assessment))


def _verdict(assessor: Context) -> None:
    from assessor.report.verdict import render_assessment
    from assessor.services.assess import judge

    found = judge(assessor, CELL, as_of=date.fromisoformat(KNOWN_AT), known_at=KNOWN_AT)
    console().print(render_assessment(found.assessment))


def _reasons(assessor: Context) -> None:
    from assessor.report.tree import render_explanation
    from assessor.services.explain import explain_cell

    found = explain_cell(assessor, CELL, as_of=date.fromisoformat(KNOWN_AT), known_at=KNOWN_AT)
    console().print(render_explanation(found.parts, title="why", brief=True))


def _history(assessor: Context) -> None:
    from assessor.report.line import draw_line, tell_spans
    from assessor.services.history import cell_history

    found = cell_history(assessor, CELL, as_of=date.fromisoformat(KNOWN_AT), known_at=KNOWN_AT)
    out = console()
    ascii_only = not (out.encoding or "").lower().startswith("utf")
    out.print(draw_line(found.assessment.verdict.history, found.assessment.as_of, out.width, ascii_only=ascii_only))
    out.print(tell_spans([(s.state, s.since, s.until, s.rule, s.because) for s in found.spans]))


def _verify(assessor: Context) -> None:
    from assessor.audit import render_root
    from assessor.errors import VerificationError
    from assessor.services.verify_log import verify_log

    report = verify_log(assessor)
    if report.fault is not None:
        raise VerificationError(str(report.fault))
    typer.echo(f"verified: {report.size} entries, root {render_root(report.root)}")
    typer.echo(f"note: {report.limits}")


_STEPS: Final[tuple[tuple[str, Callable[[Context], None]], ...]] = (
    ("Found a log and publish the doctrine's rules", _publish),
    ("Record the evidence, as a declared backfill", _import),
    (f"Assess cell {CELL} on five days, as known on {KNOWN_AT}", _assess),
    (f"The verdict of {KNOWN_AT}", _verdict),
    ("Why: what holds, down to the rules", _reasons),
    ("Its history", _history),
    ("Verify the log from its stored bytes", _verify),
)
