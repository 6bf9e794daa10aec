"""Verdicts, explanations and evidence made by hand, one of each kind that a page can show."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console

from assessor.domain.assessment import (
    Assessment,
    Cause,
    ConfidenceStep,
    DimensionStatus,
    EngineUse,
    FindingOutcome,
    ItemReference,
    OutlookBranch,
    ReadSet,
    Reason,
    StateChange,
    TensionOutcome,
    TensionSide,
    Unknown,
    UnknownGuard,
    Verdict,
)
from assessor.domain.edtf import parse_edtf
from assessor.domain.evidence import Impact, Reading, Signal
from assessor.domain.explanation import Cited, Explained
from assessor.report.line import Stretch

if TYPE_CHECKING:
    from rich.console import RenderableType

    from assessor.domain.evidence import Item

ITEM = ItemReference(kind="signal", id="strike", version=1, digest="sha256:" + "1" * 64)

VERDICT = Verdict(
    trajectory="Advancing",
    qualifiers=("with bilateral friction",),
    trend="Improving with episodic shocks",
    confidence="moderate",
    confidence_steps=(
        ConfidenceStep(step="down", reason="stale: crossings (latest 2025-08)"),
        ConfidenceStep(step="up", reason="rule", rule="many-origins"),
        ConfidenceStep(step="down", reason="rule", rule="untold-rule"),
    ),
    alternatives=("Contested",),
    standing="sufficient",
    dimensions=(
        DimensionStatus(dimension="calm", title="Calm at the border", status="advancing", why="decided", rule="calmer"),
        DimensionStatus(
            dimension="trade",
            title="Trade that keeps to the agreement",
            status="undetermined",
            why="stale",
            stale=("crossings (latest 2025-08)",),
            settle=("a reading of `crossings` for a period that ends from 2026-01-26 to 2026-04-26",),
        ),
    ),
    findings=(
        FindingOutcome(finding="calm", outcome="met", rules=("calmer",)),
        FindingOutcome(finding="storm", outcome="not met"),
        FindingOutcome(finding="drift", outcome="unknown"),
    ),
    tensions=(
        TensionOutcome(
            tension="pull",
            title="Speed against care",
            active="met",
            sides=(
                TensionSide(finding="calm", outcome="met", evidence=("one", "two", "three", "four", "five")),
                TensionSide(finding="drift", outcome="unknown"),
            ),
        ),
    ),
    outlook=(OutlookBranch(branch="settles", title="It settles", horizon="2026-09-30", assumes=("Joint work lasts",)),),
    unknowns=(
        Unknown(condition="a", rules=("r1", "r2"), reason="crossings is stale", settle=("a reading of crossings",)),
        Unknown(condition="b", rules=("r2", "r3"), reason="crossings is stale", settle=("a reading of crossings",)),
        Unknown(condition="c", rules=("r4",), reason="nobody watched", settle=("a feed that watches",)),
    ),
    unknown_guards=(
        UnknownGuard(
            rule="turns",
            source="Pre-execution",
            target="Contested",
            first=date(2025, 2, 1),
            last=date(2025, 2, 19),
        ),
    ),
    history=(
        StateChange(day=date(2025, 1, 20), state="Pre-execution"),
        StateChange(day=date(2025, 10, 31), state="Advancing", rule="advances"),
    ),
    reasons=(
        Reason(concludes="trajectory Advancing", rule="advances", day=date(2025, 10, 31)),
        Reason(concludes="qualifier with bilateral friction", rule="friction", day=date(2026, 4, 26)),
    ),
    leans_on=("backfill", "look-ahead"),
)

ASSESSMENT = Assessment(
    cell="11",
    title="Neighbours & their border",
    as_of=date(2026, 4, 26),
    known_at="2026-04-26T23:59:59.999999Z",
    ruleset="sha256:" + "0123456789abcdef" * 4,
    log_size=40,
    verdict=VERDICT,
    support=(ITEM,),
    read_set=ReadSet(digest="sha256:" + "2" * 64, count=3, items=(ITEM,)),
    cause=Cause(),
    actor="analyst",
    engines=EngineUse(engines=("native 1", "durable-rules 2.0.28"), steps=462, distinct=25, checked=25),
    trial=False,
    id="11@2026-04-26#40",
    entry_index=40,
)

TRIAL = ASSESSMENT.model_copy(update={"trial": True, "id": None, "entry_index": None})

INSUFFICIENT = ASSESSMENT.model_copy(
    update={
        "verdict": Verdict(
            last_supported=StateChange(day=date(2025, 3, 1), state="Contested"),
            confidence="low",
            standing="insufficient",
            standing_reason="1 event where 3 are asked",
        ),
        "engines": EngineUse(
            engines=("native 1",), steps=462, distinct=25, checked=0, reason="durable-rules is not installed"
        ),
    }
)

RATIONALES = {
    "advances": "results are sustained in two families",
    "friction": "the partner objects in public",
    "many-origins": "five independent origins tell the same",
    "calmer": "crossings fell by 90 percent",
}

STRIKE = Cited(
    kind="signal",
    id="strike",
    title="A strike on the leader",
    when="2026-02-22",
    counts="surely",
    tier=2,
    sources=("Press report (tier 2, 2026-02-22)",),
    marks=("backfill",),
)
RUMOUR = Cited(kind="signal", id="rumour", title="Talk of a strike", when="2026", counts="possibly")


def month(when: str, value: str, *, marks: tuple[str, ...] = ()) -> Cited:
    return Cited(
        kind="reading",
        id=f"crossings/{when}",
        title="Crossings",
        when=when,
        value=f"{value} persons",
        counts="used",
        tier=5,
        sources=("Border office (tier 5)",),
        marks=marks,
    )


CALM = Explained(
    text="finding calm",
    outcome="met",
    rule="calmer",
    because="crossings fell by 90 percent",
    day=date(2026, 4, 26),
    parts=(
        Explained(
            text="crossings: latest at most 10",
            outcome="met",
            shows="crossings 9 persons (2026-03); at most 10 asked",
            reason="Ten is what one post can handle.",
            evidence=(month("2026-03", "9"), month("2026-02", "8"), month("2026-01", "7", marks=("look-ahead",))),
        ),
    ),
)
STORM = Explained(
    text="finding storm",
    outcome="not met",
    rule="storms",
    day=date(2026, 4, 26),
    parts=(
        Explained(
            text="at least 2 event(s) tier 2",
            outcome="not met",
            shows="1 event(s), at least 2 asked",
            lacks="1 more event(s)",
            evidence=(STRIKE, RUMOUR),
        ),
    ),
)
ASKS_FOR_CALM = Explained(text="finding calm", outcome="met", parts=(CALM,))
EXPLANATION = (
    Explained(
        text="Contested became Advancing on 2025-10-31",
        outcome="met",
        rule="advances",
        because="results are sustained",
        day=date(2026, 4, 26),
        parts=(
            Explained(
                text="all of",
                outcome="met",
                parts=(
                    ASKS_FOR_CALM,
                    Explained(
                        text="not",
                        outcome="met",
                        parts=(Explained(text="finding storm", outcome="not met", parts=(STORM,)),),
                    ),
                ),
            ),
        ),
    ),
    Explained(
        text="trend: Improving",
        outcome="met",
        rule="improves",
        because="calm lasts",
        day=date(2026, 4, 26),
        parts=(ASKS_FOR_CALM,),
    ),
)

STRETCHES = (
    Stretch("Pre-execution", date(2025, 1, 20), date(2025, 2, 19)),
    Stretch("Contested", date(2025, 2, 20), date(2025, 10, 30), "turns", "measures bind"),
    Stretch("Advancing", date(2025, 10, 31), date(2026, 4, 26), "advances", "results are sustained"),
)

SIGNAL = Signal(
    id="strike",
    title="A strike on the leader",
    date=parse_edtf("2026-02-22"),
    event="the-strike",
    sources=("press-1",),
    summary="It was reported by one paper.",
    impacts=(
        Impact(
            cell="11",
            aspect="operational",
            direction="advancing",
            dimensions=("calm",),
            stage="outcome",
            why="It happened.",
        ),
        Impact(cell="7", tags=("lethal",)),
    ),
)
READING = Reading(
    indicator="crossings", period=parse_edtf("2026-03"), value=Decimal(9), unit="persons", source="office"
)
MISSING = Reading(
    indicator="crossings", period=parse_edtf("2026-04"), status="suppressed", unit="persons", source="office"
)


@dataclass(frozen=True)
class MadeVersion:
    item: Item
    version: int = 1
    status: str = "accepted"
    known_from: str = "2026-02-22T23:59:59.999999Z"
    recorded_at: str = "2026-05-01T12:00:00.000000Z"
    backfill: bool = True
    estimated: bool = False
    look_ahead: bool = False
    entry_index: int = 7
    action: str | None = "recorded"
    actor: str | None = "analyst"
    reason: str | None = None

    @property
    def id(self) -> str:
        return self.item.id


@dataclass(frozen=True)
class MadeLine:
    body: dict[str, Any]
    index: int = 7
    type: str = "signal:recorded"
    recorded_at: str = "2026-05-01T12:00:00.000000Z"
    actor: str = "analyst"
    cause: dict[str, Any] = field(default_factory=lambda: {"by": "hand"})
    batch: str | None = "desk@6"
    request: dict[str, str] | None = None
    leaf_hash: str = "ab" * 32
    fault: str | None = None


def draw(page: RenderableType, width: int = 100, *, encoding: str = "utf-8", color: bool = False) -> str:
    """Return a page as a terminal of that width and encoding would show it, without spaces at ends of lines."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace", write_through=True)
    console = Console(
        file=stream,
        width=width,
        color_system="truecolor" if color else None,
        force_terminal=color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(page)
    return "".join(f"{line.rstrip()}\n" for line in raw.getvalue().decode(encoding).splitlines())
