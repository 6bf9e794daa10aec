"""
A verdict as people read it on a terminal.

Every colour has a word beside it; every text of evidence and rules is made harmless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from assessor.report.safe import safe, shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment, Verdict

_DIGEST = len("sha256:") + 12
_MOST_UNKNOWNS = 8


def headline(verdict: Verdict) -> str:
    """Return trajectory, qualifiers and trend on one line, as a dashboard would print them."""
    if verdict.trajectory is None:
        last = verdict.last_supported
        before = f"; last supported: {last.state} on {last.day}" if last is not None else ""
        return f"insufficient evidence ({verdict.standing_reason}){before}"
    qualifiers = f" ({', '.join(verdict.qualifiers)})" if verdict.qualifiers else ""
    trend = f", {verdict.trend}" if verdict.trend is not None else ""
    return f"{verdict.trajectory}{qualifiers}{trend}"


def render_assessment(assessment: Assessment, reasons: dict[str, str] | None = None) -> RenderableType:
    """
    Return an assessment as a page of text.

    Args:
        reasons: The rationales of rules that took a step of confidence, by rule id.
    """
    verdict = assessment.verdict
    parts: list[RenderableType] = [_title(assessment), _facts(assessment), Text("")]
    parts += [_confidence(verdict, reasons or {}), Text(""), _dimensions(verdict)]
    if verdict.tensions:
        parts += [Text(""), _tensions(verdict)]
    if verdict.outlook:
        parts += [Text(""), _outlook(verdict)]
    if verdict.unknowns:
        parts += [Text(""), _unknowns(verdict)]
    return Group(*parts)


def _title(assessment: Assessment) -> Text:
    mark = "TRIAL, nothing recorded: " if assessment.trial else ""
    title = shown(f"{mark}cell {assessment.cell}, {assessment.title}", "bold")
    title.append("\n")
    title.append(shown(headline(assessment.verdict), "bold reverse" if assessment.trial else "bold"))
    return title


def _facts(assessment: Assessment) -> Table:
    verdict = assessment.verdict
    table = Table.grid(padding=(0, 2))
    table.add_row("as of", str(assessment.as_of))
    table.add_row("known at", assessment.known_at)
    table.add_row("rules", assessment.ruleset[:_DIGEST])
    if verdict.alternatives:
        table.add_row("alternatives", shown(", ".join(verdict.alternatives)))
    if verdict.leans_on:
        table.add_row("leans on", ", ".join(verdict.leans_on))
    use = assessment.engines
    checked = f"{use.checked} of {use.distinct} distinct steps checked by two engines" if use.checked else use.reason
    table.add_row("engines", shown(f"{', '.join(use.engines)}; {checked}"))
    table.add_row("read", f"{assessment.read_set.count} items; the verdict rests on {len(assessment.support)} of them")
    if assessment.entry_index is not None:
        repeats = f", repeats entry {assessment.repeats}" if assessment.repeats is not None else ""
        table.add_row(
            "recorded", f"entry {assessment.entry_index}{repeats}, evaluated at log size {assessment.log_size}"
        )
    return table


def _confidence(verdict: Verdict, reasons: dict[str, str]) -> RenderableType:
    lines: list[tuple[str, str]] = []
    for step in verdict.confidence_steps:
        why = reasons.get(step.rule, f"rule {step.rule}") if step.rule is not None else step.reason
        lines.append((step.step, why))
    return _section(f"Confidence: {verdict.confidence}", lines)


def _section(title: str, rows: list[tuple[str, str]]) -> RenderableType:
    """Return a titled list: a short word, then what it stands for, wrapped under itself."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1, 0, 1))
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for word, text in rows:
        table.add_row(shown(word), shown(text))
    return table


def _dimensions(verdict: Verdict) -> RenderableType:
    rows: list[tuple[str, str]] = []
    for status in verdict.dimensions:
        word = status.status if status.status != "undetermined" else f"undetermined, {status.why}"
        note = f"by rule {status.rule}" if status.rule is not None else f"to settle: {'; '.join(status.settle[:2])}"
        stale = f"; stale: {', '.join(status.stale)}" if status.stale else ""
        rows.append((word, f"{status.title} ({note}{stale})"))
    return _section("Dimensions", rows)


def _tensions(verdict: Verdict) -> RenderableType:
    words = {"met": "active", "not met": "not active", "unknown": "unknown"}
    rows: list[tuple[str, str]] = []
    for tension in verdict.tensions:
        rows.append((words[tension.active], tension.title))
        rows += [("", f"- {s.finding}, {s.outcome}: {_some(s.evidence)}") for s in tension.sides]
    return _section("Tensions", rows)


def _some(items: tuple[str, ...], most: int = 3) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more if items else "no evidence"


def _outlook(verdict: Verdict) -> RenderableType:
    rows: list[tuple[str, str]] = []
    for branch in verdict.outlook:
        rows.append((branch.computed, f"{branch.title} (by {branch.horizon})"))
        rows += [("", f"- assumes: {assumed}") for assumed in branch.assumes]
    return _section("Outlook", rows)


def _unknowns(verdict: Verdict) -> RenderableType:
    rows: list[tuple[str, str]] = []
    for number, unknown in enumerate(verdict.unknowns[:_MOST_UNKNOWNS], 1):
        rows.append((str(number), f"{unknown.reason} (rules {_some(unknown.rules)})"))
        rows.append(("", f"to settle: {'; '.join(unknown.settle)}"))
    if len(verdict.unknowns) > _MOST_UNKNOWNS:
        rows.append(("", f"and {len(verdict.unknowns) - _MOST_UNKNOWNS} more; --json has all of them"))
    return _section("Unknown, and what would settle it", rows)


def one_line(assessment: Assessment) -> str:
    """Return an assessment on one line."""
    mark = "TRIAL " if assessment.trial else ""
    where = f" [entry {assessment.entry_index}]" if assessment.entry_index is not None else ""
    return safe(f"{mark}{assessment.as_of} cell {assessment.cell}: {headline(assessment.verdict)}{where}")
