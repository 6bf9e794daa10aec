"""Every page, with hostile text in every field that evidence or rules fill: it is shown and does nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from assessor.report.changes import render_changes
from assessor.report.diff import render_diff
from assessor.report.entries import render_entries, render_entry, tell_body
from assessor.report.evidence import render_readings, render_signal, render_signals
from assessor.report.line import HistoryLine, Stretch, render_stretches
from assessor.report.section import render_section
from assessor.report.trace import render_trace
from assessor.report.tree import render_explanation, render_reasons
from assessor.report.verdict import render_assessment, render_assessments
from tests.unit.report.made import (
    ASSESSMENT,
    EXPLANATION,
    INSUFFICIENT,
    RATIONALES,
    READING,
    SIGNAL,
    TRIAL,
    MadeLine,
    MadeVersion,
    draw,
)
from tests.unit.report.made_audit import DIFFERENCE, TRACED, MadeTraced

if TYPE_CHECKING:
    from rich.console import RenderableType

HOSTILE = "\x1b[31m[red]<b>\u202e\u2066\x9b2J\r\nend"
CHOSEN = {
    "as_of",
    "known_at",
    "standing",
    "confidence",
    "step",
    "outcome",
    "active",
    "computed",
    "kind",
    "counts",
    "by",
    "part",
    "move",
    "because",
}
SGR = re.compile(r"\x1b\[[0-9;]*m")
"""Colours and weights: the only escape sequences that the program itself writes."""


def poison(value: Any) -> Any:
    """Return a value with hostile text behind every text that is not one of a closed set of words."""
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(update={n: v if n in CHOSEN else poison(v) for n, v in fields.items()})
    if isinstance(value, tuple):
        return tuple(poison(item) for item in value)
    return value + HOSTILE if isinstance(value, str) else value


SIGNALS = [MadeVersion(poison(SIGNAL)), MadeVersion(poison(SIGNAL), status="proposed")]
LINE = MadeLine(
    {"id": HOSTILE, HOSTILE: [HOSTILE]}, actor=HOSTILE, batch=HOSTILE, type=HOSTILE, cause={HOSTILE: HOSTILE}
)
STRETCHES = (Stretch(HOSTILE, date(2025, 1, 1), date(2025, 6, 1), HOSTILE, HOSTILE),)

DIFFERING = replace(
    DIFFERENCE,
    before=poison(ASSESSMENT),
    after=poison(ASSESSMENT),
    changes=poison(DIFFERENCE.changes),
    passing=poison(DIFFERENCE.passing),
)
REACHED = [MadeTraced(7, t.role, HOSTILE, poison(t.without), t.tried, HOSTILE) for t in TRACED]

PAGES: dict[str, RenderableType] = {
    "assessment": render_assessment(poison(ASSESSMENT), {poison(k): HOSTILE for k in RATIONALES}),
    "trial": render_assessment(poison(TRIAL)),
    "insufficient": render_assessment(poison(INSUFFICIENT)),
    "assessments": render_assessments([poison(ASSESSMENT), poison(INSUFFICIENT)]),
    "explanation": render_explanation(poison(EXPLANATION), title=HOSTILE),
    "reasons": render_reasons(poison(EXPLANATION), title=HOSTILE),
    "line": HistoryLine(STRETCHES),
    "stretches": render_stretches(STRETCHES),
    "section": render_section(HOSTILE, [(HOSTILE, HOSTILE)]),
    "signals": render_signals(SIGNALS),
    "signal": render_signal(SIGNALS),
    "readings": render_readings([MadeVersion(poison(READING))]),
    "entries": render_entries([LINE]),
    "entry": render_entry(LINE),
    "difference": render_diff(DIFFERING),
    "changes": render_changes(DIFFERING.changes, heading=HOSTILE),
    "trace": render_trace(HOSTILE, SIGNALS, REACHED),
}


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_hostile_text_and_is_not_moved_by_it(name, color):
    drawn = SGR.sub("", draw(PAGES[name], 200, color=color))
    acting = {c for c in drawn if unicodedata.category(c) in {"Cc", "Cf"}} - {"\n"}
    assert not acting
    assert "<U+001B>[31m[red]<b><U+202E>" in re.sub(r"[\s│├└─━]+", "", drawn)


def test_the_body_of_an_entry_is_ascii():
    assert "".join(tell_body(LINE)).isascii()
    assert "\\u202e" in "".join(tell_body(LINE))
