"""
The shape of a cell as data: what stands in `cell.json`, by the names of the glossary.

What the record itself has a shape for, an assessment, a signal, a reading, is in that shape.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from assessor.domain.assessment import Assessment, OutcomeWord
from assessor.domain.cell import Cell
from assessor.domain.change import AttributedChange, Because, Change, KnowledgeChange
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.explanation import Explained
from assessor.domain.framework import Indicator
from assessor.domain.restatement import Issued
from assessor.domain.values import Exact, Frozen
from assessor.site.data.marks import MarkData
from assessor.site.data.told import Told


class Threshold(Told):
    """A level that a rule compares single readings with."""

    rule: str
    bound: Literal["at least", "above", "at most", "below"]
    value: Exact


class Asked(Frozen):
    """What a rule asks of an indicator, in words."""

    rule: str
    asks: str


class IndicatorData(Frozen):
    """
    An indicator of a dimension with its series.

    Attributes:
        readings: As known, by the end of their periods; those that are suppressed or missing have no value.
        thresholds: Levels that rules compare single readings with.
        asked: All that rules ask of it.
        fresh_from: A reading whose period ended before this day is too old for every rule; absent where none reads it.
    """

    indicator: Indicator
    readings: tuple[Reading, ...]
    thresholds: tuple[Threshold, ...]
    asked: tuple[Asked, ...]
    fresh_from: date | None


class Unsaid(Told):
    """
    A status, trend or qualifier that the verdict does not have.

    Attributes:
        rule: Which would give it.
        outcome: Of that rule; one that is met stands below the rule that decided.
        lacks: What its conditions lack, outermost first.
    """

    said: str
    rule: str
    outcome: OutcomeWord
    lacks: tuple[str, ...]


class DimensionData(Frozen):
    """
    A dimension by its id; its title is in `declared`, its status in the verdict.

    Attributes:
        unsaid: The statuses that it does not have.
    """

    dimension: str
    indicators: tuple[IndicatorData, ...]
    unsaid: tuple[Unsaid, ...]


class StateSpan(Frozen):
    """
    A state from its first to its last day, whether issued or not.

    Attributes:
        rule: By which it came; absent for the first.
        because: That rule's rationale with what matched filled in.
        moved_by: The rule explained on that day, down to the evidence.
    """

    state: str
    since: date
    until: date
    rule: str | None
    because: str
    moved_by: Explained | None


class IssuedSpan(Frozen):
    """What was issued, from the first to the last day on which it was the same."""

    since: date
    until: date
    verdict: Issued


class Against(Frozen):
    """
    Why the cell is not in another state.

    Attributes:
        lacks: What conditions lack, outermost first, over all parts.
    """

    state: str
    lacks: tuple[str, ...]
    parts: tuple[Explained, ...]


class Headline(Told):
    """What a verdict says first: the trajectory, absent where none is issued, and the qualifiers."""

    trajectory: str | None
    qualifiers: tuple[str, ...]


class ItemName(Frozen):
    """An evidence item by kind and id."""

    kind: str
    id: str


class Signpost(Frozen):
    """
    A change that would move the verdict; a trial, never recorded.

    Attributes:
        kind: Something comes, time passes and nothing does, or something on hand is not known.
        change: What changes, in words, one thing each.
        items: What comes, or is taken away.
        day: On which the verdict is another.
        said: What it then says; `instead`, what it would say that day without the change.
    """

    kind: Literal["with", "time", "without"]
    ways: tuple[str, ...]
    change: tuple[str, ...]
    items: tuple[ItemName, ...]
    day: date
    said: Headline
    instead: Headline


class Unturned(Frozen):
    """A condition of a rule that would move the verdict, which nothing that comes can turn, and why."""

    rule: str
    what: str


class Signposts(Frozen):
    """
    What would move the verdict, and how far that was looked for.

    Attributes:
        evaluated: How many changes were; `budget`, at most how many of each kind.
        exhausted: The kinds of which not all were tried.
    """

    found: tuple[Signpost, ...]
    unturned: tuple[Unturned, ...]
    evaluated: int
    budget: int
    exhausted: tuple[str, ...]


class Terms(Told):
    """Every set of assumptions with all of `having` and none of `lacking`."""

    having: tuple[str, ...]
    lacking: tuple[str, ...]


class Ending(Frozen):
    """
    A verdict that a branch can end in.

    Attributes:
        terms: The sets of assumptions that lead there, in few words; `sets`, each by itself.
        smallest: Those of which no proper part leads there.
    """

    verdict: Issued
    alternatives: tuple[str, ...]
    terms: tuple[Terms, ...]
    smallest: tuple[tuple[str, ...], ...]
    sets: tuple[tuple[str, ...], ...]


class Assumption(Frozen):
    """An assumption of a branch."""

    id: str
    title: str


class BranchData(Frozen):
    """
    A branch of the outlook, judged at its horizon; hypothetical, never recorded.

    Attributes:
        overdue: Assumptions that are dated no later than the day judged.
        passing: What the passing of time alone changes up to the horizon.
    """

    branch: str
    title: str
    horizon: date
    expects: str
    assumes: tuple[Assumption, ...]
    overdue: tuple[str, ...]
    passing: tuple[Change, ...]
    endings: tuple[Ending, ...]


class Before(Frozen):
    """The assessment that another one is compared with; `page` is relative to the root of the site."""

    id: str | None
    entry: int
    as_of: date
    known_at: str
    page: str


class DifferenceData(Frozen):
    """
    What changed since the assessment before, as `assessor diff` has it.

    Attributes:
        moved: What differs between the two: rules, knowledge, the day judged.
        order: The moves in the order in which changes are told.
        orders: How many orders of them were tried.
        changes: Every change, most important first.
        passing: What changes on the way and changes back.
    """

    since: Before
    moved: tuple[Because, ...]
    knowledge: KnowledgeChange
    order: tuple[Because, ...]
    orders: int
    changes: tuple[AttributedChange, ...]
    passing: tuple[Change, ...]


class RestatedData(Frozen):
    """What an entry says of the assessment now; `because` are the entries of the evidence that made it."""

    entry: int
    recorded_at: str
    known_at: str
    verdict: Issued
    because: tuple[int, ...]


class VersionData(Told):
    """
    One version of an evidence item, as recorded.

    Attributes:
        status: `proposed`, `accepted` or `retracted`.
        known_from: The instant (UTC) from which it counts as known; `recorded_at`, when the log took it.
        backfill: Whether that was declared, and lies before the log took it.
        estimated: Whether it follows from a publication lag.
        look_ahead: Whether the value is of a later edition.
        action: What its entry did.
    """

    version: int
    status: str
    known_from: str
    recorded_at: str
    backfill: bool
    estimated: bool
    look_ahead: bool
    entry_index: int
    digest: str
    action: str | None
    actor: str | None
    reason: str | None
    item: Source | Signal | Reading | Feed


class Versions(Frozen):
    """A reading or source that was changed, with every version up to the one that counts."""

    kind: str
    id: str
    versions: tuple[VersionData, ...]


class SignalData(Frozen):
    """
    A signal that touches the cell, as known.

    Attributes:
        supports: Whether the verdict rests on it; `read`, whether any rule reads it.
        versions: All up to the one that counts; none where nothing of it was changed.
    """

    version: int
    supports: bool
    read: bool
    signal: Signal
    versions: tuple[VersionData, ...]


class CellData(Frozen):
    """
    A cell with all that its page tells; of one that was never assessed, only what is declared.

    Attributes:
        declared: The cell as the rules that judged it declare it.
        marks: What must be known before the verdict is relied on.
        assessment: The latest, as recorded: verdict with dimensions, tensions, unknowns; `page`, its address.
        dimensions: Their indicators as series, and the statuses that they do not have.
        states: The states of the timeline; `issued`, what was issued on each day of it.
        reasons: Why, a tree for each part of the verdict.
        against: Why not, for each other state; `unsaid`, for trends and qualifiers.
        signposts: Absent where no rules judge the cell.
        outlook: Branches of which the horizon is still to come.
        changed: Absent where nothing was assessed before.
        restated: What was said of the same day later, first to last.
        signals: The latest first; `sources`, of them and of the readings, by id.
        corrected: Readings and sources that were changed.
    """

    format: Literal["assessor-cell-v2"] = "assessor-cell-v2"
    cell: str
    title: str
    declared: Cell
    marks: tuple[MarkData, ...]
    assessment: Assessment | None
    page: str | None = None
    recorded_at: str | None = None
    dimensions: tuple[DimensionData, ...] = ()
    states: tuple[StateSpan, ...] = ()
    issued: tuple[IssuedSpan, ...] = ()
    reasons: tuple[Explained, ...] = ()
    against: tuple[Against, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    signposts: Signposts | None = None
    outlook: tuple[BranchData, ...] = ()
    changed: DifferenceData | None = None
    restated: tuple[RestatedData, ...] = ()
    signals: tuple[SignalData, ...] = ()
    sources: tuple[Source, ...] = ()
    corrected: tuple[Versions, ...] = ()
