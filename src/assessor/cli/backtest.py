"""`assessor backtest`: what verdicts would have been over a period, and what they amount to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.backtest_page import check_page, tell_known, write_page
from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.domain.duration import Duration
    from assessor.engine.backtest import Agreement, Summary
    from assessor.services.backtest import Backtest


def backtest(
    context: typer.Context,
    rules: Annotated[
        str | None,
        typer.Argument(metavar="RULESET", help="A draft's folder, or a published digest; else the one in force."),
    ] = None,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day judged.")] = ...,  # type: ignore[assignment]
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last; else today (UTC).")] = None,
    every: Annotated[str, typer.Option(metavar="DURATION", help="How often, as P1M or P7D.")] = "P1M",
    cell: Annotated[list[str] | None, typer.Option(help="Only this cell; repeat for more.")] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", metavar="WHEN", help="What judges all days; else each by what was known at its end."
        ),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Verdicts to compare with: cell,as_of,trajectory.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Every verdict, as .parquet or .jsonl.")] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="A page to look at: every cell in a tile, and a table.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do not record that it was run.")] = False,
    as_json: Json = False,
) -> None:
    """Judge every cell over a period as a series of trials, without looking ahead, and tell what it amounts to."""
    from assessor.intake.reference_file import read_reference
    from assessor.report.verdict_table import check_table, write_table
    from assessor.services.backtest import backtest as run_backtest
    from assessor.services.backtest import parse_period, read_backtested, render_rows
    from assessor.services.moments import parse_day

    if out is not None:
        check_table(out)
    if page is not None:
        check_page(page)
    compared = read_reference(reference) if reference is not None else None
    with opened(context) as assessor, Meter(context, "judging", unit="verdict") as meter:
        period = parse_period(
            parse_day(first, "--from"),
            parse_day(last, "--to") if last is not None else None,
            _parse_every(every),
            known_at,
            assessor.clock(),
        )
        found = run_backtest(assessor, rules, period, cells=cell or (), reference=compared, dry_run=dry_run, told=meter)
        seconds = round(meter.seconds, 3)
        evidence = read_backtested(assessor, found) if page is not None else None
    if out is not None:
        about = {"assessor.digest": found.digest, "assessor.ruleset": found.ruleset, "assessor.trials": "true"}
        write_table(out, [row.to_document() for row in found.rows], render_rows(found.rows), about)
    if page is not None and evidence is not None:
        write_page(page, found, evidence)
    if as_json:
        print_json(_flat(found, out) | {"page": str(page) if page is not None else None} | {"seconds": str(seconds)})
        return
    _show(found)
    if out is not None:
        say(f"{len(found.rows)} verdicts written to {out}")
    if page is not None:
        say(f"page written to {page}")
    say(f"{seconds} s")


def _parse_every(text: str) -> Duration:
    from assessor.domain.duration import DurationError, parse_duration

    try:
        return parse_duration(text)
    except DurationError as error:
        raise UsageError(f"--every: {error}") from error


def _show(found: Backtest) -> None:
    from assessor.report.backtest import render_agreement, render_backtest
    from assessor.report.headline import shorten_digest

    known = tell_known(found)
    draft = "" if found.published else ", a draft"
    say(f"ruleset {shorten_digest(found.ruleset)}{draft}; each day judged by {known}")
    show_page(render_backtest(found.summaries, found.states))
    if found.agreement is not None:
        show_page(render_agreement(found.agreement, found.states))
    say("")
    recorded = f"recorded as entry {found.entry_index}" if found.entry_index is not None else "not recorded"
    say(f"{len(found.rows)} trials, none of them an assessment; {recorded}")
    say(f"digest {found.digest}")


def _flat(found: Backtest, out: Path | None) -> dict[str, Any]:
    period = found.period
    return {
        "trial": True,
        "entry_index": found.entry_index,
        "ruleset": found.ruleset,
        "published": found.published,
        "first": period.first,
        "last": period.last,
        "every": str(period.every),
        "known_at": period.known_at,
        "log_size": found.log_size,
        "verdicts": len(found.rows),
        "digest": found.digest,
        "out": str(out) if out is not None else None,
        "cells": [{"cell": cell, **_flat_summary(one)} for cell, one in found.summaries.items()],
        "agreement": _flat_agreement(found.agreement) if found.agreement is not None else None,
    }


def _flat_summary(one: Summary) -> dict[str, Any]:
    return {
        "verdicts": one.verdicts,
        "days_in": dict(one.days_in),
        "changes": one.changes,
        "returns": one.returns,
        "shortest": one.shortest,
        "mean_age": f"{one.mean_age // 100}.{one.mean_age % 100:02d}",
        "oldest": one.oldest,
    }


def _flat_agreement(found: Agreement) -> dict[str, Any]:
    from assessor.report.backtest import tell_fraction

    return {
        "compared": found.compared,
        "agreed": found.agreed,
        "kappa": tell_fraction(found.kappa, 4) or None,
        "confusion": [
            {"reference": one, "computed": other, "times": times}
            for (one, other), times in sorted(found.confusion.items())
        ],
        "lags": [{"cell": g.cell, "day": g.day, "state": g.state, "days": g.days} for g in found.lags],
        "median_lag": tell_fraction(found.median_lag, 1) or None,
        "unasked": found.unasked,
    }
