"""
The dimensions on a cell's page, each with its indicators as series, and what rules ask of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.report.charts.series import Dot, Level, Plot, draw_series, say_plot, tell_number
from assessor.site.names import anchor
from assessor.site.pages.corrected import flat_readings
from assessor.site.pages.told import flat_dimensions
from assessor.site.pages.unsaid import flat_unsaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.series import Series
    from assessor.site.pages.telling import Telling
    from assessor.site.pages.ways import RuleWays
    from assessor.site.render import Drawings


def bare_dimension(title: str, about: str, unobserved: Sequence[str]) -> dict[str, Any]:
    """Return a dimension of which nothing was said yet."""
    return {
        "title": title, "about": about, "unobserved": "; ".join(unobserved), "why": "", "rule": "",
        "settle": (), "series": (), "others": (),
        "status": "nothing said", "kind": "undetermined",
    }  # fmt: skip


def draw_dimensions(drawings: Drawings, facts: CellFacts, ways: RuleWays, telling: Telling) -> list[dict[str, Any]]:
    """Return the dimensions of a cell with their status, and draw their series."""
    verdict, cell = facts.assessed.assessment.verdict, facts.rules.cell(facts.assessed.assessment.cell)
    settle = {one.dimension: one.settle for one in verdict.dimensions}
    found: list[dict[str, Any]] = []
    for one in flat_dimensions(verdict, ways):
        declared = cell.dimension(one["id"])
        series = [
            _plot(drawings, f"series-{len(found)}-{number}", plot, facts, (ways, telling))
            for number, plot in enumerate(facts.series[declared.id])
        ]
        found.append(
            {
                **bare_dimension(declared.title, declared.about, declared.unobserved),
                **one,
                "settle": [telling.plain(text) for text in settle[declared.id]],
                "series": series,
                "others": flat_unsaid(facts.unsaid_statuses[declared.id], ways, telling),
            }
        )
    named: set[str] = set()
    for plot in (plot for one in found for plot in one["series"]):  # an indicator of two dimensions is found once
        plot["anchor"] = "" if plot["anchor"] in named else plot["anchor"]
        named.add(plot["anchor"])
    return found


def _plot(
    drawings: Drawings, name: str, series: Series, facts: CellFacts, words: tuple[RuleWays, Telling]
) -> dict[str, Any]:
    indicator, (ways, telling) = series.indicator, words
    told: dict[str, Any] = {
        "anchor": anchor("indicator", indicator.id),
        "title": indicator.title,
        "unit": indicator.unit,
        "chart": "",
        "told": "",
        "corrected": flat_readings(facts, indicator.id),
        "asked": [(telling(text), rule, ways.to(rule)) for rule, text in series.asked],
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
                Level(value, f"{bound} {tell_number(value)}")
                for bound, value in dict.fromkeys((one.bound, one.value) for one in series.thresholds)
            ),
            fresh_from=series.fresh_from,
            until=facts.assessed.assessment.as_of,
        )
        told |= {"chart": drawings.add(draw_series(name, plot)), "told": say_plot(plot)}
    return told
