"""A difference and a trace made by hand, with one of each kind that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assessor.domain.change import AttributedChange, Behind, Change, ItemChange, RuleChange
from assessor.domain.evidence import Feed, Source, Watched
from tests.unit.report.made import ASSESSMENT, READING, SIGNAL, TRIAL, VERDICT, MadeVersion

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.domain.change import Because

DAY = date(2026, 4, 26)


def item(name, move, *, kind="signal", when="2026-02-22", title="A strike on the leader", before=1, after=1):
    return ItemChange(kind=kind, id=name, move=move, before=before, after=after, when=when, title=title)


def month(when, move):
    return item(f"crossings/{when}", move, kind="reading", when=when, title="9 persons")


STRUCK = Behind(
    because=("knowledge",),
    rules=(
        RuleChange(rule="advances", day=DAY, before="not met", after="met"),
        RuleChange(rule="calmer", day=DAY, before="not met", after="met"),
        RuleChange(rule="drifts", day=DAY, before="unknown", after="not met"),
    ),
    items=(
        *(item(f"strike-{n}", "added", before=None, when=f"2026-02-{n}") for n in range(10, 16)),
        item("talks", "surer", title="Talks of the two governments, which went on for longer than was thought"),
        item("gone", "removed", after=None),
        month("2026-01", "entered"),
        month("2026-02", "entered"),
        month("2026-03", "less sure"),
        item("office", "replaced", kind="source", after=2, title="Border office"),
        item("wire", "less sure", kind="feed", when="", title="The wire"),
        item("7", "replaced", kind="cell", when="", title="A became B", before=None, after=None),
    ),
)
EDITED = Behind(
    because=("rules",),
    rules=(
        RuleChange(rule="friction", day=DAY, before="met", after="not met", edited=True),
        RuleChange(rule="frays", day=DAY, before=None, after="met"),
        RuleChange(rule="holds", day=DAY, before="unknown", after=None),
    ),
)
AGED = Behind(because=("world",), rules=(RuleChange(rule="ages", day=DAY, before="met", after="unknown"),))


def change(part, about="", before=None, after=None, *, behind=(), together=False):
    because = tuple(dict.fromkeys(one for each in behind for one in each.because))
    return AttributedChange(
        part=part, about=about, before=before, after=after, because=because, together=together, behind=behind
    )


@dataclass(frozen=True)
class MadeKnowledge:
    before: int = 353
    after: int = 358
    added: int = 6
    removed: int = 1
    replaced: int = 2


EARLIER = ASSESSMENT.model_copy(
    update={
        "as_of": date(2026, 3, 31),
        "known_at": "2026-04-10T12:30:00.000000Z",
        "ruleset": "sha256:" + "fedcba9876543210" * 4,
        "entry_index": 30,
        "verdict": VERDICT.model_copy(update={"trajectory": "Contested", "qualifiers": ()}),
    }
)


@dataclass(frozen=True)
class MadeDifference:
    before: Assessment = EARLIER
    after: Assessment = ASSESSMENT
    moved: tuple[Because, ...] = ("rules", "knowledge", "world")
    knowledge: MadeKnowledge = MadeKnowledge()
    changes: tuple[AttributedChange, ...] = (
        change("trajectory", before="Contested", after="Advancing", behind=(STRUCK,)),
        change("qualifier", "with bilateral friction", before="", behind=(EDITED,)),
        change("confidence", before="moderate", after="low", behind=(EDITED, AGED)),
        change(
            "trend",
            before="Improving",
            after="Improving with episodic shocks",
            behind=(STRUCK.model_copy(update={"because": ("knowledge", "world")}),),
            together=True,
        ),
        change("dimension", "calm", before="holding", after="advancing", behind=(STRUCK,)),
        change("finding", "calm", before="not met", after="met", behind=(STRUCK,)),
        change("finding", "storm", before="not met", after="met", behind=(STRUCK,)),
        change("finding", "drift", before="unknown", after="not met", behind=(STRUCK,)),
        change("unknown", "at least 2 event(s) tier 1 within P6M", after="", behind=(STRUCK,)),
        change("unknown", "crossings: latest at most 10, no older than P3M", after="", behind=(STRUCK,)),
        change("rules", "of finding calm", after="calmer", behind=()),
    )
    passing: tuple[Change, ...] = (Change(part="alternative", about="Reversing", after=""),)


@dataclass(frozen=True)
class MadeTraced:
    entry_index: int
    role: str
    why: str = ""
    without: tuple[Change, ...] = ()
    tried: bool = False
    trajectory: str | None = "Advancing"

    @property
    def id(self) -> str:
        return f"11@2026-04-26#{self.entry_index}"


DIFFERENCE = MadeDifference()
SAME = MadeDifference(
    before=ASSESSMENT,
    after=TRIAL,
    moved=(),
    knowledge=MadeKnowledge(353, 353, 0, 0, 0),
    changes=(),
    passing=(),
)
WITHOUT = (
    Change(part="trajectory", before="Advancing", after="Contested"),
    Change(part="qualifier", about="with bilateral friction", before=""),
    Change(part="finding", about="calm", before="met", after="not met"),
)
TRACED = (
    MadeTraced(62, "decided", without=WITHOUT, tried=True),
    MadeTraced(61, "supported", tried=True),
    *(MadeTraced(n, "supported", trajectory="Contested") for n in range(60, 48, -1)),
    MadeTraced(48, "read", trajectory=None),
    MadeTraced(47, "out of reach", "recorded later, by entry 47; the log had 40 entries"),
    MadeTraced(46, "not asked for"),
)
VERSIONS = (MadeVersion(SIGNAL, status="proposed", backfill=False), MadeVersion(SIGNAL, version=2, estimated=True))
FEED = MadeVersion(Feed(id="wire", title="The wire", watches=(Watched(since=DAY),)), backfill=False)
SOURCE = MadeVersion(Source(id="office", title="Border office", tier=1, published=DAY))
FIGURE = MadeVersion(READING, look_ahead=True)
