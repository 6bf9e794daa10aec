"""
A cell's page: its verdict, and all that follows from it, down to the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.engine.explain import missing_of
from assessor.report.charts.band import Stay, draw_band
from assessor.report.charts.series import Dot, Level, Plot, draw_series, say_plot, tell_number
from assessor.report.charts.ticks import tell_day
from assessor.report.headline import headline
from assessor.site import names
from assessor.site.pages.backlog import flat_backlog
from assessor.site.pages.overview import Shown, marks_on
from assessor.site.pages.told import (
    Trees,
    evidence_under,
    flat_dimensions,
    flat_unknowns,
    issued_trajectory,
    link_cells,
    row,
    tell_moment,
    tell_qualifiers,
    tell_step,
)
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.cell import Cell
    from assessor.services.flip import FlipList
    from assessor.services.outlook import Outlook
    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.series import Series
    from assessor.site.render import House

_MOST_SIGNPOSTS: Final = 8
_MOST_CHANGES: Final = 30
_MOST_ITEMS: Final = 4
_MOST_MOVED: Final = 6
_MOST_LACKS: Final = 6
_ACTIVE: Final = {"met": "Active: both sides hold", "unknown": "Unknown", "not met": "At rest: not both sides hold"}
_KINDS: Final = {"met": "active", "unknown": "undetermined", "not met": ""}
_SIGNPOSTS: Final = (
    ("with", "If this comes next, and nothing else new"),
    ("time", "If nothing new comes"),
    ("without", "What holds it: were this not known"),
)
_TITLES: Final = (
    ("dimensions", "Dimensions"),
    ("history", "History"),
    ("reasons", "Why"),
    ("why-not", "Why not"),
    ("signposts", "Signposts"),
    ("tensions", "Tensions"),
    ("outlook", "Outlook"),
    ("unknown", "Unknown"),
    ("changed", "What changed"),
    ("signals", "Signals"),
    ("data", "Data"),
)
FILES: Final = (
    ("cell.json", "all that this page tells of the verdict"),
    ("history.csv", "every assessment of the cell"),
    ("signals.csv", "every signal that touches it, as known"),
    ("readings.csv", "every reading of its indicators, as known"),
)


def render_cell(house: House, shown: Shown, facts: CellFacts | None, titles: Mapping[str, str]) -> bytes:
    """
    Return the page of a cell.

    Args:
        facts: None where it was never assessed.
        titles: Of all cells that have a page.
    """
    cell = shown.record.cell
    page, drawings = names.cell_page(cell.cell), Drawings(house)
    told = {
        **_nothing(),
        "id": cell.cell,
        "heading": cell.title,
        "grouping": cell.grouping,
        "problem": cell.problem,
        "goal": cell.goal,
        "commitments": cell.commitments,
        "marks": marks_on(shown),
        "swatch": drawings.swatch(None),
        "trajectory": "Nothing said yet",
        "related": link_cells(titles, cell.related),
        "dimensions": [_bare(one.title, one.about, one.unobserved) for one in cell.dimensions],
    }
    if facts is not None:
        told |= _told(house, drawings, page, facts, titles)
        told["sections"] = [{"id": name, "title": title} for name, title in _TITLES if _has(told, name)]
    return render_page("cell.html.j2", page, house, told, drawings)


def _has(told: Mapping[str, Any], section: str) -> bool:
    keys = {"history": "band", "why-not": "against", "outlook": "branches", "unknown": "unknowns", "data": "files"}
    if section == "changed":
        return told["changes"] is not None
    return section == "signals" or bool(told[keys.get(section, section)])


def _nothing() -> dict[str, Any]:
    """Return a page on which nothing was said yet."""
    empty = ("sections", "dimensions", "reasons", "moves", "doubts", "against", "signposts", "tensions", "branches",
             "unknowns", "signals", "files", "times")  # fmt: skip
    blank = (
        "qualifiers",
        "trend",
        "computed",
        "band",
        "assessment",
        "history_link",
        "signals_told",
        "signposts_effort",
    )
    nothing: dict[str, Any] = dict.fromkeys(empty, ()) | dict.fromkeys(blank, "")
    return nothing | {"changes": None, "more_unknowns": 0, "more_changes": 0}


def _told(house: House, drawings: Drawings, page: str, facts: CellFacts, titles: Mapping[str, str]) -> dict[str, Any]:
    assessment = facts.assessed.assessment
    verdict, entry = assessment.verdict, assessment.entry_index
    assert entry is not None  # noqa: S101 - it is recorded
    cell = facts.rules.cell(assessment.cell)
    signals, signals_told = flat_backlog(facts.backlog, titles)
    trees = Trees(page, assessment.ruleset, {one.signal.id for one in facts.backlog[: len(signals)]})
    unknowns, more = flat_unknowns(verdict.unknowns)
    overridden = assessment.override is not None and assessment.override.in_force
    return {
        "swatch": drawings.swatch(assessment.issued),
        "trajectory": issued_trajectory(assessment),
        "qualifiers": "" if overridden else tell_qualifiers(verdict),
        "computed": headline(verdict) if overridden else "",
        "trend": verdict.trend or "none",
        "times": [
            row("As of", tell_day(assessment.as_of), note="the day judged"),
            row("Known at", tell_moment(assessment.known_at)),
            row(
                "Rules",
                assessment.ruleset[:19],
                link=names.up_from(page) + names.rules_page(assessment.ruleset),
                exact=True,
            ),
            row("Confidence", verdict.confidence, note="; ".join(tell_step(step) for step in verdict.confidence_steps)),
            row("Recorded", tell_moment(facts.recorded_at), note=f"entry {entry}"),
        ],
        "assessment": names.assessment_page(entry),
        "history_link": names.history_page(assessment.cell),
        "dimensions": _dimensions(drawings, facts, cell),
        "band": _band(house, drawings, facts),
        "moves": _moves(trees, facts),
        "doubts": [
            f"{one.source} to {one.target} could have been taken from {tell_day(one.first)} to {tell_day(one.last)} "
            f"(rule {one.rule} was unknown)"
            for one in facts.history.doubts
        ],
        "reasons": [trees.flat(node) for node in facts.reasons],
        "against": [
            {
                "state": state,
                "swatch": drawings.swatch(state),
                "lacks": _lacks([text for node in nodes for text in missing_of(node)]),
                "parts": [trees.flat(node) for node in nodes],
            }
            for state, nodes in facts.against
        ],
        "signposts": _signposts(facts.flips),
        "signposts_effort": _effort(facts.flips),
        "tensions": _tensions(facts, cell, trees),
        "branches": _branches(facts.outlook),
        "unknowns": unknowns,
        "more_unknowns": more,
        **_changes(facts),
        "signals": signals,
        "signals_told": signals_told,
        "files": [{"name": name, "told": told} for name, told in FILES],
    }


def _lacks(texts: Sequence[str]) -> list[str]:
    """Return what is missing, the first of many."""
    more = len(texts) - _MOST_LACKS
    return [*texts[:_MOST_LACKS], *([f"and {more} more"] if more > 0 else [])]


def _bare(title: str, about: str, unobserved: Sequence[str]) -> dict[str, Any]:
    """Return a dimension of which nothing was said yet."""
    return {
        "title": title, "about": about, "unobserved": "; ".join(unobserved), "why": "", "settle": (), "series": (),
        "status": "nothing said", "kind": "undetermined",
    }  # fmt: skip


def _dimensions(drawings: Drawings, facts: CellFacts, cell: Cell) -> list[dict[str, Any]]:
    verdict = facts.assessed.assessment.verdict
    settle = {one.dimension: one.settle for one in verdict.dimensions}
    found: list[dict[str, Any]] = []
    for one in flat_dimensions(verdict):
        declared = cell.dimension(one["id"])
        series = [
            _plot(drawings, f"series-{len(found)}-{number}", plot, facts)
            for number, plot in enumerate(facts.series[declared.id])
        ]
        found.append(
            {
                **_bare(declared.title, declared.about, declared.unobserved),
                **one,
                "settle": settle[declared.id],
                "series": series,
            }
        )
    return found


def _plot(drawings: Drawings, name: str, series: Series, facts: CellFacts) -> dict[str, Any]:
    indicator = series.indicator
    told: dict[str, Any] = {
        "title": indicator.title,
        "unit": indicator.unit,
        "chart": "",
        "told": "",
        "asked": [f"{text} (rule {rule})" for rule, text in series.asked],
    }
    if series.readings:
        plot = Plot(
            title=indicator.title,
            unit=indicator.unit,
            dots=tuple(
                Dot(one.period.span.hi, one.value, one.status == "provisional")
                for one in series.readings
                if one.value is not None
            ),
            gaps=tuple(one.period.span.hi for one in series.gaps),
            levels=tuple(
                Level(one.value, f"{one.bound} {tell_number(one.value)} ({one.rule})") for one in series.thresholds
            ),
            fresh_from=series.fresh_from,
            until=facts.assessed.assessment.as_of,
        )
        told |= {"chart": drawings.add(draw_series(name, plot)), "told": say_plot(plot)}
    return told


def _band(house: House, drawings: Drawings, facts: CellFacts) -> str:
    """Draw the states, with the days on which none was issued."""
    stays: list[Stay] = []
    for span in facts.history.stretches:
        state = span.verdict.trajectory
        if stays and stays[-1].state == state:
            stays[-1] = Stay(state, stays[-1].since, span.until)
        else:
            stays.append(Stay(state, span.since, span.until))
    title = "The states of the cell, and when they changed"
    moves = [span.since for span in facts.history.spans[1:]]
    wide = draw_band("states", title, stays, house.paints, width=720, moves=moves)
    return drawings.add(wide, draw_band("states-narrow", title, stays, house.paints, width=340, moves=moves))


def _moves(trees: Trees, facts: CellFacts) -> list[dict[str, Any]]:
    spans = facts.history.spans
    return [
        {
            "state": span.state,
            "before": before.state,
            "day": tell_day(span.since),
            "rule": span.rule,
            "rule_link": trees.link(span.rule or ""),
            "because": span.because,
            "evidence": trees.cited([one for one in evidence_under(move) if one.kind != "source"][:_MOST_MOVED]),
        }
        for before, span, move in zip(spans, spans[1:], facts.moves, strict=False)
    ]


def _signposts(found: FlipList | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    groups: list[dict[str, Any]] = []
    for kind, title in _SIGNPOSTS:
        moved = [one.flip for one in found.moved if one.flip.kind == kind]
        rows = [
            {
                "said": f"{one.said}",
                "day": tell_day(one.day) if kind != "without" else "",
                "change": [_times(one.change.count(text), text) for text in dict.fromkeys(one.change)],
            }
            for one in moved[:_MOST_SIGNPOSTS]
        ]
        groups.append({"title": title, "rows": rows, "more": max(0, len(moved) - _MOST_SIGNPOSTS)})
    return groups


def _effort(found: FlipList | None) -> str:
    """Return how far changes were looked for, where that was not to the end."""
    if found is None or not found.flips.exhausted:
        return ""
    return f"{found.flips.evaluated} changes were tried; more of them, or larger ones, may move it too."


def _times(number: int, text: str) -> str:
    return f"{number} times: {text}" if number > 1 else text


def _tensions(facts: CellFacts, cell: Cell, trees: Trees) -> list[dict[str, Any]]:
    about = {one.id: one.about for one in cell.tensions}
    known = {f"signal {one.signal.id}": one.signal.title for one in facts.backlog}
    return [
        {
            "title": one.title,
            "about": about.get(one.tension, ""),
            "active": _ACTIVE[one.active],
            "kind": _KINDS[one.active],
            "sides": [
                {
                    "finding": side.finding,
                    "outcome": side.outcome,
                    "evidence": [
                        {"title": known.get(item, known.get(f"signal {item}", item)), "link": trees.anchor_of(item)}
                        for item in side.evidence
                    ],
                }
                for side in one.sides
            ],
        }
        for one in facts.assessed.assessment.verdict.tensions
    ]


def _branches(found: Outlook | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    return [
        {
            "title": one.outlook.branch.title,
            "horizon": tell_day(one.outlook.horizon),
            "expects": one.outlook.branch.expects,
            "assumes": [assumed.title for assumed in one.outlook.branch.assumes],
            "endings": [
                {
                    "verdict": headline(end.verdict) + (f"; {end.verdict.trend}" if end.verdict.trend else ""),
                    "terms": "; or ".join(_term(term.having, term.lacking, one) for term in end.terms),
                }
                for end in one.endings
            ],
        }
        for one in found.branches
    ]


def _term(having: Sequence[str], lacking: Sequence[str], branch: Any) -> str:  # noqa: ANN401 - a judged branch
    titles = {one.id: f"“{one.title}”" for one in branch.outlook.branch.assumes}
    parts = [f"with {' and '.join(titles[one] for one in having)}"] if having else []
    parts += [f"without {' and '.join(titles[one] for one in lacking)}"] if lacking else []
    return " ".join(parts) if parts else "whatever comes true"


_BECAUSE: Final = {"rules": "other rules", "knowledge": "other knowledge", "world": "another day"}


def _changes(facts: CellFacts) -> dict[str, Any]:
    found = facts.difference
    if found is None:
        return {"changes": None, "more_changes": 0, "changed_since": None}
    entry = found.before.entry_index
    told = [one for one in found.changes if one.part not in {"support", "read set", "history"}]
    rows = [
        {
            "name": one.name,
            "words": one.words,
            "because": f"by {' and '.join(_BECAUSE[because] for because in one.because)}" if one.because else "",
            "under": [
                f"{item.kind} {item.title or item.id}, {item.when}: {item.move}".replace(", :", ":")
                for behind in one.behind
                for item in behind.items[:_MOST_ITEMS]
            ],
        }
        for one in told[:_MOST_CHANGES]
    ]
    since = {"day": tell_day(found.before.as_of), "link": names.assessment_page(entry or 0)}
    return {"changes": rows, "more_changes": max(0, len(told) - _MOST_CHANGES), "changed_since": since}
