"""
A backtest as a page: each cell in a tile, laid out as a map where the cells have places, and a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.engine.backtest import INSUFFICIENT
from assessor.engine.backtest.yearly import yearly
from assessor.report.charts.draw import draw
from assessor.report.charts.palette import INK, LINE, PAPER, QUIET, in_the_dark, state_colours, style_sheet
from assessor.report.charts.patterns import INSUFFICIENT as HATCHED
from assessor.report.charts.patterns import define_patterns, named_pattern, pattern_of
from assessor.report.charts.tile import TileScale, draw_tile, tell_pair
from assessor.report.pages.templates import render_template
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessor.domain.known import Evidence
    from assessor.engine.backtest import Said, Summary
    from assessor.engine.backtest.yearly import Year
    from assessor.ruleset.model import Ruleset

_NAME: Final = "tile"
_MOST_SOURCES: Final = 12


@dataclass(frozen=True, slots=True)
class Run:
    """
    A backtest, as a page tells it.

    Attributes:
        rules: What judged.
        evidence: What was known at the end.
        said: What was said of each cell, by day.
        known: What each day was judged by, in words.
        source: Where the run stands in the record, in words.
    """

    rules: Ruleset
    evidence: Evidence
    first: date
    last: date
    every: str
    said: Mapping[str, Sequence[Said]]
    summaries: Mapping[str, Summary]
    known: str
    source: str


def render_backtest_page(run: Run) -> str:
    """
    Return a run as one HTML file that needs nothing else, the same for the same run.

    Raises:
        ConfigurationError: What makes pages, or draws charts, is not installed.
    """
    framework = run.rules.framework
    states = tuple(t.id for t in framework.trajectories)
    amount = framework.amounts[0] if framework.amounts else None
    years = yearly(run.evidence, run.said, amount.id if amount else None, run.first.year, run.last.year)
    most = max((year.possible for some in years.values() for year in some), default=0)
    scale = TileScale(run.first, run.last, most, states, _NAME)
    what = amount.id if amount else "signals"
    drawn = {"style": style_sheet(len(states)), "defs": define_patterns(_NAME)}
    order, columns = _order(run)
    tiles: list[dict[str, object]] = []
    for number, cell in enumerate(order):
        name, title = f"cell-{number}", safe(run.rules.cell(cell).title)
        drawn[name] = draw(draw_tile(f"{name}-chart", title, run.said[cell], years[cell], scale))
        place = run.rules.cell(cell).place
        where = {"column": place.column, "row": place.row} if place is not None else {}
        tiles.append({"name": name, "title": title, **where, **_numbers(run, cell, states, years[cell])})
    shares = [f"% of days {state}" for state in _said_at_all(run, states)]
    told = {
        "title": safe(framework.title),
        "about": safe(framework.about),
        "lead": f"What would have been said of each cell, {run.first} to {run.last}, {_every(run.every)}. {run.known}",
        "trial": "Every verdict here is a trial: computed when this page was made, and none of them an assessment.",
        "how": (
            f"Each tile: the curve is {what} in a year, from what is certain (the line) to what is possible, to one "
            f"scale of square roots that ends at {most:,}; the band below is the state that was said."
        ),
        "key": _key(run, states, drawn),
        "tiles": tiles,
        "columns": columns,
        "heads": ["Cell", *shares, "Changes", f"Most {what} in a year", "Last said"],
        "source": run.source,
        "sources": _sources(run),
        "paper": PAPER, "ink": INK, "quiet": QUIET, "line": LINE,
        "dark": {name: in_the_dark(colour) for name, colour in
                 {"paper": PAPER, "ink": INK, "quiet": QUIET, "line": LINE}.items()},
    }  # fmt: skip
    return render_template("backtest.html.j2", told, drawn)


def _order(run: Run) -> tuple[list[str], int]:
    """Return the cells by rows of their map and its columns; by the ruleset, and none, where they do not make one."""
    places = {cell: run.rules.cell(cell).place for cell in run.said}
    known = {cell: (place.row, place.column) for cell, place in places.items() if place is not None}
    if len(set(known.values())) < len(places) or len(places) == 1:
        return list(run.said), 0
    return sorted(known, key=lambda cell: known[cell]), max(column for _, column in known.values())


def _every(duration: str) -> str:
    """Return how often, in words where it has any."""
    unit = {"P1D": "day", "P7D": "week", "P1W": "week", "P1M": "month", "P1Y": "year"}.get(duration)
    return f"once a {unit}" if unit is not None else f"every {duration}"


def _said_at_all(run: Run, states: Sequence[str]) -> list[str]:
    """Return what is said of any cell on any day, in order."""
    return [s for s in (*states, INSUFFICIENT) if any(s in one.days_in for one in run.summaries.values())]


def _numbers(run: Run, cell: str, states: Sequence[str], years: Sequence[Year]) -> dict[str, object]:
    """Return what stands of a cell in the table, and in the line over its chart."""
    summary, last = run.summaries[cell], run.said[cell][-1].state
    days = sum(summary.days_in.values())
    peak = max(years, key=lambda one: (one.certain, one.possible))
    most = f"{tell_pair(peak)} ({peak.year})" if peak.possible else "none"
    shares = [f"{round(100 * summary.days_in.get(state, 0) / days)}" for state in _said_at_all(run, states)]
    return {
        "line": f"most {most}" if peak.possible else "nothing recorded",
        "numbers": [*shares, f"{summary.changes}", most],
        "last": last,
    }


def _key(run: Run, states: Sequence[str], drawn: dict[str, str]) -> list[dict[str, str]]:
    """Return the key, and add its swatches to what is drawn."""
    found: list[dict[str, str]] = []
    definitions = {t.id: t.definition for t in run.rules.framework.trajectories}
    for number, state in enumerate(_said_at_all(run, states)):
        paints = [named_pattern(_NAME, HATCHED)]
        if state in definitions:
            place = states.index(state)
            paints = [state_colours(len(states))[place], pattern_of(_NAME, place)]
        boxes = "".join(f'<rect width="18" height="18" fill="{paint}"/>' for paint in paints)
        drawn[f"swatch-{number}"] = f'<svg width="18" height="18" aria-hidden="true">{boxes}</svg>'
        told = definitions.get(state, "too little is known to say")
        found.append({"swatch": f"swatch-{number}", "text": safe(f"{state}: {told}")})
    return found


def _sources(run: Run) -> list[str]:
    """Return the sources that tell of the most, with who published them: a page handed on carries its attribution."""
    cited: dict[str, int] = {}
    for version in run.evidence.signals:
        for source in getattr(version.item, "sources", ()):
            cited[source] = cited.get(source, 0) + 1
    ranked = sorted(cited, key=lambda name: (-cited[name], name))
    told = [_tell_source(run.evidence, name, cited[name]) for name in ranked[:_MOST_SOURCES]]
    more = [f"And {len(ranked) - _MOST_SOURCES} sources more."] if len(ranked) > _MOST_SOURCES else []
    return [*told, *more]


def _tell_source(evidence: Evidence, name: str, times: int) -> str:
    source = evidence.source(name)
    signals = f"{times:,} signal{'' if times == 1 else 's'}"
    if source is None:
        return safe(f"Source {name}: {signals}.")
    publisher = f", {source.publisher}" if source.publisher else ""
    note = f" {source.note}" if source.note else ""
    return safe(f"Source: {source.title}{publisher}, {source.published}: {signals}.{note}")
