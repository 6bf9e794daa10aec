"""
The overview: every cell in a grid by tier, with what must not be taken for calm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import render_instant
from assessor.domain.restatement import Issued
from assessor.report.charts.band import draw_small_band
from assessor.report.charts.ticks import tell_day
from assessor.site import names
from assessor.site.gather.words import Mark, due_mark
from assessor.site.pages.assessment import stays_of
from assessor.site.pages.moved import tell_moved
from assessor.site.pages.telling import indicator_titles, tell_marks
from assessor.site.pages.told import INSUFFICIENT, issued_trajectory, tell_qualifiers
from assessor.site.pages.wording import natural, number_of, tell_entries
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessor.domain.assessment import Assessment, Verdict
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House

NEVER: Final = Mark("never", "Never assessed", "nothing was said of it yet")
WITHOUT_RULES: Final = Mark("without-rules", "Without rules", "the rules in force judge nothing about it")
GONE: Final = Mark("without-rules", "No longer judged", "the rules in force do not have it any more")
FILTERED: Final = (
    ("override", "Overridden"),
    ("stale", "Stale"),
    ("provisional", "Provisional"),
    ("due", "Overtaken"),
    ("unchecked", "Not cross-checked"),
    ("never", "Never assessed"),
)
"""The marks by which cells can be chosen; `assessor.site.assets` writes the rules that do it."""

_CALM: Final = frozenset({"override"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell with its latest assessment, and the one of an earlier day before it."""

    record: CellRecord
    latest: Assessment | None
    before: Issued | None


def render_overview(house: House, record: Record, shown: Sequence[Shown]) -> bytes:
    """Return the page."""
    drawings = Drawings(house)
    shown = sorted(shown, key=lambda one: (not one.record.is_current, natural(one.record.cell.cell)))
    cards = [_card(house, drawings, record, one, number) for number, one in enumerate(shown)]
    groups: dict[str, list[dict[str, Any]]] = {}
    for one, card in zip(shown, cards, strict=True):
        groups.setdefault(one.record.cell.grouping, []).append(card)
    told = {
        "heading": record.title,
        "about": record.rules.framework.about if record.rules is not None else "",
        "ended": render_instant(record.ended),
        "ended_told": tell_day(record.day),
        "size": tell_entries(record.size),
        "assessed": sum(one.latest is not None for one in shown),
        "total": len(shown),
        "checkpoint": tell_entries(record.checkpoints[-1].checkpoint.size) if record.checkpoints else "",
        "groups": [_group(title, some, is_only=len(groups) == 1) for title, some in sorted(groups.items(), key=_tier)],
        "filters": _filters(house, drawings, cards),
    }
    return render_page("overview.html.j2", names.INDEX, house, told, drawings)


def _tier(group: tuple[str, object]) -> tuple[bool, str]:
    return not group[0], group[0]


def _group(title: str, cards: Sequence[Mapping[str, Any]], *, is_only: bool) -> dict[str, Any]:
    """Return the cells of a tier: those of which something was said, and after them the others."""
    return {
        "title": title or ("Every cell" if is_only else "Without a tier"),
        "cells": [card for card in cards if card["state"]],
        "bare": [card for card in cards if not card["state"]],
    }


def marks_on(one: Shown, indicators: Mapping[str, str]) -> tuple[Mark, ...]:
    """
    Return what must be known of a cell before its verdict is relied on.

    Args:
        indicators: Their titles, by id.
    """
    record = one.record
    found = tell_marks(one.latest, indicators) if one.latest is not None else (NEVER,)
    if record.due:
        found = (*found, due_mark(record.due))
    if not record.judged:
        found = (*found, WITHOUT_RULES if record.is_current else GONE)
    return found


def _card(house: House, drawings: Drawings, record: Record, one: Shown, number: int) -> dict[str, Any]:
    cell, latest = one.record.cell, one.latest
    marks = marks_on(one, indicator_titles(record.rules))
    attention = any(mark.kind not in _CALM for mark in marks)
    card: dict[str, Any] = {
        "title": cell.title,
        "link": names.cell_page(cell.cell),
        "marks": marks,
        "classes": " ".join(["attention" if attention else "settled", *sorted({mark.kind for mark in marks})]),
        "state": "",
        "since": "",
        "trend": "",
        "chart": "",
        "age": "",
        "changed": "",
        "shows": "",
    }
    if latest is None:
        return card
    shows = latest.issued
    card |= {
        "state": issued_trajectory(latest),
        "shows": shows or "",
        "swatch": drawings.swatch(shows),
        "qualifiers": tell_qualifiers(latest.verdict),
        "trend": _trend(latest.verdict),
        "chart": drawings.add(
            draw_small_band(f"line-{number}", f"{cell.title}: its states", stays_of(latest), house.paints)
        ),
        "since": _since(latest),
        "age": _age(latest.as_of, record.day),
        "changed": tell_moved(one.before, Issued.of(latest.verdict)),
    }
    place = house.paints.states.index(shows) if shows in house.paints.states else None
    card["classes"] += f" s-{place}" if place is not None else " s-none"
    return card


def _trend(verdict: Verdict) -> str:
    if verdict.trajectory is None:
        return ""
    return f"Trend: {verdict.trend}" if verdict.trend is not None else "No trend"


def _since(latest: Assessment) -> str:
    """Return since when the cell is in its state, where that is the one that is issued."""
    last = latest.verdict.history[-1] if latest.verdict.history else None
    return f"since {tell_day(last.day)}" if last is not None and last.state == latest.issued else ""


def _age(as_of: date, day: date) -> str:
    days = (day - as_of).days
    when = "on the last day of the record" if days == 0 else f"{number_of(days, 'day')} before the record ends"
    return f"Last judged as of {tell_day(as_of)}, {when}"


def _filters(house: House, drawings: Drawings, cards: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what can be chosen, as the style sheet knows it: each with how many cells it shows."""
    attention = sum("attention" in card["classes"].split() for card in cards)
    found: list[dict[str, Any]] = [
        {"id": "all", "label": "All", "count": len(cards), "swatch": ""},
        {"id": "attention", "label": "Needs a second look", "count": attention, "swatch": ""},
    ]
    for place, state in enumerate(house.paints.states):
        count = sum(f"s-{place}" in card["classes"].split() for card in cards)
        if count:
            found.append({"id": f"s-{place}", "label": state, "count": count, "swatch": drawings.swatch(state)})
    none = sum("s-none" in card["classes"].split() for card in cards)
    if none:
        found.append({"id": "s-none", "label": INSUFFICIENT, "count": none, "swatch": drawings.swatch(None)})
    kinds = [card["classes"].split() for card in cards]
    for kind, label in FILTERED:
        count = sum(kind in some for some in kinds)
        if count:
            found.append({"id": kind, "label": label, "count": count, "swatch": ""})
    return found
