"""
A verdict as people read it on a terminal: the panel, then a section for each part.

Every colour has a word beside it. The sections stand in `assessor.report.verdict_parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from assessor.domain.counted import agreed
from assessor.report.headline import TRIAL, headline, issued_headline, shorten_digest, tell_instant
from assessor.report.safe import shown
from assessor.report.section import render_records
from assessor.report.verdict_parts import (
    render_confidence,
    render_dimensions,
    render_doubts,
    render_findings,
    render_outlook,
    render_tensions,
    render_unknowns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment

_LEVELS = {"high": "green", "moderate": "yellow", "low": "red"}
_NOTHING_TOLD: Mapping[str, str] = {}


def render_assessment(assessment: Assessment, rationales: Mapping[str, str] = _NOTHING_TOLD) -> RenderableType:
    """
    Return an assessment as a page.

    Args:
        rationales: What the deciding rules say, with what matched filled in, by rule id.
    """
    verdict = assessment.verdict
    parts: list[RenderableType] = [_panel(assessment, rationales)]
    if verdict.trajectory is not None:
        parts.append(render_confidence(verdict, rationales))
    if verdict.dimensions:
        parts.append(render_dimensions(verdict, rationales))
    if verdict.tensions:
        parts.append(render_tensions(verdict))
    if verdict.findings:
        parts.append(render_findings(verdict))
    if verdict.outlook:
        parts.append(render_outlook(verdict))
    if verdict.unknowns:
        parts.append(render_unknowns(verdict))
    if verdict.unknown_guards:
        parts.append(render_doubts(verdict.unknown_guards))
    return Group(*parts)


def render_assessments(assessments: Iterable[Assessment]) -> RenderableType:
    """Return several assessments as a table."""
    records = []
    for found in assessments:
        verdict = found.verdict
        confidence = verdict.confidence if verdict.trajectory is not None else ""
        records.append(
            (
                found.cell,
                str(found.as_of),
                _tell_in_table(found),
                verdict.trend or "",
                Text(confidence, style=_LEVELS[verdict.confidence]),
                TRIAL if found.trial else str(found.entry_index),
            )
        )
    columns = ("cell", "as of", "verdict", "trend", "confidence", "entry")
    return render_records(columns, records, whole=("cell", "as of", "confidence", "entry"))


def _tell_in_table(assessment: Assessment) -> str:
    verdict, override = assessment.verdict, assessment.override
    if verdict.trajectory is None and (override is None or not override.in_force):
        return f"insufficient: {agreed(verdict.standing_reason)}"
    return issued_headline(assessment)


def _panel(assessment: Assessment, rationales: Mapping[str, str]) -> RenderableType:
    mark = Text(f"{TRIAL}, nothing was recorded", style="bold yellow") if assessment.trial else Text("")
    style = "yellow" if assessment.trial else "cyan"
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    verdict_rows = (*_override_rows(assessment), *_verdict_rows(assessment, rationales))
    for word, text in (*verdict_rows, ("", Text("")), *_identity_rows(assessment)):
        table.add_row(word, text)
    title = shown(f"cell {assessment.cell}: {assessment.title}", "bold")
    return Group(Rule(mark, align="left", style=style), title, Text(""), table, Rule(mark, align="left", style=style))


def _override_rows(assessment: Assessment) -> list[tuple[str, Text]]:
    """Return what is issued instead of the verdict below, or would be had it not expired."""
    override = assessment.override
    if override is None:
        return []
    rows = [("issued", shown(assessment.issued or "none", "bold"))] if override.in_force else []
    rows += [("override", shown(override.words, "yellow")), ("reason", shown(override.reason)), ("", Text(""))]
    return [*rows, ("computed", Text("what follows", style="dim"))]


def _verdict_rows(assessment: Assessment, rationales: Mapping[str, str]) -> list[tuple[str, Text]]:
    verdict = assessment.verdict
    if verdict.trajectory is None:
        last = verdict.last_supported
        before = f"{last.state} on {last.day}" if last is not None else "none"
        return [
            ("trajectory", Text("none issued", style="bold yellow")),
            ("standing", shown(f"insufficient: {agreed(verdict.standing_reason)}")),
            ("last supported", shown(before)),
        ]
    rows = [("trajectory", shown(headline(verdict), "bold"))]
    rows += [("", Text("because ", style="dim").append(shown(why))) for why in _because(assessment, rationales)]
    rows.append(("trend", shown(verdict.trend or "none")))
    steps = len(verdict.confidence_steps)
    level = Text(verdict.confidence, style=_LEVELS[verdict.confidence])
    rows.append(("confidence", level.append(f" ({steps} step{'s' if steps != 1 else ''}, below)" if steps else "")))
    rows.append(("alternatives", shown(", ".join(verdict.alternatives) or "none")))
    rows.append(("standing", Text(verdict.standing)))
    return rows


def _because(assessment: Assessment, rationales: Mapping[str, str]) -> list[str]:
    """Return the rationales under the state and the qualifiers, with the day the state began."""
    told = [
        f"{rationales[change.rule]} (rule {change.rule}, {change.day})"
        for change in assessment.verdict.history[-1:]
        if change.rule is not None and change.rule in rationales
    ]
    told += [
        f"{rationales[reason.rule]} (rule {reason.rule})"
        for reason in assessment.verdict.reasons
        if reason.concludes.startswith("qualifier") and reason.rule in rationales
    ]
    return told


def _identity_rows(assessment: Assessment) -> list[tuple[str, Text]]:
    use, index = assessment.engines, assessment.entry_index
    repeats = f", repeats entry {assessment.repeats}" if assessment.repeats is not None else ""
    where = f"entry {index}{repeats}, evaluated at log size {assessment.log_size}"
    checked = f"{use.checked} of {use.distinct} distinct steps by {' and '.join(use.engines)}"
    reason = f"; {use.reason}" if use.reason else ""
    rows = [
        ("as of", Text(str(assessment.as_of))),
        ("known at", Text(tell_instant(assessment.known_at))),
        ("rules in force", shown(shorten_digest(assessment.ruleset))),
        ("recorded", Text(where) if index is not None else Text(f"nowhere, a {TRIAL}")),
        ("rests on", Text(f"{len(assessment.support)} of {assessment.read_set.count} items read")),
    ]
    if assessment.verdict.leans_on:
        rows.append(("leans on", shown(", ".join(assessment.verdict.leans_on), "yellow")))
    rows.append(("cross-checked", shown(f"{checked}{reason}", "" if use.checked == use.distinct else "yellow")))
    return rows
