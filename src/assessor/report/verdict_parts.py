"""
The parts of a verdict, each as a section of its page.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from assessor.domain.counted import agreed
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType

    from assessor.domain.assessment import UnknownGuard, Verdict

_UNDETERMINED = "undetermined"
_ACTIVE = {"met": ("active", "yellow"), "not met": ("not active", "dim"), "unknown": ("unknown", "yellow")}
_MOST_NAMED = 3
_MOST_UNKNOWNS = 8

Row = tuple[str | Text, str | Text]


def render_confidence(verdict: Verdict, rationales: Mapping[str, str]) -> RenderableType:
    """Return the level with the reason of each step."""
    rows: list[Row] = []
    for step in verdict.confidence_steps:
        why = step.reason
        if step.rule is not None:
            why = f"{rationales[step.rule]} (rule {step.rule})" if step.rule in rationales else f"rule {step.rule}"
        rows.append((step.step, why))
    return render_section(f"Confidence: {verdict.confidence}", rows or [("", "nothing takes it down")])


def render_dimensions(verdict: Verdict, rationales: Mapping[str, str]) -> RenderableType:
    """Return the status of each dimension with why, what is stale, and what would settle it."""
    rows: list[Row] = []
    for found in verdict.dimensions:
        is_open = found.status == _UNDETERMINED
        word = f"{_UNDETERMINED}: {found.why}" if is_open else found.status
        rows.append((shown(word, "yellow" if is_open else "bold"), shown(found.title, "bold")))
        if found.rule is not None:
            rows.append(("", f"{rationales.get(found.rule, '')} (rule {found.rule})".strip()))
        rows += [("", shown(f"stale: {name}", "yellow")) for name in found.stale]
        rows += [("", f"settled by: {text}") for text in found.settle]
    return render_section("Dimensions", rows)


def render_tensions(verdict: Verdict) -> RenderableType:
    """Return each tension with the evidence on both sides."""
    rows: list[Row] = []
    for tension in verdict.tensions:
        word, style = _ACTIVE[tension.active]
        rows.append((Text(word, style=style), shown(tension.title, "bold")))
        for side in tension.sides:
            held = "" if side.outcome == "met" else f", {side.outcome}"
            rows.append(("", f"- {side.finding}{held}: {_name_some(side.evidence) or 'no evidence'}"))
    return render_section("Tensions", rows)


def render_findings(verdict: Verdict) -> RenderableType:
    """Return the findings by outcome."""
    rows: list[Row] = []
    for outcome, style in (("met", "green"), ("unknown", "yellow"), ("not met", "dim")):
        names = [f.finding for f in verdict.findings if f.outcome == outcome]
        if names:
            rows.append((Text(outcome, style=style), ", ".join(names)))
    return render_section("Findings", rows)


def render_outlook(verdict: Verdict) -> RenderableType:
    """Return the branches of the outlook; an assessment says what they assume, not how they end."""
    rows: list[Row] = []
    for branch in verdict.outlook:
        rows.append((Text("branch", style="dim"), f"by {branch.horizon}: {branch.title}"))
        rows += [("", f"- assumes: {assumed}") for assumed in branch.assumes]
    return render_section("Outlook: how each branch can end, `assessor outlook` tells", rows)


def render_unknowns(verdict: Verdict) -> RenderableType:
    """Return what could not be decided, each reason once, with what would settle it; of many, the first."""
    touched: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for unknown in verdict.unknowns:
        touched.setdefault((unknown.reason, unknown.settle), {}).update(dict.fromkeys(unknown.rules))
    rows: list[Row] = []
    for (reason, settle), rules in islice(touched.items(), _MOST_UNKNOWNS):
        rows.append(("unknown", agreed(reason)))
        rows += [("", f"settled by: {agreed(text)}") for text in settle]
        rows.append(("", shown(f"touches the rules {_name_some(tuple(rules))}", "dim")))
    if len(touched) > _MOST_UNKNOWNS:
        rows.append(("", shown(f"and {len(touched) - _MOST_UNKNOWNS} more; `--json` has all", "dim")))
    return render_section("Unknown, and what would settle it", rows)


def render_doubts(guards: Iterable[UnknownGuard]) -> RenderableType:
    """Return the transitions that could have been taken on the way, with their days."""
    rows: list[Row] = []
    for guard in guards:
        days = str(guard.first) if guard.first == guard.last else f"{guard.first} to {guard.last}"
        rows.append((days, f"{guard.source} to {guard.target} could have been taken (rule {guard.rule} was unknown)"))
    return render_section("In doubt on the way", rows)


def _name_some(names: tuple[str, ...]) -> str:
    """Return the first few names and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
