"""
A cell's page: its verdict, and all that follows from it, down to the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.engine.explain import missing_of
from assessor.report.charts.band import Stay, draw_band
from assessor.report.charts.ticks import tell_day
from assessor.report.headline import headline
from assessor.report.when import tell_when
from assessor.site import names
from assessor.site.pages.ahead import flat_branches, flat_signposts, tell_effort
from assessor.site.pages.backlog import Titles, dimension_titles, flat_backlog, signal_ways
from assessor.site.pages.changed import flat_changes
from assessor.site.pages.corrected import flat_sources
from assessor.site.pages.dimensions import bare_dimension, draw_dimensions
from assessor.site.pages.overview import Shown, marks_on
from assessor.site.pages.telling import Telling, evidence_titles, indicator_titles
from assessor.site.pages.tensions import flat_tensions
from assessor.site.pages.told import (
    Trees,
    evidence_under,
    flat_step,
    flat_unknowns,
    issued_trajectory,
    link_cells,
    row,
    tell_moment,
    tell_qualifiers,
)
from assessor.site.pages.unsaid import flat_unsaid
from assessor.site.pages.ways import RuleWays
from assessor.site.pages.wording import with_dates
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessor.site.gather.cell import CellFacts
    from assessor.site.render import House

_MOST_MOVED: Final = 6
_MOST_LACKS: Final = 6
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
_DOCUMENT: Final = ("cell.json", "all that this page tells, and what it leaves out for want of room")
_TABLES: Final = (
    ("history.json", "every assessment of the cell, and both axes of time"),
    ("history.csv", "every assessment of the cell"),
    ("signals.csv", "every signal that touches it, as known"),
    ("sources.csv", "where each of them was published, and where it can be read"),
    ("readings.csv", "every reading of its indicators, as known"),
    ("versions.csv", "what of all these was changed, with every version and since when it was known"),
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
        "marks": marks_on(shown, indicator_titles(facts.rules if facts is not None else None)),
        "swatch": drawings.swatch(None),
        "trajectory": "Nothing said yet",
        "related": link_cells(titles, cell.related),
        "dimensions": [bare_dimension(one.title, one.about, one.unobserved) for one in cell.dimensions],
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
    empty = ("sections", "dimensions", "reasons", "moves", "doubts", "against", "beside", "signposts", "tensions",
             "branches", "unknowns", "signals", "times", "steps")  # fmt: skip
    blank = (
        "qualifiers",
        "trend",
        "computed",
        "band",
        "assessment",
        "history_link",
        "signals_told",
        "signposts_effort",
        "more_changes",
        "older",
    )
    nothing: dict[str, Any] = dict.fromkeys(empty, ()) | dict.fromkeys(blank, "")
    nothing |= {"files": [_DOCUMENT], "corrected": {"rows": ()}}
    return nothing | {"changes": None, "more_unknowns": 0, "first": None}


def _told(house: House, drawings: Drawings, page: str, facts: CellFacts, titles: Mapping[str, str]) -> dict[str, Any]:
    assessment = facts.assessed.assessment
    verdict, entry = assessment.verdict, assessment.entry_index
    assert entry is not None  # noqa: S101 - it is recorded
    cell = facts.rules.cell(assessment.cell)
    ways = signal_ways(page, assessment.cell, facts.backlog)
    ways |= {read.id: f"#{names.anchor('indicator', read.indicator)}" for read in facts.readings}
    rules = RuleWays(page, assessment.ruleset, assessment.cell, facts.rules)
    telling = Telling(facts.rules, assessment.cell, evidence_titles(facts.evidence))
    trees = Trees(rules, ways, telling)
    unknowns, more = flat_unknowns(verdict.unknowns, telling)
    is_issued = verdict.trajectory is not None  # else trend and confidence are of nothing
    overridden = assessment.override is not None and assessment.override.in_force
    indicators = indicator_titles(facts.rules)
    return {
        "swatch": drawings.swatch(assessment.issued),
        "trajectory": issued_trajectory(assessment),
        "qualifiers": "" if overridden else tell_qualifiers(verdict),
        "computed": headline(verdict) if overridden else "",
        "trend": (verdict.trend or "none") if is_issued else "",
        "times": [
            row("As of", tell_day(assessment.as_of), note="the day judged"),
            row("Known at", tell_moment(assessment.known_at), note="what was known by then"),
            row(
                "Rules in force",
                assessment.ruleset[:19],
                link=rules.to_all(),
                exact=True,
                note="their text",
            ),
            *([row("Confidence", verdict.confidence)] if is_issued else []),
            row("Recorded", tell_moment(facts.recorded_at), note=f"entry {entry}"),
        ],
        "steps": [flat_step(step, rules, telling) for step in verdict.confidence_steps] if is_issued else [],
        "assessment": names.assessment_page(entry),
        "history_link": names.history_page(assessment.cell),
        "dimensions": draw_dimensions(drawings, facts, rules, telling),
        "band": _band(house, drawings, facts),
        "first": _first(drawings, facts),
        "moves": _moves(drawings, trees, rules, facts),
        "doubts": [
            f"{one.source} could have become {one.target} {_tell_days(one.first, one.last)}: "
            f"rule {one.rule} was unknown"
            for one in facts.history.doubts
        ],
        "reasons": [trees.flat(node) for node in facts.reasons],
        "against": _against(drawings, trees, telling, facts, house.paints.states),
        "beside": flat_unsaid(facts.unsaid_beside, rules, telling),
        "signposts": flat_signposts(facts.flips, telling),
        "signposts_effort": tell_effort(facts.flips),
        "tensions": flat_tensions(verdict.tensions, cell, _titles(facts, indicators), trees),
        "branches": flat_branches(facts.outlook),
        "unknowns": unknowns,
        "more_unknowns": more,
        **flat_changes(facts.difference, telling, indicators),
        **flat_backlog(page, assessment.cell, facts.backlog, Titles(titles, dimension_titles(cell))),
        "corrected": flat_sources(facts),
        "files": [_DOCUMENT, *_TABLES],
    }


def _tell_days(first: date, last: date) -> str:
    return f"on {tell_day(first)}" if first == last else f"between {tell_day(first)} and {tell_day(last)}"


def _titles(facts: CellFacts, indicators: Mapping[str, str]) -> dict[str, str]:
    """Return what people call the evidence of a cell, by the names that a verdict gives it."""
    found = {one.signal.id: one.signal.title for one in facts.backlog}
    return found | {read.id: f"{indicators[read.indicator]}, {tell_when(str(read.period))}" for read in facts.readings}


def _against(
    drawings: Drawings, trees: Trees, telling: Telling, facts: CellFacts, states: Sequence[str]
) -> list[dict[str, Any]]:
    """Return why the cell is in none of the other states: the next one up first, then as the framework orders them."""
    own = facts.assessed.assessment.verdict.trajectory
    beyond = states.index(own) + 1 if own in states else len(states)
    ahead = states[beyond] if beyond < len(states) else ""
    return [
        {
            "state": state,
            "is_next": state == ahead,
            "swatch": drawings.swatch(state),
            "lacks": _lacks([telling(text) for node in nodes for text in missing_of(node)]),
            "parts": [trees.flat(node) for node in nodes],
        }
        for state, nodes in sorted(facts.against, key=lambda one: one[0] != ahead)
    ]


def _lacks(texts: Sequence[str]) -> list[str]:
    """Return what is missing, the first of many."""
    more = len(texts) - _MOST_LACKS
    return [*texts[:_MOST_LACKS], *([f"and {more} more"] if more > 0 else [])]


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


def _first(drawings: Drawings, facts: CellFacts) -> dict[str, str] | None:
    """Return the state in which the timeline begins."""
    spans = facts.history.spans
    if not spans:
        return None
    return {"state": spans[0].state, "swatch": drawings.swatch(spans[0].state), "day": tell_day(spans[0].since)}


def _moves(drawings: Drawings, trees: Trees, rules: RuleWays, facts: CellFacts) -> list[dict[str, Any]]:
    spans = facts.history.spans
    return [
        {
            "state": span.state,
            "swatch": drawings.swatch(span.state),
            "before": before.state,
            "day": tell_day(span.since),
            "rule": span.rule,
            "rule_link": rules.to(span.rule or ""),
            "because": with_dates(span.because),
            "evidence": trees.cited([one for one in evidence_under(move) if one.kind != "source"][:_MOST_MOVED]),
        }
        for before, span, move in zip(spans, spans[1:], facts.moves, strict=False)
    ]
