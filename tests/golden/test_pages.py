"""
Pages as people see them, kept as files: `make golden` rewrites them, and the diff is to be read.

Made-up verdicts show every part of a page; the demo shows what the shipped evidence gives.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from assessor.report.entries import render_entries, render_entry
from assessor.report.evidence import render_readings, render_signal, render_signals
from assessor.report.line import HistoryLine, render_stretches
from assessor.report.tree import render_explanation, render_reasons
from assessor.report.verdict import render_assessment, render_assessments
from tests.forking import program
from tests.unit.report.made import (
    ASSESSMENT,
    EXPLANATION,
    INSUFFICIENT,
    MISSING,
    RATIONALES,
    READING,
    SIGNAL,
    STRETCHES,
    TRIAL,
    MadeLine,
    MadeVersion,
    draw,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

DOUBTS = [(STRETCHES[1].since, STRETCHES[2].since)]
ENTRY = MadeLine(
    {"cell": "11", "as_of": "2026-04-26", "trajectory": "Advancing"}, type="assessment:recorded", batch=None
)
VERSIONS = [MadeVersion(SIGNAL, status="proposed"), MadeVersion(SIGNAL, version=2)]

PAGES: dict[str, RenderableType] = {
    "assessment": render_assessment(ASSESSMENT, RATIONALES),
    "trial": render_assessment(TRIAL, RATIONALES),
    "insufficient": render_assessment(INSUFFICIENT),
    "assessments": render_assessments([ASSESSMENT, TRIAL, INSUFFICIENT]),
    "explanation": render_explanation(EXPLANATION, title="why Advancing"),
    "reasons": render_reasons(EXPLANATION, title="why Advancing"),
    "line": HistoryLine(STRETCHES, DOUBTS),
    "states": render_stretches(STRETCHES),
    "signals": render_signals(VERSIONS),
    "signal": render_signal(VERSIONS),
    "readings": render_readings([MadeVersion(READING, look_ahead=True), MadeVersion(MISSING)]),
    "entries": render_entries([ENTRY, MadeLine({"id": "strike"}, index=8)]),
    "entry": render_entry(ENTRY),
}


def all_pages(width: int, encoding: str = "utf-8") -> str:
    """Return every page under its name."""
    return "\n".join(f"== {name} ==\n{draw(page, width, encoding=encoding)}" for name, page in PAGES.items())


@pytest.mark.parametrize("width", [80, 100, 160])
def test_pages_at_a_width(golden, width):
    golden(f"pages-{width}.txt", all_pages(width))


def test_pages_where_nothing_but_ascii_can_be_shown(golden):
    text = all_pages(100, "ascii")
    assert text.isascii()
    golden("pages-ascii.txt", text)


def test_the_demo(golden, tmp_path: Path, monkeypatch):
    """Instants and engines differ from run to run and place to place: digests, roots and checks are left out."""
    monkeypatch.setenv("COLUMNS", "100")
    found = subprocess.run(
        [*program(), "demo"],
        cwd=tmp_path, capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert found.stderr == ""
    text = re.sub(r"sha256:[0-9a-f]{12,64}", "sha256:…", found.stdout)
    golden("demo.txt", re.sub(r"(?m)^(cross-checked +).*", r"\1…", text))
