"""
A cell as data: all that its page tells, with what the page leaves out for want of room.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from assessor.domain.restatement import Issued
from assessor.engine.explain import missing_of
from assessor.site import names
from assessor.site.data import cell_shapes as shapes
from assessor.site.data.marks import marks_data
from assessor.site.data.writing import render_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.services.diff import Difference
    from assessor.services.flip import FlipList, Moved
    from assessor.services.list_evidence import EvidenceView
    from assessor.services.outlook import Ending, JudgedBranch
    from assessor.services.restated_by import RestatementOf
    from assessor.site.gather.backlog import SignalTold
    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.series import Series
    from assessor.site.gather.unsaid import Unsaid
    from assessor.site.gather.words import Mark
    from assessor.site.pages.overview import Shown


def render_cell_data(one: Shown, facts: CellFacts | None, marks: Sequence[Mark]) -> bytes:
    """
    Return a cell as its page tells it.

    Args:
        facts: None where it was never assessed.
        marks: What must be known before its verdict is relied on.
    """
    cell, told = one.record.cell, _told(facts) if facts is not None else {}
    data = shapes.CellData(
        cell=cell.cell,
        title=cell.title,
        marks=marks_data(marks),
        assessment=one.latest,
        **{"declared": cell, **told},
    )
    return render_json(data.model_dump(mode="json", by_alias=True))


def _told(facts: CellFacts) -> dict[str, Any]:
    assessment = facts.assessed.assessment
    cell = facts.rules.cell(assessment.cell)
    assert assessment.entry_index is not None  # noqa: S101 - it is recorded
    return {
        "declared": cell,
        "page": names.assessment_page(assessment.entry_index),
        "recorded_at": facts.recorded_at,
        "dimensions": tuple(
            shapes.DimensionData(
                dimension=one.id,
                indicators=tuple(map(_indicator, facts.series[one.id])),
                unsaid=_unsaid(facts.unsaid_statuses.get(one.id, ())),
            )
            for one in cell.dimensions
        ),
        "states": tuple(_states(facts)),
        "issued": tuple(_issued(facts)),
        "reasons": facts.reasons,
        "against": tuple(
            shapes.Against(
                state=state,
                lacks=tuple(dict.fromkeys(text for node in nodes for text in missing_of(node))),
                parts=nodes,
            )
            for state, nodes in facts.against
        ),
        "unsaid": _unsaid(facts.unsaid_beside),
        "signposts": _signposts(facts.flips) if facts.flips is not None else None,
        "outlook": tuple(map(_branch, facts.outlook.branches)) if facts.outlook is not None else (),
        "changed": _difference(facts.difference) if facts.difference is not None else None,
        "restated": tuple(map(_restated, facts.restated)),
        "signals": tuple(map(_signal, facts.backlog)),
        "sources": facts.sources,
        "corrected": tuple(
            shapes.Versions(kind=kind, id=name, versions=_versions(some))
            for (kind, name), some in facts.corrected.items()
        ),
    }


def _indicator(series: Series) -> shapes.IndicatorData:
    return shapes.IndicatorData(
        indicator=series.indicator,
        readings=tuple(sorted((*series.readings, *series.gaps), key=lambda one: (one.period.span.hi, one.id))),
        thresholds=tuple(map(shapes.Threshold.model_validate, series.thresholds)),
        asked=tuple(shapes.Asked(rule=rule, asks=text) for rule, text in series.asked),
        fresh_from=series.fresh_from,
    )


def _unsaid(some: Iterable[Unsaid]) -> tuple[shapes.Unsaid, ...]:
    return tuple(map(shapes.Unsaid.model_validate, some))


def _states(facts: CellFacts) -> Iterator[shapes.StateSpan]:
    """Yield the states; each but the first with what moved the cell into it."""
    for one, moved_by in zip(facts.history.spans, (None, *facts.moves), strict=False):
        yield shapes.StateSpan(
            state=one.state, since=one.since, until=one.until, rule=one.rule, because=one.because, moved_by=moved_by
        )


def _issued(facts: CellFacts) -> Iterator[shapes.IssuedSpan]:
    """Yield what was issued, days in a row on which it was the same together."""
    told = ((Issued.of(one.verdict), one) for one in facts.history.stretches)
    for verdict, some in groupby(told, key=itemgetter(0)):
        days = [one for _, one in some]
        yield shapes.IssuedSpan(since=days[0].since, until=days[-1].until, verdict=verdict)


def _signposts(found: FlipList) -> shapes.Signposts:
    flips = found.flips
    return shapes.Signposts(
        found=tuple(map(_signpost, found.moved)),
        unturned=tuple(shapes.Unturned(rule=rule, what=what) for rule, what in flips.unturned),
        evaluated=flips.evaluated,
        budget=flips.budget,
        exhausted=flips.exhausted,
    )


def _signpost(moved: Moved) -> shapes.Signpost:
    flip = moved.flip
    return shapes.Signpost(
        kind=flip.kind,
        ways=moved.ways,
        change=flip.change,
        items=tuple(shapes.ItemName(kind=kind, id=name) for kind, name in flip.items),
        day=flip.day,
        said=shapes.Headline.model_validate(flip.said),
        instead=shapes.Headline.model_validate(flip.instead),
    )


def _branch(judged: JudgedBranch) -> shapes.BranchData:
    outlook, branch = judged.outlook, judged.outlook.branch
    return shapes.BranchData(
        branch=branch.id,
        title=branch.title,
        horizon=outlook.horizon,
        expects=branch.expects,
        assumes=tuple(shapes.Assumption(id=one.id, title=one.title) for one in branch.assumes),
        overdue=outlook.overdue,
        passing=outlook.passing,
        endings=tuple(map(_ending, judged.endings)),
    )


def _ending(ending: Ending) -> shapes.Ending:
    return shapes.Ending(
        verdict=Issued.of(ending.verdict),
        alternatives=ending.verdict.alternatives,
        terms=tuple(map(shapes.Terms.model_validate, ending.terms)),
        smallest=ending.smallest,
        sets=tuple(subset.holds for subset in ending.subsets),
    )


def _difference(found: Difference) -> shapes.DifferenceData:
    before = found.before
    assert before.entry_index is not None  # noqa: S101 - it is recorded
    return shapes.DifferenceData(
        since=shapes.Before(
            id=before.id,
            entry=before.entry_index,
            as_of=before.as_of,
            known_at=before.known_at,
            page=names.assessment_page(before.entry_index),
        ),
        moved=found.moved,
        knowledge=found.knowledge,
        order=found.order,
        orders=found.orders,
        changes=found.changes,
        passing=found.passing,
    )


def _restated(one: RestatementOf) -> shapes.RestatedData:
    return shapes.RestatedData(
        entry=one.entry_index,
        recorded_at=one.recorded_at,
        known_at=one.known_at,
        verdict=one.verdict,
        because=tuple(version.entry_index for version in one.because),
    )


def _signal(told: SignalTold) -> shapes.SignalData:
    return shapes.SignalData(
        version=told.version.version,
        supports=told.supports,
        read=told.is_read,
        signal=told.signal,
        versions=_versions(told.versions),
    )


def _versions(some: Iterable[EvidenceView]) -> tuple[shapes.VersionData, ...]:
    return tuple(map(shapes.VersionData.model_validate, some))
